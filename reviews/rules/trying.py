"""Trying a scheme on given sheets, ballots and attendance: JSON in, JSON out, nothing stored."""

from collections.abc import Iterator, Mapping
from typing import Any

from reviews.rules.conclude import conclude_inputs
from reviews.rules.consistency import InputError, InputProblem, contradictions
from reviews.rules.exact import LONGEST
from reviews.rules.scheme import Scheme
from reviews.rules.seats import Attendance, Inputs, Role, Seat, SheetInput

FIELDS = ("version", "members", "present", "sheets", "ballots", "flags")
LONGEST_NAME = 100
MOST_ROWS = 500

Problems = list[InputProblem]


def try_scheme(scheme: Scheme, payload: Any) -> dict[str, Any]:
    """The answer to `POST /schemes/{code}/try/`: {"outcome", "grade", "score", "steps"}; `score` is the shown value as
    text, or None where no points are given. Each step is {"rule", "inputs", "result", "citation"}.

    Raises: InputError with a path and a code for everything that is wrong with the request.
    """
    inputs = read_payload(scheme, payload)
    conclusion = conclude_inputs(scheme, inputs)
    return {
        "outcome": conclusion.outcome,
        "grade": conclusion.grade,
        "score": conclusion.shown,
        "steps": [step.told() for step in conclusion.steps],
    }


def read_payload(scheme: Scheme, payload: Any) -> Inputs:
    """The request as inputs. Raises InputError."""
    problems: Problems = []
    if not isinstance(payload, Mapping):
        raise InputError([InputProblem("", "not_an_object")])
    known = ", ".join(FIELDS)
    problems += [InputProblem(str(name), "unknown_field", {"known": known}) for name in payload if name not in FIELDS]
    if payload.get("version") not in (None, scheme.version):
        problems.append(InputProblem("version", "unknown_version", {"version": scheme.version}))
    inputs = Inputs(
        Attendance(_members(payload, problems), tuple(_present(payload, problems))),
        tuple(_sheets(payload, problems)),
        tuple(_ballots(payload, problems)),
        _flags(payload, problems),
    )
    problems = problems or contradictions(scheme, inputs)
    if problems:
        raise InputError(problems)
    return inputs


def _members(payload: Mapping[str, Any], problems: Problems) -> int:
    members = payload.get("members")
    if isinstance(members, int) and not isinstance(members, bool):
        return members
    problems.append(InputProblem("members", "required" if members is None else "not_whole"))
    return 1


def _rows(payload: Mapping[str, Any], name: str, problems: Problems) -> list[Any]:
    rows = payload.get(name)
    if rows is None:
        return []
    if not isinstance(rows, list | tuple):
        problems.append(InputProblem(name, "not_a_list"))
        return []
    if len(rows) > MOST_ROWS:
        problems.append(InputProblem(name, "too_many", {"most": MOST_ROWS}))
        return []
    return list(rows)


def _objects(
    payload: Mapping[str, Any], name: str, known: tuple[str, ...], problems: Problems
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The rows of a list that are objects of known fields, with their paths."""
    for position, row in enumerate(_rows(payload, name, problems)):
        path = f"{name}.{position}"
        if not isinstance(row, Mapping):
            problems.append(InputProblem(path, "not_an_object"))
            continue
        problems += [
            InputProblem(f"{path}.{key}", "unknown_field", {"known": ", ".join(known)})
            for key in row
            if key not in known
        ]
        yield path, row


def _seat(path: str, row: Mapping[str, Any], problems: Problems) -> str:
    seat = row.get("seat")
    if isinstance(seat, bool) or not isinstance(seat, str | int) or not 0 < len(str(seat)) <= LONGEST_NAME:
        problems.append(InputProblem(f"{path}.seat", "required" if seat in (None, "") else "not_text"))
        return path
    return str(seat)


def _present(payload: Mapping[str, Any], problems: Problems) -> Iterator[Seat]:
    for path, row in _objects(payload, "present", ("seat", "role"), problems):
        seat, role = _seat(path, row, problems), row.get("role", Role.MEMBER)
        if not isinstance(role, str) or role not in list(Role):
            told = {"value": str(role)[:LONGEST], "known": ", ".join(Role)}
            problems.append(InputProblem(f"{path}.role", "unknown_role", told))
            role = Role.MEMBER
        yield Seat(seat, Role(role))


def _sheets(payload: Mapping[str, Any], problems: Problems) -> Iterator[SheetInput]:
    for path, row in _objects(payload, "sheets", ("seat", "scores"), problems):
        seat, scores = _seat(path, row, problems), row.get("scores")
        if not isinstance(scores, Mapping):
            problems.append(InputProblem(f"{path}.scores", "required" if scores is None else "not_an_object"))
            scores = {}
        yield SheetInput(seat, _plain(f"{path}.scores", scores, problems))


def _plain(path: str, scores: Mapping[Any, Any], problems: Problems) -> dict[str, Any]:
    """Names with numbers, words, truths or nothing; no lists and no objects."""
    if len(scores) > MOST_ROWS:
        problems.append(InputProblem(path, "too_many", {"most": MOST_ROWS}))
        return {}
    nested = [name for name, value in scores.items() if isinstance(value, Mapping | list | tuple)]
    problems += [InputProblem(f"{path}.{name}", "not_a_number", {"value": "…"}) for name in nested]
    return {str(name): value for name, value in scores.items() if name not in nested}


def _ballots(payload: Mapping[str, Any], problems: Problems) -> Iterator[str]:
    """A choice that the scheme does not know is an invalid ballot, not a wrong request."""
    for position, choice in enumerate(_rows(payload, "ballots", problems)):
        if isinstance(choice, str) and len(choice) <= LONGEST_NAME:
            yield choice
        else:
            problems.append(InputProblem(f"ballots.{position}", "not_text"))


def _flags(payload: Mapping[str, Any], problems: Problems) -> dict[str, Any]:
    flags = payload.get("flags")
    if flags is not None and not isinstance(flags, Mapping):
        problems.append(InputProblem("flags", "not_an_object"))
        return {}
    return _plain("flags", flags or {}, problems)
