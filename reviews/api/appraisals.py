"""The appraisal of the budget that was put first, by a team apart from the council."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.errors import NotFound
from initiatives.api import task_shapes as shapes
from initiatives.api.tasks import ERRORS
from initiatives.models import Appraisal, Dossier
from initiatives.services import selection_papers
from organisation.api.serializers import Problem
from organisation.api.views import ReadViewSet
from organisation.policy import listed
from reviews.api.views import read
from reviews.services.appraising import appraise_apart


class Appraisals(ReadViewSet):
    """Appraised budgets of the dossiers that the asker may see, by the code of the dossier."""

    serializer_class = shapes.AppraisalRow
    filter_backends = ()
    lookup_value_regex = r"[A-Z0-9-]{3,20}"

    def get_queryset(self) -> QuerySet[Appraisal]:
        """Scoped by the policy of their dossiers."""
        if getattr(self, "swagger_fake_view", False):
            return Appraisal.objects.none()
        rows = Appraisal.objects.filter(dossier__in=listed(Dossier, self.signed_in()).values("pk"))
        return rows.select_related("dossier__work", "dossier__authority__parent", "dossier__task")

    def rows(self, page: Any) -> list[Any]:
        """Plain rows."""
        return [_appraisal(one) for one in page]

    def _found(self, code: str) -> Appraisal:
        found = self.get_queryset().filter(dossier__code=code).first()
        if found is None:
            raise NotFound
        return found

    @extend_schema(responses={200: shapes.AppraisalRow, 401: Problem, 404: Problem})
    def retrieve(self, request: Request, pk: str) -> Response:
        """One appraisal."""
        return Response(_appraisal(self._found(pk)))

    @extend_schema(request=shapes.AppraisalRequest, responses={200: shapes.AppraisalRow, **ERRORS})
    def update(self, request: Request, pk: str) -> Response:
        """Keep what the team found on the budget of the dossier that was put first."""
        actor, given = self.signed_in(), read(shapes.AppraisalRequest, request.data)
        return Response(_appraisal(appraise_apart(pk, actor, **given)))

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY, 401: Problem, 404: Problem})
    @action(detail=True)
    def paper(self, request: Request, pk: str) -> HttpResponse:
        """The record of the appraisal as PDF."""
        body, headers = selection_papers.appraisal_pdf(self._found(pk)), {"X-Content-Type-Options": "nosniff"}
        return HttpResponse(body, content_type="application/pdf", headers=headers)


def _appraisal(one: Appraisal) -> dict[str, Any]:
    plain = {name: getattr(one, name) for name in ("held_on", "lines", "state_vnd", "other_vnd", "note")}
    return {"dossier": one.dossier.reference, "members": one.members.splitlines(), **plain}
