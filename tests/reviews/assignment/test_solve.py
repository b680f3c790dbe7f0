"""The rules of assignment: worked cases, and what always holds."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.rules.assignment import Impossible, Solution, evened, problem_of, solve

DOSSIERS, MEMBERS = 3, 4


def load(of):
    """How many dossiers each member has."""
    return {member: sum(who == member for _dossier, who in of) for _d, member in of}


def test_everybody_gets_what_fits_them_best():
    points = {(1, 10): 900, (1, 11): 100, (2, 10): 100, (2, 11): 900}
    found = solve(problem_of({1: 1, 2: 1}, {10: (0, 1), 11: (0, 1)}, points))
    assert found == Solution(((1, 10), (2, 11)), worst=900, total=1800, seed=0)


def test_the_worst_served_dossier_comes_before_the_total():
    """The best total (1000 + 100) would leave dossier 2 with a member who hardly fits; (500 + 500) does not."""
    points = {(1, 10): 1000, (1, 11): 500, (2, 10): 500, (2, 11): 100}
    found = solve(problem_of({1: 1, 2: 1}, {10: (0, 1), 11: (0, 1)}, points))
    assert (found.worst, found.total, found.pairs) == (500, 1000, ((1, 11), (2, 10)))


def test_a_floor_gives_work_to_a_member_who_fits_less():
    points = {(1, 10): 900, (2, 10): 900, (1, 11): 100, (2, 11): 200}
    assert solve(problem_of({1: 1, 2: 1}, {10: (0, 2), 11: (0, 2)}, points)).pairs == ((1, 10), (2, 10))
    assert solve(problem_of({1: 1, 2: 1}, {10: (0, 2), 11: (1, 2)}, points)).pairs == ((1, 10), (2, 11))


def test_a_conflict_is_never_assigned_however_well_it_fits():
    points = {(1, 10): 1000, (1, 11): 0}
    assert solve(problem_of({1: 1}, {10: (0, 1), 11: (0, 1)}, points, barred=[(1, 10)])).pairs == ((1, 11),)


def test_an_outside_member_is_among_those_who_review():
    points = {(1, 10): 900, (1, 11): 800, (1, 12): 10}
    groups = {"outside": (1, [(1, 12)])}
    loads = dict.fromkeys((10, 11, 12), (0, 1))
    assert solve(problem_of({1: 2}, loads, points, groups=groups)).pairs == ((1, 10), (1, 12))


def test_what_is_pinned_stays_and_counts():
    points = {(1, 10): 0, (1, 11): 900, (1, 12): 800, (2, 10): 900, (2, 11): 0, (2, 12): 0}
    loads = {10: (0, 1), 11: (0, 1), 12: (0, 1)}
    found = solve(problem_of({1: 2, 2: 1}, loads, points, pinned=[(1, 10)]))
    assert (1, 10) in found.pairs
    assert len(found.pairs) == 3
    assert set(load(found.pairs).values()) == {1}


def test_required_groups_that_cut_across_each_other():
    """Reviewer and outside member may be one person or two."""
    groups = {"outside": (1, [(1, 11), (1, 12)]), "reviewer": (1, [(1, 12), (1, 13)])}
    loads = dict.fromkeys((10, 11, 12, 13), (0, 1))
    one = {(1, 10): 900, (1, 11): 100, (1, 12): 300, (1, 13): 100}
    assert solve(problem_of({1: 2}, loads, one, groups=groups)).pairs == ((1, 10), (1, 12))
    two = {(1, 10): 900, (1, 11): 800, (1, 12): 300, (1, 13): 700}
    assert solve(problem_of({1: 2}, loads, two, groups=groups)).pairs == ((1, 11), (1, 13))


def test_nothing_to_assign_is_an_answer():
    assert solve(problem_of({}, {}, {})).pairs == ()
    assert solve(problem_of({1: 0}, {10: (0, 3)}, {})).pairs == ()


@pytest.mark.parametrize(
    ("problem", "kind", "numbers"),
    [
        (problem_of({12: 3}, dict.fromkeys((1, 2, 3, 4), (0, 9)), {}, barred=[(12, 1), (12, 2)]), "dossier", (3, 2)),
        (problem_of({12: 1}, {1: (0, 9)}, {}, groups={"outside": (1, [])}), "group", (1, 0)),
        (problem_of({12: 1}, {1: (2, 9)}, {}), "floor", (2, 1)),
    ],
)  # fmt: skip
def test_a_demand_that_cannot_be_met_alone_is_named_with_its_numbers(problem, kind, numbers):
    [cause] = solve(problem).causes
    assert (cause.kind, cause.needed, cause.available) == (kind, *numbers)


def test_of_many_dossiers_only_those_that_compete_are_named():
    """Dossiers 1 and 2 both need member 10, who takes one; the other twenty have nothing to do with it."""
    needs = dict.fromkeys(range(1, 23), 1)
    loads = {10: (0, 1), 11: (0, 30)}
    barred = [(1, 11), (2, 11), *[(n, 10) for n in range(3, 23)]]
    [cause] = solve(problem_of(needs, loads, {}, barred)).causes
    assert (cause.kind, cause.dossiers, cause.members) == ("together", (1, 2), (10,))
    assert (cause.needed, cause.available) == (2, 1)


def test_floors_that_cannot_all_be_met_are_named():
    [cause] = solve(problem_of({1: 1}, {10: (1, 1), 11: (1, 1)}, {})).causes
    assert (cause.kind, cause.members, cause.needed, cause.available) == ("together", (10, 11), 2, 1)


def test_a_problem_that_contradicts_itself_is_refused():
    with pytest.raises(ValueError, match="pinned"):
        problem_of({1: 1}, {10: (0, 1)}, {}, barred=[(1, 10)], pinned=[(1, 10)])
    with pytest.raises(ValueError, match="points"):
        problem_of({1: 1}, {10: (0, 1)}, {(1, 10): 1001})


@st.composite
def problems(draw):
    """Small problems of every sort, as keyword arguments of `problem_of`."""
    rows, columns = range(1, DOSSIERS + 1), range(10, 10 + MEMBERS)
    pairs = list(product(rows, columns))
    some = st.sets(st.sampled_from(pairs), max_size=5)
    barred = draw(some)
    pinned = draw(st.sets(st.sampled_from(pairs), max_size=2)) - barred
    groups = {name: (draw(st.integers(0, 2)), draw(st.sets(st.sampled_from(pairs)))) for name in ("outside", "role")}
    loads = {m: draw(st.tuples(st.integers(0, 1), st.integers(1, 3))) for m in columns}
    return {
        "needs": {row: draw(st.integers(0, 3)) for row in rows}, "loads": loads,
        "points": {pair: draw(st.integers(0, 6)) * 100 for pair in pairs}, "barred": barred, "pinned": pinned,
        "groups": groups,
    }  # fmt: skip


def holds(asked, chosen):
    """Whether a set of pairs meets every demand; what is pinned may exceed a need or a cap by itself."""
    pinned = asked["pinned"]
    if chosen & asked["barred"] or not pinned <= chosen:
        return False
    for dossier, need in asked["needs"].items():
        mine, stood = ({p for p in of if p[0] == dossier} for of in (chosen, pinned))
        if len(mine) != max(need, len(stood)):
            return False
        if any(len(mine & members) < least for least, members in asked["groups"].values()):
            return False
    for member, (floor, cap) in asked["loads"].items():
        mine, stood = (sum(p[1] == member for p in of) for of in (chosen, pinned))
        if not floor <= mine <= max(cap, stood):
            return False
    return True


def best_by_trial(asked):
    """(worst, total) of the best assignment among all there are, or None."""
    per_dossier = []
    for dossier, need in asked["needs"].items():
        free = [(dossier, m) for m in asked["loads"]]
        stood = sum(p[0] == dossier for p in asked["pinned"])
        per_dossier.append([set(c) for c in combinations(free, max(need, stood))])
    found = []
    for choice in product(*per_dossier):
        chosen = set().union(*choice)
        if holds(asked, chosen):
            new = [asked["points"][pair] for pair in chosen - asked["pinned"]]
            found.append((min(new, default=1000), sum(asked["points"][pair] for pair in chosen)))
    return max(found, default=None)


@given(problems())
def test_the_optimum_is_that_of_trying_everything(asked):
    found, best = solve(problem_of(**asked)), best_by_trial(asked)
    if best is None:
        assert isinstance(found, Impossible)
        assert found.causes
    else:
        assert (found.worst, found.total) == best
        assert holds(asked, set(found.pairs))


@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_never_matters(asked, chance):
    problem = problem_of(**asked)
    rows, columns = list(range(DOSSIERS)), list(range(MEMBERS))
    chance.shuffle(rows)
    chance.shuffle(columns)
    other = type(problem)(
        tuple(problem.dossiers[n] for n in rows), tuple(problem.members[n] for n in columns), problem.needs[rows],
        problem.caps[columns], problem.floors[columns], problem.points[rows][:, columns],
        problem.barred[rows][:, columns], problem.pinned[rows][:, columns],
        tuple(type(g)(g.name, g.least, g.of[rows][:, columns]) for g in reversed(problem.groups)),
    )  # fmt: skip
    assert other.digest() == problem.digest()
    assert solve(other, seed=7) == solve(problem, seed=7)


@given(problems())
def test_each_of_the_demands_named_could_be_left_out(asked):
    """The cause is the smallest: with one dossier less to serve, the others named can be served."""
    found = solve(problem_of(**{**asked, "groups": {}}))
    if not isinstance(found, Impossible) or found.causes[0].kind != "together" or len(found.causes[0].dossiers) < 2:
        return
    named = found.causes[0].dossiers
    loads = {member: (0, cap) for member, (_floor, cap) in asked["loads"].items()}
    for left_out in named:
        needs = {
            dossier: need if dossier in named and dossier != left_out else 0 for dossier, need in asked["needs"].items()
        }
        assert isinstance(solve(problem_of(**{**asked, "groups": {}, "loads": loads, "needs": needs})), Solution)


def large(seed=3):
    """As many pairs as make the solver leave some out and prove that it may."""
    chance = np.random.default_rng(seed)
    rows, columns = 2_100, 500
    points = chance.integers(0, 1001, (rows, columns)).astype(np.int32)
    problem = problem_of(dict.fromkeys(range(rows), 3), {m: (5, 13) for m in range(rows, rows + columns)}, {})
    return type(problem)(
        problem.dossiers, problem.members, problem.needs, problem.caps, problem.floors, points,
        chance.random((rows, columns)) < 0.03, problem.pinned,
    )  # fmt: skip


def test_a_large_problem_over_its_best_pairs_comes_out_as_over_all(monkeypatch):
    few = solve(large(), seed=5)
    monkeypatch.setattr("reviews.rules.assignment.flow.LARGE", 10**9)
    whole = solve(large(), seed=5)
    assert (few.worst, few.total) == (whole.worst, whole.total)


def test_a_popular_member_forces_the_proof_to_bring_pairs_back(monkeypatch):
    """Everybody's best pairs are the same few members, who cannot take them all."""
    monkeypatch.setattr("reviews.rules.assignment.flow.LARGE", 1)
    monkeypatch.setattr("reviews.rules.assignment.flow.KEPT", 2)
    points = {(d, m): 500 - m + (d * m) % 7 for d in range(30) for m in range(100, 120)}
    asked = (dict.fromkeys(range(30), 2), {m: (0, 3) for m in range(100, 120)}, points)
    few = solve(problem_of(*asked))
    monkeypatch.setattr("reviews.rules.assignment.flow.LARGE", 10**9)
    all_pairs = solve(problem_of(*asked))
    assert (few.worst, few.total) == (all_pairs.worst, all_pairs.total)


@given(problems())
def test_even_loads_are_the_narrowest_that_can_be_met(asked):
    """No cap lower than the one found leaves an assignment possible, and what is possible stays so."""
    wide = {**asked, "loads": {member: (0, DOSSIERS) for member in asked["loads"]}}
    before, level = problem_of(**wide), evened(problem_of(**wide))
    found, free = solve(level), solve(before)
    assert isinstance(found, Impossible) == isinstance(free, Impossible)
    if isinstance(found, Impossible):
        assert level.digest() == before.digest()
        return
    cap = int(level.caps.max())
    narrower = {**asked, "loads": {member: (0, cap - 1) for member in asked["loads"]}}
    places = sum(max(need, sum(p[0] == d for p in asked["pinned"])) for d, need in asked["needs"].items())
    if cap > 0 and cap > -(-places // MEMBERS):
        assert isinstance(solve(problem_of(**narrower)), Impossible)
