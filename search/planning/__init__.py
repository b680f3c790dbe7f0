"""A query becomes a plan of constant-weight clauses; an engine only says which documents match a clause.

    score(document) = sum over spans of the best alternative, which is the sum over its units of the heaviest matching
    clause

So every engine gives the same order, and what Vietnamese needs (the pair of syllables, the mark) is decided here.
"""

from search.planning.clauses import Clause, Plan
from search.planning.planner import Planner
from search.planning.planners import Planners

__all__ = ["Clause", "Plan", "Planner", "Planners"]
