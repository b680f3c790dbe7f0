"""How much each kind of evidence weighs. Measured on the judged queries; see docs for the figures."""

from dataclasses import dataclass
from math import log

COMMONEST = 0.1
"""What a word in every title weighs: who asks for it alone is to find them."""


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
    swapped: float = 0.6
    """Two neighbours of a name the other way round."""
    phrase: float = 0.5
    """The whole query in one piece, from three words up."""
    broader: float = 0.3
    corrected: float = 0.8
    keystrokes: float = 0.1
    """A word as its keys were typed, where they decode to a known one: standing nowhere it would outweigh the rest."""
    unfinished: float = 0.5
    """The last word as the beginning of a longer one."""
    code: float = 2.0
    code_part: float = 0.8
    number: float = 1.0
    introduced: float = 4.0
    """A number that is said to be one: quyết định 3373, hồ sơ 37. The words before it stand in many titles."""
    prune: float = 0.07
    evidence: float = 0.05
    """What share of the attainable score a clause must weigh to make a hit by itself."""
    telling: float = 0.3
    """What share of the heaviest clause is enough for that in a long query."""


def rarity(frequency: int, documents: int) -> float:
    """Inverse document frequency: small for a word in every title, though never nothing; log(2 N) for one in none."""
    documents = max(documents, frequency)
    return max(COMMONEST, log(1 + (documents - frequency + 0.5) / (frequency + 0.5)))
