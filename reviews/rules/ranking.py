"""Ranking competitors: the highest total wins; equal totals are parted by the scheme's rule, else by people."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from reviews.rules.exact import shown, spelled
from reviews.rules.explanation import NEEDS_DECISION, NOT_PASSED, PASSED, Conclusion, Step
from reviews.rules.scheme import Scheme

Key = tuple[Fraction, Fraction | None]


@dataclass(frozen=True, slots=True)
class Place:
    """A passed competitor's place (1 is best); equal ones share it."""

    competitor: str
    place: int
    total: Fraction
    by_chair: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """`winner` is None where nobody passed (`not_passed`), or the rules cannot part the first (`needs_decision`)."""

    outcome: str
    winner: str | None
    places: tuple[Place, ...]
    steps: tuple[Step, ...]


def rank(scheme: Scheme, conclusions: Mapping[str, Conclusion]) -> Ranking:
    """Rank the competitors that passed, by the exact total of their conclusions.

    Raises: ValueError if the scheme does not rank, or a conclusion is of another scheme.
    """
    if scheme.ranking is None or any(c.scheme != scheme.code for c in conclusions.values()):
        raise ValueError(scheme.code)
    passed = {name: c.score for name, c in sorted(conclusions.items()) if c.outcome == PASSED and c.score is not None}
    chairs = {name: _chair(conclusions[name]) for name in passed} if scheme.ranking.tie == "chair_sheet" else {}
    places = tuple(_places(passed, chairs))
    first = [place.competitor for place in places if place.place == 1]
    outcome = PASSED if len(first) == 1 else NEEDS_DECISION if first else NOT_PASSED
    totals = [
        {"competitor": p.competitor, "place": p.place, "total": spelled(p.total), "shown": shown(p.total)}
        for p in places
    ]
    step = Step("ranking", {"totals": totals, "by_chair": any(p.by_chair for p in places)},
                {"first": first, "outcome": outcome}, outcome == PASSED, scheme.ranking.citation)  # fmt: skip
    return Ranking(outcome, first[0] if outcome == PASSED else None, places, (step,))


def _chair(conclusion: Conclusion) -> Fraction | None:
    step = conclusion.step("chair_sheet")
    points = step.result["points"] if step else None
    return None if points is None else Fraction(points)


def _places(totals: Mapping[str, Fraction], chairs: Mapping[str, Fraction | None]) -> list[Place]:
    ordered = sorted(totals, key=lambda name: (-totals[name], name))
    places: list[Place] = []
    for total, group in groupby(ordered, key=lambda name: totals[name]):
        equal = list(group)
        places += _parted(equal, total, chairs, len(places) + 1)
    return places


def _parted(equal: list[str], total: Fraction, chairs: Mapping[str, Fraction | None], start: int) -> list[Place]:
    """Equal totals, by the chair's sheet where there is one for each of them; else they share the place."""
    scores = {name: score for name in equal if (score := chairs.get(name)) is not None}
    if len(equal) == 1 or len(scores) < len(equal):
        return [Place(name, start, total, False) for name in equal]
    ordered = sorted(equal, key=lambda name: (-scores[name], name))
    higher = {name: sum(scores[other] > scores[name] for other in equal) for name in equal}
    return [Place(name, start + higher[name], total, True) for name in ordered]
