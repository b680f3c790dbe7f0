"""A question that is a table: rows that people add and take out, each with a field for every column."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from initiatives.rules.forms import Question

SPARE = 1
LONG_LINE = 250
"""A cell that takes more than so many characters grows with what is in it, so that all of it can be read."""


def typed_rows(question: Question, data: QueryDict) -> list[dict[str, str]]:
    """The rows as typed; removed ones and those with nothing in them are left out."""
    total = data.get(f"{question.name}-TOTAL_FORMS", "0")
    numbers = range(min(int(total), question.limit + 1) if total.isdecimal() else 0)
    rows = [
        {column.name: data.get(f"{question.name}-{n}-{column.name}", "") for column in question.columns}
        for n in numbers
        if f"{question.name}-{n}-DELETE" not in data
    ]
    return [row for row in rows if any(value.strip() for value in row.values())]


class RowsWidget(forms.Widget):
    """Draws the rows; without scripts there is an empty one to fill in after each saving."""

    template_name = "components/rows.html"
    use_fieldset = True

    def __init__(self, question: Question, field: Callable[[Question], forms.Field]) -> None:
        super().__init__()
        self.question, self.field = question, field

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        """What was typed."""
        return typed_rows(self.question, data)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The formset of the rows, in the component that all tables have."""
        fields = {column.name: self._cell(column) for column in self.question.columns}
        row = type("Row", (forms.Form,), {"use_required_attribute": False, **fields})
        made: type[forms.BaseFormSet[Any]] = forms.formset_factory(
            row, extra=SPARE, can_delete=True, max_num=self.question.limit
        )
        formset = made(initial=value or [], prefix=name)
        context = {"formset": formset, "row": "contracts/row.html", "add": _("Add a row")}
        return SafeString(render_to_string(self.template_name, context))

    def _cell(self, column: Question) -> forms.Field:
        field = self.field(column)
        if column.kind == "line" and column.limit > LONG_LINE:
            field.widget = forms.Textarea(attrs={"rows": 1, "maxlength": column.limit, "class": "grows"})
        return field


def table_of(
    question: Question, rows: Sequence[Mapping[str, Any]], shown: Callable[[Question, Any], str]
) -> dict[str, Any]:
    """Heads and cells, for reading."""
    return {
        "heads": [
            {"label": _(column.label), "number": column.kind in ("money", "number")} for column in question.columns
        ],
        "rows": [
            [
                {"text": shown(column, row.get(column.name, "")), "number": column.kind in ("money", "number")}
                for column in question.columns
            ]
            for row in rows
        ],
    }
