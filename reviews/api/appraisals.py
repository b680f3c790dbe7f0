"""The appraisal of the budget that was put first, by a team apart from the council."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from initiatives.api import task_shapes as shapes
from initiatives.api.tasks import ERRORS
from initiatives.models import Appraisal, Dossier
from initiatives.services.selection_papers import appraisal_pdf
from organisation.api.serializers import Problem
from organisation.policy import listed
from reviews.api.teams import TeamRecords
from reviews.api.views import read
from reviews.services.appraising import appraise_apart


def _appraisal(one: Appraisal) -> dict[str, Any]:
    plain = {name: getattr(one, name) for name in ("held_on", "lines", "state_vnd", "other_vnd", "note")}
    return {"dossier": one.dossier.reference, "members": one.members.splitlines(), **plain}


class Appraisals(TeamRecords):
    """Appraised budgets of the dossiers that the asker may see, by the code of the dossier."""

    serializer_class = shapes.AppraisalRow
    of, row, typeset = "dossier", _appraisal, appraisal_pdf

    def get_queryset(self) -> QuerySet[Appraisal]:
        """Scoped by the policy of their dossiers."""
        if getattr(self, "swagger_fake_view", False):
            return Appraisal.objects.none()
        rows = Appraisal.objects.filter(dossier__in=listed(Dossier, self.signed_in()).values("pk"))
        return rows.select_related("dossier__work", "dossier__authority__parent", "dossier__task")

    @extend_schema(responses={200: shapes.AppraisalRow, 401: Problem, 404: Problem})
    def retrieve(self, request: Request, pk: str) -> Response:
        """One appraisal."""
        return Response(_appraisal(self.found(pk)))

    @extend_schema(request=shapes.AppraisalRequest, responses={200: shapes.AppraisalRow, **ERRORS})
    def update(self, request: Request, pk: str) -> Response:
        """Keep what the team found on the budget of the dossier that was put first."""
        actor, given = self.signed_in(), read(shapes.AppraisalRequest, request.data)
        return Response(_appraisal(appraise_apart(pk, actor, **given)))
