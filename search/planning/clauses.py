"""The shape of a plan."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from search.text import fold

Words = tuple[str, ...]

LEADING = 0.4  # the share of the attainable score that is in reach without a leading clause
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


@dataclass(frozen=True)
class Plan:
    """Spans add up. A document is a hit that has one clause weighing `least`; its score only orders it.

    A plan without spans matches nothing by itself. Evidence instead of a least score: engines count hits and facets
    without scoring them, and common words are looked up only where a rarer one has matched.
    """

    spans: tuple[Span, ...] = ()
    least: float = 0.0
    meant: str = ""
    """The query as it was probably meant, where it has unknown words."""

    @cached_property
    def evidence(self) -> tuple[Clause, ...]:
        """The clauses that make a hit."""
        return self.heavy(self.least)

    def among(self, known: Callable[[Clause], bool]) -> "Plan":
        """The same for an index in which the other clauses match nothing: cheaper, and closer in what is in reach."""
        return replace(self, spans=tuple(filter(None, (_filtered(span, known) for span in self.spans))))

    @cached_property
    def leading(self) -> tuple[Clause, ...]:
        """Some of the evidence, the heavy ones, among which to look first; nothing, where that would be all of it."""
        return () if self._leading_weight <= self._lightest else self.heavy(self._leading_weight)

    @cached_property
    def perfect(self) -> tuple[Span, ...]:
        """What a document has that scores all that is attainable: of each span the ways that give most, of each unit
        the heaviest clauses. Nothing, where that would not make a hit by itself.
        """
        best = tuple(map(_finest, self.spans))
        evident = (all(any(unit[0].weight >= self.least for unit in way) for way in span) for span in best)
        return best if any(evident) else ()

    def heavy(self, weight: float) -> tuple[Clause, ...]:
        """The clauses of this weight or more, their weight 0; without those that match only what another matches."""
        heavy = (one for one in self.clauses() if one.weight >= weight)
        return _widest(dict.fromkeys(Clause(one.field, one.words, 0.0, one.prefix) for one in heavy))

    def beyond(self, score: float) -> tuple[Clause, ...]:
        """Where the last hit wanted among those with a leading clause scores so: among which clauses to look again,
        because others may score as much. Nothing where none can.
        """
        enough = not self.leading or score > self._without(self._leading_weight)
        return () if enough else self.heavy(self._needed(score))

    @cached_property
    def _leading_weight(self) -> float:
        return self._needed(LEADING * self.attainable)

    @cached_property
    def _lightest(self) -> float:
        """The least weight of the evidence."""
        return self._steps[0] if self._steps else self.least

    @cached_property
    def _steps(self) -> list[float]:
        """The weights of the evidence, from the least."""
        return sorted({clause.weight for clause in self.clauses() if clause.weight >= self.least})

    def _needed(self, score: float) -> float:
        """The greatest weight without which, and without all above, this score is out of reach; at least `least`."""
        at = bisect_left(self._steps, True, key=lambda weight: self._without(weight) >= score)
        return self._steps[max(at - 1, 0)] if self._steps else self.least

    def _without(self, weight: float) -> float:
        """The most that a document scores that has no clause of this weight or more."""
        return sum(max(sum(_below(unit, weight) for unit in way) for way in span) for span in self._ladders)

    @cached_property
    def _ladders(self) -> list[list[list[list[float]]]]:
        """The weights alone, those of each unit from the least."""
        return [[[sorted(one.weight for one in unit) for unit in way] for way in span] for span in self.spans]

    def clauses(self) -> Iterator[Clause]:
        """Every clause, in order."""
        return (clause for span in self.spans for alternative in span for unit in alternative for clause in unit)

    @cached_property
    def attainable(self) -> float:
        """The score of a document in which everything matches best."""
        return sum(attainable(span) for span in self.spans)


def _below(ladder: Sequence[float], weight: float) -> float:
    """The greatest weight under this one; nothing where there is none."""
    at = bisect_left(ladder, weight)
    return ladder[at - 1] if at else 0.0


def _widest(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """Those that match more than what another of them matches: a part of its words, a beginning, or without marks."""
    every = [(clause, _written(clause)) for clause in clauses]
    sought: dict[str, list[str]] = {}
    for clause, written in every:
        sought.setdefault(clause.field, []).append(written)
    return tuple(clause for clause, written in every if not _matched(clause.field, written, sought))


def _written(clause: Clause) -> str:
    """The words between blanks; after the last of a beginning there is none."""
    return f" {' '.join(clause.words)}{'' if clause.prefix else ' '}"


def _matched(field: str, written: str, sought: Mapping[str, Sequence[str]]) -> bool:
    """Whether other words that are sought match whatever these do."""
    if any(other in written and other != written for other in sought[field]):
        return True
    unmarked = sought.get(f"{field[:-1]}f", ()) if field.endswith("_x") else ()
    return bool(unmarked) and any(other in bare(written) for other in unmarked)


@lru_cache(maxsize=10_000)
def bare(words: str) -> str:
    """Words without their marks."""
    return fold(words)


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
    least = prune * max((one.weight for span in spans for way in span for unit in way for one in unit), default=0.0)
    kept = tuple(filter(None, (_pruned(span, least) for span in spans)))
    attained, heaviest = _sure(kept, known)
    return Plan(kept, in_grains(min(attained * evidence, heaviest * telling)))


def _sure(spans: Sequence[Span], known: Callable[[Clause], bool]) -> tuple[float, float]:
    """What is attainable, and the heaviest clause, of what is known to match something; of everything, where nothing
    is. (The heaviest of a unit stands first: the first known one tells what the unit can give.)
    """
    sure = [[[_first(unit, known) for unit in way] for way in span] for span in spans]
    heaviest = max((weight for span in sure for way in span for weight in way), default=0.0)
    if heaviest or not spans:
        return sum(max(map(sum, span)) for span in sure), heaviest
    return _sure(spans, lambda clause: True)


def _first(unit: Unit, known: Callable[[Clause], bool]) -> float:
    return next((clause.weight for clause in unit if known(clause)), 0.0)


def _finest(span: Span) -> Span:
    """The ways and clauses of a span with which it gives the most."""
    most = attainable(span)
    return tuple(tuple(map(_heaviest, way)) for way in span if attainable((way,)) == most)


def _heaviest(unit: Unit) -> Unit:
    weight = max(clause.weight for clause in unit)
    return tuple(clause for clause in unit if clause.weight == weight)


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
    best: dict[tuple[str, Words, bool], int] = {}
    lightest = max(least * GRAIN, 1)
    for field, words, weight, prefix in unit:
        grains = round(weight * GRAIN)
        if grains >= lightest and grains > best.get((field, words, prefix), 0):
            best[field, words, prefix] = grains
    ordered = sorted([(-grains, *sought) for sought, grains in best.items()])
    return tuple([Clause(field, words, -grains / GRAIN, prefix) for grains, field, words, prefix in ordered])
