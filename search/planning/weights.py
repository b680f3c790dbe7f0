"""How much each kind of evidence weighs. Measured on the judged queries; see docs for the figures."""

from dataclasses import dataclass
from math import log


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """What a match in a field counts: folded, and what exactness adds."""

    name: str
    folded: float
    exact: float


@dataclass(frozen=True, slots=True)
class Weights:
    """All the numbers of a plan, as factors of the rarity of what matches."""

    fields: tuple[FieldWeight, ...] = (
        FieldWeight("title", 1.0, 0.7),
        FieldWeight("names", 0.6, 0.4),
        FieldWeight("text", 0.4, 0.2),
    )
    folded_when_marked: float = 0.6
    """A word typed with marks, found without regard to them."""
    exact_when_bare: float = 0.35
    """A word typed without marks, found so: perhaps it has none, perhaps the typist was in a hurry."""
    pair: float = 0.7
    phrase: float = 0.5
    """The whole query in one piece, from three words up."""
    broader: float = 0.3
    corrected: float = 0.8
    unfinished: float = 0.5
    """The last word as the beginning of a longer one."""
    code: float = 2.0
    code_part: float = 0.8
    number: float = 1.0
    prune: float = 0.05
    floor: float = 0.10


def rarity(frequency: int, documents: int) -> float:
    """Inverse document frequency, never negative: about 0 for a word in every title, log(2 N) for one in none."""
    documents = max(documents, frequency)
    return log(1 + (documents - frequency + 0.5) / (frequency + 0.5))
