"""The shape of a plan."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

Words = tuple[str, ...]

GRAIN = 64  # weights are multiples of 1/64: exact in float32, so every engine adds up to the same number


class Clause(NamedTuple):
    """A word or phrase in a field (see documents.Fields); with `prefix` the last word may go on."""

    field: str
    words: Words
    weight: float
    prefix: bool = False


Unit = tuple[Clause, ...]
"""Ways in which one thing may match: the heaviest counts."""

Alternative = tuple[Unit, ...]
"""Units that add up."""

Span = tuple[Alternative, ...]
"""Readings of one stretch of the query: the best counts."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Spans add up. A document is a hit that has one clause weighing `least`; its score only orders it.

    A plan without spans matches nothing by itself. Evidence instead of a least score: engines count hits and facets
    without scoring them, and common words are looked up only where a rarer one has matched.
    """

    spans: tuple[Span, ...] = ()
    least: float = 0.0
    meant: str = ""
    """The query as it was probably meant, where it has unknown words."""

    @property
    def evidence(self) -> tuple[Clause, ...]:
        """The clauses that make a hit, each once, its weight 0."""
        heavy = (clause for clause in self.clauses() if clause.weight >= self.least)
        return tuple(dict.fromkeys(clause._replace(weight=0.0) for clause in heavy))

    def clauses(self) -> Iterator[Clause]:
        """Every clause, in order."""
        return (clause for span in self.spans for alternative in span for unit in alternative for clause in unit)

    @property
    def attainable(self) -> float:
        """The score of a document in which everything matches best."""
        return sum(attainable(span) for span in self.spans)


def attainable(span: Span) -> float:
    """The most that a span can give."""
    return max(sum(max(clause.weight for clause in unit) for unit in alternative) for alternative in span)


def planned(
    spans: Iterable[Span], prune: float, evidence: float, telling: float, known: Callable[[Clause], bool]
) -> Plan:
    """A plan with weights in grains, without clauses under `prune` of the heaviest.

    What makes a hit weighs `evidence` of the attainable or `telling` of the heaviest: the more a query says, the less
    one clause is of the whole. What is not `known` to match anything counts for neither: it would drown what is.
    """
    spans = tuple(spans)
    kept = tuple(filter(None, (_pruned(span, prune * _heaviest(spans)) for span in spans)))
    sure = only(kept, known)
    return Plan(kept, in_grains(min(Plan(sure).attainable * evidence, _heaviest(sure) * telling)))


def only(spans: tuple[Span, ...], known: Callable[[Clause], bool]) -> tuple[Span, ...]:
    """What is known to match something; everything, where nothing is."""
    return tuple(filter(None, (_filtered(span, known) for span in spans))) or spans


def _heaviest(spans: tuple[Span, ...]) -> float:
    return max((clause.weight for clause in Plan(spans).clauses()), default=0.0)


def _filtered(span: Span, keep: Callable[[Clause], bool]) -> Span:
    """A span without what is not to be kept."""
    ways = (tuple(filter(None, (tuple(filter(keep, unit)) for unit in way))) for way in span)
    return tuple(filter(None, ways))


def in_grains(weight: float) -> float:
    """The nearest multiple of 1/64."""
    return round(weight * GRAIN) / GRAIN


def _pruned(span: Span, least: float) -> Span:
    alternatives = (tuple(filter(None, (_merged(unit, least) for unit in alternative))) for alternative in span)
    return tuple(dict.fromkeys(filter(None, alternatives)))


def _merged(unit: Unit, least: float) -> Unit:
    """Each clause once, with its greatest weight, the heaviest first."""
    best: dict[Clause, float] = {}
    for clause in unit:
        bare = clause._replace(weight=0.0)
        best[bare] = max(best.get(bare, 0.0), in_grains(clause.weight))
    ordered = sorted(best.items(), key=lambda item: (-item[1], item[0]))
    return tuple(clause._replace(weight=weight) for clause, weight in ordered if weight > 0 and weight >= least)
