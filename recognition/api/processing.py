"""How work is processed."""

from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from organisation.api.parameters import choices, day
from organisation.api.serializers import Problem
from organisation.api.views import ActorMixin
from recognition.api.tagged import SEEN, tagged
from recognition.definitions import defined, version
from recognition.queries.processing import BY, Asked, Rate, Row, processing, year_until
from recognition.rules.growth import Span


class FigureRow(serializers.Serializer[Any]):
    """A rate (`count` of `of`, in percent) or a median of working days over `count` dossiers. `list` and `list_of` are
    query strings of `dossiers/`, or of `recognitions/` for `revocation-rate`.
    """

    title = serializers.CharField()
    count = serializers.IntegerField()
    of = serializers.IntegerField(required=False)
    percent = serializers.FloatField(allow_null=True, required=False)
    median = serializers.FloatField(allow_null=True, required=False)
    list = serializers.CharField()
    list_of = serializers.CharField(required=False)


class GroupRow(serializers.Serializer[Any]):
    """The figures of a unit or a month, by the key of their published definition."""

    code = serializers.CharField(allow_blank=True)
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]  # the group's name
    figures = serializers.DictField(child=FigureRow())


class ProcessingAnswer(serializers.Serializer[Any]):
    """`definitions` is the version of the published definitions."""

    by = serializers.CharField()
    begins = serializers.DateField()
    ends = serializers.DateField()
    rows = GroupRow(many=True)
    total = GroupRow()
    definitions = serializers.CharField()


class ProcessingFigures(ActorMixin, APIView):
    """Rates and medians by unit or month."""

    @extend_schema(
        parameters=[
            OpenApiParameter("by", str, enum=list(BY)),
            OpenApiParameter(
                "from", OpenApiTypes.DATE, description="The first day; eleven months ago if none is said."
            ),
            OpenApiParameter("to", OpenApiTypes.DATE, description="The last day; today if none is said."),
            SEEN,
        ],
        responses={200: ProcessingAnswer, 304: None, 400: Problem, 401: Problem},
    )
    def get(self, request: Request) -> Response:
        """Online filing, processing in time, returns, revocations, working days by stage: of what the asker may see."""
        actor, by = self.signed_in(), request.query_params.get("by", "month")
        choices([by], "by", list(BY))
        usual = year_until(timezone.localdate())
        span = Span(day(request.query_params, "from") or usual.begins, day(request.query_params, "to") or usual.ends)
        found = processing(Asked(by, actor, span))
        told = {"by": by, "begins": span.begins, "ends": span.ends, "definitions": version()}
        return tagged(request, told | {"rows": [_row(row) for row in found.rows], "total": _row(found.total)})


def _row(row: Row) -> dict[str, Any]:
    figures = {}
    for key, one in row.figures.items():
        told: dict[str, Any] = {"title": str(defined(key).title), "count": one.count, "list": one.list}
        if isinstance(one, Rate):
            figures[key] = told | {"of": one.of, "percent": one.percent, "list_of": one.list_of}
        else:
            figures[key] = told | {"median": one.median}
    return {"code": row.code, "label": row.label, "figures": figures}
