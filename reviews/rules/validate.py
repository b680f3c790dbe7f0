"""Is this text a scheme? All that is wrong, each at its line; or the scheme."""

import re
import tomllib
from decimal import Decimal
from typing import Any

from reviews.rules.problems import Found, Problem, SchemeError
from reviews.rules.reading.checks import check_scheme
from reviews.rules.reading.lines import Lines
from reviews.rules.reading.sections import read_scheme
from reviews.rules.reading.table import Table
from reviews.rules.scheme import Scheme

MOST_CHARACTERS = 200_000
_PLACE = re.compile(r"\(at line (\d+), column \d+\)")


def parse_scheme(text: str) -> Scheme:
    """The scheme that a TOML text describes. Raises SchemeError with every problem found."""
    scheme, problems = _read(text)
    if scheme is None or problems:
        raise SchemeError(problems)
    return scheme


def validate(text: str) -> list[Problem]:
    """What is wrong with a text, in the order of lines; nothing, if it is a scheme.

    What contradicts itself is looked for once every value is of its kind.
    """
    return _read(text)[1]


def _read(text: str) -> tuple[Scheme | None, list[Problem]]:
    if len(text) > MOST_CHARACTERS:
        return None, [Problem(1, "", "text_too_long", {"most": MOST_CHARACTERS})]
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as fault:
        return None, [_syntax(text, fault)]
    return _checked(text, data)


def _syntax(text: str, fault: Exception) -> Problem:
    place = _PLACE.search(str(fault))
    line = int(place[1]) if place else text.count("\n") + 1 if "end of document" in str(fault) else 1
    return Problem(line, "", "syntax", {"detail": _PLACE.sub("", str(fault)).strip()[:200]})


def _checked(text: str, data: dict[str, Any]) -> tuple[Scheme | None, list[Problem]]:
    found: list[Found] = []
    scheme = read_scheme(Table(data, (), found))
    if not found:
        found = list(check_scheme(scheme))
    lines = Lines(text)
    problems = [Problem(lines.of(item.path), ".".join(map(str, item.path)), item.code, item.params) for item in found]
    return scheme, sorted(problems, key=lambda problem: (problem.line, problem.path, problem.code))
