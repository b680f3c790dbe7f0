"""Addresses under /api/v1/."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from organisation.api import resources

router = SimpleRouter()
router.register("units", resources.Units, basename="api-unit")

urlpatterns = [
    path("tokens/", resources.Tokens.as_view(), name="api-tokens"),
    path("me/", resources.Me.as_view(), name="api-me"),
    path("people/", resources.People.as_view(), name="api-people"),
    path("", include(router.urls)),
]
