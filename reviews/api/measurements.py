"""The measuring of a topic's products before its acceptance, by an expert group apart from the council."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from initiatives.api import measurement_shapes as shapes
from initiatives.api.tasks import ERRORS
from initiatives.models import Measurement
from initiatives.queries.measurements import measurements_visible_to
from initiatives.services.measurement_papers import measurement_pdf
from organisation.api.serializers import Problem
from reviews.api.teams import TeamRecords
from reviews.api.views import read
from reviews.services.appraising import measure_apart


def _measurement(one: Measurement) -> dict[str, Any]:
    plain = {name: getattr(one, name) for name in ("held_on", "products", "findings")}
    members, version = one.members.splitlines(), one.version
    return {"dossier": version.dossier.reference, "version": version.number, "members": members, **plain}


class Measurements(TeamRecords):
    """Records of expert groups on the dossiers that the asker may see, by the code of the dossier; of a dossier that
    was filed anew the latest.
    """

    serializer_class = shapes.MeasurementRow
    of, row, typeset = "version__dossier", _measurement, measurement_pdf

    def get_queryset(self) -> QuerySet[Measurement]:
        """Scoped by the policy of their dossiers."""
        if getattr(self, "swagger_fake_view", False):
            return Measurement.objects.none()
        return measurements_visible_to(self.signed_in())

    @extend_schema(responses={200: shapes.MeasurementRow, 401: Problem, 404: Problem})
    def retrieve(self, request: Request, pk: str) -> Response:
        """One record."""
        return Response(_measurement(self.found(pk)))

    @extend_schema(request=shapes.MeasurementRequest, responses={200: shapes.MeasurementRow, **ERRORS})
    def update(self, request: Request, pk: str) -> Response:
        """Keep what the expert group measured, until the council has concluded."""
        actor, given = self.signed_in(), read(shapes.MeasurementRequest, request.data)
        return Response(_measurement(measure_apart(pk, actor, **given)))
