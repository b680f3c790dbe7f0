"""What a form offers to choose from: fields of application, and rounds. Each asks one statement, compiled once."""

from functools import cache

from django.utils.translation import get_language

from initiatives.models import Field, Round
from organisation.prepared import Prepared, prepared_rows

LATEST = 60
"""Rounds offered to choose from, the last opened first."""


def field_choices() -> list[tuple[str, str]]:
    """Code and name of every field, the name in the reader's language."""
    english = get_language() == "en"
    return [(code, name_en if english else name_vi) for code, name_vi, name_en in _fields().rows()]


def round_choices() -> list[tuple[str, str]]:
    """Code and title of the latest rounds."""
    return [(code, title) for code, title in _rounds().rows()]


@cache
def _fields() -> Prepared:
    return prepared_rows(Field.objects.values_list("code", "name_vi", "name_en"))


@cache
def _rounds() -> Prepared:
    return prepared_rows(Round.objects.order_by("-opens_on", "code").values_list("code", "title")[:LATEST])
