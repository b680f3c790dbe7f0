"""Teams apart from the council, on pages: their members row by row, and the tables of what they found."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from config.errors import Invalid
from frontend.questions import typed
from initiatives.machine import read_form
from initiatives.models import Appraisal, Measurement
from initiatives.rules.forms import Question
from initiatives.services.teams import MOST

MEMBER = {"person": "person", "name": "full_name", "office": "office"}


def team_of(request: HttpRequest, kept: Appraisal | Measurement | None) -> list[dict[str, Any]]:
    """The members of the team as typed, else as kept; rows taken out or left empty are left away. One row too
    many is the service's to refuse.
    """
    if request.method != "POST":
        return _kept(kept) if kept else []
    total, typed_ = request.POST.get("members-TOTAL_FORMS", "0"), request.POST
    rows = [
        {name: typed_.get(f"members-{n}-{asked}", "").strip() for name, asked in MEMBER.items()}
        for n in range(min(int(total), MOST + 1) if total.isascii() and total.isdecimal() else 0)
        if f"members-{n}-DELETE" not in typed_
    ]
    return [row for row in rows if any(row.values())]


def _kept(kept: Appraisal | Measurement) -> list[dict[str, Any]]:
    codes = {one.full_name: one.code for one in kept.people.all()}
    lines = [line.partition(", ") for line in kept.members.splitlines()]
    return [{"person": codes.get(name, ""), "name": name, "office": office} for name, _comma, office in lines]


def blame_team(team: list[dict[str, Any]], error: Invalid) -> None:
    """Show the service's faults at the rows of the members."""
    for number, row in enumerate(team):
        row["faults"] = error.fields.get(f"members.{number}.person", ())


def rows_whole(table: Question, data: QueryDict) -> list[dict[str, Any]]:
    """The rows as typed, read as those of a dossier are. Raises Invalid, also where a cell is left empty."""
    rows: list[dict[str, Any]] = read_form((table,), typed((table,), data))[table.name]
    if any(value == "" for row in rows for value in row.values()):
        raise Invalid(_("Some fields need mending."), {table.name: [_("Fill in every cell of a row.")]})
    return rows
