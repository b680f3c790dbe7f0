"""Inputs that contradict each other, or the scheme, are refused: nothing follows from what cannot have happened."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from reviews.rules.exact import number
from reviews.rules.scheme import Scheme
from reviews.rules.seats import Attendance, Inputs, Role
from reviews.rules.sheets import score_faults

MOST_MEMBERS = 200
REFUSED = ("unknown_criterion", "not_a_number", "not_an_answer")


@dataclass(frozen=True, slots=True)
class InputProblem:
    """What to mend: `path` in the request ("sheets.0.scores.novelty"), a stable `code`, and what the sentence needs."""

    path: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)


class InputError(ValueError):
    """The inputs cannot be used; `problems` say where and why."""

    def __init__(self, problems: Sequence[InputProblem]) -> None:
        super().__init__("; ".join(f"{problem.path}: {problem.code}" for problem in problems))
        self.problems = tuple(problems)


def refuse_contradictions(scheme: Scheme, inputs: Inputs) -> None:
    """Raise InputError with all that is wrong. Without quorum nothing but the attendance is looked at."""
    if problems := contradictions(scheme, inputs):
        raise InputError(problems)


def contradictions(scheme: Scheme, inputs: Inputs) -> list[InputProblem]:
    """All that is wrong, in the order of the request."""
    problems = list(_attendance(inputs.attendance))
    if problems or not scheme.quorum.check(inputs.attendance).holds:
        return problems
    return [*_sheets(scheme, inputs), *_ballots(scheme, inputs), *_flags(scheme, inputs)]


def _attendance(attendance: Attendance) -> Iterator[InputProblem]:
    if not 0 < attendance.members <= MOST_MEMBERS:
        yield InputProblem("members", "out_of_range", {"least": 1, "most": MOST_MEMBERS})
    elif len(attendance.present) > attendance.members:
        yield InputProblem("present", "too_many", {"most": attendance.members})
    yield from _twice("present", [seat.id for seat in attendance.present])
    chairs = [n for n, seat in enumerate(attendance.present) if seat.role == Role.CHAIR]
    yield from (InputProblem(f"present.{n}.role", "second_chair") for n in chairs[1:])


def _twice(name: str, seats: Sequence[str]) -> Iterator[InputProblem]:
    seen: Counter[str] = Counter()
    for position, seat in enumerate(seats):
        if seen[seat]:
            yield InputProblem(f"{name}.{position}.seat", "twice", {"value": seat})
        seen[seat] += 1


def _sheets(scheme: Scheme, inputs: Inputs) -> Iterator[InputProblem]:
    if len(inputs.sheets) > inputs.attendance.members:
        yield InputProblem("sheets", "too_many", {"most": inputs.attendance.members})
    yield from _twice("sheets", [sheet.seat for sheet in inputs.sheets])
    if not scheme.criteria:
        return
    for position, sheet in enumerate(inputs.sheets):
        for fault in score_faults(scheme.criteria, sheet.scores):
            if fault.code in REFUSED:
                path = f"sheets.{position}.scores.{fault.criterion}"
                yield InputProblem(path, fault.code, {"value": fault.value, "known": _codes(scheme)})


def _codes(scheme: Scheme) -> str:
    return ", ".join(criterion.code for criterion in scheme.criteria)


def _ballots(scheme: Scheme, inputs: Inputs) -> Iterator[InputProblem]:
    present = len(inputs.attendance.present)
    if scheme.ballot and len(inputs.ballots) > present:
        yield InputProblem("ballots", "too_many", {"most": present})


def _flags(scheme: Scheme, inputs: Inputs) -> Iterator[InputProblem]:
    read: dict[str, Fraction] = {}
    for name, raw in inputs.flags.items():
        if name not in scheme.flag_names:
            yield InputProblem(f"flags.{name}", "unknown_flag", {"known": ", ".join(scheme.flag_names)})
        elif raw not in ("", None):
            yield from _figure(name, raw, read)
    if scheme.community:
        votes, highest = (read.get(name) for name in scheme.community.names)
        if votes is not None and highest is not None and votes > highest:
            yield InputProblem(f"flags.{scheme.community.votes}", "above_highest", {"known": scheme.community.highest})


def _figure(name: str, raw: object, read: dict[str, Fraction]) -> Iterator[InputProblem]:
    try:
        read[name] = number(raw)
    except ValueError:
        yield InputProblem(f"flags.{name}", "not_a_number", {"value": str(raw)[:40]})
    else:
        if read[name] < 0:
            yield InputProblem(f"flags.{name}", "below_zero", {"value": str(raw)[:40]})
