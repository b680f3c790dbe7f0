"""Planners by lexicon: an administrator may change it at any time, the words of the index stay."""

from collections.abc import Callable
from functools import lru_cache

from search.lexicon import Lexicon
from search.planning.clauses import Plan
from search.planning.planner import Planner
from search.vocabulary import Vocabulary

KEPT = 500  # plans of one lexicon


class Planners:
    """Plans with one vocabulary and the lexicon that a request brings. Plans are kept until the lexicon changes: who
    turns the page, chooses from a facet or exports asks the same again. They know public words alone (law 8).
    `narrowed` is kept beside each: the same plan for one state of an index.
    """

    def __init__(self, vocabulary: Vocabulary, narrowed: Callable[[Plan], Plan] = lambda plan: plan) -> None:
        self._vocabulary, self._narrowed = vocabulary, narrowed
        self._last: tuple[Lexicon, Callable[[str], tuple[Plan, Plan]]] | None = None

    @property
    def documents(self) -> int:
        """How many documents the words were counted in."""
        return self._vocabulary.documents

    def plan(self, text: str, lexicon: Lexicon) -> Plan | None:
        """The plan of a query; None where nothing is asked."""
        return self.both(text, lexicon)[0]

    def both(self, text: str, lexicon: Lexicon) -> tuple[Plan, Plan] | tuple[None, None]:
        """The plan of a query, and the narrowed one; None where nothing is asked."""
        if not text.strip():
            return None, None
        last = self._last
        if last is None or last[0] is not lexicon:
            last = self._last = (lexicon, lru_cache(KEPT)(self._made(lexicon)))
        return last[1](text)

    def _made(self, lexicon: Lexicon) -> Callable[[str], tuple[Plan, Plan]]:
        planner, narrowed = Planner(self._vocabulary, lexicon), self._narrowed

        def made(text: str) -> tuple[Plan, Plan]:
            plan = planner.plan(text)
            return plan, narrowed(plan)

        return made

    def forget(self) -> None:
        """Plan the next query anew."""
        self._last = None
