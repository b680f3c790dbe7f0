"""Tasks: the public list, the page of one, its wording, and the call for dossiers."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from config.errors import Forbidden, Invalid, StateConflict
from frontend.forms import Dated, blame, form_page
from frontend.keyset import Page
from frontend.pages.meeting_deeds import hearing_seen
from frontend.pages.rounds import SchemeField
from frontend.questions import form_of, typed
from initiatives.choices import Purpose, TaskMethod, TaskState
from initiatives.machine import Transition
from initiatives.models import Dossier, Task
from initiatives.policy import HANDLING
from initiatives.queries import by_reference
from initiatives.queries.choices import field_choices
from initiatives.queries.rounds import open_rounds
from initiatives.queries.tasks import COLUMNS, call_in, call_of, task_list, task_seen_by
from initiatives.rules.rule_sets import rule_sets
from initiatives.selection_workflow import TASKS
from initiatives.services.tasks import call_for, perform_on_task, word_task
from organisation.models import Role
from organisation.policy import get_visible
from reviews.models import SchemeVersion
from reviews.queries.rankings import reads_ranking
from reviews.queries.schemes import latest_versions, parsed
from reviews.services.schemes import bind_scheme
from reviews.services.wording import word_in_council, words_tasks


class FilterForm(forms.Form):
    """Names as in the API."""

    use_required_attribute = False
    q = forms.CharField(label=gettext_lazy("Words or code"), required=False, max_length=200)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    method = forms.ChoiceField(label=gettext_lazy("How it is carried out"), required=False)
    field = forms.ChoiceField(label=gettext_lazy("Field"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[Any]] = {
            "state": list(TaskState.choices), "method": list(TaskMethod.choices),
            "field": field_choices(),
        }  # fmt: skip
        for name, options in choices.items():
            self.fields[name].choices = [("", _("All")), *options]  # type: ignore[attr-defined]


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The list of tasks, for everybody; the offices of an authority see what is not listed yet too."""
    actor, today = _actor(request), timezone.localdate()
    rows = task_list(actor, request.GET).values(*COLUMNS, "goals")
    page = Page(request, rows, ("-id",))
    for row in page.rows:
        call = call_in(row)
        row["open"] = call is not None and call.takes_dossiers(today)
    context = {
        "form": FilterForm(request.GET), "page": page, "may_call": waiting_for_call(actor).exists(),
        "proposing": any(one.purpose == Purpose.DETERMINATION for one in open_rounds(today)),
    }  # fmt: skip
    return render(request, "tasks/index.html", context)


@require_GET
def show(request: HttpRequest, code: str) -> HttpResponse:
    """A task: goals, products, the call in force."""
    actor = _actor(request)
    task, today = task_seen_by(actor, code), timezone.localdate()
    found = call_of(task)
    return render(
        request,
        "tasks/show.html",
        {
            "task": task,
            "actions": _actions(task, actor),
            "open": found is not None and found.takes_dossiers(today),
            "ends": found and found.closes_on,
            "ended": found is not None and found.has_ended(today),
            "rules": rule_sets()[task.rule_set].title["en" if request.LANGUAGE_CODE == "en" else "vi"],
            "inside": task.authority_id in actor.over(*HANDLING),
        },
    )


def _actor(request: HttpRequest) -> Any:
    return request.actor  # type: ignore[attr-defined]


def _actions(task: Task, actor: Any) -> list[dict[str, Any]]:
    found = [
        {"address": reverse("task-act", args=[task.code, step.name]), "words": _(step.title), "grave": step.grave}
        for step in TASKS.open_to(actor, task)
    ]
    if task.state == TaskState.LISTED and TASKS["call"].may(actor, task):
        found.insert(0, {"address": f"{reverse('task-call')}?nhiem-vu={task.code}", "words": _("Call for dossiers")})
    if reads_ranking(actor, task):
        found.insert(0, {"address": reverse("task-ranking", args=[task.code]), "words": _("Ranking")})
    if task.round and task.round.sealed and task.authority_id in actor.over(*HANDLING):
        found.append({"address": reverse("round-opening", args=[task.round.code]), "words": _("Opening of dossiers")})
    return found


@login_required
@require_http_methods(["GET", "POST"])
def word(request: HttpRequest, reference: str) -> HttpResponse:
    """Word the task of a proposal, beginning with what was proposed."""
    proposal = get_visible(Dossier, _actor(request), **by_reference(reference))
    step, new = TASKS["word"], Task(proposal=proposal, authority_id=proposal.authority_id)
    if not step.may(_actor(request), new):
        raise Forbidden(_("Tasks are worded by the secretary's office or the registrar of the authority."))
    return _do(
        request, step, _proposed(proposal), lambda given: word_task(reference, _actor(request), given),
        proposal.work.title, reverse("dossier", args=[reference]),
    )  # fmt: skip


def _proposed(proposal: Dossier) -> dict[str, Any]:
    """What the wording begins with: the proposal's own words, and the way that the council chose."""
    version = proposal.versions.order_by("number").last()
    said = version.content["answers"] if version else {}
    names = {"title": "title", "goals": "objectives", "products": "products", "applied_by": "applied_by"}
    method = proposal.grade if proposal.grade in TaskMethod.values else TaskMethod.SELECTION.value
    first = {"method": method, "rule_set": next(iter(rule_sets()))}
    return first | {name: said.get(asked, "") for name, asked in names.items()}


