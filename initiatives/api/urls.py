"""Addresses under /api/v1/."""

from django.urls import path, re_path
from rest_framework.routers import SimpleRouter

from initiatives.api.appeals import Appeals
from initiatives.api.contracts import ContractRules, Contracts, Portfolio
from initiatives.api.dossiers import Dossiers
from initiatives.api.invitations import Invitation
from initiatives.api.tasks import Tasks
from initiatives.api.views import Fields, Files, Rounds, Works

router = SimpleRouter()
router.register("fields", Fields, basename="api-field")
router.register("rounds", Rounds, basename="api-round")
router.register("works", Works, basename="api-work")
router.register("dossiers", Dossiers, basename="api-dossier")
router.register("contracts", Contracts, basename="api-contract")
router.register("tasks", Tasks, basename="api-task")
router.register("appeals", Appeals, basename="api-appeal")
router.register("files", Files, basename="api-file")

urlpatterns = [
    path("contract-rules/", ContractRules.as_view(), name="api-contract-rules"),
    path("portfolio/", Portfolio.as_view(), name="api-portfolio"),
    re_path(r"^invitations/(?P<link>[A-Za-z0-9_:.=-]{10,400})/$", Invitation.as_view(), name="api-invitation"),
    *router.urls,
]
