"""Appeals: the list, the page of one, lodging, and the acts of the table."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.errors import Forbidden, Invalid, StateConflict, TooLarge
from documents.answers import pdf
from frontend.forms import Dated, first_words
from frontend.keyset import Page
from frontend.questions import QuestionForm, form_of, typed
from initiatives.appeal_workflow import APPEALS
from initiatives.choices import ANSWERED_APPEALS, AppealState, Contested, Remedy
from initiatives.files.kinds import ACCEPTED, refuse
from initiatives.models import Appeal, Dossier
from initiatives.policy import HANDLING, drafts_the_remedy
from initiatives.queries import by_reference
from initiatives.queries.appeals import COLUMNS, appeal_list, appeal_seen_by
from initiatives.rules.appeals import terms_on
from initiatives.rules.forms import Question
from initiatives.services.appeal_effects import act_of, free_to_examine
from initiatives.services.appeal_files import attach_to_appeal, file_of_appeal, takes_files
from initiatives.services.appeal_papers import answer_pdf
from initiatives.services.appeals import form_for, lodge_appeal, perform_on_appeal
from initiatives.services.files import judged
from organisation.models import Role
from organisation.policy import get_visible
from recognition.models import Recognition


class FilterForm(forms.Form):
    """Names as in the API."""

    use_required_attribute = False
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    contested = forms.ChoiceField(label=gettext_lazy("Against"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("state", AppealState.choices), ("contested", Contested.choices)):
            self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]


def _actor(request: HttpRequest) -> Any:
    return request.actor  # type: ignore[attr-defined]


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The appeals of the reader, and those before their authority."""
    page = Page(request, appeal_list(_actor(request), request.GET).values(*COLUMNS), ("-id",))
    for row in page.rows:
        row["against"] = Contested(row["contested"]).label
    return render(request, "appeals/index.html", {"form": FilterForm(request.GET), "page": page})


@login_required
@require_GET
def show(request: HttpRequest, code: str) -> HttpResponse:
    """An appeal: grounds, what was found, the answer, what follows."""
    actor = _actor(request)
    appeal = appeal_seen_by(actor, code)
    acted_on = timezone.localdate(appeal.acted_at)
    context = {
        "appeal": appeal, "acted_on": acted_on, "actions": _actions(appeal, actor),
        "files": _files(appeal), "takes_files": takes_files(actor, appeal), "accepted": ACCEPTED,
        "answered": appeal.state in ANSWERED_APPEALS, "change": _change(appeal, actor),
        "sources": terms_on(acted_on).sources.values() if appeal.dossier.authority_id in actor.over(*HANDLING) else (),
        "further_by": appeal.decided_on and terms_on(appeal.decided_on).further_by(appeal.decided_on),
    }  # fmt: skip
    return render(request, "appeals/show.html", context)


ANSWERS, ASIDE = ("uphold", "reject"), ("assign", "prolong")


def _actions(appeal: Appeal, actor: Any) -> list[dict[str, Any]]:
    """Buttons: to answer once it was examined."""
    return [
        {
            "address": reverse("appeal-act", args=[appeal.code, step.name]), "words": _(step.title),
            "grave": step.grave, "aside": step.name in ASIDE,
        }
        for step in APPEALS.open_to(actor, appeal)
        if appeal.findings or step.name not in ANSWERS
    ]  # fmt: skip


def _files(appeal: Appeal) -> list[dict[str, Any]]:
    """Files as the component lists them, each with who attached it."""
    rows = appeal.files.select_related("blob", "added_by__person").defer("blob__pages")
    return [
        {
            "name": file.name, "address": reverse("appeal-file", args=[appeal.code, file.pk]), "bytes": file.blob.size,
            "kind": file.blob.media_type, "note": str(file.added_by) if file.added_by else "",
        }
        for file in rows
    ]  # fmt: skip


def _change(appeal: Appeal, actor: Any) -> str:
    """The code of the decision that the registrar has to change now; empty for everybody else."""
    waits = appeal.remedy == Remedy.CHANGE and not appeal.carried_out_by
    if not waits or not drafts_the_remedy(actor, appeal):
        return ""
    rows = Recognition.objects.filter(dossier=appeal.dossier_id, recorded_to=None, held_to=None)
    return rows.values_list("decision__code", flat=True).first() or ""


