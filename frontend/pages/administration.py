"""Administration: units as a tree on a day, people with their roles. Who may is decided by the services."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from config.errors import Forbidden, Invalid
from frontend.forms import Dated, blame, form_page
from organisation.actor import Actor
from organisation.models import Membership, Person, Role, Unit
from organisation.queries import people_named
from organisation.rules.days import day_in
from organisation.services.people import enter_person
from organisation.services.units import enter_unit


def _units() -> Any:
    return Unit.objects.order_by("name")


class UnitForm(forms.ModelForm):  # type: ignore[type-arg]
    """A unit with the dates between which it exists and who took over from it."""

    class Meta:
        model = Unit
        fields = ("code", "name", "short_name", "kind", "parent", "valid_from", "valid_to", "successors", "source")
        labels = {"parent": gettext_lazy("Part of"), "successors": gettext_lazy("Successors")}
        help_texts = {
            "successors": gettext_lazy(
                "Only for a unit that has ended. Several are chosen with Ctrl (on a Mac: Command)."
            ),
            "source": gettext_lazy("The paper that set the unit up, merged or ended it."),
        }
        widgets = {"valid_from": Dated(), "valid_to": Dated(), "successors": forms.SelectMultiple(attrs={"size": 6})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = self.instance.pk is not None  # another code would be another unit
        others = _units().exclude(pk=self.instance.pk)
        self.fields["parent"].queryset = self.fields["successors"].queryset = others  # type: ignore[attr-defined]


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


def _administrator(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if Role.ADMINISTRATOR not in actor.roles:
        raise Forbidden(_("This page is for administrators."))
    return actor


@login_required
@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """The tree as it is on a day."""
    _administrator(request)
    day = day_in(request.GET.get("ngay", "")) or timezone.localdate()
    standing = (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_to=None) | Q(valid_to__gte=day))
    rows = Unit.objects.filter(standing).prefetch_related("successors").order_by("path")
    listed = [{"unit": unit, "depth": max(0, unit.path.count(".") - 1)} for unit in rows]
    return render(request, "administration/units.html", {"rows": listed, "day": day})


@login_required
@require_http_methods(["GET", "POST"])
def edit_unit(request: HttpRequest, code: str = "") -> HttpResponse:
    """Enter a unit, or change one: end it, name its successors."""
    actor = _administrator(request)
    unit = get_object_or_404(Unit, code=code) if code else None
    form = UnitForm(request.POST or None, instance=unit)
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name not in ("code", "successors")}
        try:
            enter_unit(actor, form.cleaned_data["code"], form.cleaned_data["successors"], **values)
            messages.success(request, _("Saved."))
            return redirect("administration-units")
        except Invalid as error:
            blame(form, error)
    return form_page(request, form, unit.name if unit else _("New unit"), "administration-units")


@login_required
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """People by name, with the roles they hold."""
    _administrator(request)
    words = request.GET.get("q", "").strip()
    held = Prefetch("memberships", Membership.objects.select_related("unit").order_by("valid_from"))
    found = people_named(words, 100) if words else Person.objects.exclude(user=None).order_by("name_key")[:100]
    second_step = Exists(Authenticator.objects.filter(user=OuterRef("user")))
    with_account = found.select_related("user").annotate(has_second_step=second_step)
    return render(
        request,
        "administration/people.html",
        {"people": with_account.prefetch_related(None).prefetch_related(held), "words": words},
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
            blame(form, error)
    return form_page(request, form, _("New person or role"), "administration-people")


urlpatterns = [
    path("quan-tri/", units, name="administration-units"),
    path("quan-tri/don-vi/", edit_unit, name="administration-unit-new"),
    path("quan-tri/don-vi/<str:code>/", edit_unit, name="administration-unit"),
    path("quan-tri/nguoi/", people, name="administration-people"),
    path("quan-tri/nguoi/moi/", new_person, name="administration-person-new"),
]
