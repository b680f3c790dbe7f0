"""One dossier: what it says, where it stands, what may be done with it now, and by whom."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.errors import DomainError, Forbidden, Invalid, NotFound, TooLarge
from documents.answers import pdf
from frontend.pages import dossier_parts as parts
from frontend.pages.filing_parts import file_rows
from initiatives.files.kinds import refuse
from initiatives.machine import Transition
from initiatives.models import Dossier
from initiatives.queries import by_reference, dossiers_visible_to
from initiatives.queries.appeals import appeals_on
from initiatives.services import blinding, files, papers
from initiatives.services.dossiers import perform
from initiatives.workflow import WORKFLOW
from organisation.policy import get_visible


def _get(request: HttpRequest, reference: str) -> Dossier:
    rows = dossiers_visible_to(request.actor).prefetch_related("work__authors")  # type: ignore[attr-defined]
    dossier = rows.filter(**by_reference(reference)).first()
    if dossier is None:
        raise NotFound
    return dossier


@login_required
@require_GET
def show(request: HttpRequest, reference: str, part: str = "") -> HttpResponse:
    """The dossier's page; `part` is the tab."""
    dossier = _get(request, reference)
    if dossier.code and reference != dossier.code:
        return redirect("dossier", dossier.code)
    if part not in parts.TABS:
        raise NotFound
    return _part(request, dossier, part)


def _part(request: HttpRequest, dossier: Dossier, part: str, error: DomainError | None = None) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    appeals = appeals_on(actor, dossier.pk) if dossier.code else []
    context = {
        "error": error,
        "dossier": dossier,
        "tabs": parts.tabs(dossier, part),
        "actions": parts.actions(actor, dossier, appeals),
        "standing": parts.standing(actor, dossier),
        "appeals": appeals,
        "recognised": parts.recognised(actor, dossier),
        **parts.TABS[part].context(request, dossier),
    }
    return render(request, parts.TABS[part].template, context, status=error.status if error else 200)


@login_required
@require_http_methods(["GET", "POST"])
def transition(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """A transition that asks for something: its form, and the deed."""
    actor = request.actor  # type: ignore[attr-defined]
    dossier = get_visible(Dossier, actor, **by_reference(reference))
    step = WORKFLOW[name]
    if step not in parts.open_transitions(actor, dossier):
        raise Forbidden(_("This is for others to do, or no longer possible."))
    if request.method == "GET":
        return _form(request, dossier, step, parts.TransitionForm(step, dossier))
    form = parts.TransitionForm(step, dossier, request.POST)
    try:
        dossier = perform(reference, name, actor, **form.typed())
    except Invalid as error:
        form.blame(error)
        return _form(request, dossier, step, form, status=422)
    messages.success(request, _("Done: %(title)s.") % {"title": _(step.title)})
    return redirect("dossier", dossier.reference)


def _form(request: HttpRequest, dossier: Dossier, step: Transition, form: Any, status: int = 200) -> HttpResponse:
    context = {"dossier": dossier, "transition": step, "title": _(step.title), "form": form}
    return render(request, "dossiers/transition.html", context, status=status)


@login_required
@require_POST
def upload(request: HttpRequest, reference: str) -> HttpResponse:
    """Take one or several files; scripts get the new list, plain forms come back to the step."""
    actor = request.actor  # type: ignore[attr-defined]
    scripted = request.headers.get("HX-Request") == "true"
    try:
        for upload in request.FILES.getlist("file"):
            files.attach(reference, actor, upload.name or "", upload)
    except NotFound:
        raise  # hidden and absent answer alike
    except DomainError as error:
        if not scripted:
            raise
        texts = [str(text) for texts in error.fields.values() for text in texts] or [str(error.message)]
        body = {
            "title": texts[0],
            "status": error.status,
            "errors": [{"field": "file", "message": text} for text in texts],
        }
        return JsonResponse(body, status=error.status)
    dossier = _get(request, reference)
    if scripted:
        return render(request, "filing/file_list.html", {"files": file_rows(dossier)})
    return redirect("filing-step", reference, "files")


@login_required
@require_POST
def remove_file(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Take a file out of a draft."""
    files.remove(reference, request.actor, number)  # type: ignore[attr-defined]
    return redirect("filing-step", reference, "files")


@login_required
@require_GET
def read_file(request: HttpRequest, reference: str, number: int) -> FileResponse:
    """The bytes of a file, for whoever may see the dossier."""
    return files.response(reference, request.actor, number, inline="xem" in request.GET)  # type: ignore[attr-defined]


@login_required
@require_http_methods(["GET", "POST"])
def redacted(request: HttpRequest, reference: str, number: int) -> FileResponse | HttpResponse:
    """A file's copy without names, for the council of a blind round; a new one takes its place."""
    actor = request.actor  # type: ignore[attr-defined]
    if request.method == "GET":
        copy = blinding.redacted_copy(reference, actor, number)
        return files.served(copy.name, copy.blob, inline="xem" in request.GET)
    try:
        upload = request.FILES.get("file")
        if upload is None:
            raise refuse(_("Choose a file."))
        blinding.add_redacted_copy(reference, actor, number, upload.name or "", upload)
    except (Invalid, TooLarge) as error:
        return _part(request, _get(request, reference), "tep", error)
    messages.success(request, _("The copy without names is kept."))
    return redirect("dossier-part", reference, "tep")


@login_required
@require_GET
def application(request: HttpRequest, reference: str) -> HttpResponse:
    """The application as PDF: of the last version, or of the draft as it stands."""
    dossier = _get(request, reference)
    return pdf(papers.application_pdf(dossier, request.actor), f"{dossier.reference}.pdf")  # type: ignore[attr-defined]


urlpatterns = [
    path("ho-so/<str:reference>/", show, name="dossier"),
    path("ho-so/<str:reference>/viec/<slug:name>/", transition, name="dossier-transition"),
    path("ho-so/<str:reference>/tep/", upload, name="dossier-files"),
    path("ho-so/<str:reference>/tep/<int:number>/", read_file, name="dossier-file"),
    path("ho-so/<str:reference>/tep/<int:number>/bo/", remove_file, name="dossier-file-remove"),
    path("ho-so/<str:reference>/tep/<int:number>/khong-ten/", redacted, name="dossier-file-redacted"),
    path("ho-so/<str:reference>/don.pdf", application, name="dossier-application"),
    path("ho-so/<str:reference>/muc/<slug:part>/", show, name="dossier-part"),
]