def _standing(task: Task, step: Transition) -> dict[str, Any]:
    first = {question.name: getattr(task, question.name, "") or "" for question in step.form}
    return first | {"assigned_to": task.assigned_to.code if task.assigned_to else ""}


@login_required
@require_http_methods(["GET", "POST"])
def word_by_council(request: HttpRequest, number: int) -> HttpResponse:
    """The council words the task of a proposal that it has passed."""
    hearing = hearing_seen(request, number)
    if not words_tasks(_actor(request), hearing):
        raise Forbidden(_("This is for the chair or the secretary of the council."))
    step, task = TASKS["word_in_council"], Task.objects.filter(proposal=hearing.dossier).first()
    first = _standing(task, step) if task else _proposed(hearing.dossier)
    back = reverse("session", args=[hearing.session_id])
    return _do(
        request, step, first, lambda given: word_in_council(number, _actor(request), given),
        hearing.dossier.work.title, back, back,
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """A transition of a task that is open to the reader: word it anew, drop it."""
    task, step = task_seen_by(_actor(request), code), TASKS[name]
    if step.through or not step.may(_actor(request), task) or task.state not in step.sources:
        raise Forbidden(_("This is for others to do, or no longer possible."))
    return _do(
        request, step, _standing(task, step), lambda given: perform_on_task(code, name, _actor(request), given),
        task.title, reverse("task", args=[code]),
    )  # fmt: skip


def _do(
    request: HttpRequest, step: Transition, first: dict[str, Any], deed: Any, lead: str, address: str, after: str = ""
) -> HttpResponse:
    form = form_of(step.form, first, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        try:
            task = deed(typed(step.form, request.POST))
            messages.success(request, _("Done: %(title)s.") % {"title": _(step.title)})
            return redirect(after or reverse("task", args=[task.code]))
        except (Invalid, StateConflict) as error:
            form.blame(error)
            status = 422
    context = {
        "form": form, "title": _(step.title), "action": _(step.title), "lead": lead, "grave": step.grave,
        "address": address,
    }  # fmt: skip
    return render(request, "forms/page.html", context, status=status)


def waiting_for_call(actor: Any) -> QuerySet[Task]:
    """Tasks of the list for which the actor may call for dossiers."""
    return Task.objects.filter(state=TaskState.LISTED, authority__in=actor.over(Role.REGISTRAR)).order_by("code")


class CallForm(forms.Form):
    """A call: its tasks, its days, the scheme that ranks who competes."""

    use_required_attribute = False
    tasks = forms.MultipleChoiceField(label=gettext_lazy("Tasks"), widget=forms.CheckboxSelectMultiple)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    opens_on = forms.DateField(label=gettext_lazy("Opens on"), widget=Dated())
    closes_on = forms.DateField(label=gettext_lazy("Closes on"), widget=Dated())
    sealed = forms.BooleanField(
        label=gettext_lazy("Sealed: nobody reads what was filed until it is opened before witnesses"), required=False
    )
    scheme = SchemeField(
        SchemeVersion.objects.none(), label=gettext_lazy("Scheme"), to_field_name="code", empty_label=None
    )

    def __init__(self, actor: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = waiting_for_call(actor)
        words = [(task.code, f"{task.code} · {task.title} ({task.get_method_display()})") for task in waiting]
        self.fields["tasks"].choices = words  # type: ignore[attr-defined]
        ranking = [one.pk for one in latest_versions().filter(purpose=Purpose.SELECTION) if parsed(one).ranking]
        self.fields["scheme"].queryset = latest_versions().filter(pk__in=ranking)  # type: ignore[attr-defined]


@login_required
@require_http_methods(["GET", "POST"])
def call(request: HttpRequest) -> HttpResponse:
    """Call for dossiers on tasks of the list (`nhiem-vu`: the one it began from)."""
    actor = _actor(request)
    if Role.REGISTRAR not in actor.roles:
        raise Forbidden(_("Calls are made by the registrar of the authority."))
    if not waiting_for_call(actor).exists():
        messages.info(request, _("No task of the list waits for a call."))
        return redirect("tasks")
    first = {"opens_on": timezone.localdate(), "sealed": True, "tasks": request.GET.getlist("nhiem-vu")}
    form = CallForm(actor, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        codes, scheme = given.pop("tasks"), given.pop("scheme")
        try:
            with transaction.atomic():
                bind_scheme(call_for(actor, codes, **given), scheme, actor)
            messages.success(request, _("The call is published."))
            return redirect("task", codes[0])
        except Invalid as error:
            blame(form, error)
    return form_page(request, form, _("Call for dossiers"), "tasks", _("Publish the call"))


urlpatterns = [
    path("nhiem-vu/", index, name="tasks"),
    path("nhiem-vu/keu-goi/", call, name="task-call"),
    path("nhiem-vu/<str:code>/", show, name="task"),
    path("nhiem-vu/<str:code>/viec/<slug:name>/", act, name="task-act"),
    path("hoi-dong/ho-so/<int:number>/nhiem-vu/", word_by_council, name="hearing-task"),
    path("ho-so/<str:reference>/nhiem-vu/", word, name="task-word"),
]
