"""Conclusions with their explanation."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from organisation.api.views import ReadViewSet
from reviews.api import rows
from reviews.api.filters import ConclusionFilter
from reviews.api.serializers import judging as shapes
from reviews.api.views import NUMBER, READS
from reviews.models import Conclusion
from reviews.queries.conclusions import conclusions_visible_to


class Conclusions(ReadViewSet):
    """Conclusions on the dossiers that the asker sees."""

    serializer_class = shapes.ConclusionRow
    filterset_class = ConclusionFilter
    lookup_value_regex = NUMBER

    def get_queryset(self) -> QuerySet[Conclusion]:
        """Scoped by policy."""
        if getattr(self, "swagger_fake_view", False):
            return Conclusion.objects.none()
        return conclusions_visible_to(self.signed_in())

    def rows(self, page: Any) -> list[Any]:
        """Plain rows."""
        return [rows.conclusion_row(conclusion) for conclusion in page]

    @extend_schema(responses={200: shapes.ConclusionDetail, **READS})
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One conclusion, line by line."""
        return Response(rows.conclusion_detail(self.get_object(), self.actor))
