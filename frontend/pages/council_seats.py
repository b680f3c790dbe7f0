"""Who sits on a council and who may sit in, and for how long: seats, alternates, the term."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from config.errors import Forbidden, Invalid
from frontend.pages.councils import blame_seats, seat_rows
from frontend.pages.meeting_deeds import ReasonForm, deed
from reviews.models import Council, Seat, SeatRole
from reviews.policy import sets_up_councils
from reviews.queries.councils import alternates_of, council_of
from reviews.services.councils import change_seats, name_alternates
from reviews.services.terms import set_term


@login_required
@require_http_methods(["GET", "POST"])
def seats(request: HttpRequest, code: str) -> HttpResponse:
    """Set the seats anew, before judging has begun."""
    actor = request.actor  # type: ignore[attr-defined]
    council = council_of(actor, code)
    hint = _("The members can be changed until somebody has begun a sheet or the first session has opened.")
    context = {"title": _("Change the members"), "hint": hint, "alternates": True}
    return _seats(request, council, list(council.seats.all()), context, lambda rows: change_seats(code, actor, rows))


@login_required
@require_http_methods(["GET", "POST"])
def alternates(request: HttpRequest, code: str) -> HttpResponse:
    """Name the alternates anew, at any time, by a later decision."""
    actor = request.actor  # type: ignore[attr-defined]
    council, reason = _set_up(request, code), request.POST.get("reason", "")
    held = [seat for seat in alternates_of(council) if not seat.standings_in.exists()]
    hint = _("Alternates who have taken a seat before stay named and are not listed here.")
    context = {"title": _("Name alternates"), "hint": hint, "reason": reason}
    return _seats(request, council, held, context, lambda rows: name_alternates(code, actor, rows, reason))


def _seats(
    request: HttpRequest, council: Council, held: list[Seat], context: dict[str, Any], act: Callable[..., Any]
) -> HttpResponse:
    """The rows of seats; once they are right, act, and go back."""
    rows = seat_rows(request) if request.method == "POST" else [_typed(seat) for seat in held]
    context = {"council": council, "roles": SeatRole.choices, "rows": rows or [{}], "reason": None, **context}
    if request.method == "POST":
        try:
            act(rows)
        except Invalid as error:
            blame_seats(rows, error)
            return render(request, "councils/seats.html", {**context, "error": error}, status=422)
        messages.success(request, _("Saved."))
        return redirect("council", council.code)
    return render(request, "councils/seats.html", context)


def _typed(seat: Seat) -> dict[str, Any]:
    person = {"person": seat.person.code, "full_name": seat.person.full_name}
    return {**person, "role": str(seat.role), "alternate": "yes" if seat.alternate else ""}


def _set_up(request: HttpRequest, code: str) -> Council:
    """The council, for who sets councils up."""
    actor = request.actor  # type: ignore[attr-defined]
    council = council_of(actor, code)
    if not sets_up_councils(actor, council):
        raise Forbidden(_("Councils are set up by the registrar or the secretary's office of the authority."))
    return council


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class TermForm(ReasonForm):
    """From when to when, and by which decision."""

    field_order = ("term_from", "term_to", "reason")
    term_from = forms.DateField(label=gettext_lazy("Term from"), required=False, widget=_day())
    term_to = forms.DateField(label=gettext_lazy("Term to"), required=False, widget=_day())


@login_required
@require_http_methods(["GET", "POST"])
def term(request: HttpRequest, code: str) -> HttpResponse:
    """Change the council's term."""
    actor = request.actor  # type: ignore[attr-defined]
    council = _set_up(request, code)
    form = TermForm(request.POST or None, initial={"term_from": council.term_from, "term_to": council.term_to})
    form.fields["reason"].label = _("Decision by which the term changes")
    address = reverse("council", args=[code])
    return deed(request, form, _("Change the term"), address, lambda **given: set_term(code, actor, **given))


urlpatterns = [
    path("hoi-dong/<str:code>/thanh-vien/", seats, name="council-seats"),
    path("hoi-dong/<str:code>/du-khuyet/", alternates, name="council-alternates"),
    path("hoi-dong/<str:code>/nhiem-ky/", term, name="council-term"),
]
