"""What a correction puts right in a row of the register: its words before and after, and whether they can stand.

Pure. A change is `{"from": before, "to": after}` by the name of what is changed; authors are lists of plain rows
`{"person", "full_name", "workplace", "share"}`, the share in percent with two decimals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from initiatives.rules import shares

NAMES = ("title", "authors", "unit", "field", "grade")
LONGEST = {"title": 500, "grade": 40, "full_name": 120, "workplace": 200}
MOST_AUTHORS = 200
Author = Mapping[str, str]
Changes = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Words:
    """What a row says; unit and field by their codes."""

    title: str
    authors: tuple[Author, ...]
    unit: str
    field: str
    grade: str

    def corrected(self, changes: Mapping[str, Mapping[str, Any]]) -> "Words":
        """The words after the changes."""
        told = {name: change["to"] for name, change in changes.items()}
        return Words(
            title=told.get("title", self.title),
            authors=tuple(told.get("authors", self.authors)),
            unit=told.get("unit", self.unit),
            field=told.get("field", self.field),
            grade=told.get("grade", self.grade),
        )


def changes_of(before: Words, said: Mapping[str, Any]) -> Changes:
    """What differs between a row and what is said of it; what is not said stays."""
    now = {"title": before.title, "authors": list(before.authors), "unit": before.unit, "field": before.field,
           "grade": before.grade}  # fmt: skip
    return {name: {"from": now[name], "to": said[name]} for name in NAMES if name in said and said[name] != now[name]}


def faults_of(changes: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Why the words after the changes cannot stand: a code by the name of what is wrong; empty when they can."""
    faults: dict[str, str] = {}
    for name in ("title", "grade"):
        text = changes[name]["to"] if name in changes else None
        if text is not None and len(text) > LONGEST[name]:
            faults[name] = "long"
    for name in ("title", "unit"):
        if name in changes and not changes[name]["to"]:
            faults[name] = "missing"
    if "authors" in changes and (fault := _fault_of_authors(changes["authors"]["to"])):
        faults["authors"] = fault
    return faults


def _fault_of_authors(authors: Sequence[Author]) -> str:
    people = [one["person"] for one in authors if one["person"]]
    if not authors or len(authors) > MOST_AUTHORS or not all(one["full_name"] for one in authors):
        return "missing"
    if len(set(people)) < len(people):
        return "twice"
    if any(len(one[name]) > LONGEST[name] for one in authors for name in ("full_name", "workplace")):
        return "long"
    read = [share for one in authors if (share := shares.read(one["share"])) is not None]
    return "" if len(read) == len(authors) and shares.are_whole(read) else "shares"
