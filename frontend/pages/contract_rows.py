"""The rows of a plan as forms: lines of the budget, instalments, milestones."""

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from frontend.forms import Dated, Money
from initiatives.choices import CostItem, Source
from initiatives.models import Contract
from initiatives.rules.budget import MOST

SPARE = 2
MOST_ROWS = 200


class Dong(forms.IntegerField):
    """Whole đồng; the dots that people set between thousands are let go."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 1, "max_value": MOST, "widget": Money(), **kwargs})

    def to_python(self, value: Any) -> int | None:
        """Raises ValidationError for what is no whole number."""
        return super().to_python(re.sub(r"[\s.,](?=\d{3}(\D|$))", "", str(value or "").strip()))


class LineForm(forms.Form):
    """A line of the budget."""

    use_required_attribute = False
    item = forms.ChoiceField(label=_("Item"), choices=[("", "–"), *CostItem.choices])
    source = forms.ChoiceField(label=_("Source"), choices=[("", "–"), *Source.choices])
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    amount_vnd = Dong(label=_("Amount (đồng)"))


class InstalmentForm(forms.Form):
    """An instalment."""

    use_required_attribute = False
    planned_on = forms.DateField(label=_("Planned on"), widget=Dated())
    planned_vnd = Dong(label=_("Amount (đồng)"))


class MilestoneForm(forms.Form):
    """A part of the work."""

    use_required_attribute = False
    title = forms.CharField(label=_("Work to be done"), max_length=300)
    product = forms.CharField(label=_("Product"), max_length=300, required=False)
    plan_from = forms.DateField(label=_("From"), widget=Dated())
    plan_to = forms.DateField(label=_("To"), widget=Dated())


def _set(form: type[forms.Form], prefix: str, first: Any, data: QueryDict | None) -> Any:
    made = forms.formset_factory(form, extra=SPARE, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
    return made(data, initial=first if data is None else None, prefix=prefix)


def budget_set(contract: Contract, data: QueryDict | None) -> Any:
    """The lines of a budget, as they stand or as they were typed."""
    rows = contract.lines.order_by("year", "source", "item").values("item", "source", "year", "amount_vnd")
    return _set(LineForm, "budget", list(rows), data)


def budget_rows(formset: Any) -> list[dict[str, Any]]:
    """What was typed, without the rows left empty or taken out."""
    return [
        {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
        for form in formset
        if form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]


class Plan:
    """The three tables of a plan."""

    def __init__(self, contract: Contract, data: QueryDict | None) -> None:
        instalments = contract.instalments.values("planned_on", "planned_vnd")
        milestones = contract.milestones.values("title", "product", "plan_from", "plan_to")
        self.budget = budget_set(contract, data)
        self.instalments = _set(InstalmentForm, "instalments", list(instalments), data)
        self.milestones = _set(MilestoneForm, "milestones", list(milestones), data)

    def is_valid(self) -> bool:
        """Whether all rows can be read."""
        return all([self.budget.is_valid(), self.instalments.is_valid(), self.milestones.is_valid()])

    def typed(self) -> dict[str, list[dict[str, Any]]]:
        """As the service takes it."""
        return {name: budget_rows(getattr(self, name)) for name in ("budget", "instalments", "milestones")}
