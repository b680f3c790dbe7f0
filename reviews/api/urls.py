"""Addresses under /api/v1/."""

from django.urls import re_path
from rest_framework.routers import SimpleRouter

from reviews.api.appraisals import Appraisals
from reviews.api.assignments import Assignments
from reviews.api.conclusions import Conclusions
from reviews.api.conflicts import Conflicts
from reviews.api.councils import Councils
from reviews.api.hearings import Hearings
from reviews.api.measurements import Measurements
from reviews.api.polls import Ballots, Polls
from reviews.api.rankings import TaskRanking
from reviews.api.schemes import Schemes
from reviews.api.sessions import Sessions
from reviews.api.sheets import Sheets

router = SimpleRouter()
router.register("appraisals", Appraisals, basename="api-appraisal")
router.register("measurements", Measurements, basename="api-measurement")
router.register("schemes", Schemes, basename="api-scheme")
router.register("councils", Councils, basename="api-council")
router.register("assignments", Assignments, basename="api-assignment")
router.register("conflicts", Conflicts, basename="api-conflict")
router.register("sessions", Sessions, basename="api-session")
router.register("hearings", Hearings, basename="api-hearing")
router.register("sheets", Sheets, basename="api-sheet")
router.register("polls", Polls, basename="api-poll")
router.register("ballots", Ballots, basename="api-ballot")
router.register("conclusions", Conclusions, basename="api-conclusion")

urlpatterns = [
    re_path(r"^tasks/(?P<code>NV-[0-9]{4}-[0-9]{3,6})/ranking/$", TaskRanking.as_view(), name="api-task-ranking"),
    *router.urls,
]
