"""Who reviews what: how well members fit, previews and what they change, publishing and undoing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.errors import Invalid, StateConflict
from organisation.actor import Actor
from reviews.models import Assignment, Council, SeatRole
from reviews.queries.assignments import assignable_council, causes_of, fit_table, outcome_of, run_of, runs_of
from reviews.queries.councils import members_of
from reviews.services.assignments import preview_assignment, publish_assignment, undo_assignment
from reviews.services.runs import replay

SHOWN = 50
RUNS = 10
NUMBERS = ("per_dossier", "floor", "cap", "outside", "reviewers")
LONGEST = 5  # digits


@login_required
@require_http_methods(["GET", "POST"])
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """What is asked for, the runs so far, and how well each member fits."""
    actor = request.actor  # type: ignore[attr-defined]
    council = assignable_council(actor, code)
    error = None
    if request.method == "POST":
        try:
            return redirect("assignment", _preview(request, council, actor).pk)
        except Invalid as refused:
            error = refused
    return _overview(request, council, error)


def _overview(request: HttpRequest, council: Council, error: Invalid | None) -> HttpResponse:
    rows = fit_table(council, after=_number(request.GET.get("sau")) or 0)
    context = {
        "council": council,
        "seats": members_of(council),
        "runs": list(runs_of(council)[:RUNS]),
        "rows": rows,
        "next": rows[-1].hearing.pk if len(rows) >= SHOWN // 2 else None,
        "typed": request.POST if error else {"per_dossier": 2, "floor": 0, "cap": "", "outside": 0, "reviewers": 0},
        "error": error,
    }
    return render(request, "assigning/overview.html", context, status=error.status if error else 200)


def _preview(request: HttpRequest, council: Council, actor: Actor) -> Assignment:
    given = {name: _number(request.POST.get(name)) for name in NUMBERS}
    pins = [tuple(map(int, pin.split("-"))) for pin in request.POST.getlist("pin") if _is_pair(pin)]
    return preview_assignment(
        council.code, actor, given["per_dossier"] or 0, given["floor"] or 0, given["cap"], given["outside"] or 0,
        roles={SeatRole.REVIEWER: given["reviewers"] or 0}, pins=[(pin[0], pin[1]) for pin in pins],
    )  # fmt: skip


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= 2 * LONGEST else None


def _is_pair(text: str) -> bool:
    parts = text.split("-")
    return len(parts) == len(("hearing", "person")) and all(part.isascii() and part.isdecimal() for part in parts)


@login_required
@require_GET
def show(request: HttpRequest, number: int) -> HttpResponse:
    """One run: who would review what, what changes, or why there is none."""
    actor = request.actor  # type: ignore[attr-defined]
    return render(request, "assigning/run.html", _run_context(request, run_of(actor, number)))


def _run_context(request: HttpRequest, run: Assignment) -> dict[str, Any]:
    outcome = outcome_of(run, after=_number(request.GET.get("sau")) or 0, most=SHOWN)
    asked = run.parameters
    return {
        "run": run,
        "council": run.council,
        "outcome": outcome,
        "causes": causes_of(run),
        "next": outcome.dossiers[-1].hearing.pk if len(outcome.dossiers) == SHOWN else None,
        "asked": {**asked, "reviewers": asked["roles"].get(SeatRole.REVIEWER, 0)},
        "change": _change(outcome.added, outcome.removed),
        "computing": run.state == Assignment.State.COMPUTING,
        "previewed": run.state == Assignment.State.PREVIEWED,
        "published": run.state == Assignment.State.PUBLISHED,
    }


def _change(added: int, removed: int) -> str:
    if not added and not removed:
        return _("Nothing changes against what is published.")
    return _("New pairs: %(added)d; pairs taken away: %(removed)d.") % {"added": added, "removed": removed}


@login_required
@require_GET
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """How far a large one is; once it is done, the browser goes to the page anew."""
    run = run_of(request.actor, number)  # type: ignore[attr-defined]
    answer = render(request, "assigning/progress.html", {"run": run, "computing": True})
    if run.state != Assignment.State.COMPUTING:
        answer["HX-Refresh"] = "true"
    return answer


@login_required
@require_POST
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Tell the members."""
    try:
        publish_assignment(number, request.actor)  # type: ignore[attr-defined]
        messages.success(request, _("The assignment has been published. Each member sees their dossiers first."))
    except StateConflict as error:
        messages.error(request, str(error.message))
    return redirect("assignment", number)


@login_required
@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take it back."""
    try:
        undo_assignment(number, request.actor, request.POST.get("reason", ""))  # type: ignore[attr-defined]
        messages.success(request, _("The assignment has been taken back."))
    except (Invalid, StateConflict) as error:
        messages.error(request, str(error.message))
    return redirect("assignment", number)


@login_required
@require_POST
def check(request: HttpRequest, number: int) -> HttpResponse:
    """Solve it again from what was kept."""
    if replay(run_of(request.actor, number)):  # type: ignore[attr-defined]
        messages.success(request, _("Computed again from the inputs kept: exactly the same result."))
    else:
        messages.error(request, _("Computed again from the inputs kept: the result differs. Tell the administrator."))
    return redirect("assignment", number)


urlpatterns = [
    path("hoi-dong/<str:code>/phan-cong/", overview, name="assigning"),
    path("hoi-dong/phan-cong/<int:number>/", show, name="assignment"),
    path("hoi-dong/phan-cong/<int:number>/tien-do/", progress, name="assignment-progress"),
    path("hoi-dong/phan-cong/<int:number>/cong-bo/", publish, name="assignment-publish"),
    path("hoi-dong/phan-cong/<int:number>/thu-hoi/", undo, name="assignment-undo"),
    path("hoi-dong/phan-cong/<int:number>/tinh-lai/", check, name="assignment-check"),
]
