"""Filters of the lists of councils and conclusions."""

from django_filters import rest_framework as filters

from organisation.api.parameters import DayFilter
from reviews.models import Conclusion, Council


class CouncilFilter(filters.FilterSet):
    """By round and authority (codes)."""

    round = filters.CharFilter(field_name="round__code")
    authority = filters.CharFilter(field_name="authority__code")

    class Meta:
        model = Council
        fields: list[str] = []


class ConclusionFilter(filters.FilterSet):
    """By dossier, council, scheme (codes) and outcome."""

    dossier = filters.CharFilter(field_name="hearing__dossier__code")
    council = filters.CharFilter(field_name="hearing__council__code")
    scheme = filters.CharFilter(field_name="scheme__code")
    outcome = filters.CharFilter()
    made_after = DayFilter(field_name="made_at", lookup_expr="date__gte")
    made_before = DayFilter(field_name="made_at", lookup_expr="date__lte")

    class Meta:
        model = Conclusion
        fields: list[str] = []
