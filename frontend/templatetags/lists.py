"""Rows of the lists that are opened most, drawn in one go: `{% load lists %}`."""

from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from frontend.repeated import marked
from frontend.templatetags.ui import address, badge, due, sign

register = template.Library()


@register.simple_tag
def dossier_rows(rows: Iterable[Mapping[str, Any]], may_choose: bool) -> SafeString:
    """The rows of the list of dossiers; `may_choose` puts a box to tick before each.

    As nodes of a template the fifty rows would cost more than the rest of the page.
    """
    untitled, today = _("Untitled draft"), timezone.localdate()
    return SafeString(
        "".join(
            f"<tr>{_box(row['code']) if may_choose else ''}"
            f'<td class="code">{escape(row["code"] or "–")}</td>'
            f'<th scope="row" class="wide"><a href="{escape(address("dossier", row["reference"]))}">'
            f"{escape(row['work__title'] or untitled)}</a>"
            f'<p class="form-hint">{escape(row["work__unit__name"])}</p></th>'
            f"<td>{sign(row['level'], 'level')}</td><td>{sign(row['state'])}</td>"
            f"<td>{due(row['due_on'], today)}</td></tr>"
            for row in rows
        )
    )


def _box(code: str) -> str:
    shown = escape(code)
    return (
        f'<td><input class="form-check-input" type="checkbox" name="dossier" value="{shown}" aria-label="{shown}"></td>'
    )


@register.simple_tag
def hit_rows(hits: Iterable[Mapping[str, Any]]) -> SafeString:
    """The hits of a search: title and passage marked, the facts between them, the signs below."""
    signs = cache(_hit_signs)  # a page has few kinds of hits
    return SafeString(
        "".join(
            f'<li class="hit"><h2>{_hit_title(hit)}</h2><p class="hit-facts">{_hit_facts(hit)}</p>{_hit_text(hit)}'
            f"<p>{signs(hit['kind'], hit['level'], hit['state'], hit.get('demonstration', False))}</p></li>"
            for hit in hits
        )
    )


def _hit_title(hit: Mapping[str, Any]) -> str:
    title = marked(hit["title_parts"])
    external = "" if hit["code"] else ' rel="noopener external"'
    return f'<a href="{escape(hit["address"])}"{external}>{title}</a>' if hit["address"] else title


def _hit_facts(hit: Mapping[str, Any]) -> str:
    code = f'<span class="code">{escape(hit["code"])}</span>' if hit["code"] else ""
    return " · ".join(filter(None, [code, *map(escape, (hit["unit"], hit["year"], ", ".join(hit["authors"])))]))


def _hit_text(hit: Mapping[str, Any]) -> str:
    """The passage, with the page of the file that it is from."""
    if not hit["parts"]:
        return ""
    page = hit["page"]
    where = _("%(file)s, page %(number)s") % {"file": page.file, "number": page.number} if page else ""
    named = f" <small>{escape(where)}</small>" if where else ""
    return f'<p class="hit-text">{marked(hit["parts"])}{named}</p>'


def _hit_signs(kind: str, level: str, state: str, demonstration: bool) -> str:
    standing = badge("neutral", "info-circle", _("Published elsewhere")) if state == "published" else ""
    shown = f'<small class="demonstration">{escape(_("Demonstration data"))}</small>' if demonstration else ""
    found = [sign(kind, "kind"), sign(level, "level") if level else "", standing or (sign(state) if state else "")]
    return " ".join(filter(None, [*found, shown]))
