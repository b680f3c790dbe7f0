"""Forms made from the questions of `initiatives.rules.forms`. They show and keep what was typed; services check it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import DomainError
from frontend.forms import Money
from frontend.tables import RowsWidget, typed_rows
from initiatives.queries.choices import field_choices
from initiatives.rules.forms import Question
from organisation.models import Unit


class QuestionForm(forms.Form):
    """Never validates by itself: faults come from the service, so that pages and API say the same."""

    use_required_attribute = False

    def blame(self, error: DomainError) -> None:
        """Show the service's faults at their fields, the rest at the top."""
        errors = ErrorDict()
        for name, texts in error.fields.items():
            key = name if name in self.fields else "__all__"
            errors.setdefault(key, ErrorList(renderer=self.renderer)).extend(str(text) for text in texts)
        if not error.fields and error.message:
            errors["__all__"] = ErrorList([str(error.message)], renderer=self.renderer)
        self._errors = errors

    def full_clean(self) -> None:
        """Nothing to check here; `blame` fills the errors."""
        self._errors = ErrorDict()
        self.cleaned_data = {}


def form_of(questions: Iterable[Question], answers: Mapping[str, Any], data: QueryDict | None = None) -> QuestionForm:
    """A form for these questions, with the stored answers or with what was typed just now."""
    fields = {question.name: _field(question) for question in questions}
    made: type[QuestionForm] = type("Form", (QuestionForm,), dict(fields))
    return made(data=data, initial={name: answers.get(name) for name in fields})


def typed(questions: Iterable[Question], data: QueryDict) -> dict[str, Any]:
    """What was typed, by question, for the service. A field that was not sent is left alone, but for ticks and
    choices.
    """
    answers: dict[str, Any] = {}
    for question in questions:
        if question.kind == "choices":
            answers[question.name] = data.getlist(question.name)
        elif question.kind == "tick":
            answers[question.name] = question.name in data
        elif question.kind == "rows":
            if f"{question.name}-TOTAL_FORMS" in data:
                answers[question.name] = typed_rows(question, data)
        elif question.name in data:
            answers[question.name] = data[question.name]
    return answers


def _field(question: Question) -> forms.Field:
    words: dict[str, Any] = {
        "label": _(question.label),
        "help_text": _(question.help) if question.help else "",
        "required": question.required,
    }
    if question.kind == "choices":
        options = [(name, _(label)) for name, label in question.options]
        return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **words)
    if question.kind == "choice":
        options = [("", "–"), *((name, _(label)) for name, label in question.options)]
        return forms.ChoiceField(choices=options, **words)
    if question.kind == "reference":
        return forms.ChoiceField(choices=_references(question), **words)
    if question.kind == "rows":
        return forms.Field(widget=RowsWidget(question, _field), **words)
    if question.kind == "tick":
        return forms.BooleanField(**words)
    return forms.CharField(widget=_widget(question), **words)


def _widget(question: Question) -> forms.Widget:
    if question.kind == "date":
        return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    if question.kind == "money":
        return Money()
    if question.kind == "number":
        return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    if question.kind == "line":
        return forms.TextInput(attrs={"maxlength": question.limit, "autocomplete": "off"})
    return forms.Textarea(attrs={"rows": 3 if question.limit <= 5_000 else 6, "maxlength": question.limit})


def _references(question: Question) -> list[tuple[str, str]]:
    if question.name == "field":
        return [("", _("Choose…")), *field_choices()]
    today = timezone.localdate()
    units = Unit.objects.exclude(valid_to__lt=today).exclude(kind="other", path="").order_by("name")
    found = [(code, name) for code, name in units.values_list("code", "name")]
    return found if question.required else [("", "–"), *found]
