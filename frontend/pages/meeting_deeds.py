"""What happens seldom at a meeting and needs words: a vote annulled, a dossier sent back or handed over, notes in the
minutes; and the papers of a council.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from config.errors import DomainError, Invalid, NotFound
from frontend.forms import blame, form_page
from frontend.pages.dossier_parts import TransitionForm
from initiatives.services.storage import open_blob
from initiatives.workflow import WORKFLOW
from reviews.models import Council, Hearing
from reviews.queries.hearings import hearings_visible_to
from reviews.queries.polls import poll_of
from reviews.services.access import session_for
from reviews.services.conclusions import send_back_for_revision
from reviews.services.councils import hand_over
from reviews.services.minutes import decision_of, justification_pdf, tally_pdf, write_minutes
from reviews.services.polls import annul_poll

PDF = "application/pdf"
SNIFF = {"X-Content-Type-Options": "nosniff"}


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class HandOverForm(ReasonForm):
    """To whom, and why."""

    field_order = ("council", "reason")
    council = forms.ModelChoiceField(Council.objects.none(), label=gettext_lazy("Council"), to_field_name="code")

    def __init__(self, hearing: Hearing, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Council.objects.filter(round=hearing.council.round_id).exclude(pk=hearing.council_id)
        self.fields["council"].queryset = others  # type: ignore[attr-defined]


class NotesForm(forms.Form):
    """The one part of the minutes that is written by hand."""

    notes = forms.CharField(
        label=gettext_lazy("Notes for the minutes"), required=False, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("Questions, answers and opinions. All else is written from what happened."),
    )  # fmt: skip


class ReviseForm(TransitionForm):
    """The council's points, each with the field that it is about."""

    asks_reasons = True

    def typed(self) -> dict[str, Any]:
        """As the service takes it."""
        return {"reasons": super().typed()["reasons"]}


def deed(
    request: HttpRequest, form: forms.Form, title: str, back: str, act: Callable[..., Any], lead: str = ""
) -> HttpResponse:
    """Show the form; once it is right, act, and go back."""
    if request.method == "POST" and form.is_valid():
        try:
            act(**form.cleaned_data)
        except Invalid as error:
            blame(form, error)
        except NotFound:
            raise  # hidden and absent answer alike
        except DomainError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("Done: %(title)s.") % {"title": title})
            return redirect(back)
    return form_page(request, form, title, back, action=title, lead=lead)


def _back(hearing: Hearing) -> str:
    if hearing.session_id:
        return reverse("session", args=[hearing.session_id])
    return reverse("council", args=[hearing.council.code])


def hearing_seen(request: HttpRequest, number: int) -> Hearing:
    """A hearing that the reader sees."""
    seen = hearings_visible_to(request.actor)  # type: ignore[attr-defined]
    return get_object_or_404(seen.select_related("council", "dossier__work", "scheme"), pk=number)


@login_required
@require_http_methods(["GET", "POST"])
def annul(request: HttpRequest, number: int) -> HttpResponse:
    """Annul a vote; another can be opened then."""
    actor = request.actor  # type: ignore[attr-defined]
    poll = poll_of(actor, number)
    form = ReasonForm(request.POST or None)
    return deed(
        request, form, _("Annul the vote"), _back(poll.hearing), lambda reason: annul_poll(number, actor, reason)
    )


@login_required
@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, number: int) -> HttpResponse:
    """Let another council of the round hear the dossier."""
    actor = request.actor  # type: ignore[attr-defined]
    hearing = hearing_seen(request, number)
    form = HandOverForm(hearing, request.POST or None)
    address = reverse("council", args=[hearing.council.code])

    def act(council: Council, reason: str) -> None:
        hand_over(number, actor, council.code, reason)

    return deed(request, form, _("Hand over to another council"), address, act)


@login_required
@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, number: int) -> HttpResponse:
    """Conclude that the author has to revise, point by point."""
    actor = request.actor  # type: ignore[attr-defined]
    hearing = hearing_seen(request, number)
    step = WORKFLOW["revise"]
    form = ReviseForm(step, hearing.dossier, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            send_back_for_revision(number, actor, **form.typed())
            messages.success(request, _("Done: %(title)s.") % {"title": _(step.title)})
            return redirect(_back(hearing))
        except Invalid as error:
            form.blame(error)
    context = {
        "dossier": hearing.dossier,
        "transition": step,
        "title": _(step.title),
        "form": form,
        "address": _back(hearing),
    }
    return render(request, "dossiers/transition.html", context, status=422 if form.errors or form.faults else 200)


@login_required
@require_http_methods(["GET", "POST"])
def notes(request: HttpRequest, number: int) -> HttpResponse:
    """Write the notes into the minutes; they are printed anew."""
    actor = request.actor  # type: ignore[attr-defined]
    with transaction.atomic():  # PostgreSQL locks within one alone
        session = session_for(actor, number)
    form = NotesForm(request.POST or None, initial={"notes": session.notes})
    address = reverse("session", args=[number])
    return deed(request, form, _("Notes for the minutes"), address, lambda notes: write_minutes(number, actor, notes))


@login_required
@require_GET
def tally(request: HttpRequest, number: int) -> HttpResponse:
    """The tally sheet of a vote as PDF."""
    return HttpResponse(tally_pdf(number, request.actor), content_type=PDF, headers=SNIFF)  # type: ignore[attr-defined]


@login_required
@require_GET
def justification(request: HttpRequest, number: int) -> HttpResponse:
    """What the conclusion on a dossier rests on, as one PDF."""
    return HttpResponse(justification_pdf(number, request.actor), content_type=PDF, headers=SNIFF)  # type: ignore[attr-defined]


@login_required
@require_GET
def decision(request: HttpRequest, code: str) -> HttpResponse:
    """The decision that set the council up, as PDF."""
    with open_blob(decision_of(code, request.actor)) as stream:  # type: ignore[attr-defined]
        return HttpResponse(stream.read(), content_type=PDF, headers=SNIFF)


urlpatterns = [
    path("phien-hop/phieu/<int:number>/huy/", annul, name="poll-annul"),
    path("phien-hop/phieu/<int:number>/bien-ban-kiem-phieu.pdf", tally, name="poll-tally"),
    path("phien-hop/<int:number>/ghi-chu/", notes, name="session-notes"),
    path("hoi-dong/ho-so/<int:number>/chuyen/", transfer, name="hearing-hand-over"),
    path("hoi-dong/ho-so/<int:number>/tra-lai/", revise, name="hearing-revise"),
    path("hoi-dong/ho-so/<int:number>/can-cu.pdf", justification, name="hearing-justification"),
    path("hoi-dong/<str:code>/quyet-dinh.pdf", decision, name="council-decision"),
]
