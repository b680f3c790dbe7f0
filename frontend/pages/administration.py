"""Administration: units as a tree on a day, people with their roles, rounds. Who may is decided by the services."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from config.errors import Forbidden, Invalid
from initiatives.choices import Level, Purpose
from initiatives.models import Round
from initiatives.services.rounds import open_round
from organisation.actor import Actor
from organisation.models import Membership, Person, Role, Unit
from organisation.queries import people_named
from organisation.services.people import enter_person
from organisation.services.units import enter_unit
from reviews.models import SchemeVersion
from reviews.queries.schemes import latest_versions
from reviews.services.schemes import bind_scheme


class Dated(forms.DateInput):
    """A day, as the browser's own picker writes it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _units() -> Any:
    return Unit.objects.order_by("name")


class UnitForm(forms.ModelForm):  # type: ignore[type-arg]
    """A unit with the dates between which it exists and who took over from it."""

    class Meta:
        model = Unit
        fields = ("code", "name", "short_name", "kind", "parent", "valid_from", "valid_to", "successors", "source")
        widgets = {"valid_from": Dated(), "valid_to": Dated(), "successors": forms.SelectMultiple(attrs={"size": 6})}


class PersonForm(forms.Form):
    """A staff record with its first role, and an account if a user name is given."""

    code = forms.CharField(label=gettext_lazy("Staff code"), max_length=30)
    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("E-mail"))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Unit"))
    role = forms.ChoiceField(choices=Role.choices, label=gettext_lazy("Role"))
    job_title = forms.CharField(label=gettext_lazy("Job title"), max_length=120, required=False)
    since = forms.DateField(label=gettext_lazy("From"), widget=Dated())
    username = forms.CharField(
        label=gettext_lazy("User name"), max_length=60, required=False,
        help_text=gettext_lazy("With a user name an account is made; its owner sets the password by the reset link."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = _units()  # type: ignore[attr-defined]


class SchemeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of schemes, by their titles."""

    def label_from_instance(self, scheme: SchemeVersion) -> str:
        """As people know it."""
        return _("%(title)s (version %(number)d)") % {"title": scheme.title, "number": scheme.version}


class RoundForm(forms.Form):
    """A round and its limits."""

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

    scheme = SchemeField(
        SchemeVersion.objects.none(), label=gettext_lazy("Scheme"), to_field_name="code", empty_label=None,
        help_text=gettext_lazy("It can be changed until a dossier of the round is before a council."),
    )  # fmt: skip

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme"].queryset = latest_versions()  # type: ignore[attr-defined]
        own = Unit.objects.filter(pk__in=actor.over(Role.REGISTRAR), kind__in=["city", "department"]).order_by("name")
        self.fields["authority"].queryset = own  # type: ignore[attr-defined]


def _administrator(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if Role.ADMINISTRATOR not in actor.roles:
        raise Forbidden(_("This page is for administrators."))
    return actor


def _blame(form: forms.Form, error: Invalid) -> None:
    for name, texts in error.fields.items():
        form.add_error(name if name in form.fields else None, [str(text) for text in texts])


@login_required
@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """The tree as it is on a day."""
    _administrator(request)
    day = _day(request.GET.get("ngay", ""))
    standing = (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_to=None) | Q(valid_to__gte=day))
    rows = Unit.objects.filter(standing).prefetch_related("successors").order_by("path")
    listed = [{"unit": unit, "depth": max(0, unit.path.count(".") - 1)} for unit in rows]
    return render(request, "administration/units.html", {"rows": listed, "day": day})


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


@login_required
@require_http_methods(["GET", "POST"])
def edit_unit(request: HttpRequest, code: str = "") -> HttpResponse:
    """Enter a unit, or change one: end it, name its successors."""
    actor = _administrator(request)
    unit = Unit.objects.filter(code=code).first()
    form = UnitForm(request.POST or None, instance=unit)
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name not in ("code", "successors")}
        enter_unit(actor, form.cleaned_data["code"], form.cleaned_data["successors"], **values)
        messages.success(request, _("Saved."))
        return redirect("administration-units")
    context = {"form": form, "title": unit.name if unit else _("New unit"), "back": "administration-units"}
    return render(request, "administration/form.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """People by name, with the roles they hold."""
    _administrator(request)
    words = request.GET.get("q", "").strip()
    held = Prefetch("memberships", Membership.objects.select_related("unit").order_by("valid_from"))
    found = people_named(words, 100) if words else Person.objects.exclude(user=None).order_by("name_key")[:100]
    return render(
        request,
        "administration/people.html",
        {"people": found.prefetch_related(None).prefetch_related(held), "words": words},
    )


@login_required
@require_http_methods(["GET", "POST"])
def new_person(request: HttpRequest) -> HttpResponse:
    """Enter somebody with a role, and give them an account."""
    actor = _administrator(request)
    form = PersonForm(request.POST or None, initial={"since": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            enter_person(actor, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("administration-people")
        except Invalid as error:
            _blame(form, error)
    context = {"form": form, "title": _("New person or role"), "back": "administration-people"}
    return render(request, "administration/form.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """All rounds, the newest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listed = Round.objects.select_related("authority", "scheme_binding__scheme").order_by("-closes_on", "code")[:200]
    own = actor.over(Role.REGISTRAR)
    rows = [{"round": one, "scheme": bound(one), "may_bind": one.authority_id in own} for one in listed]
    return render(request, "administration/rounds.html", {"rows": rows, "may_open": Role.REGISTRAR in actor.roles})


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
            _blame(form, error)
    context = {"form": form, "title": round_.title, "back": "rounds"}
    return render(request, "administration/form.html", context, status=422 if form.errors else 200)


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
            _blame(form, error)
    context = {"form": form, "title": _("Open a round"), "back": "rounds"}
    return render(request, "administration/form.html", context, status=422 if form.errors else 200)


urlpatterns = [
    path("quan-tri/", units, name="administration-units"),
    path("quan-tri/don-vi/", edit_unit, name="administration-unit-new"),
    path("quan-tri/don-vi/<str:code>/", edit_unit, name="administration-unit"),
    path("quan-tri/nguoi/", people, name="administration-people"),
    path("quan-tri/nguoi/moi/", new_person, name="administration-person-new"),
    path("dot-xet/", rounds, name="rounds"),
    path("dot-xet/moi/", new_round, name="round-new"),
    path("dot-xet/<str:code>/bo-tieu-chi/", round_scheme, name="round-scheme"),
]
