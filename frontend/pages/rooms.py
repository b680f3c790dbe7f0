"""The room that follows by itself: the meeting and the projector, asked for again and again, cheap while unchanged."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import path
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from frontend.pages import meeting_parts as parts
from reviews.policy import may_conduct
from reviews.queries.councils import session_of
from reviews.queries.rooms import room_marks

PART = "Live"
"""The header with which the script asks for the part of the page that changes."""


def _tag(request: HttpRequest, number: int, page: str) -> str:
    """What the answer hangs on, sealed: who does not have the tag of an answer that they were given has no other way
    to it, so that an unchanged answer needs no look at rights.
    """
    person = getattr(request.user, "person_id", None)
    marks = room_marks(person, number)
    return f'"{salted_hmac(page, f"{request.user.pk} {get_language()} {marks}", algorithm="sha256").hexdigest()[:32]}"'


def _live(request: HttpRequest, number: int, page: str, whole: str, part: str) -> HttpResponse:
    """The page, or its part; 304 where the browser has it already. The tag is taken first: it is never too new."""
    tag = _tag(request, number, page)
    if PART not in request.headers:
        return render(request, whole, {**_context(request, number), "tag": tag})
    if request.headers.get("If-None-Match") == tag:
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = render(request, part, {**_context(request, number), "tag": tag})
    answer["ETag"], answer["Cache-Control"] = tag, "private, no-store"
    return answer


def _context(request: HttpRequest, number: int) -> dict[str, Any]:
    actor = request.actor  # type: ignore[attr-defined]
    session = session_of(actor, number)
    lead = " · ".join(filter(None, [f"{session.held_on:%d/%m/%Y}", session.venue]))
    conducts = may_conduct(actor, session.council)
    return {"session": session, "lead": lead, "conducts": conducts, **parts.agenda(session, actor)}


@login_required
@require_GET
def show(request: HttpRequest, number: int) -> HttpResponse:
    """The agenda with, for each dossier, what can be done next."""
    return _live(request, number, "room", "meetings/session.html", "meetings/room.html")


@login_required
@require_GET
def projector(request: HttpRequest, number: int) -> HttpResponse:
    """What the room sees: the dossier of the moment, who leaves, the quorum, whether the vote is open. No secrets."""
    return _live(request, number, "projector", "meetings/projector.html", "meetings/projector_part.html")


urlpatterns = [
    path("phien-hop/<int:number>/", show, name="session"),
    path("phien-hop/<int:number>/man-chieu/", projector, name="session-projector"),
]
