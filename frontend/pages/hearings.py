"""A dossier before its council: the members' scores side by side, their sheets, and the discussion."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from config.errors import Invalid, NotFound, StateConflict
from frontend.pages.reading import measured_of, papers_of, points_of, reading_context
from initiatives.services.files import served
from organisation.actor import Actor
from reviews.models import Hearing, Sheet
from reviews.queries.hearings import hearings_visible_to
from reviews.queries.reading import file_of
from reviews.queries.remarks import threads
from reviews.queries.schemes import scheme_of
from reviews.queries.sheets import running_total, sheets_are_open, sheets_shown, summary_of
from reviews.rules.scheme import Scheme
from reviews.rules.words.names import numeral
from reviews.services.remarks import say
from reviews.services.sheets import chairs, unlock_sheet


def _hearing(actor: Actor, number: int) -> Hearing:
    found = hearings_visible_to(actor).select_related(
        "council__round", "dossier__work__unit", "dossier__round", "scheme", "version"
    )
    hearing = found.filter(pk=number).first()
    if hearing is None:
        raise NotFound
    return hearing


@login_required
@require_GET
def show(request: HttpRequest, number: int) -> HttpResponse:
    """What the actor may see of the members' opinions, and the discussion."""
    return _page(request, _hearing(request.actor, number))  # type: ignore[attr-defined]


def _page(request: HttpRequest, hearing: Hearing, error: Invalid | None = None, text: str = "") -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    scheme = scheme_of(hearing)
    own = hearing.places.filter(recused=False, seat__person_id=actor.person_id or 0).exists()
    are_open = sheets_are_open(actor, hearing)
    sheets = sheets_shown(actor, hearing, True) if are_open else []
    context = {
        "hearing": hearing,
        "dossier": hearing.dossier,
        "points": points_of(actor, hearing),
        **papers_of(actor, hearing),
        "measured": measured_of(actor, hearing),
        "summary": summary_of(hearing, sheets),
        "sheets": [_sheet(scheme, sheet) for sheet in sheets],
        "threads": threads(hearing) if are_open else None,
        "sits": own,
        "speaks": own and hearing.state == Hearing.State.OPEN,
        "unlocks": hearing.state == Hearing.State.OPEN and chairs(actor, hearing),
        "error": error,
        "typed": text,
    }
    return render(request, "hearings/show.html", context, status=error.status if error else 200)


def _sheet(scheme: Scheme, sheet: Sheet) -> dict[str, Any]:
    language = get_language() or "vi"
    lines = [
        {
            "title": c.title.said(language),
            "value": numeral(str(sheet.scores.get(c.code, "")), language),
            "comment": sheet.comments.get(c.code, ""),
        }
        for c in scheme.criteria
    ]
    return {"sheet": sheet, "total": numeral(running_total(scheme, sheet) or "", language), "lines": lines}


@login_required
@require_GET
def content(request: HttpRequest, number: int) -> HttpResponse:
    """What is judged, as the reader may know it."""
    actor, hearing = request.actor, _hearing(request.actor, number)  # type: ignore[attr-defined]
    context = {"hearing": hearing, "dossier": hearing.dossier, **papers_of(actor, hearing)}
    context |= reading_context(actor, hearing)
    return render(request, "hearings/content.html", context)


@login_required
@require_GET
def file(request: HttpRequest, number: int, of: int) -> FileResponse:
    """A file of what is judged; in a blind round its redacted copy."""
    read = file_of(request.actor, _hearing(request.actor, number), of)  # type: ignore[attr-defined]
    return served(read.name, read.blob, inline="xem" in request.GET)


@login_required
@require_POST
def remark(request: HttpRequest, number: int) -> HttpResponse:
    """Say something, or answer."""
    text, answered = request.POST.get("text", ""), request.POST.get("reply_to", "")
    try:
        said = say(number, request.actor, text, int(answered) if answered.isdecimal() else None)  # type: ignore[attr-defined]
    except Invalid as error:
        return _page(request, _hearing(request.actor, number), error, text)  # type: ignore[attr-defined]
    return redirect(f"/hoi-dong/ho-so/{number}/#y-kien-{said.pk}")


@login_required
@require_POST
def unlock(request: HttpRequest, number: int, seat: int) -> HttpResponse:
    """The chair gives a sheet back to its member."""
    try:
        sheet = unlock_sheet(number, request.actor, seat, request.POST.get("reason", ""))  # type: ignore[attr-defined]
        messages.success(request, _("%(name)s can change the sheet again.") % {"name": sheet.seat.person.full_name})
    except (Invalid, StateConflict) as error:
        messages.error(request, str(error.message))
    return redirect("hearing", number)


urlpatterns = [
    path("hoi-dong/ho-so/<int:number>/", show, name="hearing"),
    path("hoi-dong/ho-so/<int:number>/noi-dung/", content, name="hearing-content"),
    path("hoi-dong/ho-so/<int:number>/tep/<int:of>/", file, name="hearing-file"),
    path("hoi-dong/ho-so/<int:number>/trao-doi/", remark, name="hearing-remark"),
    path("hoi-dong/ho-so/<int:number>/mo-khoa/<int:seat>/", unlock, name="sheet-unlock"),
]
