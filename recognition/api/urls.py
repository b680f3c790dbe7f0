"""Addresses under /api/v1/."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from recognition.api import views
from recognition.api.reports import Reports
from recognition.api.targets import Targets

router = SimpleRouter()
router.register("recognitions", views.Recognitions, basename="api-recognition")
router.register("decisions", views.Decisions, basename="api-decision")
router.register("certificates", views.Certificates, basename="api-certificate")
router.register("reports", Reports, basename="api-report")
router.register("targets", Targets, basename="api-target")

urlpatterns = [
    path("statistics/recognised/", views.Recognised.as_view(), name="api-recognised"),
    path("", include(router.urls)),
]
