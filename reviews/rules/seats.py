"""Who sits, who is there, what they gave: the inputs of a conclusion."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Self

from reviews.rules.exact import number, spelled

Score = Decimal | Fraction | int | str


class Role(StrEnum):
    """What somebody is on a council."""

    CHAIR = "chair"
    DEPUTY = "deputy"
    SECRETARY = "secretary"
    REVIEWER = "reviewer"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Seat:
    """A place on the council; `id` is any text that tells it from the others."""

    id: str
    role: Role = Role.MEMBER


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many members the council has for this dossier, and which of them are present."""

    members: int
    present: tuple[Seat, ...] = ()

    def count(self, role: Role) -> int:
        """How many of the role are present."""
        return sum(seat.role == role for seat in self.present)

    @property
    def chair(self) -> str | None:
        """The id of the chair's seat, if the chair is present."""
        return next((seat.id for seat in self.present if seat.role == Role.CHAIR), None)


@dataclass(frozen=True, slots=True)
class SheetInput:
    """One member's sheet: scores by criterion; a number, or the answer to a question ("yes", "excellent")."""

    seat: str
    scores: Mapping[str, Score] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a conclusion is drawn from. Ballots are choices without voters; flags are figures by name."""

    attendance: Attendance
    sheets: tuple[SheetInput, ...] = ()
    ballots: tuple[str, ...] = ()
    flags: Mapping[str, Score] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The request of `try`, sorted, numbers as text: equal inputs in any order give equal JSON."""
        present = sorted(self.attendance.present, key=lambda seat: seat.id)
        sheets = sorted(self.sheets, key=lambda sheet: sheet.seat)
        return {
            "members": self.attendance.members,
            "present": [{"seat": seat.id, "role": str(seat.role)} for seat in present],
            "sheets": [{"seat": sheet.seat, "scores": _told(sheet.scores)} for sheet in sheets],
            "ballots": sorted(self.ballots),
            "flags": _told(self.flags),
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """From what `to_json` gave; for outside JSON see `trying.read_payload`."""
        present = tuple(Seat(row["seat"], Role(row["role"])) for row in data["present"])
        sheets = tuple(SheetInput(row["seat"], row["scores"]) for row in data["sheets"])
        return cls(Attendance(data["members"], present), sheets, tuple(data["ballots"]), data["flags"])


def _told(scores: Mapping[str, Score]) -> dict[str, str]:
    return {name: _text(scores[name]) for name in sorted(scores)}


def _text(score: object) -> str:
    """As the rules read it again: nothing as an empty text, truths as answers, numbers exactly."""
    if score is None or isinstance(score, str):
        return score or ""
    if isinstance(score, bool):
        return "yes" if score else "no"
    return spelled(number(score))


def attendance_of(
    seats: Collection[Seat], present: Collection[str], recused: Collection[str], recused_count: bool
) -> Attendance:
    """The attendance for one dossier. A recused member is never present; whether they count among the members is the
    scheme's setting (`scheme.council.recused_count`).
    """
    here = tuple(seat for seat in seats if seat.id in present and seat.id not in recused)
    away = 0 if recused_count else sum(seat.id in recused for seat in seats)
    return Attendance(len(seats) - away, here)


def tally(ballots: Collection[str], choices: Collection[str]) -> tuple[dict[str, int], int]:
    """How often each choice was made, and how many ballots are none of the choices."""
    counted = Counter(ballots)
    votes = {choice: counted[choice] for choice in choices}
    return votes, len(ballots) - sum(votes.values())
