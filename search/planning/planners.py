"""Planners by lexicon: an administrator may change it at any time, the words of the index stay."""

from search.lexicon import Lexicon
from search.planning.clauses import Plan
from search.planning.planner import Planner
from search.vocabulary import Vocabulary


class Planners:
    """Plans with one vocabulary and the lexicon that a request brings; the planner of the last one is kept."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._last: tuple[Lexicon, Planner] | None = None

    def plan(self, text: str, lexicon: Lexicon) -> Plan | None:
        """The plan of a query; None where nothing is asked."""
        if not text.strip():
            return None
        last = self._last
        if last is None or last[0] is not lexicon:
            last = self._last = (lexicon, Planner(self._vocabulary, lexicon))
        return last[1].plan(text)
