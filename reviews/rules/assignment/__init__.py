"""Who reviews which dossier: the best assignment there is, proven, or the smallest reason why there is none.

`solve(problem, seed)` gives a `Solution` or `Impossible`. Hard: every dossier gets exactly as many members as it needs,
the required roles and an outside member among them; no member gets more than their load allows or less than their
floor; nobody gets a dossier from which they are barred; what is pinned stays. Of all assignments that hold these, the
one whose worst-served dossier is served best, and among these the one that fits best in total. A dossier is served as
well as the least fitting of its members.

The optimum is exact: a minimum-cost flow (OR-Tools), or, where required groups cut across each other, an integer
programme of the same shape. The libraries are loaded when they are first needed, for they are heavy.
"""

from reviews.rules.assignment.even import evened
from reviews.rules.assignment.problem import Cause, Group, Impossible, Problem, Solution, problem_of
from reviews.rules.assignment.solve import solve

__all__ = ["Cause", "Group", "Impossible", "Problem", "Solution", "evened", "problem_of", "solve"]
