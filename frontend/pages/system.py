"""How the system is, for administrators: every part examined, what failed and can be tried again, who is told."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.errors import Invalid
from frontend.forms import blame
from operations.checks import examine
from operations.models import Hook
from operations.queries import failed_tasks, failing
from operations.services.hooks import TELLABLE, add_hook, drop_hook
from operations.services.replay import demand_administrator, replay, run_again

MOST_SHOWN = 100
TONES = {"ok": "good", "unused": "info", "warning": "warning", "bad": "bad"}
PART_WORDS = {
    "database": gettext_lazy("Database"), "migrations": gettext_lazy("Version of the database"),
    "storage": gettext_lazy("Stored files"), "antivirus": gettext_lazy("Virus scanner"),
    "disk": gettext_lazy("Disk"), "clock": gettext_lazy("Clock"),
    "journal": gettext_lazy("Journal"), "certificates": gettext_lazy("Certificates of keys"),
    "broker": gettext_lazy("Queue"), "workers": gettext_lazy("Workers"), "beat": gettext_lazy("Planned work"),
    "outbox": gettext_lazy("Outbox"), "search": gettext_lazy("Search index"), "mail": gettext_lazy("Mail"),
}  # fmt: skip
EVENT_WORDS = {
    "dossier_submitted": gettext_lazy("Dossier submitted"), "dossier_admitted": gettext_lazy("Dossier admitted"),
    "dossier_concluded": gettext_lazy("Dossier concluded"), "decision_signed": gettext_lazy("Decision signed off"),
    "decision_published": gettext_lazy("Decision published"),
}  # fmt: skip


class HookForm(forms.Form):
    """An address, and what it is told of."""

    name = forms.CharField(label=gettext_lazy("Whose it is"), max_length=80)
    address = forms.URLField(
        label=gettext_lazy("Address"), max_length=500, assume_scheme="https",
        help_text=gettext_lazy("https:// and in a public network; every message is signed."),
    )  # fmt: skip
    wants = forms.MultipleChoiceField(
        label=gettext_lazy("Events"), choices=[(name, EVENT_WORDS[name]) for name in TELLABLE],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What failed, who is told; with `kham`, every part examined."""
    demand_administrator(request.actor)  # type: ignore[attr-defined]
    return _page(request, HookForm())


def _page(request: HttpRequest, form: HookForm, status: int = 200, secret: str = "") -> HttpResponse:
    findings = [(PART_WORDS[one.name], one, TONES[one.state]) for one in examine()] if "kham" in request.GET else []
    hooks = [
        (hook, [EVENT_WORDS[name] for name in hook.wants]) for hook in Hook.objects.filter(active=True).order_by("pk")
    ]
    context: dict[str, Any] = {
        "findings": findings, "failing": failing()[:MOST_SHOWN], "tasks": failed_tasks(), "hooks": hooks,
        "form": form, "secret": secret,
    }  # fmt: skip
    return render(request, "administration/system.html", context, status=status)


@login_required
@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Try a delivery again now."""
    replay(request.actor, number)  # type: ignore[attr-defined]
    messages.success(request, _("It is being tried again."))
    return redirect("administration-system")


@login_required
@require_POST
def run(request: HttpRequest, number: int) -> HttpResponse:
    """Have a task carried out again now."""
    run_again(request.actor, number)  # type: ignore[attr-defined]
    messages.success(request, _("It is being tried again."))
    return redirect("administration-system")


@login_required
@require_http_methods(["POST"])
def hook(request: HttpRequest) -> HttpResponse:
    """Tell one more address; its secret is shown this once."""
    actor, form = request.actor, HookForm(request.POST)  # type: ignore[attr-defined]
    demand_administrator(actor)
    if form.is_valid():
        try:
            return _page(request, HookForm(), secret=add_hook(actor, **form.cleaned_data).secret)
        except Invalid as error:
            blame(form, error)
    return _page(request, form, status=422)


@login_required
@require_POST
def unhook(request: HttpRequest, number: int) -> HttpResponse:
    """Tell an address no more."""
    drop_hook(request.actor, number)  # type: ignore[attr-defined]
    messages.success(request, _("It is told no more."))
    return redirect("administration-system")


urlpatterns = [
    path("quan-tri/he-thong/", index, name="administration-system"),
    path("quan-tri/he-thong/lam-lai/<int:number>/", again, name="administration-replay"),
    path("quan-tri/he-thong/chay-lai/<int:number>/", run, name="administration-run"),
    path("quan-tri/he-thong/webhook/", hook, name="administration-hook"),
    path("quan-tri/he-thong/webhook/<int:number>/bo/", unhook, name="administration-unhook"),
]
