"""How large the letters of a certificate can be, so that its text fits the place that the page has for it.

Reckoned, not tried: printing twice would cost twice, and the same text always gets the same size.
"""

import math
from collections.abc import Iterable

MILLIMETRES = 25.4 / 72  # of a point
WIDTH_MM, HEIGHT_MM = 230, 100
LARGEST_PT, SMALLEST_PT, STEP_PT = 16.0, 3.0, 0.5
LETTER_EM = 0.48  # a letter of the bold face in running Vietnamese, and a little for ragged ends
LINE_EM = 1.25


def fitting_size(blocks: Iterable[tuple[str, float, float]]) -> float:
    """The size in points at which the blocks fit under one another.

    A block is (text, size of its letters in em, space above and below it in em); an empty text takes no place.
    """
    blocks = [block for block in blocks if block[0]]
    steps = int((LARGEST_PT - SMALLEST_PT) / STEP_PT) + 1
    sizes = (LARGEST_PT - step * STEP_PT for step in range(steps))
    return next((size for size in sizes if sum(_height(block, size) for block in blocks) <= HEIGHT_MM), SMALLEST_PT)


def _height(block: tuple[str, float, float], size: float) -> float:
    """Millimetres that a block takes at that size."""
    text, em, space = block
    lines = math.ceil(len(text) * LETTER_EM * em * size * MILLIMETRES / WIDTH_MM)
    return (lines * LINE_EM + space) * em * size * MILLIMETRES
