"""How long what is kept about people stays: the table for everybody, what is due and who wishes to be forgotten for
administrators.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.errors import Invalid
from frontend.forms import blame, form_page
from operations.rules.retention import RULES, answer_by
from operations.services.forgetting import ask_to_be_forgotten, decide_erasure
from operations.services.replay import demand_administrator
from operations.services.retention import due
from organisation.models import ErasureRequest
from organisation.services.accounts import REASON
from organisation.steps import demand_fresh

MOST = 50
REMOVED = gettext_lazy("removed for good")
WORDS = {
    "sessions": (
        gettext_lazy("Sign-ins: device, network address"), gettext_lazy("at once when the session has ended"), REMOVED,
    ),
    "tokens": (gettext_lazy("Keys to the API"), gettext_lazy("at once when the key has expired"), REMOVED),
    "imports": (
        gettext_lazy("Old registers that were read but never taken over, with their file"),
        gettext_lazy("days after the file was read"), REMOVED,
    ),
    "letters": (
        gettext_lazy("Letters: address, subject, text"), gettext_lazy("days after the letter was sent"),
        gettext_lazy("emptied; that one was sent, and when, stays"),
    ),
    "drafts": (
        gettext_lazy("Drafts that were never filed, with their files"),
        gettext_lazy("days after their round has closed"), REMOVED,
    ),
    "people": (
        gettext_lazy("People who have left: contact data, date of birth, qualification, ways to sign in"),
        gettext_lazy("days after the last role and the account have ended"),
        gettext_lazy(
            "removed; the name too, unless a filed dossier, a council, a certificate or the register names the person"
        ),
    ),
}  # fmt: skip
"""What the table says, for people: what it is about, from when, what becomes of it."""
Row = dict[str, Any]


def table(found: dict[str, int] | None = None) -> list[Row]:
    """The rules in words; with how many rows are due where that was counted."""
    return [
        {"what": WORDS[rule.name][0], "days": rule.days, "begins": WORDS[rule.name][1], "then": WORDS[rule.name][2],
         "due": (found or {}).get(rule.name)}
        for rule in RULES.values()
    ]  # fmt: skip


class DecisionForm(forms.Form):
    """What is decided, and what the person is told."""

    grant = forms.TypedChoiceField(
        label=gettext_lazy("Decision"), choices=[("1", gettext_lazy("Grant")), ("0", gettext_lazy("Refuse"))],
        coerce=lambda said: said == "1", widget=forms.RadioSelect,
    )  # fmt: skip
    answer = forms.CharField(
        label=gettext_lazy("Answer to the person"), min_length=REASON, max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Granted, the account is closed at once and cannot be opened again."),
    )  # fmt: skip


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The table, the wishes that wait, and those that were decided; with `dem`, what is due."""
    demand_administrator(request.actor)  # type: ignore[attr-defined]
    counted = "dem" in request.GET
    wishes = list(ErasureRequest.objects.select_related("person", "decided_by__person")[:MOST])
    context = {
        "rules": table(due(timezone.now()) if counted else None), "counted": counted,
        "waiting": [(row, answer_by(row.asked_at)) for row in wishes if row.state == ErasureRequest.State.OPEN],
        "decided": [row for row in wishes if row.state != ErasureRequest.State.OPEN],
    }  # fmt: skip
    return render(request, "administration/retention.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Grant or refuse a wish."""
    demand_administrator(request.actor)  # type: ignore[attr-defined]
    wish = get_object_or_404(ErasureRequest.objects.select_related("person"), pk=number)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        demand_fresh(request)
        try:
            decide_erasure(request.actor, number, **form.cleaned_data)  # type: ignore[attr-defined]
            messages.success(request, _("Decided; the person is told by mail."))
            return redirect("administration-retention")
        except Invalid as error:
            blame(form, error)
    title = _("Wish to be forgotten: %(name)s") % {"name": wish.person.full_name}
    return form_page(request, form, title, "administration-retention", _("Decide"), wish.reason)


@login_required
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """One's own wish."""
    demand_fresh(request)
    ask_to_be_forgotten(request.user, request.POST.get("reason", ""))  # type: ignore[arg-type]
    messages.success(request, _("Your wish has been passed on; it is answered within 72 hours."))
    return redirect("own-data")


urlpatterns = [
    path("quan-tri/luu-giu/", index, name="administration-retention"),
    path("quan-tri/luu-giu/<int:number>/", decide, name="administration-erasure"),
    path("du-lieu-cua-toi/xoa/", ask, name="own-erasure"),
]
