"""Rounds: announce one, choose what it is judged by, open what was filed under seal."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from config.errors import Forbidden, Invalid, NotFound
from documents.answers import pdf
from frontend.forms import Dated, Parted, blame, form_page
from initiatives.choices import Level, Purpose
from initiatives.models import Round
from initiatives.policy import HANDLING
from initiatives.services.rounds import open_round
from initiatives.services.sealing import filed_in, may_unseal, opening_pdf, unseal
from organisation.actor import Actor
from organisation.models import Role, Unit
from reviews.models import SchemeVersion
from reviews.queries.schemes import latest_versions
from reviews.services.schemes import bind_scheme


class SchemeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of schemes, by their titles."""

    def label_from_instance(self, scheme: SchemeVersion) -> str:
        """As people know it."""
        return _("%(title)s (version %(number)d)") % {"title": scheme.title, "number": scheme.version}


class RoundForm(Parted, forms.Form):
    """A round and its limits."""

    PARTS = (
        (gettext_lazy("What it takes"), ("authority", "title", "purpose", "level", "scheme")),
        (gettext_lazy("When"), ("opens_on", "closes_on")),
        (gettext_lazy("Time limits"), ("check_working_days", "answer_working_days", "result_months")),
        (gettext_lazy("Conditions"), ("min_share", "max_months_applied")),
        (gettext_lazy("Who reads what"), ("blind", "sealed")),
    )

    authority = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Authority"))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    purpose = forms.ChoiceField(choices=Purpose.choices, label=gettext_lazy("Purpose"))
    level = forms.ChoiceField(choices=Level.choices, label=gettext_lazy("Level"))
    opens_on = forms.DateField(label=gettext_lazy("Opens on"), widget=Dated())
    closes_on = forms.DateField(label=gettext_lazy("Closes on"), widget=Dated())
    check_working_days = forms.IntegerField(
        label=gettext_lazy("Working days to check"), initial=20, min_value=1, max_value=90
    )
    answer_working_days = forms.IntegerField(
        label=gettext_lazy("Working days to answer a return"), initial=20, min_value=1, max_value=90
    )
    result_months = forms.IntegerField(label=gettext_lazy("Months to the result"), initial=3, min_value=1, max_value=24)
    min_share = forms.DecimalField(
        label=gettext_lazy("Smallest share of an author (%)"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
    )
    max_months_applied = forms.IntegerField(
        label=gettext_lazy("Longest time since first application (months)"), required=False, min_value=1, max_value=240
    )
    blind = forms.BooleanField(
        label=gettext_lazy("Blind: the council reads neither authors nor units until it has concluded"), required=False
    )
    sealed = forms.BooleanField(
        label=gettext_lazy("Sealed: nobody reads what was filed until it is opened before witnesses"), required=False
    )
    scheme = SchemeField(
        SchemeVersion.objects.none(), label=gettext_lazy("Scheme"), to_field_name="code",
        help_text=gettext_lazy("It can be changed until a dossier of the round is before a council."),
    )  # fmt: skip

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme"].queryset = latest_versions()  # type: ignore[attr-defined]
        own = Unit.objects.filter(pk__in=actor.over(Role.REGISTRAR), kind__in=["city", "department"]).order_by("name")
        self.fields["authority"].queryset = own  # type: ignore[attr-defined]


@login_required
@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """All rounds, the newest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listed = Round.objects.select_related("authority", "scheme_binding__scheme").order_by("-closes_on", "code")[:200]
    own = actor.over(Role.REGISTRAR)
    handled = actor.over(*HANDLING)
    rows = [
        {
            "round": one,
            "scheme": bound(one),
            "may_bind": one.authority_id in own,
            "handles": one.authority_id in handled,
        }
        for one in listed
    ]
    return render(request, "rounds/index.html", {"rows": rows, "may_open": Role.REGISTRAR in actor.roles})


def bound(round_: Round) -> SchemeVersion | None:
    """The scheme of a round that was read with it."""
    binding = getattr(round_, "scheme_binding", None)
    return binding.scheme if binding else None


class SchemeForm(forms.Form):
    """Another scheme for a round."""

    scheme = SchemeField(SchemeVersion.objects.none(), label=gettext_lazy("Scheme"), empty_label=None)

    def __init__(self, round_: Round, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fitting = SchemeVersion.objects.filter(kind=round_.kind, level=round_.level, purpose=round_.purpose)
        self.fields["scheme"].queryset = fitting.order_by("code", "-version")  # type: ignore[attr-defined]


@login_required
@require_http_methods(["GET", "POST"])
def round_scheme(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the scheme that a round is judged by."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    round_ = get_object_or_404(Round.objects.select_related("scheme_binding__scheme"), code=code)
    form = SchemeForm(round_, request.POST or None, initial={"scheme": bound(round_)})
    if request.method == "POST" and form.is_valid():
        try:
            bind_scheme(round_, form.cleaned_data["scheme"], actor)
            messages.success(request, _("Saved."))
            return redirect("rounds")
        except Invalid as error:
            blame(form, error)
    return form_page(request, form, round_.title, "rounds")


@login_required
@require_http_methods(["GET", "POST"])
def new_round(request: HttpRequest) -> HttpResponse:
    """Open a round."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if Role.REGISTRAR not in actor.roles:
        raise Forbidden(_("Rounds are opened by the registrar of the authority."))
    form = RoundForm(actor, request.POST or None, initial={"opens_on": timezone.localdate(), "level": Level.DEPARTMENT})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                given = dict(form.cleaned_data)
                scheme = given.pop("scheme")
                bind_scheme(open_round(actor, **given), scheme, actor)
            messages.success(request, _("The round has been opened."))
            return redirect("rounds")
        except Invalid as error:
            blame(form, error)
    return form_page(request, form, _("Open a round"), "rounds")


class OpeningForm(forms.Form):
    """Who is present when a sealed round is opened."""

    witnesses = forms.CharField(
        label=gettext_lazy("Who is present"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line: name, office, whom they represent. The record of the opening names them."),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def opening(request: HttpRequest, code: str) -> HttpResponse:
    """A sealed round: how much was filed, the opening, and its record. For those who handle what is filed there."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    round_ = get_object_or_404(Round.objects.select_related("authority", "unsealed_by"), code=code, sealed=True)
    if round_.authority_id not in actor.over(*HANDLING):
        raise NotFound
    form = OpeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            unseal(code, actor, form.cleaned_data["witnesses"])
            messages.success(request, _("The dossiers have been opened."))
            return redirect("round-opening", code)
        except Invalid as error:
            blame(form, error)
    shown = form if may_unseal(round_, actor) else None
    context = {"round": round_, "form": shown, "filed": filed_in(round_).count()}
    return render(request, "rounds/opening.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def opening_record(request: HttpRequest, code: str) -> HttpResponse:
    """The record of the opening as PDF."""
    return pdf(opening_pdf(code, request.actor))  # type: ignore[attr-defined]


urlpatterns = [
    path("dot-xet/", rounds, name="rounds"),
    path("dot-xet/moi/", new_round, name="round-new"),
    path("dot-xet/<str:code>/bo-tieu-chi/", round_scheme, name="round-scheme"),
    path("dot-xet/<str:code>/mo/", opening, name="round-opening"),
    path("dot-xet/<str:code>/mo/bien-ban.pdf", opening_record, name="round-opening-record"),
]
