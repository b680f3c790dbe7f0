"""Addresses under /api/v1/."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from recognition.api import issuing, views
from recognition.api.extracts import Extracts
from recognition.api.imports import Imports
from recognition.api.open_data import CsvFile, JsonFile, Package
from recognition.api.processing import ProcessingFigures
from recognition.api.reports import Reports
from recognition.api.targets import Targets

router = SimpleRouter()
router.register("recognitions", views.Recognitions, basename="api-recognition")
router.register("decisions", views.Decisions, basename="api-decision")
router.register("certificates", views.Certificates, basename="api-certificate")
router.register("register/extracts", Extracts, basename="api-extract")
router.register("imports", Imports, basename="api-import")
router.register("reports", Reports, basename="api-report")
router.register("targets", Targets, basename="api-target")

urlpatterns = [
    path("certificates/check/", issuing.Check.as_view(), name="api-certificate-check"),
    path("decisions/<str:code>/certificates/", issuing.Batch.as_view(), name="api-batch"),
    path("decisions/<str:code>/certificates/start/", issuing.BatchStart.as_view(), name="api-batch-start"),
    path("decisions/<str:code>/certificates/stop/", issuing.BatchStop.as_view(), name="api-batch-stop"),
    path("decisions/<str:code>/certificates/zip/", issuing.BatchFile.as_view(), name="api-batch-zip"),
    path("statistics/recognised/", views.Recognised.as_view(), name="api-recognised"),
    path("open-data/datapackage.json", Package.as_view(), name="api-open-data"),
    path("open-data/<slug:name>.csv", CsvFile.as_view(), name="api-open-data-csv"),
    path("open-data/<slug:name>.json", JsonFile.as_view(), name="api-open-data-json"),
    path("statistics/processing/", ProcessingFigures.as_view(), name="api-processing"),
    path("", include(router.urls)),
]
