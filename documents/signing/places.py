"""Where visible signatures stand on a page: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.7 and Phần III. In points.

The signature of a person stands in the middle between post and name; the seal of the agency covers about a third of
it on its left; a paper without such a place bears number and time at the top right of its first page.
"""

from dataclasses import dataclass

POINTS = 72 / 25.4  # in a millimetre
COVERED = 1 / 3
TEXT_PT = 10.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, from the bottom left of the page."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """Left, bottom, right, top, in whole points."""
        return (
            round(self.left), round(self.bottom), round(self.left + self.width), round(self.bottom + self.height),
        )  # fmt: skip


def hand_box(x: float, top: float, room: float, size: tuple[float, float]) -> Box:
    """The hand signature of that size around `x`, in the `room` under `top`; made smaller where it is higher."""
    width, height = size
    scale = min(1.0, room / height)
    width, height = width * scale, height * scale
    return Box(x - width / 2, top - room / 2 - height / 2, width, height)


def seal_box(x: float, top: float, room: float, size: tuple[float, float], hand: Box | None) -> Box:
    """The seal at its real size, over the left third of the hand signature; in the middle where there is none."""
    width, height = size
    left = hand.left + hand.width * COVERED - width if hand else x - width / 2
    return Box(left, top - room / 2 - height / 2, width, height)


def text_box(page: tuple[float, float], width: float) -> Box:
    """A line of that width at the top right of a page of that size, in the margins that the decree leaves."""
    right, top = page[0] - 15 * POINTS, page[1] - 10 * POINTS
    return Box(right - width, top - TEXT_PT * 1.3, width, TEXT_PT * 1.3)
