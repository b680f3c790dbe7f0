"""Councils: set one up, put dossiers before it, see who has scored, plan its meeting."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.errors import DomainError, Invalid, NotFound, StateConflict
from frontend.pages import council_parts as parts
from initiatives.models import Round
from organisation.actor import Actor
from organisation.models import Person
from organisation.policy import get_visible, visible
from organisation.rules.days import day_in
from reviews.models import Council, SeatRole
from reviews.policy import may_conduct, sets_up_councils
from reviews.queries.calibration import calibration_of
from reviews.queries.councils import alternates_of, council_of, members_of, sessions_of_the_day
from reviews.queries.papers import first_day
from reviews.services.councils import assign_dossiers, set_up_council
from reviews.services.recusals import declare_conflict
from reviews.services.seats import MOST
from reviews.services.sessions import plan_session
from reviews.services.terms import term_in_words


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The actor's councils, and what waits to be put before one."""
    actor = request.actor  # type: ignore[attr-defined]
    context = {
        "councils": parts.summary(_councils(actor), actor),
        "waiting": parts.to_assign(actor),
        "rounds": parts.rounds_of(actor),
    }
    return render(request, "councils/index.html", context)


def _councils(actor: Actor) -> QuerySet[Council]:
    return visible(Council, actor).select_related("authority", "round").order_by("-id")[:100]


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Set a council up by a decision; its composition is held against the scheme."""
    actor = request.actor  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "rounds": parts.rounds_of(actor),
        "roles": SeatRole.choices,
        "rows": [{}],
        "alternates": True,
        "typed": request.POST,
    }
    if request.method == "POST":
        rows = seat_rows(request)
        context["rows"] = rows or [{}]
        try:
            council = set_up_council(
                actor, _round(request.POST.get("round", "")), request.POST.get("title", ""),
                decision_number=request.POST.get("decision_number", ""),
                decided_on=day_in(request.POST.get("decided_on", "")),
                term_from=day_in(request.POST.get("term_from", "")),
                term_to=day_in(request.POST.get("term_to", "")), seats=rows,
            )  # fmt: skip
            messages.success(request, _("The council has been set up."))
            return redirect("council", council.code)
        except Invalid as error:
            blame_seats(rows, error)
            return render(request, "councils/new.html", {**context, "error": error}, status=422)
    return render(request, "councils/new.html", context)


def _round(code: str) -> Round:
    round_ = Round.objects.filter(code=code).first()
    if round_ is None:
        raise Invalid(_("Choose a round."), {"round": [_("Choose from the list.")]})
    return round_


def seat_rows(request: HttpRequest) -> list[dict[str, Any]]:
    """The seats as typed; rows without a person and those taken out are left away."""
    total = request.POST.get("seats-TOTAL_FORMS", "0")
    rows = []
    for n in range(min(int(total), MOST) if total.isascii() and total.isdecimal() else 0):
        row = {name: request.POST.get(f"seats-{n}-{name}", "") for name in ("person", "full_name", "role")}
        if row["person"] and f"seats-{n}-DELETE" not in request.POST:
            person = Person.objects.filter(code=row["person"]).first()
            alternate = "yes" if f"seats-{n}-alternate" in request.POST else ""
            rows.append({**row, "full_name": person.full_name if person else row["full_name"], "alternate": alternate})
    return rows


def blame_seats(rows: list[dict[str, Any]], error: Invalid) -> None:
    """Show the service's faults at the rows of the seats."""
    for number, row in enumerate(rows):
        row["faults"] = [text for part in ("person", "role") for text in error.fields.get(f"seats.{number}.{part}", ())]


