"""What the endpoints of teams apart from the council share: records by the code of the dossier, and their papers."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request

from config.errors import NotFound
from documents.answers import pdf
from organisation.api.serializers import Problem
from organisation.api.views import ReadViewSet


class TeamRecords(ReadViewSet):
    """Records that the asker may see; `row` shows one, `typeset` makes its paper, `of` is the way to its dossier."""

    filter_backends = ()
    lookup_value_regex = r"[A-Z0-9-]{3,20}"
    of: ClassVar[str]
    row: ClassVar[Callable[[Any], dict[str, Any]]]
    typeset: ClassVar[Callable[[Any], bytes]]

    def rows(self, page: Any) -> list[Any]:
        """Plain rows."""
        return [type(self).row(one) for one in page]

    def found(self, code: str) -> Any:
        """The latest on the dossier with this code. Raises NotFound."""
        found = self.get_queryset().filter(**{f"{self.of}__code": code}).first()
        if found is None:
            raise NotFound
        return found

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY, 401: Problem, 404: Problem})
    @action(detail=True)
    def paper(self, request: Request, pk: str) -> HttpResponse:
        """The record as PDF."""
        return pdf(type(self).typeset(self.found(pk)))
