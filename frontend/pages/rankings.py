"""Who competes for a task and who came first; the appraisal of the budget of the first."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from documents.answers import pdf
from frontend.forms import Dated, blame
from frontend.pages.answers import shown
from frontend.pages.teams import blame_team, rows_whole, team_of
from frontend.questions import form_of
from frontend.tables import table_of
from initiatives.models import Appraisal, Dossier
from initiatives.policy import may_appraise
from initiatives.queries import by_reference
from initiatives.queries.tasks import task_seen_by
from initiatives.rules.forms import BUDGET_ROWS, Question
from initiatives.services.appraisals import asked_lines, may_be_appraised, rules_of
from initiatives.services.selection_papers import appraisal_pdf
from organisation.policy import get_visible, visible
from reviews.queries.rankings import Standings, reads_ranking, settles_ranking, standings
from reviews.rules.explanation import NEEDS_DECISION
from reviews.services.appraising import appraise_apart
from reviews.services.rankings import settle_ranking


class SettleForm(forms.Form):
    """Whom the council proposes, where the rules cannot part the first."""

    use_required_attribute = False
    winner = forms.ChoiceField(label=gettext_lazy("Dossier that the council proposes"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 4})
    )  # fmt: skip

    def __init__(self, found: Standings, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["winner"].choices = [  # type: ignore[attr-defined]
            (one.dossier.reference, f"{one.dossier.reference} · {one.dossier.unit.name}") for one in found.first
        ]


@login_required
@require_http_methods(["GET", "POST"])
def ranking(request: HttpRequest, code: str) -> HttpResponse:
    """All who compete with their totals and places, and why; settled by who conducts the council."""
    actor = request.actor  # type: ignore[attr-defined]
    task = task_seen_by(actor, code)
    if not reads_ranking(actor, task):
        raise NotFound
    found, status, error = standings(task), 200, None
    chooses = found.outcome == NEEDS_DECISION and found.settled is None
    form = SettleForm(found, request.POST or None) if chooses else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            made = settle_ranking(code, actor, **(form.cleaned_data if form else {}))
            messages.success(
                request, _("The ranking is settled.") if made.winner else _("The task may be called anew.")
            )
            return redirect("task-ranking" if made.winner else "task", code)
        except (Invalid, StateConflict) as fault:
            error, status = fault, fault.status
    context = {
        "task": task, "found": found, "form": form, "error": error, "may_settle": settles_ranking(actor, task),
        "closed": task.round is not None and task.round.closes_on < timezone.localdate(),
        "budget": visible(Dossier, actor).filter(pk=task.winner_id).first() if task.winner_id else None,
    }  # fmt: skip
    return render(request, "tasks/ranking.html", context, status=422 if form and form.errors else status)


LINES = (Question("lines", "", "rows", True, 200, columns=BUDGET_ROWS),)


class AppraisalForm(forms.Form):
    """When and by whom the budget was appraised."""

    use_required_attribute = False
    held_on = forms.DateField(label=gettext_lazy("Appraised on"), widget=Dated())
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=5_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


@login_required
@require_http_methods(["GET", "POST"])
def appraisal(request: HttpRequest, reference: str) -> HttpResponse:
    """The budget as asked, and as it is appraised."""
    actor = request.actor  # type: ignore[attr-defined]
    dossier = get_visible(Dossier, actor, **by_reference(reference))
    if not may_appraise(actor, dossier) or not may_be_appraised(dossier):
        raise Forbidden(_("The budget is appraised of the dossier that was put first, before the decision."))
    kept = Appraisal.objects.filter(dossier=dossier).first()
    asked = [
        {"item": one.item, "source": one.source, "year": one.year, "amount_vnd": one.amount}
        for one in asked_lines(dossier)
    ]
    first = {"held_on": kept.held_on, "note": kept.note} if kept else {"held_on": timezone.localdate()}
    form = AppraisalForm(request.POST or None, initial=first)
    table = form_of(LINES, {"lines": kept.lines if kept else asked}, request.POST or None)
    team = team_of(request, kept)
    if request.method == "POST" and form.is_valid():
        try:
            appraise_apart(
                reference, actor, members=team, lines=rows_whole(LINES[0], request.POST), **form.cleaned_data
            )
            messages.success(request, _("The appraisal is kept."))
            return redirect("dossier", reference)
        except Invalid as error:
            blame(form, error)
            blame_team(team, error)
    context = {
        "title": _("Appraise the budget"), "legend": _("Member of the appraisal team"), "form": form,
        "words": form["note"], "table": table["lines"], "blank": {},
        "team": team or [{}] * rules_of(dossier).appraisers,
        "dossier": dossier, "address": reverse("dossier", args=[reference]), "asked": table_of(LINES[0], asked, shown),
    }  # fmt: skip
    return render(request, "tasks/appraisal.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def record(request: HttpRequest, reference: str) -> HttpResponse:
    """The record of the appraisal as PDF."""
    dossier = get_visible(Dossier, request.actor, **by_reference(reference))  # type: ignore[attr-defined]
    found = Appraisal.objects.filter(dossier=dossier).first()
    if found is None:
        raise NotFound
    return pdf(appraisal_pdf(found))


urlpatterns = [
    path("nhiem-vu/<str:code>/xep-hang/", ranking, name="task-ranking"),
    path("ho-so/<str:reference>/tham-dinh-kinh-phi/", appraisal, name="appraisal"),
    path("ho-so/<str:reference>/tham-dinh-kinh-phi.pdf", record, name="appraisal-record"),
]
