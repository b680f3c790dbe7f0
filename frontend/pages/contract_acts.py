"""What is done to a contract: drafted, planned, taken through its tables; each act is a form made from questions."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from config.errors import DomainError, Forbidden, Invalid, NotFound, TooLarge
from frontend.forms import Dated, blame, first_words
from frontend.pages.contract_about import subject_of
from frontend.pages.contract_rows import Dong, Plan, budget_rows, budget_set
from frontend.pages.contracts import seen
from frontend.questions import QuestionForm, form_of, typed
from initiatives.choices import ContractState, RequestKind
from initiatives.execution_workflow import CONTRACTS, REPORTS, REQUESTS
from initiatives.files.kinds import ACCEPTED, refuse
from initiatives.machine import Transition
from initiatives.models import Contract, ContractRequest, Dossier, Progress
from initiatives.policy import is_registrar, may_run
from initiatives.queries import by_reference
from initiatives.rules.execution_forms import REQUESTS as ASKED
from initiatives.rules.rule_sets import rule_sets
from initiatives.services.contract_files import put_to_contract
from initiatives.services.contracts import (
    draft_contract,
    file_request,
    perform_on_contract,
    perform_on_report,
    perform_on_request,
    requestable,
)
from initiatives.services.files import Judged, judged
from initiatives.services.first_plans import approved_cap
from initiatives.services.plans import save_plan
from initiatives.services.results import file_as_initiative
from organisation.policy import get_visible


class DraftForm(forms.Form):
    """What a contract begins with; the rest is taken from what was approved."""

    use_required_attribute = False
    rule_set = forms.ChoiceField(label=gettext_lazy("Rules under which the topic is executed"))
    starts_on = forms.DateField(label=gettext_lazy("Execution starts on"), widget=Dated())
    months = forms.IntegerField(label=gettext_lazy("Months"), min_value=1, max_value=120)
    cap_vnd = Dong(label=gettext_lazy("Approved state budget (đồng)"), min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "vi"
        choices = [(code, rules.title[language]) for code, rules in rule_sets().items()]
        self.fields["rule_set"].choices = choices  # type: ignore[attr-defined]


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Prepare the contract of an approved selection (`ho-so`)."""
    actor = request.actor  # type: ignore[attr-defined]
    dossier = get_visible(Dossier, actor, **by_reference(request.GET.get("ho-so", "") or "-"))
    if not is_registrar(actor, dossier):
        raise Forbidden(_("Contracts are prepared by the registrar of the authority."))
    version = dossier.versions.order_by("number").last()
    approved = version.content["answers"] if version else {}
    first = {
        "starts_on": timezone.localdate(),
        "months": approved.get("duration_months"),
        "cap_vnd": approved_cap(dossier, approved),
    }
    form = DraftForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            contract = draft_contract(actor, dossier.reference, **form.cleaned_data)
            return redirect("contract-plan", contract.code)
        except Invalid as error:
            blame(form, error)
    context = {
        "form": form,
        "title": _("Prepare the contract"),
        "action": _("Prepare the contract"),
        "lead": dossier.work.title,
        "address": reverse("dossier", args=[dossier.reference]),
    }
    return render(request, "contracts/act.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Budget, instalments and milestones of a contract in preparation."""
    contract, actor = seen(request, code), request.actor  # type: ignore[attr-defined]
    if contract.state != ContractState.DRAFT or not may_run(actor, contract):
        raise Forbidden(_("The contract has been signed; it is changed by an annex."))
    rows = Plan(contract, request.POST or None)
    error = None
    if request.method == "POST" and rows.is_valid():
        try:
            save_plan(code, actor, **rows.typed())
            messages.success(request, _("The plan is saved."))
            return redirect("contract", code)
        except Invalid as found:
            error = found
    faulty = request.method == "POST"
    return render(
        request,
        "contracts/plan.html",
        {"contract": contract, "plan": rows, "error": error},
        status=422 if faulty else 200,
    )


@login_required
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """A transition of the contract; `so` is the number of the row it is about."""
    contract = seen(request, code)
    number = request.GET.get("so", "")
    first = {"number": number} | _today(CONTRACTS[name])
    about, hidden = subject_of(contract, name, number)
    return _do(
        request, contract, CONTRACTS[name], contract, first,
        lambda given: perform_on_contract(code, name, _actor(request), given), about=about, hidden=hidden,
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, code: str, number: int, name: str) -> HttpResponse:
    """A transition of a report: submit, send back, accept."""
    contract = seen(request, code)
    thing = _part(contract, Progress, number)
    last = thing.versions.order_by("number").last()
    first = last.content["answers"] if last else {}

    def deed(given: dict[str, Any]) -> None:
        files = _judged(request, contract) if name == "submit" else []
        with transaction.atomic():  # a report that is refused has no files either
            if files:
                put_to_contract(code, _actor(request), files, "report", number)
            perform_on_report(code, number, name, _actor(request), given)

    about = _("Progress report %(n)s") % {"n": number}
    takes = name == "submit"
    return _do(request, contract, REPORTS[name], thing, first, deed, takes_files=takes, part="bao-cao", about=about)


@login_required
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, code: str, number: int, name: str) -> HttpResponse:
    """A transition of a request: approve, refuse, withdraw."""
    contract = seen(request, code)
    thing = _part(contract, ContractRequest, number)
    step = REQUESTS[name]
    return _do(
        request, contract, step, thing, _today(step),
        lambda given: perform_on_request(code, number, name, _actor(request), given), part="de-nghi",
        about=str(thing.get_kind_display()),
    )  # fmt: skip


