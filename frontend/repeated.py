"""What pages repeat by the hundred, drawn in one go: a template for each would cost more than the rest of the page."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django.forms.utils import flatatt
from django.utils import formats
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from frontend.filters import Facet, Option


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


def facet_options(facet: Facet, options: Iterable[Option]) -> SafeString:
    """Boxes to tick, each with how many rows have it."""
    between = formats.get_format("THOUSAND_SEPARATOR", use_l10n=True)
    counted = ((option, f"{option.count:,}".replace(",", between)) for option in options)
    return SafeString("".join(_box(facet.name, option, count) for option, count in counted))


def _box(name: str, option: Option, count: str) -> str:
    return (
        '<li><label class="facet-option"><input class="form-check-input" type="checkbox" '
        f'name="{name}" value="{escape(option.value)}"{" checked" if option.chosen else ""}>'
        f'<span>{escape(str(option.label))}</span><span class="facet-count">{count}</span></label></li>'
    )


def marked(parts: Iterable[tuple[str, bool]]) -> SafeString:
    """A text in parts, of which some are what was looked for."""
    return SafeString("".join(f"<mark>{escape(text)}</mark>" if match else escape(text) for text, match in parts))
