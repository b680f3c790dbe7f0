"""Rows of the list that is opened most, drawn in one go: `{% load lists %}`."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from frontend.templatetags.ui import address, due, sign

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
