"""How forms look: `{{ form }}` and `{{ field.as_field_group }}` draw our field component; days; a page that is one
form; faults that services find.
"""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url

from config.errors import DomainError, Invalid
from frontend.repeated import select
from initiatives.rules.budget import money

SELECT = "django/forms/widgets/select.html"


class Renderer(TemplatesSetting):
    """`FORM_RENDERER`: fields through `components/field.html`, all errors summed up at the top with links."""

    form_template_name = "forms/form.html"
    field_template_name = "components/field.html"
    formset_template_name = "forms/formset.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """As Django's, but a select in one go instead of a template for each option: lists of units are long."""
        if template_name == SELECT:
            return select(context["widget"])
        return super().render(template_name, context, request)


class Dated(forms.DateInput):
    """A day, as the browser's own picker writes it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Money(forms.TextInput):
    """Whole đồng, as people here write them: what is filled in beforehand has its dots, what was typed stays."""

    def __init__(self) -> None:
        super().__init__(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def format_value(self, value: Any) -> Any:
        """1.234.567."""
        return money(value) if isinstance(value, int) else super().format_value(value)


class Parted:
    """A form whose fields stand in groups: `PARTS` are titles with the names of fields, in the order in which somebody
    thinks of them.
    """

    PARTS: ClassVar[Sequence[tuple[Any, Sequence[str]]]] = ()

    def parts(self: Any) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """Each title with its fields, as far as the form has them."""
        for title, names in self.PARTS:
            yield title, [self[name] for name in names if name in self.fields]


def form_page(
    request: HttpRequest,
    form: forms.BaseForm,
    title: Any,
    address: str,
    action: Any = "",
    lead: str = "",
    *,
    grave: bool = False,
) -> HttpResponse:
    """A page that is one form: `address` is where Cancel leads, `action` the words of the button (else Save); a button
    that does something `grave` is red.
    """
    told = {"title": title, "lead": lead, "address": resolve_url(address), "action": action, "grave": grave}
    return render(request, "forms/page.html", {"form": form, **told}, status=422 if form.errors else 200)


def first_words(error: DomainError) -> str:
    """What a refusal says first: of a field if it names one."""
    return str(next(iter(error.fields.values()), [error.message])[0])


def blame(form: forms.BaseForm, error: Invalid) -> None:
    """Show the service's faults at the fields of a form, the rest at the top; its sentence where it names no field."""
    if not error.fields:
        form.add_error(None, str(error.message))
    for name, texts in error.fields.items():
        form.add_error(name if name in form.fields else None, [str(text) for text in texts])