def _actor(request: HttpRequest) -> Any:
    return request.actor  # type: ignore[attr-defined]


def _today(step: Transition) -> dict[str, date]:
    return {
        question.name: timezone.localdate() for question in step.form if question.kind == "date" and question.required
    }


def _part(contract: Contract, model: type[Any], number: int) -> Any:
    thing = model.objects.filter(contract=contract, number=number).first()
    if thing is None:
        raise NotFound
    thing.contract = contract
    return thing


def _judged(request: HttpRequest, contract: Contract) -> list[Judged]:
    """The files that came along, before anything is locked or kept. Raises Invalid or TooLarge."""
    return judged(request.FILES.getlist("file"), _actor(request), f"contract:{contract.pk}")


def _do(
    request: HttpRequest, contract: Contract, step: Transition, thing: Any, first: dict[str, Any],
    deed: Callable[[dict[str, Any]], Any], takes_files: bool = False, part: str = "", about: str = "",
    hidden: Iterable[str] = (),
) -> HttpResponse:  # fmt: skip
    """The form of a transition that is open to the reader, and the deed; `about` says which row or part it is, which
    answers the `hidden` questions.
    """
    if (
        step.through
        or not step.may(_actor(request), thing)
        or (request.method == "GET" and thing.state not in step.sources)
    ):
        raise Forbidden(_("This is for others to do, or no longer possible."))
    form = form_of(step.form, first, request.POST if request.method == "POST" else None)
    for name in hidden:
        form.fields[name].widget = forms.HiddenInput()
    if request.method == "POST":
        try:
            deed(typed(step.form, request.POST))
        except (Invalid, TooLarge) as error:
            form.blame(error)
            return _form(request, contract, step, form, takes_files, about, 422)
        messages.success(request, _("Done: %(title)s.") % {"title": _(step.title)})
        return _back(contract, part)
    return _form(request, contract, step, form, takes_files, about)


def _back(contract: Contract, part: str) -> HttpResponse:
    contract.refresh_from_db()
    return redirect("contract-part", contract.code, part) if part else redirect("contract", contract.code)


def _form(
    request: HttpRequest, contract: Contract, step: Transition, form: QuestionForm, takes_files: bool, about: str,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {
        "form": form, "title": _(step.title), "action": _(step.title), "grave": step.grave,
        "lead": " · ".join(filter(None, [about, contract.work.title])), "choose_again": bool(request.FILES),
        "address": reverse("contract", args=[contract.code]), "accepted": ACCEPTED if takes_files else "",
    }  # fmt: skip
    return render(request, "contracts/act.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """File a request of a kind; a change of the budget brings its lines."""
    contract, actor = seen(request, code), _actor(request)
    if kind not in RequestKind.values:
        raise NotFound
    if kind not in requestable(contract, actor):
        raise Forbidden(_("This is for others to do, or no longer possible."))
    first = {"goals": contract.goals, "people": contract.people, "from_on": timezone.localdate()}
    form = form_of(ASKED[kind], first, request.POST if request.method == "POST" else None)
    lines = budget_set(contract, request.POST or None) if kind == RequestKind.BUDGET else None
    if request.method == "POST" and (lines is None or lines.is_valid()):
        try:
            files, rows = _judged(request, contract), budget_rows(lines) if lines else ()
            with transaction.atomic():  # nothing is asked for without its files
                made = file_request(code, actor, kind, typed(ASKED[kind], request.POST), rows)
                put_to_contract(code, actor, files, "request", made.number)
            messages.success(
                request, _("The request is filed; it is decided by %(day)s.") % {"day": f"{made.due_on:%d/%m/%Y}"}
            )
            return redirect("contract-part", code, "de-nghi")
        except (Invalid, TooLarge) as error:
            form.blame(error)
    faulty = request.method == "POST"
    context = {
        "form": form,
        "title": RequestKind(kind).label,
        "lead": contract.work.title,
        "accepted": ACCEPTED,
        "address": reverse("contract-part", args=[code, "de-nghi"]),
        "lines": lines,
        "choose_again": bool(request.FILES),
        "action": _("File the request"),
    }
    return render(request, "contracts/act.html", context, status=422 if faulty else 200)


@login_required
@require_POST
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Attach files to the contract."""
    contract = seen(request, code)
    try:
        if not request.FILES.getlist("file"):
            raise refuse(_("Choose a file."))
        put_to_contract(code, _actor(request), _judged(request, contract))
    except NotFound:
        raise  # hidden and absent answer alike
    except DomainError as error:
        if error.status not in (413, 422):
            raise
        messages.error(request, first_words(error))
    return _back(contract, "van-ban")


@login_required
@require_POST
def initiative(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a dossier for the result as an initiative."""
    seen(request, code)
    dossier = file_as_initiative(code, _actor(request), request.POST.get("round", ""))
    return redirect("dossier", dossier.reference)


urlpatterns = [
    path("hop-dong/<str:code>/ke-hoach/", plan, name="contract-plan"),
    path("hop-dong/<str:code>/viec/<slug:name>/", act, name="contract-act"),
    path("hop-dong/<str:code>/bao-cao/<int:number>/<slug:name>/", report, name="contract-report"),
    path("hop-dong/<str:code>/de-nghi/<slug:kind>/", ask, name="contract-ask"),
    path("hop-dong/<str:code>/de-nghi/<int:number>/<slug:name>/", decide, name="contract-request"),
    path("hop-dong/<str:code>/tep/", upload, name="contract-files"),
    path("hop-dong/<str:code>/sang-kien/", initiative, name="contract-initiative"),
    path("lap-hop-dong/", new, name="contract-new"),
]
