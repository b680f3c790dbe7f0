"""The deeds of a meeting: opened, attended, voted, concluded, minuted; and the secret ballot."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from config.errors import DomainError, NotFound
from documents.answers import pdf
from frontend.pages import meeting_parts as parts
from frontend.pages.concluding import asks_more
from organisation.policy import get_visible
from organisation.steps import demand_fresh
from reviews.models import Council, Entitlement, Poll, Session
from reviews.policy import may_conduct
from reviews.queries.hearings import hearings_visible_to
from reviews.services.conclusions import conclude_hearing
from reviews.services.minutes import minutes_for, write_minutes
from reviews.services.polls import cast_ballot, close_poll, new_receipt, open_poll
from reviews.services.sessions import close_session, mark_attendance, open_session
from reviews.services.substitutes import resume_seat, substitute

DIGITS = 12


def _session(request: HttpRequest, number: int) -> Session:
    """The session, if its council may be seen."""
    session = Session.objects.select_related("council__authority", "council__round").filter(pk=number).first()
    if session is None:
        raise NotFound
    get_visible(Council, request.actor, pk=session.council_id)  # type: ignore[attr-defined]
    return session


def _done(request: HttpRequest, session_id: int, act: Any, words: str) -> HttpResponse:
    """Carry out a deed of the meeting; a refusal is said, the page stays."""
    try:
        act()
        messages.success(request, words)
    except NotFound:
        raise  # hidden and absent answer alike
    except DomainError as error:
        texts = [str(text) for texts in error.fields.values() for text in texts]
        messages.error(request, " ".join(dict.fromkeys([str(error.message), *texts])))
    return redirect("session", session_id)


@login_required
@require_POST
def begin(request: HttpRequest, number: int) -> HttpResponse:
    """Open the session."""
    actor = request.actor  # type: ignore[attr-defined]
    return _done(request, number, lambda: open_session(number, actor), _("The session is open."))


@login_required
@require_POST
def attendance(request: HttpRequest, number: int) -> HttpResponse:
    """Who is present: those ticked, or all at one press."""
    actor = request.actor  # type: ignore[attr-defined]
    seats = [int(pk) for pk in request.POST.getlist("seat" if "all" in request.POST else "present") if pk.isdecimal()]
    return _done(request, number, lambda: mark_attendance(number, actor, seats), _("The attendance has been noted."))


@login_required
@require_POST
def sit_in(request: HttpRequest, number: int) -> HttpResponse:
    """An alternate takes an absent member's seat."""
    actor = request.actor  # type: ignore[attr-defined]
    seat, alternate = (_id(request.POST.get(name, "")) for name in ("seat", "alternate"))
    return _done(request, number, lambda: substitute(number, actor, seat, alternate), _("The alternate has the seat."))


@login_required
@require_POST
def resume(request: HttpRequest, number: int) -> HttpResponse:
    """The member is here and takes the seat again."""
    actor = request.actor  # type: ignore[attr-defined]
    seat = _id(request.POST.get("seat", ""))
    return _done(request, number, lambda: resume_seat(number, actor, seat), _("The member has the seat again."))


def _id(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS else 0


@login_required
@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Close the session; the minutes are written from what happened."""
    actor = request.actor  # type: ignore[attr-defined]
    return _done(request, number, lambda: close_session(number, actor), _("The session is closed."))


@login_required
@require_POST
def vote(request: HttpRequest, number: int, hearing: int) -> HttpResponse:
    """Open the secret ballot on a dossier."""
    actor = request.actor  # type: ignore[attr-defined]
    return _done(request, number, lambda: open_poll(hearing, actor), _("The ballot is open."))


@login_required
@require_POST
def count(request: HttpRequest, number: int, poll: int) -> HttpResponse:
    """Close the ballot; the box is shown to the council."""
    actor = request.actor  # type: ignore[attr-defined]
    return _done(request, number, lambda: close_poll(poll, actor), _("The ballot is closed and counted."))


@login_required
@require_POST
def conclude(request: HttpRequest, number: int, hearing: int) -> HttpResponse:
    """Conclude on a dossier by the scheme; where it asks for more than sheets and votes, that is asked first."""
    actor = request.actor  # type: ignore[attr-defined]
    found = hearings_visible_to(actor).filter(pk=hearing).select_related("scheme").first()
    if found is not None and asks_more(found):
        return redirect("hearing-conclude-more", hearing)
    return _done(request, number, lambda: conclude_hearing(hearing, actor), _("The council has concluded."))


@login_required
@require_GET
def minutes(request: HttpRequest, number: int) -> HttpResponse:
    """The minutes as PDF, written at first need."""
    actor = request.actor  # type: ignore[attr-defined]
    session = _session(request, number)
    if session.minutes is None and may_conduct(actor, session.council):
        write_minutes(number, actor)
    return pdf(minutes_for(number, actor))


def _poll(request: HttpRequest, number: int) -> Poll:
    """A poll of a council of which the actor is a member, and on which they are not recused."""
    actor = request.actor  # type: ignore[attr-defined]
    poll = Poll.objects.select_related("hearing__dossier__work", "hearing__council").filter(
        pk=number, hearing__places__seat__person_id=actor.person_id or 0, hearing__places__recused=False
    ).first()  # fmt: skip
    if poll is None:
        raise NotFound
    return poll


@login_required
@require_GET
def ballot(request: HttpRequest, number: int) -> HttpResponse:
    """The question and its choices; once cast, only that; once closed, the box for recounting."""
    demand_fresh(request)
    poll = _poll(request, number)
    right = Entitlement.objects.filter(poll=poll, seat__person_id=request.actor.person_id).first()  # type: ignore[attr-defined]
    context = {
        "poll": poll,
        "right": right,
        "choices": parts.choice_rows(poll),
        "result": parts.result(poll),
        "receipt": new_receipt(),
    }
    return render(request, "meetings/ballot.html", context)


@sensitive_post_parameters()
@login_required
@require_POST
@sensitive_variables()
def cast(request: HttpRequest, number: int) -> HttpResponse:
    """Cast one ballot. The receipt was made in the browser; it is shown once and kept nowhere beside a name."""
    demand_fresh(request)
    poll = _poll(request, number)
    receipt, choice = request.POST.get("receipt", ""), request.POST.get("choice", "")
    cast_ballot(poll.pk, request.actor, choice=choice, receipt=receipt)  # type: ignore[attr-defined]
    answer = render(request, "meetings/receipt.html", {"poll": poll, "receipt": receipt})
    answer["Cache-Control"] = "no-store"
    return answer


urlpatterns = [
    path("phien-hop/<int:number>/mo/", begin, name="session-open"),
    path("phien-hop/<int:number>/diem-danh/", attendance, name="session-attendance"),
    path("phien-hop/<int:number>/hop-thay/", sit_in, name="session-substitute"),
    path("phien-hop/<int:number>/nhan-lai-ghe/", resume, name="session-resume"),
    path("phien-hop/<int:number>/dong/", end, name="session-close"),
    path("phien-hop/<int:number>/bien-ban.pdf", minutes, name="session-minutes"),
    path("phien-hop/<int:number>/ho-so/<int:hearing>/bo-phieu/", vote, name="poll-open"),
    path("phien-hop/<int:number>/phieu/<int:poll>/kiem/", count, name="poll-close"),
    path("phien-hop/<int:number>/ho-so/<int:hearing>/ket-luan/", conclude, name="hearing-conclude"),
    path("bo-phieu/<int:number>/", ballot, name="ballot"),
    path("bo-phieu/<int:number>/bo/", cast, name="ballot-cast"),
]
