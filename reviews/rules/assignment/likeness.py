"""How near a dossier's text is to what a member wrote or judged, counted in whole numbers.

Vietnamese words are mostly two syllables long, so what is compared are pairs of neighbouring syllables without marks.
A pair weighs more the fewer of the texts written or judged have it. The texts of the dossiers themselves never weigh:
one that is hidden from somebody changes nothing for the others.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

MOST = 1_000  # the whole text
PLACES = 8_192  # pairs are counted by number; two that fall on one place count as one
LONGEST = 6_000  # characters read of a text
AT_ONCE = 2_000  # dossiers

Marks = NDArray[np.float32]  # whole numbers small enough to be exact, in the form that multiplies fastest


def likeness(texts: Sequence[str], members: Sequence[Sequence[str]]) -> NDArray[np.int32]:
    """Dossiers × members: of the dossier's text, what part (in thousandths, by weight) stands in the member's texts.

    All texts are folded: lower case, without marks.
    """
    known = [[places_of(text) for text in written] for written in members]
    weights = _weights([places for written in known for places in written])
    have = np.zeros((len(members), PLACES), np.float32)
    for row, written in enumerate(known):
        for places in written:
            have[row, places] = 1
    found = np.zeros((len(texts), len(members)), np.int32)
    for start in range(0, len(texts), AT_ONCE):
        found[start : start + AT_ONCE] = _shares([places_of(t) for t in texts[start : start + AT_ONCE]], weights, have)
    return found


def _shares(texts: list[NDArray[np.int64]], weights: Marks, have: Marks) -> NDArray[np.int64]:
    told = np.zeros((len(texts), PLACES), np.float32)
    for row, places in enumerate(texts):
        told[row, places] = weights[places]
    whole = np.maximum(told.sum(axis=1), 1).astype(np.int64)
    shared: NDArray[np.int64] = (told @ have.T).astype(np.int64)
    shared *= MOST
    shared //= whole[:, None]
    return shared


def _weights(texts: Sequence[NDArray[np.int64]]) -> Marks:
    """By place: 1 where every text has it, one more with each halving of how many do."""
    spread = np.zeros(PLACES, np.int64)
    for places in texts:
        spread[places] += 1
    rarity = (len(texts) + 1) // np.maximum(spread, 1)
    return np.array([int(number).bit_length() for number in rarity], np.float32)


@lru_cache(maxsize=4_096)
def places_of(text: str) -> NDArray[np.int64]:
    """The places of a text's pairs of syllables, each once."""
    plain = "".join(letter if letter.isalnum() else " " for letter in text[:LONGEST])
    pairs = {crc32(f"{one} {other}".encode()) % PLACES for one, other in pairwise(plain.split())}
    return np.array(sorted(pairs), np.int64)
