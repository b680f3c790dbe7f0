"""Filters of the lists of councils and conclusions."""

from django_filters import rest_framework as filters

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
    made = filters.DateFromToRangeFilter(field_name="made_at")

    class Meta:
        model = Conclusion
        fields: list[str] = []
