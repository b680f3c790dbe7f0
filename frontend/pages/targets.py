"""Set targets and change them; the versions of one."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from config.errors import Forbidden, Invalid, NotFound, Stale
from frontend.forms import Dated, Parted
from initiatives.choices import Kind, Level
from initiatives.queries.choices import field_choices
from organisation.models import Unit
from recognition.models import Target
from recognition.policy import sets_targets
from recognition.queries.versions import versions_of
from recognition.services.targets import over, set_target

FREE_ROWS = 4


class TargetForm(Parted, forms.Form):
    """A target: what is counted, against what, how much more."""

    PARTS = (
        (gettext_lazy("The promise"), ("title_vi", "title_en", "code", "growth", "period_from", "period_to", "source")),
        (gettext_lazy("What counts"), ("levels", "kinds", "fields_", "units")),
        (gettext_lazy("Against what"), ("method", "baseline_from", "baseline_to", "baseline_value", "baseline_source")),
    )

    title_vi = forms.CharField(label=gettext_lazy("Title in Vietnamese"), max_length=250)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=250)
    code = forms.SlugField(
        label=gettext_lazy("Code"), max_length=40,
        help_text=gettext_lazy("Short, for addresses: letters without marks, digits, hyphens."),
    )  # fmt: skip
    levels = forms.MultipleChoiceField(
        label=gettext_lazy("Levels"), choices=Level.choices, widget=forms.CheckboxSelectMultiple
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds"), choices=Kind.choices, widget=forms.CheckboxSelectMultiple, required=False,
        help_text=gettext_lazy("None chosen: all of them."),
    )  # fmt: skip
    fields_ = forms.MultipleChoiceField(
        label=gettext_lazy("Fields"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=gettext_lazy("None chosen: all of them."),
    )  # fmt: skip
    units = forms.MultipleChoiceField(
        label=gettext_lazy("Units"), widget=forms.SelectMultiple(attrs={"size": 6}), required=False,
        help_text=gettext_lazy("A unit counts with all units below it. None chosen: the whole city."),
    )  # fmt: skip
    method = forms.ChoiceField(
        label=gettext_lazy("Method"), choices=Target.Method.choices, initial=Target.Method.TERM,
        help_text=gettext_lazy("Yearly averages need periods of whole months."),
    )  # fmt: skip
    baseline_from = forms.DateField(label=gettext_lazy("Baseline from"), widget=Dated())
    baseline_to = forms.DateField(label=gettext_lazy("Baseline to"), widget=Dated())
    baseline_value = forms.IntegerField(
        label=gettext_lazy("Baseline figure"), required=False, min_value=0, max_value=10_000_000,
        help_text=gettext_lazy("Leave it empty to have it counted from the register."),
    )  # fmt: skip
    baseline_source = forms.CharField(
        label=gettext_lazy("Source of the baseline"), max_length=300, required=False,
        help_text=gettext_lazy("The document that gives the figure, where one is entered."),
    )  # fmt: skip
    growth = forms.DecimalField(label=gettext_lazy("Growth (%)"), initial=Decimal(20), decimal_places=2, max_digits=6)
    period_from = forms.DateField(label=gettext_lazy("Period from"), widget=Dated())
    period_to = forms.DateField(label=gettext_lazy("Period to"), widget=Dated())
    source = forms.CharField(label=gettext_lazy("Source of the target"), max_length=300, required=False)
    reason = forms.CharField(label=gettext_lazy("Reason for the change"), max_length=500)

    def __init__(self, *args: Any, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fields_"].choices = field_choices()  # type: ignore[attr-defined]
        self.fields["units"].choices = unit_choices()  # type: ignore[attr-defined]
        del self.fields["reason" if new else "code"]


def unit_choices() -> list[tuple[str, str]]:
    """Every unit by name."""
    return list(Unit.objects.order_by("name").values_list("code", "name"))


class ShareForm(forms.Form):
    """What one unit is to bring, in percent of the whole."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    share = forms.DecimalField(
        label=gettext_lazy("Share (%)"), required=False, min_value=0, max_value=100, decimal_places=2
    )

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("Choose…")), *units]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Both or nothing."""
        said = super().clean() or {}
        if bool(said.get("unit")) != bool(said.get("share")):
            raise ValidationError(_("A share needs a unit and a percentage."))
        return said


Shares = forms.formset_factory(ShareForm, extra=FREE_ROWS)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str = "") -> HttpResponse:
    """A new target, or the next version of one."""
    actor = request.actor  # type: ignore[attr-defined]
    target = Target.objects.filter(code=code).first() if code else None
    if code and target is None:
        raise NotFound
    if not actor.over("registrar") or (target and not sets_targets(actor, over(target.units))):
        raise Forbidden(_("A target is set by the registrar of all the units that it counts."))
    data = request.POST if request.method == "POST" else None
    form = TargetForm(data, initial=_initial(target), new=target is None)
    shares = Shares(
        data, initial=[{"unit": unit, "share": share} for unit, share in target.shares.items()] if target else [],
        prefix="share", form_kwargs={"units": unit_choices()},
    )  # fmt: skip
    if data and form.is_valid() and shares.is_valid():
        try:
            made = _set(request, form, shares, code)
            messages.success(request, _("Version %(number)d of the target stands.") % {"number": made.version})
            return redirect(f"{reverse('targets')}?chi-tieu={made.code}")
        except (Invalid, Stale) as error:
            _blame(form, error)
    context = {"form": form, "shares": shares, "target": target, "seen": data.get("seen") if data else None}
    return render(request, "targets/edit.html", context, status=422 if data else 200)


def _initial(target: Target | None) -> dict[str, Any]:
    if target is None:
        return {}
    values = {name: getattr(target, name) for name in TargetForm.base_fields if hasattr(target, name)}
    return {**values, "fields_": target.fields, "growth": f"{target.growth.normalize():f}"}


def _set(request: HttpRequest, form: TargetForm, shares: Any, code: str) -> Target:
    values = {name: value for name, value in form.cleaned_data.items() if name not in ("fields_", "code", "reason")}
    rows = [row for row in shares.cleaned_data if row.get("unit")]
    if len({row["unit"] for row in rows}) < len(rows):
        raise Invalid(_("Some fields need mending."), {"shares": [_("A unit stands there twice.")]})
    seen = request.POST.get("seen", "")
    actor = request.actor  # type: ignore[attr-defined]
    return set_target(
        actor, code or form.cleaned_data["code"], (int(seen) if seen.isdecimal() else 0) if code else None,
        form.cleaned_data.get("reason", ""), fields=form.cleaned_data["fields_"],
        shares={row["unit"]: f"{row['share'].normalize():f}" for row in rows}, **values,
    )  # fmt: skip


def _blame(form: TargetForm, error: Invalid | Stale) -> None:
    """Each fault at its field; what concerns no field of the form, at the top."""
    faults: Mapping[str, Any] = error.fields or {"": [error.message]}
    for name, texts in faults.items():
        at = "fields_" if name == "fields" else name
        form.add_error(at if at in form.fields else None, [str(text) for text in texts])


@login_required
@require_GET
def versions(request: HttpRequest, code: str) -> HttpResponse:
    """Every version of a target: who changed what, and why."""
    target = Target.objects.filter(code=code).first()
    if target is None:
        raise NotFound
    names = {name: field.label for name, field in TargetForm.base_fields.items()} | {
        "fields": TargetForm.base_fields["fields_"].label, "shares": _("Shares by unit"),
    }  # fmt: skip
    rows = [
        {"version": one, "changed": [(names.get(name, name), _shown(one.target, name)) for name in one.changed]}
        for one in versions_of(target)
    ]
    return render(request, "targets/versions.html", {"target": target, "rows": rows})


def _shown(target: Target, name: str) -> Any:
    """A value in words; days stay days."""
    value = target.get_method_display() if name == "method" else getattr(target, name)
    if name == "levels":
        return ", ".join(str(Level(one).label) for one in value)
    if name == "kinds":
        return ", ".join(str(Kind(one).label) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{unit}: {share}%" for unit, share in value.items())
    return ", ".join(value) if isinstance(value, list) else value


urlpatterns = [
    path("chi-tieu/moi/", edit, name="target-new"),
    path("chi-tieu/<slug:code>/sua/", edit, name="target-edit"),
    path("chi-tieu/<slug:code>/phien-ban/", versions, name="target-versions"),
]