@login_required
@require_GET
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Composition, dossiers, who has scored, conflicts, sessions."""
    actor = request.actor  # type: ignore[attr-defined]
    council = council_of(actor, code)
    seats = members_of(council)
    conducts = may_conduct(actor, council)
    matrix, seats = parts.matrix(council, seats, actor)
    today = timezone.localdate()
    first = first_day(row["papers"] for row in matrix) or today
    context = {
        "council": council,
        "term": term_in_words(council),
        "alternates": alternates_of(council),
        "seats": seats,
        "matrix": matrix,
        "sessions": council.sessions.all(),
        "meeting": sessions_of_the_day(actor, today).filter(council=council).first(),
        "conducts": conducts,
        "seated": any(actor.person_id and seat.person_id == actor.person_id for seat in seats),
        "assignable": parts.assignable(council, actor) if conducts else [],
        "own_hearings": parts.own_hearings(matrix, seats, actor),
        "first_day": max(today, first),
        "wait_for_papers": first > today,
        "sets_up": sets_up_councils(actor, council),
    }
    return render(request, "councils/show.html", context)


@login_required
@require_GET
def ties(request: HttpRequest, code: str) -> HttpResponse:
    """Whom the record ties to the authors of the dossiers that could be put before the council."""
    actor = request.actor  # type: ignore[attr-defined]
    council = council_of(actor, code)
    if not may_conduct(actor, council):
        raise NotFound
    return render(request, "councils/ties.html", {"council": council, "tied": parts.tied(council, actor)})


@login_required
@require_GET
def calibration(request: HttpRequest, code: str) -> HttpResponse:
    """Who scores strictly, who leniently, and which dossiers need discussion: before the council deliberates."""
    actor = request.actor  # type: ignore[attr-defined]
    council = council_of(actor, code)
    try:
        context = {"council": council, "found": calibration_of(council, actor)}
    except StateConflict as error:
        context = {"council": council, "closed": error.message}
    return render(request, "councils/calibration.html", context)


@login_required
@require_POST
def assign(request: HttpRequest, code: str) -> HttpResponse:
    """Put admitted dossiers before the council; authors among its members are recused."""
    actor = request.actor  # type: ignore[attr-defined]
    council = get_visible(Council, actor, code=code)
    codes = request.POST.getlist("dossier")
    try:
        assign_dossiers(council.code, actor, codes)
        messages.success(request, _("The dossiers are before the council now. Members can score."))
    except (Invalid, StateConflict) as error:
        messages.error(request, " ".join([str(error.message), *_of_dossiers(error, codes)]))
    return redirect("council", council.code)


def _of_dossiers(error: DomainError, codes: list[str]) -> list[str]:
    """What is wrong with each of the dossiers."""
    named = {f"codes.{number}": code for number, code in enumerate(dict.fromkeys(codes))}
    return [f"{named.get(field, '')}: {text}" for field, texts in error.fields.items() for text in texts]


@login_required
@require_POST
def recuse(request: HttpRequest, number: int) -> HttpResponse:
    """A member declares a conflict on a dossier."""
    actor = request.actor  # type: ignore[attr-defined]
    place = declare_conflict(number, actor, request.POST.get("ground", ""))
    messages.info(request, _("You are recused from this dossier."))
    return redirect("council", place.hearing.council.code)


@login_required
@require_POST
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Plan a session with all that waits on its agenda."""
    actor = request.actor  # type: ignore[attr-defined]
    council = get_visible(Council, actor, code=code)
    day = day_in(request.POST.get("held_on", ""))
    if day is None:
        raise NotFound
    try:
        session = plan_session(council.code, actor, day, venue=request.POST.get("venue", ""))
    except NotFound:
        raise  # hidden and absent answer alike
    except DomainError as error:
        texts = [str(text) for texts in error.fields.values() for text in texts]
        messages.error(request, " ".join(dict.fromkeys([str(error.message), *texts])))
        return redirect("council", code)
    return redirect("session", session.pk)


urlpatterns = [
    path("hoi-dong/", index, name="councils"),
    path("hoi-dong/moi/", new, name="council-new"),
    path("hoi-dong/<str:code>/", show, name="council"),
    path("hoi-dong/<str:code>/hieu-chinh/", calibration, name="calibration"),
    path("hoi-dong/<str:code>/dua-vao/", assign, name="council-assign"),
    path("hoi-dong/<str:code>/lien-quan/", ties, name="council-ties"),
    path("hoi-dong/<str:code>/phien-hop/", plan, name="session-plan"),
    path("hoi-dong/ho-so/<int:number>/tu-choi/", recuse, name="recuse"),
]
