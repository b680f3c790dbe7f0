"""Addresses of the pages. Each area lists its own in `frontend/pages/<area>.py`; add the area here."""

from django.urls import URLPattern, URLResolver, include, path

from frontend.pages import gallery, preferences

AREAS = (preferences, gallery)

urlpatterns: list[URLPattern | URLResolver] = [path("", include(area)) for area in AREAS]
