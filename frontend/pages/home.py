"""The first page: what waits for me, and what I wait for; for everybody else the public's door."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from frontend.pages.filing_parts import open_rounds
from initiatives import waiting
from initiatives.waiting import Task
from organisation.actor import Actor
from recognition import queries as recognised
from reviews.queries.mine import MyHearing, my_hearings, task_count

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
}
SHOWN = 20
ROUTES = {"score": "scoring", "review": "scoring", "vote": "ballot"}


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """My work, or the public home."""
    actor = request.actor  # type: ignore[attr-defined]
    return _mine(request, actor) if actor.is_authenticated else _public(request)


def _mine(request: HttpRequest, actor: Actor) -> HttpResponse:
    judging = _council_tasks(actor)
    request.counted = {task_count: len(judging)}  # type: ignore[attr-defined]
    tasks = sorted(waiting.tasks(actor) + judging, key=_urgency)
    shown = tasks if "all" in request.GET else tasks[:SHOWN]
    context = {
        "tasks": [_row(task) for task in shown],
        "more": len(tasks) - len(shown),
        "waited_for": waiting.waited_for(actor)[:20],
        "rounds": open_rounds(timezone.localdate(), actor.own_units)[:3],
    }
    return render(request, "home/mine.html", context)


def _urgency(task: Task) -> tuple[bool, bool, date]:
    """An open ballot first: a meeting waits for it; then what one is to review; then by the day it is due."""
    return task.what != "vote", task.what != "review", task.due_on or date.max


def _council_tasks(actor: Actor) -> list[Task]:
    """What councils wait for from the actor."""
    return [
        Task(_named(one), one.code, one.title, one.due_on, "", one.poll or 0) for one in my_hearings(actor) if one.task
    ]


def _named(one: MyHearing) -> str:
    """vote, review (to be read before the others: the actor is its reviewer) or score."""
    if one.task == "vote":
        return "vote"
    return "review" if one.assigned else "score"


def _row(task: Task) -> dict[str, Any]:
    address = reverse(ROUTES.get(task.what, "dossier"), args=[task.subject if task.what == "vote" else task.reference])
    if task.what == "assign":
        address = reverse("councils")
    if task.what == "decide":
        address = reverse("decisions")
    return {"task": task, "verb": VERBS[task.what], "address": address}


def _public(request: HttpRequest) -> HttpResponse:
    return render(request, "home/public.html", recognised.public_overview(timezone.localdate()))


urlpatterns = [path("", home, name="home")]
