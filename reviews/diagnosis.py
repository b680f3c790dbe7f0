"""Who scores strictly and who leniently: a diagnosis for the chair before deliberation, never part of a legal score.

Totals are taken apart into a dossier's part and a member's part by least squares (the additive two-way model), so that
a member who happened to get the weak dossiers is not called strict. Intervals are 95 % of Student's t.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist, mean, pstdev

import numpy as np

FEWEST = 3  # dossiers in common below which nothing is said of a member
SURE = 0.95


@dataclass(frozen=True, slots=True)
class Mark:
    """One locked sheet: the total, each criterion as a share of its maximum (0 to 1), and whether it has words."""

    dossier: int
    member: int
    total: float
    shares: tuple[float, ...] = ()
    commented: bool = True


@dataclass(frozen=True, slots=True)
class Severity:
    """Points by which a member scores above (lenient) or below (strict) the council, with the interval's limits."""

    points: float
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """`strict`, `lenient`, or `usual` where the interval holds nought."""
        if self.high < 0:
            return "strict"
        return "lenient" if self.low > 0 else "usual"


@dataclass(frozen=True, slots=True)
class Profile:
    """A member's habits.

    `spread`: standard deviation of the totals given; `agreement`: rank correlation with the mean of the others (-1 to
    1); `flat`: sheets with the same share on every criterion; `silent`: sheets without a word.
    """

    member: int
    sheets: int
    mean: float
    spread: float
    severity: Severity | None
    agreement: float | None
    flat: int
    silent: int


def profiles(marks: Sequence[Mark]) -> tuple[Profile, ...]:
    """One profile for each member, the strictest first; those of whom nothing can be said come last."""
    severities = severity_of(marks)
    by_member = _grouped(marks, "member")
    found = [_profile(member, own, marks, severities.get(member)) for member, own in by_member.items()]
    return tuple(sorted(found, key=lambda one: (one.severity is None, one.severity.points if one.severity else 0.0)))


def _profile(member: int, own: Sequence[Mark], marks: Sequence[Mark], severity: Severity | None) -> Profile:
    totals = [mark.total for mark in own]
    return Profile(
        member, len(own), mean(totals), pstdev(totals), severity, agreement_of(member, marks),
        flat=sum(_is_flat(mark) for mark in own), silent=sum(not mark.commented for mark in own),
    )  # fmt: skip


def _is_flat(mark: Mark) -> bool:
    return len(mark.shares) > 1 and max(mark.shares) - min(mark.shares) < 1e-9


def _grouped(marks: Sequence[Mark], by: str) -> dict[int, list[Mark]]:
    groups: dict[int, list[Mark]] = {}
    for mark in marks:
        groups.setdefault(getattr(mark, by), []).append(mark)
    return groups


def severity_of(marks: Sequence[Mark]) -> dict[int, Severity]:
    """Severity by member, for members with enough dossiers that others scored too; empty where nothing can be told."""
    shared = {dossier for dossier, rows in _grouped(marks, "dossier").items() if len(rows) > 1}
    used = [mark for mark in marks if mark.dossier in shared]
    members = sorted({mark.member for mark in used})
    dossiers = sorted(shared)
    freedom = len(used) - len(dossiers) - len(members) + 1
    if len(members) < 2 or freedom < 1:
        return {}
    design, values = _equations(used, dossiers, members)
    effects, variances = _solved(design, values, len(dossiers), freedom)
    reach = quantile(SURE, freedom)
    counts = {member: len(rows) for member, rows in _grouped(used, "member").items()}
    return {
        member: Severity(points, points - reach * error, points + reach * error)
        for member, points, error in zip(members, effects, np.sqrt(variances), strict=True)
        if counts[member] >= FEWEST
    }


def _equations(
    marks: Sequence[Mark], dossiers: Sequence[int], members: Sequence[int]
) -> tuple["np.ndarray[tuple[int, int], np.dtype[np.float64]]", "np.ndarray[tuple[int], np.dtype[np.float64]]"]:
    """A row for each sheet: its dossier's part plus its member's part is its total."""
    rows, columns = {d: n for n, d in enumerate(dossiers)}, {m: n for n, m in enumerate(members)}
    design = np.zeros((len(marks), len(dossiers) + len(members)))
    for number, mark in enumerate(marks):
        design[number, rows[mark.dossier]] = 1.0
        design[number, len(dossiers) + columns[mark.member]] = 1.0
    return design, np.array([mark.total for mark in marks])


def _solved(
    design: "np.ndarray[tuple[int, int], np.dtype[np.float64]]",
    values: "np.ndarray[tuple[int], np.dtype[np.float64]]",
    first: int,
    freedom: int,
) -> tuple[list[float], list[float]]:
    """The members' parts, which come to nought together, and their variances."""
    inverse = np.linalg.pinv(design.T @ design)
    solution = inverse @ design.T @ values
    noise = float(np.sum((values - design @ solution) ** 2)) / freedom
    members = design.shape[1] - first
    centre = np.eye(members) - np.full((members, members), 1.0 / members)
    effects = centre @ solution[first:]
    spread = centre @ inverse[first:, first:] @ centre.T * noise
    return [float(one) for one in effects], [max(float(one), 0.0) for one in np.diag(spread)]


def quantile(sure: float, freedom: int) -> float:
    """Two-sided quantile of Student's t by its expansion about the normal (Abramowitz and Stegun, 26.7.5)."""
    z = NormalDist().inv_cdf((1 + sure) / 2)
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return float(sum(term / freedom**power for power, term in enumerate(terms)))


def agreement_of(member: int, marks: Sequence[Mark]) -> float | None:
    """Rank correlation (Spearman) of a member's totals with the mean of the others'; None below FEWEST dossiers."""
    own, others = [], []
    for rows in _grouped(marks, "dossier").values():
        rest = [mark.total for mark in rows if mark.member != member]
        mine = [mark.total for mark in rows if mark.member == member]
        if rest and mine:
            own.append(mine[0])
            others.append(mean(rest))
    return _correlation(_ranks(own), _ranks(others)) if len(own) >= FEWEST else None


def _ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1; equal values share the mean of theirs."""
    order = sorted(values)
    places: Mapping[float, float] = {v: mean(n for n, w in enumerate(order, 1) if w == v) for v in set(values)}
    return [places[value] for value in values]


def _correlation(left: Sequence[float], right: Sequence[float]) -> float | None:
    """None where one of them never changes."""
    if len(set(left)) < 2 or len(set(right)) < 2:
        return None
    return float(np.corrcoef(left, right)[0, 1])
