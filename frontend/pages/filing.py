"""Filing: choose a round, fill in the steps, name authors, add files, check and send."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from config.errors import DomainError, Invalid, NotFound, Stale
from frontend.pages.dossier_parts import reasons_of
from frontend.pages.filing_parts import author_rows, file_rows, missing_steps, steps_of, unit_rows
from frontend.questions import form_of, typed
from initiatives.choices import Channel
from initiatives.files.kinds import ACCEPTED
from initiatives.models import Author, Dossier
from initiatives.queries import by_reference
from initiatives.queries.rounds import open_rounds
from initiatives.rules.forms import FORMS, Step, questions
from initiatives.services.authors import MOST, answer_invitation, author_of_link, save_authors
from initiatives.services.content import answers_of
from initiatives.services.dossiers import perform
from initiatives.services.drafts import begin_dossier, editable, save_answers, save_units
from organisation.models import Role
from organisation.policy import get_visible
from organisation.rules.days import day_in

COLUMNS = ("person", "full_name", "email", "workplace", "job_title", "qualification", "contribution", "share")


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Choose the round; a draft begins at once, so that nothing typed can be lost."""
    actor = request.actor  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "rounds": open_rounds(timezone.localdate(), actor.own_units),
        "may_enter_paper": Role.OFFICER in actor.roles,
    }
    if request.method == "POST":
        paper = "paper" in request.POST
        try:
            dossier = begin_dossier(
                actor,
                request.POST.get("round", ""),
                channel=Channel.PAPER if paper else Channel.ONLINE,
                received_on=day_in(request.POST.get("received_on", "")) if paper else None,
                task_code=request.POST.get("task", ""),
            )
            return redirect("filing-step", dossier.reference, "what")
        except Invalid as error:
            return render(request, "filing/begin.html", {**context, "error": error, "typed": request.POST}, status=422)
    return render(request, "filing/begin.html", context)


def step_of(dossier: Dossier, name: str) -> Step:
    """The step of the dossier's form with that name. Raises NotFound."""
    for step in FORMS[dossier.purpose]:
        if step.name == name:
            return step
    raise NotFound


