"""Decisions: gather concluded dossiers, sign off, publish; the paper as it will be printed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from config.errors import DomainError, Invalid, NotFound, StateConflict
from documents.answers import pdf
from frontend.pages.filing_parts import first_open_step
from initiatives.choices import Level
from initiatives.services.stages import file_next
from initiatives.services.storage import open_blob
from organisation.models import Role, Unit
from organisation.policy import get_visible, visible
from organisation.rules.days import day_in
from organisation.steps import demand_fresh, demand_fresh_for_export
from recognition.models import CertificateBatch, Decision
from recognition.policy import drafts_decisions, signs_decisions
from recognition.queries.batches import own_decision, served_zip, stand_of
from recognition.queries.decisions import certificates_of, later_decisions, lines_of
from recognition.services.batches import start_batch, stop_batch
from recognition.services.decisions import draft_decision, drop_draft, publish_decision, sign_decision
from recognition.services.papers import decision_paper
from recognition.services.undecided import undecided

CHANGED = {
    "title": gettext_lazy("Title"), "authors": gettext_lazy("Authors"), "unit": gettext_lazy("Unit"),
    "field": gettext_lazy("Field"), "grade": gettext_lazy("Grade"),
}  # fmt: skip


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Published decisions for everybody; drafts and what waits to be decided for the authority."""
    actor = request.actor  # type: ignore[attr-defined]
    decisions = visible(Decision, actor).select_related("authority").order_by("-signed_on", "-id")[:100]
    groups = undecided(actor) if Role.REGISTRAR in actor.roles else []
    return render(request, "decisions/index.html", {"decisions": decisions, "groups": groups})


@login_required
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Draft a decision from chosen dossiers."""
    actor = request.actor  # type: ignore[attr-defined]
    authority = Unit.objects.filter(code=request.POST.get("authority", "")).first()
    level = request.POST.get("level", "")
    if authority is None or level not in Level.values:
        raise NotFound
    try:
        decision = draft_decision(
            actor, authority, level, request.POST.getlist("dossier"), request.POST.get("title", "")
        )
    except Invalid as error:
        for text in error.fields.get("dossiers", [error.message]):
            messages.error(request, str(text))
        return redirect("decisions")
    return redirect("decision", decision.code)


@require_GET
def show(request: HttpRequest, code: str) -> HttpResponse:
    """One decision: its list, its state, its paper, its certificates."""
    return _page(request, get_visible(Decision, request.actor, code=code))  # type: ignore[attr-defined]


def _page(request: HttpRequest, decision: Decision, error: DomainError | None = None) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    own = drafts_decisions(actor, decision)
    in_force = decision.state in (Decision.State.SIGNED, Decision.State.PUBLISHED)
    lines = lines_of(decision, with_certificates=own and decision.state == Decision.State.DRAFT)
    context = {
        "decision": decision,
        "lines": lines,
        "later": later_decisions(decision) if in_force else (),
        "changes": own and in_force and any(line.stands for line in lines),
        "names": CHANGED,
        "drafts": own,
        "signs": signs_decisions(actor, decision),
        "certificates": certificates_of(decision) if own else [],
        "stand": stand_of(decision) if own and decision.state == Decision.State.PUBLISHED else None,
        "today": timezone.localdate(),
        "error": error,
        "typed": request.POST,
    }
    return render(request, "decisions/show.html", context, status=error.status if error else 200)


@login_required
@require_POST
def sign(request: HttpRequest, code: str) -> HttpResponse:
    """Sign off: the number is given, the recognitions are entered."""
    demand_fresh(request)
    actor = request.actor  # type: ignore[attr-defined]
    said = request.POST.get("signed_on", "")
    try:
        day = day_in(said) if said else timezone.localdate()
        if day is None:
            raise Invalid(_("Some fields need mending."), {"signed_on": [_("Give a day as YYYY-MM-DD.")]})
        decision = sign_decision(
            code, actor, day, request.POST.get("signer_name", ""), request.POST.get("signer_post", "")
        )
    except Invalid as error:
        return _page(request, get_visible(Decision, actor, code=code), error)
    messages.success(request, _("Signed off as %(number)s.") % {"number": decision.reference})
    return redirect("decision", decision.code)


@login_required
@require_POST
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Publish, and issue the certificates."""
    decision = publish_decision(code, request.actor)  # type: ignore[attr-defined]
    messages.success(request, _("Published. The certificates have been issued."))
    return redirect("decision", decision.code)


@login_required
@require_POST
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """Throw a draft away."""
    drop_draft(code, request.actor)  # type: ignore[attr-defined]
    messages.info(request, _("The draft has been thrown away."))
    return redirect("decisions")


@require_GET
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """The decision as PDF; a draft is made anew each time."""
    decision = get_visible(Decision, request.actor, code=code)  # type: ignore[attr-defined]
    with open_blob(decision_paper(decision)) as stream:
        return pdf(stream.read())


@login_required
@require_POST
def batch(request: HttpRequest, code: str) -> HttpResponse:
    """Have the certificates made, or stop that."""
    act = stop_batch if request.POST.get("do") == "stop" else start_batch
    try:
        act(code, request.actor)  # type: ignore[attr-defined]
    except StateConflict as error:
        messages.info(request, str(error.message))
    return redirect("decision", code)


@login_required
@require_GET
def batch_progress(request: HttpRequest, code: str) -> HttpResponse:
    """How far the certificates are; the whole page once nothing moves any more."""
    decision = own_decision(code, request.actor)  # type: ignore[attr-defined]
    stand = stand_of(decision)
    answer = render(request, "decisions/progress.html", {"decision": decision, "stand": stand})
    if stand.state != CertificateBatch.State.RUNNING:
        answer["HX-Refresh"] = "true"
    return answer


@login_required
@require_GET
def batch_file(request: HttpRequest, code: str) -> HttpResponseBase:
    """All certificates in one ZIP."""
    demand_fresh_for_export(request)
    return served_zip(own_decision(code, request.actor))  # type: ignore[attr-defined]


@login_required
@require_POST
def nomination(request: HttpRequest, reference: str) -> HttpResponse:
    """File the next dossier of a work that has passed its stage; the new draft opens."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        dossier = file_next(actor, reference, request.POST.get("round", ""))
    except Invalid as error:
        messages.error(request, str(error.message))
        return redirect("dossier", reference)
    messages.success(request, _("The next dossier is begun. Add what this stage asks for, then submit."))
    return redirect("filing-step", dossier.reference, first_open_step(dossier))


urlpatterns = [
    path("quyet-dinh/", index, name="decisions"),
    path("quyet-dinh/du-thao/", draft, name="decision-draft"),
    path("quyet-dinh/<str:code>/", show, name="decision"),
    path("quyet-dinh/<str:code>/ky/", sign, name="decision-sign"),
    path("quyet-dinh/<str:code>/cong-bo/", publish, name="decision-publish"),
    path("quyet-dinh/<str:code>/bo/", drop, name="decision-drop"),
    path("quyet-dinh/<str:code>/van-ban.pdf", paper, name="decision-paper"),
    path("quyet-dinh/<str:code>/chung-nhan/", batch, name="batch"),
    path("quyet-dinh/<str:code>/chung-nhan/tien-do/", batch_progress, name="batch-progress"),
    path("quyet-dinh/<str:code>/chung-nhan.zip", batch_file, name="batch-file"),
    path("ho-so/<str:reference>/de-nghi/", nomination, name="nominate"),
]
