"""How well a member fits a dossier: what they wish, whether they know the field, how near its text is to theirs."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from reviews.rules.assignment.likeness import MOST
from reviews.rules.assignment.problem import Grid

FIELD_POINTS = 200
TEXT_POINTS = 300


class Wish(StrEnum):
    """What a member says to a dossier; nothing said lies between willing and reluctant."""

    UNSAID = ""
    EAGER = "eager"
    WILLING = "willing"
    RELUCTANT = "reluctant"
    NOT = "not"


WISHES = tuple(Wish)
WISH_POINTS = np.array([200, 500, 300, 50, 0], np.int32)


@dataclass(frozen=True, slots=True)
class Fit:
    """One member and one dossier; `likeness` in thousandths, `points` from 0 to 1000."""

    wish: Wish
    knows_field: bool
    likeness: int
    points: int


@dataclass(frozen=True, slots=True)
class Fits:
    """Dossiers × members: `wishes` by their place in WISHES, whether the field is known, `likeness` in thousandths."""

    wishes: NDArray[np.int8]
    knows_field: Grid
    likeness: NDArray[np.int32]

    @property
    def points(self) -> NDArray[np.int32]:
        """Who would rather not is taken last of all (0 points), but is not barred: a wish is no conflict."""
        known = WISH_POINTS[self.wishes] + FIELD_POINTS * self.knows_field + self.likeness * TEXT_POINTS // MOST
        return np.where(self.wishes == WISHES.index(Wish.NOT), 0, known).astype(np.int32)

    def rows(self) -> list[list[Fit]]:
        """The same cell by cell."""
        wishes, knows, like, points = (
            grid.tolist() for grid in (self.wishes, self.knows_field, self.likeness, self.points)
        )
        return [
            [Fit(WISHES[wish], *cell) for wish, *cell in zip(*row, strict=True)]
            for row in zip(wishes, knows, like, points, strict=True)
        ]
