"""Addresses under /api/v1/."""

from django.urls import path

from search.api.lexicon import LexiconView
from search.api.similar import SimilarWorks
from search.api.views import Export, Search, Suggestions

urlpatterns = [
    path("search/", Search.as_view(), name="api-search"),
    path("search/export/", Export.as_view(), name="api-search-export"),
    path("dossiers/<str:code>/similar/", SimilarWorks.as_view(), name="api-similar"),
    path("lexicon/", LexiconView.as_view(), name="api-lexicon"),
    path("search/suggestions/", Suggestions.as_view(), name="api-suggestions"),
]
