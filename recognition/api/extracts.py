"""Extracts of the register that an authority issues: numbered, signed, kept, verified by anybody."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.errors import Forbidden, Invalid
from organisation.api.serializers import Problem, StrictSerializer
from organisation.api.views import ReadViewSet
from organisation.models import Role, Unit
from organisation.policy import visible
from organisation.steps import demand_fresh
from recognition.api.views import NARROWED, narrowed, stored
from recognition.models import Extract
from recognition.queries.extracts import since
from recognition.queries.verification import code_of
from recognition.services.issued_extracts import extract_paper, issue_extract

PDF = "application/pdf"
ERRORS = {403: Problem, 404: Problem}


class ExtractRow(serializers.Serializer[Any]):
    """An issued extract: the number and symbol as papers cite it, the day that it tells of, the query string of its
    list of `recognitions/`, and how many stand on it. `digest` is the SHA-256 of the paper, empty until it has been
    made (and signed, where the authority has a key); `verification` the code of its public page.
    """

    code = serializers.CharField()
    number = serializers.CharField()
    authority = serializers.CharField()
    as_of = serializers.DateField()
    list = serializers.CharField()
    count = serializers.IntegerField()
    recipient = serializers.CharField(allow_blank=True)
    signer_name = serializers.CharField()
    signer_post = serializers.CharField()
    issued_on = serializers.DateField()
    demonstration = serializers.BooleanField()
    digest = serializers.CharField(allow_blank=True)
    verification = serializers.CharField()


class ExtractDetail(ExtractRow):
    """With how many of its recognitions have `changed` since (corrected, replaced, revoked), and how many the same list
    has `now`.
    """

    changed = serializers.IntegerField()
    now = serializers.IntegerField()


class ExtractRequest(StrictSerializer):
    """In whose name, who signs in which post, and for whom or at whose request. What it is of, the address says: the
    parameters of the list of `recognitions/`; without `as_of`, as on today.
    """

    authority = serializers.CharField(max_length=20)
    signer_name = serializers.CharField(max_length=120)
    signer_post = serializers.CharField(max_length=120)
    recipient = serializers.CharField(max_length=300, required=False, allow_blank=True)


class Extracts(ReadViewSet):
    """Those of one's authority, for its registrars and leaders."""

    serializer_class = ExtractRow
    filter_backends = ()
    lookup_field = "code"
    lookup_value_regex = r"[A-Za-z0-9.-]{3,40}"

    def get_queryset(self) -> QuerySet[Extract]:
        """Scoped by policy."""
        if getattr(self, "swagger_fake_view", False):
            return Extract.objects.none()
        rows = visible(Extract, self.signed_in()).select_related("authority", "paper")
        return rows.defer("content", "rows") if self.action == "list" else rows.defer("content")

    def rows(self, page: Any) -> list[Any]:
        """Plain rows."""
        return [_row(extract) for extract in page]

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The latest first."""
        if not self.signed_in().over(Role.REGISTRAR, Role.LEADER):
            raise Forbidden(_("Extracts are issued by the registrar or a leader of the authority."))
        return super().list(request, *args, **kwargs)

    @extend_schema(responses={200: ExtractDetail, **ERRORS})
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One extract, and what has become of its list."""
        return Response(_told(self.get_object()))

    @extend_schema(
        parameters=NARROWED,
        request=ExtractRequest,
        responses={201: ExtractDetail, 400: Problem, 422: Problem, **ERRORS},
    )
    def create(self, request: Request) -> Response:
        """Issue one of at most 500 recognitions. Its number is given at once; the paper follows in the background."""
        actor = self.signed_in()
        demand_fresh(request)
        given = ExtractRequest(data=request.data)
        given.is_valid(raise_exception=True)
        said = dict(given.validated_data)
        authority = Unit.objects.filter(code=said.pop("authority")).first()
        if authority is None:
            raise Invalid(_("Say which authority issues it."), {"authority": [_("Unknown unit.")]})
        extract = issue_extract(actor, authority, narrowed(request.query_params), **said)
        return Response(_told(extract), status=status.HTTP_201_CREATED)

    @extend_schema(responses={(200, PDF): OpenApiTypes.BINARY, 503: Problem, **ERRORS})
    @action(detail=True)
    def paper(self, request: Request, code: str) -> HttpResponse:
        """The extract as PDF, as it was issued; 503 with `Retry-After` until it has been made."""
        return stored(extract_paper(self.get_object()))


def _row(extract: Extract) -> dict[str, Any]:
    return {
        "code": extract.code, "number": extract.reference, "authority": extract.authority.code, "as_of": extract.as_of,
        "list": extract.list_then, "count": extract.count, "recipient": extract.recipient,
        "signer_name": extract.signer_name, "signer_post": extract.signer_post, "issued_on": extract.issued_on,
        "demonstration": extract.demonstration, "digest": extract.paper.digest if extract.paper else "",
        "verification": code_of(extract),
    }  # fmt: skip


def _told(extract: Extract) -> dict[str, Any]:
    found = since(extract)
    return {**_row(extract), "changed": found.changed, "now": found.now}
