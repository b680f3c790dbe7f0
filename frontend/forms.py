"""How forms look: `{{ form }}` and `{{ field.as_field_group }}` draw our field component; days; a page that is one
form; faults that services find.
"""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from config.errors import Invalid

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


def select(widget: dict[str, Any]) -> SafeString:
    """A select of Django's own context for it."""
    groups = SafeString("".join(_group(name, options) for name, options, _index in widget["optgroups"]))
    return format_html('<select name="{}"{}>{}</select>', widget["name"], flatatt(widget["attrs"]), groups)


def _group(name: str | None, options: list[dict[str, Any]]) -> SafeString:
    inner = SafeString("".join(map(_option, options)))
    return format_html('<optgroup label="{}">{}</optgroup>', name, inner) if name else inner


def _option(one: dict[str, Any]) -> str:
    attributes = flatatt(one["attrs"]) if one["attrs"] else ""
    return f'<option value="{conditional_escape(one["value"])}"{attributes}>{conditional_escape(one["label"])}</option>'


class Dated(forms.DateInput):
    """A day, as the browser's own picker writes it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def form_page(request: HttpRequest, form: forms.BaseForm, title: Any, address: str, action: Any = "") -> HttpResponse:
    """A page that is one form: `address` is where Cancel leads, `action` the words of the button (else Save)."""
    context = {"form": form, "title": title, "address": resolve_url(address), "action": action}
    return render(request, "forms/page.html", context, status=422 if form.errors else 200)


def blame(form: forms.Form, error: Invalid) -> None:
    """Show the service's faults at the fields of a form, the rest at the top."""
    for name, texts in error.fields.items():
        form.add_error(name if name in form.fields else None, [str(text) for text in texts])