@login_required
@require_http_methods(["GET", "POST"])
def lodge(request: HttpRequest, reference: str) -> HttpResponse:
    """Appeal against what was last decided on a dossier."""
    actor = _actor(request)
    dossier = get_visible(Dossier, actor, **by_reference(reference))
    if not APPEALS["lodge"].may(actor, Appeal(dossier=dossier)):
        raise Forbidden(_("This is for others to do."))
    questions, act = form_for(actor, dossier), act_of(dossier)
    form = form_of(questions, {"received_on": timezone.localdate()}, request.POST or None)
    lead = dossier.work.title
    if act is not None:
        acted_on = timezone.localdate(act.at)
        said = {"title": lead, "day": f"{terms_on(acted_on).lodged_by(acted_on):%d/%m/%Y}"}
        lead = _("%(title)s – an appeal may be lodged until %(day)s") % said

    def deed(given: dict[str, Any]) -> Appeal:
        files = judged(request.FILES.getlist("file"), actor, f"dossier:{dossier.pk}")
        return lodge_appeal(reference, actor, given, files)

    title, back = _("Lodge an appeal"), reverse("dossier", args=[reference])
    return _page(request, form, title, lead, back, questions, deed, accepted=ACCEPTED)


@login_required
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """A transition that is open to the reader."""
    actor = _actor(request)
    appeal, step = appeal_seen_by(actor, code), APPEALS[name]
    if step not in APPEALS.open_to(actor, appeal):
        raise Forbidden(_("This is for others to do, or no longer possible."))
    first = {"findings": appeal.findings, "decided_on": timezone.localdate()} | _own_hand(appeal, actor)
    form = form_of(step.form, first, request.POST if request.method == "POST" else None)
    if "handler" in form.fields:
        label = form.fields["handler"].label
        form.fields["handler"] = forms.ChoiceField(choices=list(free_to_examine(appeal).items()), label=label)
    if "decided_on" in form.fields:
        form.fields["decided_on"].widget = Dated()
    lead = f"{appeal.code} · {appeal.dossier.work.title}"
    return _page(
        request, form, _(step.title), lead, reverse("appeal", args=[code]), step.form,
        lambda given: perform_on_appeal(code, name, actor, given), step.grave,
    )  # fmt: skip


def _own_hand(appeal: Appeal, actor: Any) -> dict[str, str]:
    """The leader who answers signs; the registrar says who did."""
    return {"signer_name": actor.name} if actor.holds(Role.LEADER, appeal.dossier.authority_id) else {}


def _page(
    request: HttpRequest, form: QuestionForm, title: str, lead: str, address: str, questions: tuple[Question, ...],
    deed: Callable[[dict[str, Any]], Appeal], grave: bool = False, accepted: str = "",
) -> HttpResponse:  # fmt: skip
    status = 200
    if request.method == "POST":
        try:
            appeal = deed(typed(questions, request.POST))
            messages.success(request, _("Done: %(title)s.") % {"title": title})
            return redirect("appeal", appeal.code)
        except (Invalid, StateConflict, TooLarge) as error:
            form.blame(error)
            status = 422
    context = {
        "form": form, "title": title, "action": title, "lead": lead, "address": address, "grave": grave,
        "accepted": accepted, "choose_again": bool(request.FILES),
    }  # fmt: skip
    return render(request, "forms/page.html", context, status=status)


@login_required
@require_POST
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Attach files to an open appeal."""
    appeal_seen_by(_actor(request), code)  # before anything is said of what was sent
    try:
        uploads = request.FILES.getlist("file")
        if not uploads:
            raise refuse(_("Choose a file."))
        attach_to_appeal(code, _actor(request), uploads)
        messages.success(request, _("The files are attached."))
    except (Invalid, TooLarge) as error:
        messages.error(request, first_words(error))
    return redirect("appeal", code)


@login_required
@require_GET
def read_file(request: HttpRequest, code: str, number: int) -> FileResponse:
    """The bytes of a file."""
    return file_of_appeal(code, _actor(request), number, inline="xem" in request.GET)


@login_required
@require_GET
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """The answer as PDF."""
    return pdf(answer_pdf(appeal_seen_by(_actor(request), code)), f"{code}.pdf")


urlpatterns = [
    path("khieu-nai/", index, name="appeals"),
    path("khieu-nai/<str:code>/", show, name="appeal"),
    path("khieu-nai/<str:code>/quyet-dinh.pdf", paper, name="appeal-paper"),
    path("khieu-nai/<str:code>/tep/", upload, name="appeal-files"),
    path("khieu-nai/<str:code>/tep/<int:number>/", read_file, name="appeal-file"),
    path("khieu-nai/<str:code>/viec/<slug:name>/", act, name="appeal-act"),
    path("ho-so/<str:reference>/khieu-nai/", lodge, name="appeal-lodge"),
]
