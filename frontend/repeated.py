"""What pages repeat by the hundred, drawn in one go: a template for each would cost more than the rest of the page."""

import re
from collections.abc import Iterable
from html import escape
from typing import Any

from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.utils import flatatt
from django.utils import formats
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from frontend.filters import Facet, Option

UNSAID = BLANK_CHOICE_DASH[0][1]
_SPECIAL = re.compile(r"[&<>\"']").search


def select(widget: dict[str, Any]) -> SafeString:
    """A select of Django's own context for it."""
    groups = SafeString("".join(_group(name, options) for name, options, _index in widget["optgroups"]))
    return format_html('<select name="{}"{}>{}</select>', widget["name"], flatatt(widget["attrs"]), groups)


def _group(name: str | None, options: list[dict[str, Any]]) -> SafeString:
    inner = SafeString("".join(map(_option, options)))
    return format_html('<optgroup label="{}">{}</optgroup>', name, inner) if name else inner


def _option(one: dict[str, Any]) -> str:
    attributes = flatatt(one["attrs"]) if one["attrs"] else ""
    label = _("Choose…") if one["label"] == UNSAID else one["label"]  # Django's dashes say nothing
    return f'<option value="{conditional_escape(one["value"])}"{attributes}>{conditional_escape(label)}</option>'


def escaped(text: str) -> str:
    """`html.escape`, which puts five times through what has nothing to escape."""
    return escape(text) if _SPECIAL(text) else text


def facet_box(facet: Facet) -> SafeString:
    """A facet: its first options, the rest folded unless one of them is chosen."""
    first, rest = facet.first, facet.rest
    opened = " open" if facet.rest_chosen else ""
    more = f"<details{opened}><summary>{_('More')}</summary><ul>{facet_options(facet, rest)}</ul></details>"
    return SafeString(
        f'<fieldset class="facet"><legend>{escaped(str(facet.label))}</legend>'
        f"<ul>{facet_options(facet, first)}</ul>{more if rest else ''}</fieldset>"
    )


def facet_options(facet: Facet, options: Iterable[Option]) -> SafeString:
    """Boxes to tick, each with how many rows have it."""
    between = formats.get_format("THOUSAND_SEPARATOR", use_l10n=True)
    counted = ((option, f"{option.count:,}".replace(",", between)) for option in options)
    return SafeString("".join(_box(facet.name, option, count) for option, count in counted))


def _box(name: str, option: Option, count: str) -> str:
    return (
        '<li><label class="facet-option"><input class="form-check-input" type="checkbox" '
        f'name="{name}" value="{escaped(option.value)}"{" checked" if option.chosen else ""}>'
        f'<span>{escaped(str(option.label))}</span><span class="facet-count">{count}</span></label></li>'
    )


def marked(parts: Iterable[tuple[str, bool]]) -> SafeString:
    """A text in parts, of which some are what was looked for."""
    return SafeString("".join([f"<mark>{escaped(text)}</mark>" if match else escaped(text) for text, match in parts]))
