"""An assignment as numbers: what is asked for, and what comes out. Dossiers are rows, members are columns."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

MOST_POINTS = 1_000  # how well a member fits a dossier, from 0
Grid = NDArray[np.bool_]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Group:
    """Of the members of each dossier at least `least` must be among those marked in `of` (dossiers × members)."""

    name: str
    least: int
    of: Grid


@dataclass(frozen=True, slots=True)
class Problem:
    """Shapes: D dossiers, M members. `points` (D × M) from 0 to MOST_POINTS; `barred` and `pinned` (D × M).

    `needs` (D) members a dossier; `caps` and `floors` (M) dossiers a member. A pinned pair stands, whatever its points.
    Ids tell dossiers and members apart; their order, and the order of rows and columns, has no effect on the outcome.
    """

    dossiers: tuple[int, ...]
    members: tuple[int, ...]
    needs: Whole
    caps: Whole
    floors: Whole
    points: NDArray[np.int32]
    barred: Grid
    pinned: Grid
    groups: tuple[Group, ...] = ()

    def __post_init__(self) -> None:
        """Raise ValueError where shapes do not agree, ids repeat, or a pinned pair is barred."""
        shape = (len(self.dossiers), len(self.members))
        grids = [self.points, self.barred, self.pinned, *(group.of for group in self.groups)]
        if any(grid.shape != shape for grid in grids) or self.needs.shape != shape[:1]:
            raise ValueError("shapes differ")
        if self.caps.shape != shape[1:] or self.floors.shape != shape[1:]:
            raise ValueError("shapes differ")
        if len(set(self.dossiers)) != shape[0] or len(set(self.members)) != shape[1]:
            raise ValueError("ids repeat")
        if bool((self.barred & self.pinned).any()):
            raise ValueError("a pinned pair is barred")
        if self.points.size and not 0 <= int(self.points.min()) <= int(self.points.max()) <= MOST_POINTS:
            raise ValueError("points out of range")

    def sorted(self) -> Self:
        """The same problem with dossiers and members by id."""
        rows, columns = np.argsort(np.array(self.dossiers, int)), np.argsort(np.array(self.members, int))

        def grid(values: Any) -> Any:
            return np.ascontiguousarray(values[rows][:, columns])

        return replace(
            self,
            dossiers=tuple(self.dossiers[n] for n in rows), members=tuple(self.members[n] for n in columns),
            needs=self.needs[rows], caps=self.caps[columns], floors=self.floors[columns],
            points=grid(self.points), barred=grid(self.barred), pinned=grid(self.pinned),
            groups=tuple(replace(g, of=grid(g.of)) for g in sorted(self.groups, key=lambda group: group.name)),
        )  # fmt: skip

    def digest(self) -> str:
        """SHA-256 of all that is asked for, whatever the order it was given in."""
        told = self.sorted()
        found = hashlib.sha256(repr((told.dossiers, told.members)).encode())
        for name, values in (
            ("needs", told.needs), ("caps", told.caps), ("floors", told.floors), ("points", told.points),
            ("barred", told.barred), ("pinned", told.pinned), *((f"{g.name}:{g.least}", g.of) for g in told.groups),
        ):  # fmt: skip
            found.update(name.encode() + np.ascontiguousarray(values).tobytes())
        return found.hexdigest()


Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Solution:
    """`pairs` of ids (dossier, member), sorted. `worst` is the points of the least fitting pair that was not pinned
    (MOST_POINTS where there is none), `total` the sum over all pairs.
    """

    pairs: tuple[Pair, ...]
    worst: int
    total: int
    seed: int


@dataclass(frozen=True, slots=True)
class Cause:
    """Demands that cannot be met together; each alone of the list could be left out and the rest be met.

    `kind`: "dossier" (fewer members may take it than it needs), "group" (fewer of a required group), "floor" (fewer
    dossiers are open to a member than their floor), "full" (a pinned load above the cap), "together" (each demand could
    be met alone, all of them cannot). `needed` and `available` are counts of places.
    """

    kind: str
    needed: int
    available: int
    dossiers: tuple[int, ...] = ()
    members: tuple[int, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Impossible:
    """No assignment holds all demands; the smallest causes, the simplest first."""

    causes: tuple[Cause, ...] = field(default_factory=tuple)


def problem_of(
    needs: Mapping[int, int],
    loads: Mapping[int, tuple[int, int]],
    points: Mapping[Pair, int],
    barred: Iterable[Pair] = (),
    pinned: Iterable[Pair] = (),
    groups: Mapping[str, tuple[int, Iterable[Pair]]] | None = None,
) -> Problem:
    """A problem from mappings: dossier → need, member → (floor, cap), pair → points; a group's name → (least, pairs).

    Pairs without points have 0.
    """
    dossiers, members = tuple(sorted(needs)), tuple(sorted(loads))
    row, column = {pk: n for n, pk in enumerate(dossiers)}, {pk: n for n, pk in enumerate(members)}

    def marked(pairs: Iterable[Pair]) -> Grid:
        grid = np.zeros((len(dossiers), len(members)), bool)
        for dossier, member in pairs:
            grid[row[dossier], column[member]] = True
        return grid

    scores = np.zeros((len(dossiers), len(members)), np.int32)
    for (dossier, member), value in points.items():
        scores[row[dossier], column[member]] = value
    return Problem(
        dossiers, members, np.array([needs[pk] for pk in dossiers], np.int64),
        np.array([loads[pk][1] for pk in members], np.int64), np.array([loads[pk][0] for pk in members], np.int64),
        scores, marked(barred), marked(pinned),
        tuple(Group(name, least, marked(pairs)) for name, (least, pairs) in sorted((groups or {}).items())),
    )  # fmt: skip
