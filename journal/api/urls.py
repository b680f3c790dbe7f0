"""Addresses under /api/v1/."""

from rest_framework.routers import SimpleRouter

from journal.api.views import Seals

router = SimpleRouter()
router.register("journal/seals", Seals, basename="api-seal")
urlpatterns = router.urls
