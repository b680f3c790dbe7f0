"""Addresses under /api/v1/."""

from django.urls import path

from search.api.views import Search, Suggestions

urlpatterns = [
    path("search/", Search.as_view(), name="api-search"),
    path("search/suggestions/", Suggestions.as_view(), name="api-suggestions"),
]
