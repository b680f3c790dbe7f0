"""What every view set shares: the actor, rows instead of model objects for hot lists, revisions as ETags."""

import re
from collections.abc import Iterable
from typing import Any, cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import mixins, viewsets
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.errors import Invalid, RevisionRequired
from organisation.actor import Actor

LONGEST_REVISION = 10
PREFER = OpenApiParameter(
    "Prefer",
    str,
    "header",
    description="`return=minimal` (RFC 7240): 204 and the new ETag alone; of what is new, 201 and its Location.",
)
IF_MATCH = OpenApiParameter(
    "If-Match", str, "header", required=True, description="The ETag of the last answer, or * for whatever it is now."
)


class ActorMixin(APIView):
    """Gives a view `self.actor`; `signed_in()` raises 401 for nobody."""

    @property
    def actor(self) -> Actor:
        """Who asks: the middleware's, looked up once."""
        return cast(Actor, self.request.actor)  # type: ignore[attr-defined]

    def signed_in(self) -> Actor:
        """The actor, who must have signed in."""
        if not self.actor.is_authenticated:
            raise NotAuthenticated
        return self.actor


class ReadViewSet(ActorMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):  # type: ignore[type-arg]
    """Lists and details. `rows(page)` may turn a page of `values()` dictionaries into the answer by itself."""

    ordering: str | tuple[str, ...] = "-id"

    def rows(self, page: Iterable[Any]) -> list[Any]:
        """The answer for a page: through the serializer unless a view knows better."""
        return list(self.get_serializer(page, many=True).data)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page by key: `{"next", "previous", "results"}`."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.rows(page or []))


def revision_in(request: Request, required: bool = True) -> int | None:
    """The revision in If-Match. Raises 428 if it is missing where required, 422 if it is not one of ours."""
    given = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not given or given == "*":
        if required and given != "*":
            raise RevisionRequired(
                _("Say in If-Match on which revision the change was made (the ETag of the last answer).")
            )
        return None
    if not (given.isascii() and given.isdecimal() and len(given) < LONGEST_REVISION):
        raise Invalid(_("If-Match is not an ETag of this resource."))
    return int(given)


def with_etag(response: Response, revision: int) -> Response:
    """The answer with the revision as its ETag."""
    response["ETag"] = f'"{revision}"'
    return response


def wants_minimal(request: Request) -> bool:
    """Whether the asker, who saves every few seconds, needs no more than the new ETag (RFC 7240, section 4.2)."""
    wishes = request.headers.get("Prefer", "").lower().replace(" ", "")
    return "return=minimal" in re.split("[,;]", wishes)


def minimal(revision: int, made: bool = False) -> Response:
    """204, or 201 for what was made, with the revision as its ETag."""
    status = 201 if made else 204
    return with_etag(Response(status=status, headers={"Preference-Applied": "return=minimal"}), revision)
