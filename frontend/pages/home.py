"""The first page: what waits for me, and what I wait for; for everybody else the public's door."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from initiatives import waiting
from initiatives.queries.rounds import open_rounds
from initiatives.waiting import Task
from organisation.actor import Actor
from organisation.models import Role
from recognition import queries as recognised
from reviews.queries.councils import sessions_of_the_day
from reviews.queries.mine import council_tasks, task_count

VERBS = {
    "complete": _("Complete and submit again"),
    "draft": _("Go on filling in"),
    "confirm": _("Confirm the share"),
    "check": _("Check"),
    "assign": _("Put before a council"),
    "decide": _("Prepare the decision"),
    "score": _("Score"),
    "review": _("Score as reviewer"),
    "vote": _("Cast the ballot"),
    "report": _("Submit the report"),
    "check_report": _("Read the report"),
    "request": _("Decide the request"),
    "follow_up": _("Record what was done"),
    "take_up": _("Take the appeal up"),
    "examine": _("Examine the appeal"),
    "answer": _("Answer the appeal"),
    "carry_out": _("Draft the decision that the appeal asks for"),
}
SHOWN = 20
ROUTES = {"score": "scoring", "review": "scoring", "vote": "ballot"}


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """My work, or the public home."""
    actor = request.actor  # type: ignore[attr-defined]
    return _mine(request, actor) if actor.is_authenticated else _public(request)


def _mine(request: HttpRequest, actor: Actor) -> HttpResponse:
    most = None if "all" in request.GET else SHOWN
    number, judging = council_tasks(actor, most)
    request.counted = {task_count: number}  # type: ignore[attr-defined]
    others = waiting.tasks(actor)
    shown = sorted(others + judging, key=_urgency)[:most]
    context = {
        "leads": Role.LEADER in actor.roles,
        "sessions": sessions_of_the_day(actor, timezone.localdate()),
        "tasks": [_row(task) for task in shown],
        "more": len(others) + number - len(shown),
        "waited_for": waiting.waited_for(actor),
        "rounds": open_rounds(timezone.localdate(), actor.own_units)[:3],
    }
    return render(request, "home/mine.html", context)


def _urgency(task: Task) -> tuple[bool, bool, date]:
    """An open ballot first: a meeting waits for it; then what one is to review; then by the day it is due."""
    return task.what != "vote", task.what != "review", task.due_on or date.max


CONTRACTS: dict[str, Callable[[Task], str]] = {
    "report": lambda task: reverse("contract-report", args=[task.reference, task.subject, "submit"]),
    "check_report": lambda task: reverse("contract-part", args=[task.reference, "bao-cao"]),
    "request": lambda task: reverse("contract-part", args=[task.reference, "de-nghi"]),
    "follow_up": lambda task: reverse("contract-act", args=[task.reference, "follow_up"]) + f"?so={task.subject}",
    **dict.fromkeys(
        ("take_up", "examine", "answer", "carry_out"), lambda task: reverse("appeal", args=[task.reference])
    ),
}


def _row(task: Task) -> dict[str, Any]:
    if task.what in CONTRACTS:
        return {"task": task, "verb": VERBS[task.what], "address": CONTRACTS[task.what](task)}
    address = reverse(ROUTES.get(task.what, "dossier"), args=[task.subject if task.what == "vote" else task.reference])
    if task.what == "assign":
        address = reverse("councils")
    if task.what == "decide":
        address = reverse("decisions")
    return {"task": task, "verb": VERBS[task.what], "address": address}


def _public(request: HttpRequest) -> HttpResponse:
    return render(request, "home/public.html", recognised.public_overview(timezone.localdate()))


urlpatterns = [path("", home, name="home")]