@login_required
@require_http_methods(["GET", "POST"])
def fill(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """One step: shown, saved as one types (JSON), or saved and on to the next."""
    actor = request.actor  # type: ignore[attr-defined]
    dossier = open_for_editing(actor, reference)
    step = step_of(dossier, name)
    if request.method == "GET":
        return _show(request, dossier, step, form_of(step.questions, answers_of(dossier)))
    if request.headers.get("Accept", "").startswith("application/json"):
        return _autosave(request, reference, step)
    try:
        dossier = save_answers(reference, actor, typed(step.questions, request.POST), revision_of(request))
    except Stale as error:
        form = form_of(step.questions, {}, request.POST)
        form.blame(error)
        return _show(request, dossier, step, form, status=412)
    except Invalid as error:
        _save_the_rest(request, reference, step, error)
        form = form_of(step.questions, {}, request.POST)
        form.blame(error)
        return _show(request, open_for_editing(actor, reference), step, form, status=422)
    return redirect("filing-step", reference, _next(dossier, step))


def open_for_editing(actor: Any, reference: str) -> Dossier:
    """The dossier, if the actor may change it now."""
    with transaction.atomic():
        return editable(actor, reference, None)


def revision_of(request: HttpRequest) -> int | None:
    """The revision on which the page was made."""
    given = request.headers.get("If-Match", "").strip('"') or request.POST.get("revision", "")
    return int(given) if given.isdecimal() else None


def _save_the_rest(request: HttpRequest, reference: str, step: Step, error: Invalid) -> None:
    """What is right is kept even though something else is not."""
    right = {n: v for n, v in typed(step.questions, request.POST).items() if n not in error.fields}
    if right:
        save_answers(reference, request.actor, right)  # type: ignore[attr-defined]


def _autosave(request: HttpRequest, reference: str, step: Step) -> HttpResponse:
    """Answers the new revision as ETag; faults as a problem document. What is right is saved all the same."""
    actor = request.actor  # type: ignore[attr-defined]
    body: dict[str, Any] = {}
    try:
        dossier = save_answers(reference, actor, typed(step.questions, request.POST), revision_of(request))
    except Invalid as error:
        _save_the_rest(request, reference, step, error)
        faults = [{"field": name, "message": str(text)} for name, texts in error.fields.items() for text in texts]
        body = {"title": str(error.message), "status": 422, "errors": faults}
        dossier = open_for_editing(actor, reference)
    except NotFound:
        raise  # hidden and absent answer alike
    except DomainError as error:
        return JsonResponse({"title": str(error.message), "status": error.status, **error.extra}, status=error.status)
    answer = JsonResponse({**body, "revision": dossier.work.revision}, status=422 if body else 200)
    answer["ETag"] = f'"{dossier.work.revision}"'
    return answer


def _next(dossier: Dossier, step: Step) -> str:
    names = [one.name for one in FORMS[dossier.purpose]]
    return names[min(names.index(step.name) + 1, len(names) - 1)]


def _show(request: HttpRequest, dossier: Dossier, step: Step, form: Any, status: int = 200) -> HttpResponse:
    names = [one.name for one in FORMS[dossier.purpose]]
    place = names.index(step.name)
    notice = dossier.notices.last() if dossier.state == "returned" else None
    context = {
        "dossier": dossier,
        "step": step,
        "form": form,
        "steps": steps_of(dossier, step.name),
        "previous": names[place - 1] if place else "",
        "authors": author_rows(dossier) if step.name in ("authors", "send") else [],
        **(unit_rows(dossier) if step.name == "authors" else {}),
        "accepted": ACCEPTED,
        "files": file_rows(dossier) if step.name in ("files", "send") else [],
        "missing": missing_steps(dossier) if step.name == "send" else [],
        "notice": notice,
        "reasons": reasons_of(notice, questions(dossier.purpose)) if notice else [],
    }
    template = {"authors": "filing/authors.html", "files": "filing/files.html", "send": "filing/send.html"}
    return render(request, template.get(step.name, "filing/step.html"), context, status=status)


def typed_rows(data: QueryDict) -> list[dict[str, str]]:
    """The rows of the authors' table as typed; removed and empty ones are left out."""
    total = data.get("authors-TOTAL_FORMS", "0")
    count = min(int(total), MOST) if total.isdecimal() else 0
    rows = [
        {name: data.get(f"authors-{number}-{name}", "") for name in COLUMNS}
        for number in range(count)
        if f"authors-{number}-DELETE" not in data
    ]
    return [row for row in rows if row["person"] or row["full_name"]]


@login_required
@require_POST
def authors(request: HttpRequest, reference: str) -> HttpResponse:
    """Save the table of authors; an empty row is left out."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = typed_rows(request.POST)
    try:
        with transaction.atomic():
            dossier = save_authors(reference, actor, rows, revision_of(request))
            save_units(reference, actor, [code for code in request.POST.getlist("unit") if code])
    except (Invalid, Stale) as error:
        dossier = open_for_editing(actor, reference)
        step = step_of(dossier, "authors")
        form = form_of((), {}, request.POST)
        form.blame(error)
        context = {
            "dossier": dossier, "step": step, "steps": steps_of(dossier, "authors"), "form": form,
            "authors": author_rows(dossier, rows, error), "previous": "what",
            **unit_rows(dossier, request.POST.getlist("unit")),
        }  # fmt: skip
        return render(request, "filing/authors.html", context, status=error.status)
    messages.success(request, _("The authors have been saved; whoever has to agree gets a letter."))
    return redirect("filing-step", reference, "content" if "next" in request.POST else "authors")


@login_required
@require_POST
def send(request: HttpRequest, reference: str) -> HttpResponse:
    """Submit. What is missing is shown on the last step, with links."""
    actor = request.actor  # type: ignore[attr-defined]
    dossier = open_for_editing(actor, reference)
    step = step_of(dossier, "send")
    try:
        save_answers(reference, actor, {"declaration": "declaration" in request.POST})
        dossier = perform(reference, "submit", actor)
    except Invalid as error:
        dossier = open_for_editing(actor, reference)
        form = form_of(step.questions, answers_of(dossier))
        form.blame(error)
        return _show(request, dossier, step, form, status=422)
    messages.success(
        request, _("Submitted under the code %(code)s. The receipt is on its way by mail.") % {"code": dossier.code}
    )
    return redirect("dossier", dossier.reference)


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, link: str) -> HttpResponse:
    """An invited author agrees to their share, or declines; the link in the letter is proof enough."""
    author = author_of_link(link)
    answered = None
    if request.method == "POST":
        answered = answer_invitation(author, "agree" in request.POST)
    return render(request, "filing/confirm.html", {"author": author, "answered": answered, "work": author.work})


@login_required
@require_POST
def confirm_own(request: HttpRequest, reference: str) -> HttpResponse:
    """The same for who has signed in, from the dossier's page."""
    actor = request.actor  # type: ignore[attr-defined]
    dossier = get_visible(Dossier, actor, **by_reference(reference))
    author = Author.objects.filter(work=dossier.work_id, person=actor.person_id).first()
    if author is None:
        raise NotFound
    answer_invitation(author, "agree" in request.POST, actor)
    if "agree" in request.POST:
        messages.success(request, _("Thank you. Your share is confirmed."))
        return redirect("dossier", reference)
    messages.info(request, _("You have declined. The other authors have been told."))
    return redirect("/")


urlpatterns = [
    path("ho-so/moi/", begin, name="filing-begin"),
    path("ho-so/<str:reference>/soan/<slug:name>/", fill, name="filing-step"),
    path("ho-so/<str:reference>/tac-gia/", authors, name="filing-authors"),
    path("ho-so/<str:reference>/nop/", send, name="filing-send"),
    path("ho-so/<str:reference>/xac-nhan/", confirm_own, name="author-confirm"),
    path("xac-nhan-dong-gop/<str:link>/", confirm, name="author-link"),
]
