"""What is wrong in a register, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recognition.models import RegisterImport

FIELD_NAMES = {
    "number": gettext_lazy("Number"), "title": gettext_lazy("Title"), "authors": gettext_lazy("Authors"),
    "coauthors": gettext_lazy("Co-authors"), "shares": gettext_lazy("Shares"), "unit": gettext_lazy("Unit"),
    "field": gettext_lazy("Field"), "level": gettext_lazy("Level"), "kind": gettext_lazy("Kind"),
    "decision": gettext_lazy("Decision"), "day": gettext_lazy("Day"), "year": gettext_lazy("Year"),
    "grade": gettext_lazy("Grade"), "summary": gettext_lazy("Summary"),
}  # fmt: skip
WORDS = {
    "missing": gettext_lazy("%(field)s is missing"),
    "long": gettext_lazy("%(field)s has more than 500 characters"),
    "twice": gettext_lazy("the same work stands in row %(shown)s already"),
    "day": gettext_lazy("“%(shown)s” is no day"),
    "year": gettext_lazy("“%(shown)s” lies too far back or ahead"),
    "name": gettext_lazy("“%(shown)s” is no name of a person"),
    "again": gettext_lazy("“%(shown)s” stands there twice"),
    "authors": gettext_lazy("too many authors (%(shown)s)"),
    "shares": gettext_lazy("the shares add up to %(shown)s%%, not to 100%%"),
    "level": gettext_lazy("“%(shown)s” is no level"),
    "kind": gettext_lazy("“%(shown)s” is neither an initiative nor a topic"),
    "decision": gettext_lazy("“%(shown)s” is no number of a decision"),
}


def column_letters(place: int) -> str:
    """A column as programs show it: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_of(run: RegisterImport, problem: Mapping[str, Any]) -> str:
    """Where a problem stands: “C12”, or the row alone where its field has no column."""
    place = run.columns.get(problem["field"])
    return f"{column_letters(int(place))}{problem['row']}" if place is not None else str(problem["row"])


def problem_in_words(run: RegisterImport, problem: Mapping[str, Any]) -> str:
    """A problem with its cell."""
    said = WORDS[problem["code"]] % {"field": FIELD_NAMES[problem["field"]], "shown": problem["shown"]}
    return _("%(cell)s: %(said)s") % {"cell": cell_of(run, problem), "said": said}
