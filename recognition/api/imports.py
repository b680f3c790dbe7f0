"""Old registers: bring a file in, settle how it is read, see every problem, store it, take it back."""

from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from config.errors import Forbidden, Invalid
from organisation.api.parameters import choices
from organisation.api.serializers import Problem
from organisation.api.views import ReadViewSet
from organisation.models import Role, Unit
from recognition.api import import_shapes as shapes
from recognition.models import RegisterImport, RegisterProblem
from recognition.rules.registers.layout import FIELDS
from recognition.services.imports import desk
from recognition.services.imports.words import cell_of, problem_in_words

ERRORS = {403: Problem, 404: Problem, 409: Problem, 422: Problem}


class Imports(ReadViewSet):
    """The registers brought in for the authorities whose registrar asks."""

    serializer_class = shapes.ImportRow
    filter_backends = ()
    lookup_value_regex = r"[0-9]{1,18}"
    parser_classes = (JSONParser, MultiPartParser)

    def get_queryset(self) -> QuerySet[RegisterImport]:
        """Scoped to the registrar's authorities."""
        if getattr(self, "swagger_fake_view", False):
            return RegisterImport.objects.none()
        actor = self.signed_in()
        if Role.REGISTRAR not in actor.roles:
            raise Forbidden(_("Registers are brought in by the registrar of the authority."))
        found: QuerySet[RegisterImport] = desk.imports_of(actor)
        return found

    def rows(self, page: Any) -> list[Any]:
        """Plain rows."""
        return [import_row(run) for run in page]

    def _answer(self, run: RegisterImport, code: int = 200) -> Response:
        return Response(import_detail(run), status=code)

    @extend_schema(responses={200: shapes.ImportDetail, 403: Problem, 404: Problem})
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One register: how it is read, what it holds, how far the reading or storing is."""
        return self._answer(desk.get_import(self.signed_in(), int(kwargs["pk"])))

    @extend_schema(
        request={"multipart/form-data": shapes.ImportRequest},
        responses={201: shapes.ImportDetail, 413: Problem, **ERRORS},
    )
    def create(self, request: Request) -> Response:
        """Bring a file in (multipart). It is kept and read, a large one in the background; nothing is stored yet."""
        given = shapes.ImportRequest(data=request.data)
        given.is_valid(raise_exception=True)
        actor = self.signed_in()
        authority = Unit.objects.filter(code=given.validated_data["authority"]).first()
        if authority is None:
            raise Invalid(_("Unknown unit."), {"authority": [_("Choose from the list.")]})
        run = desk.begin_import(actor, authority, given.validated_data["file"])
        return self._answer(run, status.HTTP_201_CREATED)

    @extend_schema(request=shapes.SettleRequest, responses={200: shapes.ImportDetail, **ERRORS})
    def partial_update(self, request: Request, pk: str) -> Response:
        """Say how it is read; it is checked again."""
        given = shapes.SettleRequest(data=request.data)
        given.is_valid(raise_exception=True)
        return self._answer(desk.settle(int(pk), self.signed_in(), given.validated_data))

    @extend_schema(
        parameters=[OpenApiParameter("field", str, many=True, enum=list(FIELDS))],
        responses={200: shapes.CellProblem(many=True), 403: Problem, 404: Problem},
    )
    @action(detail=True)
    def problems(self, request: Request, pk: str) -> Response:
        """One page of what is wrong, cell by cell."""
        run = desk.get_import(self.signed_in(), int(pk))
        fields = request.query_params.getlist("field")
        choices(fields, "field", list(FIELDS))
        found = run.problems.filter(field__in=fields) if fields else run.problems.all()
        page = self.paginate_queryset(found)
        return self.get_paginated_response([problem_row(run, one) for one in page or []])

    @property
    def ordering(self) -> tuple[str, ...]:  # type: ignore[override]
        """Problems from the top of the sheet; imports the latest first."""
        return ("row", "id") if self.action == "problems" else ("-id",)

    @extend_schema(request=None, responses={202: shapes.ImportDetail, **ERRORS})
    @action(detail=True, methods=["post"])
    def store(self, request: Request, pk: str) -> Response:
        """Have it stored, whole or not at all, in the background; `progress` tells how far it is."""
        return self._answer(desk.ask_to_store(int(pk), self.signed_in()), status.HTTP_202_ACCEPTED)

    @extend_schema(request=shapes.UndoRequest, responses={200: shapes.ImportDetail, **ERRORS})
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        """Take it back as one act, with the reason."""
        given = shapes.UndoRequest(data=request.data)
        given.is_valid(raise_exception=True)
        return self._answer(desk.undo_import(int(pk), self.signed_in(), given.validated_data["reason"]))


def import_row(run: RegisterImport) -> dict[str, Any]:
    """A register in a list."""
    return {
        "id": run.pk, "name": run.name, "authority": run.authority.code, "state": run.state,
        "rows": run.report.get("rows", 0), "works": run.report.get("works", 0), "known": run.report.get("known", 0),
        "problems": run.report.get("problems", 0), "made_at": run.made_at, "stored_at": run.stored_at,
        "undone_at": run.undone_at, "reason": run.reason,
    }  # fmt: skip


def import_detail(run: RegisterImport) -> dict[str, Any]:
    """All of it, but for the problems, which are a list of their own."""
    report = {name: run.report.get(name, []) for name in ("unknown_units", "unsure", "totals", "decisions", "sample")}
    kinds = (
        run.problems.order_by().values("field", "code").annotate(count=Count("pk")).order_by("-count", "field", "code")
    )
    return {
        **import_row(run), "sheet": run.sheet, "header": run.top + 1, "columns": run.columns, "level": run.level,
        "kind": run.kind, "decision": run.decision, "day": run.day, "unit": run.unit.code if run.unit else "",
        "headings": run.headings, "progress": desk.progress_of(run), "fault": run.report.get("fault", ""),
        "problem_kinds": list(kinds), **report,
    }  # fmt: skip


def problem_row(run: RegisterImport, one: RegisterProblem) -> dict[str, Any]:
    """A problem with its cell and in words."""
    said = {"row": one.row, "field": one.field, "code": one.code, "shown": one.shown}
    return {**said, "cell": cell_of(run, said), "message": problem_in_words(run, said)}
