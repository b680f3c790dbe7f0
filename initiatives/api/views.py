"""Rounds, fields, works, files. Dossiers have a module of their own."""

from typing import Any

from django.db.models import F, QuerySet
from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.errors import Invalid
from documents.answers import pdf
from initiatives.api.filters import RoundFilter, WorkFilter
from initiatives.api.rows import WORK, WORK_COLUMNS, file_row, work_rows
from initiatives.api.serializers import FieldRow, FileRow, RoundRequest, RoundRow, UnsealRequest, WorkRow
from initiatives.files.kinds import ENDINGS
from initiatives.models import Attachment, Dossier, Field, Round, Work
from initiatives.services import files
from initiatives.services.rounds import open_round
from initiatives.services.sealing import opening_pdf, unseal
from organisation.api.parameters import truth
from organisation.api.serializers import Problem
from organisation.api.views import ReadViewSet
from organisation.models import Unit
from organisation.policy import listed

ROUND_COLUMNS = ("code", "title", "kind", "purpose", "level", "opens_on", "closes_on", "blind", "sealed", "unsealed_at")


OPENED = {400: Problem, 401: Problem, 403: Problem, 422: Problem}


class Fields(ReadViewSet):
    """Fields of application."""

    serializer_class = FieldRow
    lookup_field = "code"
    lookup_value_regex = r"[A-Za-z0-9_-]{1,30}"
    ordering = ("position", "code")

    def get_queryset(self) -> QuerySet[Field]:
        """All of them."""
        return Field.objects.all()


class Rounds(ReadViewSet):
    """Rounds of all authorities; they are public."""

    serializer_class = RoundRow
    filterset_class = RoundFilter
    lookup_field = "code"
    lookup_value_regex = r"[^/.\x00]{1,30}"
    ordering = ("-opens_on", "code")

    def get_queryset(self) -> QuerySet[Round, dict[str, Any]]:
        """Plain rows."""
        rows: QuerySet[Round, dict[str, Any]] = Round.objects.values(
            *ROUND_COLUMNS, authority_code=F("authority__code")
        )
        return rows

    def rows(self, page: Any) -> list[Any]:
        """With the authority's code under its name."""
        return [{**{name: row[name] for name in ROUND_COLUMNS}, "authority": row["authority_code"]} for row in page]

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One round."""
        return Response(self.rows([self.get_object()])[0])

    @extend_schema(
        request=RoundRequest, responses={201: RoundRow, 400: Problem, 401: Problem, 403: Problem, 422: Problem}
    )
    def create(self, request: Request) -> Response:
        """Open a round of one's authority."""
        given = RoundRequest(data=request.data)
        given.is_valid(raise_exception=True)
        said = dict(given.validated_data)
        authority = Unit.objects.filter(code=said.pop("authority")).first()
        if authority is None:
            raise Invalid(_("Unknown unit."), {"authority": [_("Choose from the list.")]})
        made = open_round(self.signed_in(), authority, **said)
        return Response(self.rows(self.get_queryset().filter(pk=made.pk))[0], status=status.HTTP_201_CREATED)

    @extend_schema(request=UnsealRequest, responses={200: RoundRow, 404: Problem, 409: Problem, **OPENED})
    @action(detail=True, methods=["post"])
    def unseal(self, request: Request, code: str) -> Response:
        """Open what was filed under seal, once the round has closed, before witnesses."""
        given = UnsealRequest(data=request.data)
        given.is_valid(raise_exception=True)
        made = unseal(code, self.signed_in(), given.validated_data["witnesses"])
        return Response(self.rows(self.get_queryset().filter(pk=made.pk))[0])

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY, 401: Problem, 404: Problem})
    @action(detail=True)
    def opening(self, request: Request, code: str) -> HttpResponse:
        """The record of the opening, for those who handle what was filed."""
        return pdf(opening_pdf(code, self.signed_in()))


class Works(ReadViewSet):
    """Works that the asker may see: recognised ones are public."""

    serializer_class = WorkRow
    filterset_class = WorkFilter
    lookup_value_regex = r"[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[Work, dict[str, Any]]:
        """Plain rows, scoped by policy."""
        if getattr(self, "swagger_fake_view", False):
            return Work.objects.none()  # type: ignore[return-value]
        rows: QuerySet[Work, dict[str, Any]] = listed(Work, self.actor).values(*WORK_COLUMNS, **WORK)
        return rows

    def rows(self, page: Any) -> list[Any]:
        """With authors."""
        return work_rows(page)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One work."""
        return Response(work_rows([self.get_object()])[0])


class Files(ReadViewSet):
    """Files of the dossiers that the asker may see, those of earlier versions too."""

    serializer_class = FileRow
    filter_backends = ()
    lookup_value_regex = r"[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[Attachment]:
        """Scoped by the policy of their dossiers."""
        if getattr(self, "swagger_fake_view", False):
            return Attachment.objects.none()
        return files.readable(listed(Dossier, self.signed_in()).values("pk")).defer("blob__pages")

    def rows(self, page: Any) -> list[Any]:
        """Plain rows."""
        return [file_row(file) for file in page]

    @extend_schema(responses={200: FileRow, 401: Problem, 404: Problem})
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What is known about a file."""
        return Response(file_row(self.get_object()))

    @extend_schema(
        parameters=[OpenApiParameter("xem", bool, description="Shown in the page (PDF and pictures only).")],
        responses={**{(200, kind): OpenApiTypes.BINARY for kind in ENDINGS}, 401: Problem, 404: Problem},
    )
    @action(detail=True)
    def content(self, request: Request, pk: str) -> FileResponse:
        """Its bytes."""
        file = self.get_object()
        return files.served(file.name, file.blob, inline=truth(request.query_params, "xem"))
