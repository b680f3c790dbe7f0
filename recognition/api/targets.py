"""Targets: how far they are, how they are set and changed."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from organisation.api.parameters import day
from organisation.api.serializers import Problem
from organisation.api.views import IF_MATCH, ReadViewSet, revision_in
from recognition.api import serializers as shapes
from recognition.api.standing_shapes import UnitsAnswer, WaitingRow
from recognition.models import Target
from recognition.queries.contributions import standings, waiting
from recognition.queries.forecasts import outlook
from recognition.queries.statistics import counted
from recognition.queries.targets import parts_of, progress
from recognition.queries.versions import versions_of
from recognition.services.targets import set_target

ERRORS = {403: Problem, 404: Problem, 412: Problem, 422: Problem}
LEFT_OUT: Mapping[str, Any] = {
    "kinds": [], "fields": [], "units": [], "method": Target.Method.TERM, "baseline_value": None,
    "baseline_source": "", "source": "",
}  # fmt: skip


def _values(said: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a target; shares are percent as text, as the journal keeps them."""
    shares = {unit: f"{Decimal(share).normalize():f}" for unit, share in said.get("shares", {}).items()}
    return {**LEFT_OUT, **said, "growth": Decimal(said["growth"]), "shares": shares}


class Targets(ReadViewSet):
    """Targets and how far they are."""

    serializer_class = shapes.TargetRow
    filter_backends = ()
    lookup_field = "code"
    lookup_value_regex = "[A-Za-z0-9_-]{1,40}"
    ordering = ("position", "code")

    def get_queryset(self) -> QuerySet[Target]:
        """All of them; who signs in sees them."""
        if getattr(self, "swagger_fake_view", False):
            return Target.objects.none()
        self.signed_in()
        return Target.objects.all()

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One target; its version is the ETag by which it is changed."""
        return self._answer(self.get_object())

    def _answer(self, target: Target, code: int = 200) -> Response:
        return Response(shapes.TargetRow(target).data, status=code, headers={"ETag": f'"{target.version}"'})

    @extend_schema(request=shapes.NewTarget, responses={201: shapes.TargetRow, **ERRORS})
    def create(self, request: Request) -> Response:
        """Set a new target."""
        given = shapes.NewTarget(data=request.data)
        given.is_valid(raise_exception=True)
        said = _values(given.validated_data)
        return self._answer(set_target(self.signed_in(), said.pop("code"), None, **said), status.HTTP_201_CREATED)

    @extend_schema(request=shapes.TargetChange, responses={200: shapes.TargetRow, **ERRORS}, parameters=[IF_MATCH])
    def update(self, request: Request, code: str) -> Response:
        """Change a target: a new version, with the reason."""
        actor, target = self.signed_in(), self.get_object()
        given = shapes.TargetChange(data=request.data)
        given.is_valid(raise_exception=True)
        seen = revision_in(request) or target.version
        return self._answer(set_target(actor, code, seen, **_values(given.validated_data)))

    @extend_schema(responses={200: shapes.TargetVersionRow(many=True), 404: Problem})
    @action(detail=True, pagination_class=None)
    def versions(self, request: Request, code: str) -> Response:
        """Every version, the newest first."""
        return Response(shapes.TargetVersionRow(versions_of(self.get_object()), many=True).data)

    @extend_schema(
        parameters=[OpenApiParameter("as_of", OpenApiTypes.DATE)], responses={200: shapes.ProgressAnswer, 404: Problem}
    )
    @action(detail=True)
    def progress(self, request: Request, code: str) -> Response:
        """Baseline, required, achieved, pace, still needed, at the end of a day."""
        stand = progress(self.get_object(), day(request.query_params, "as_of") or timezone.localdate())
        pace, ahead = stand.pace, outlook(stand)
        lists = {"achieved": stand.achieved_list.address()}
        if stand.baseline_list:
            lists["baseline"] = stand.baseline_list.address()
        return Response(
            {
                "target": stand.target.code,
                "as_of": stand.as_of,
                "baseline": stand.baseline,
                "required": stand.required,
                "achieved": stand.achieved,
                "met": stand.met,
                "expected": pace.expected if pace else None,
                "ahead": pace.ahead if pace else None,
                "still_needed": pace.still_needed if pace else None,
                "seasonal": ahead.seasonal,
                "forecast": asdict(ahead.forecast) if ahead.forecast else None,
                "lists": lists,
            }
        )

    @extend_schema(
        parameters=[OpenApiParameter("as_of", OpenApiTypes.DATE)], responses={200: UnitsAnswer, 404: Problem}
    )
    @action(detail=True)
    def units(self, request: Request, code: str) -> Response:
        """Who is ahead and who is behind at the end of a day."""
        stand = progress(self.get_object(), day(request.query_params, "as_of") or timezone.localdate())
        by_unit = counted(("unit",), stand.achieved_list, 0)
        parts = parts_of(stand, by_unit)
        shares = [
            {
                "unit": one.unit.code, "name": str(one.unit), "share": one.share, "required": one.required,
                "achieved": one.achieved, "list": one.chosen.address(),
            }
            for one in parts
        ]  # fmt: skip
        ranked = [
            {
                "unit": one.code, "name": one.name, "achieved": one.achieved, "expected": one.expected,
                "ahead": one.ahead, "list": one.chosen.address(),
            }
            for one in standings(stand, by_unit, parts)
        ]  # fmt: skip
        answer = {"target": code, "as_of": stand.as_of, "shares": shares, "standings": ranked}
        return Response(UnitsAnswer(answer).data)

    @extend_schema(responses={200: WaitingRow(many=True), 404: Problem})
    @action(detail=True, pagination_class=None)
    def waiting(self, request: Request, code: str) -> Response:
        """What waits today of what the target counts, among the dossiers that the asker may see."""
        rows = waiting(self.get_object(), self.signed_in(), timezone.localdate())
        return Response(WaitingRow(rows, many=True).data)
