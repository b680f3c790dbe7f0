"""What holds for every council: order does not matter, points never hurt (but where a scheme says so), steps explain all."""

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from reviews.rules.conclude import ballot_decides, conclude_inputs
from reviews.rules.criteria import CriterionKind
from reviews.rules.explanation import Conclusion, concluded
from reviews.rules.seats import Attendance, Inputs, Role, Seat, SheetInput
from reviews.rules.words import describe
from tests.reviews.rules.given import FIRST, SCHEMES

CODES = sorted(SCHEMES)
FEW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
POINTS = [code for code in CODES if SCHEMES[code].scored]


def figures(most):
    """A score from 0 to the maximum, in hundredths; limits and whole numbers often."""
    most = Decimal(most)
    hundredths = st.integers(0, int(most * 100)).map(lambda n: Decimal(n) / 100)
    return st.sampled_from([most, Decimal(0), most * Decimal("0.7"), most * Decimal("0.9")]) | hundredths


def scores(criterion):
    if criterion.kind is CriterionKind.POINTS:
        return figures(criterion.maximum)
    return st.sampled_from(criterion.answers)


@st.composite
def councils(draw, code, *, complete=True):
    """A scheme's inputs: who is there, sheets, ballots, figures. Not complete: absences, gaps, scores beyond limits too."""
    scheme = SCHEMES[code]
    members = draw(st.integers(5, 9) if complete else st.integers(1, 9))
    present = members if complete else draw(st.integers(1, members))
    roles = FIRST if complete else draw(st.permutations(FIRST))
    here = tuple(Seat(f"s{n}", roles[n] if n < len(roles) else Role.MEMBER) for n in range(present))
    count = draw(st.integers(1 if complete else 0, min(members, 4))) if scheme.criteria else 0
    row = st.fixed_dictionaries({criterion.code: scores(criterion) for criterion in scheme.criteria})
    given_sheets = [
        SheetInput(f"s{n}", scored) for n, scored in enumerate(draw(st.lists(row, min_size=count, max_size=count)))
    ]
    if given_sheets and not complete and draw(st.booleans()):
        spoilt = draw(st.sampled_from([c for c in scheme.criteria if not c.answers] or [None]))
        if spoilt:
            given_sheets[0].scores[spoilt.code] = draw(st.sampled_from(["", None, Decimal(-1), Decimal(1001)]))
    choices = [*(scheme.ballot.choices if scheme.ballot else ()), "?"]
    ballots = draw(st.lists(st.sampled_from(choices), max_size=present)) if scheme.ballot else []
    return Inputs(Attendance(members, here), tuple(given_sheets), tuple(ballots), draw(flags(scheme)))


def flags(scheme):
    if scheme.community:
        return st.tuples(st.integers(0, 50), st.integers(50, 99)).map(
            lambda two: {"votes": two[0], "highest_votes": two[1]}
        )
    return st.fixed_dictionaries(
        {}, optional={name: st.sampled_from([0, 10, 11, 30, "30.5"]) for name in scheme.flag_names}
    )


anything = st.sampled_from(CODES).flatmap(
    lambda code: councils(code, complete=False).map(lambda inputs: (SCHEMES[code], inputs))
)


@given(anything, st.randoms(use_true_random=False))
def test_the_order_of_members_sheets_and_ballots_never_matters(case, random):
    scheme, inputs = case

    def shuffled(items):
        return tuple(random.sample(items, len(items)))

    other = Inputs(
        Attendance(inputs.attendance.members, shuffled(inputs.attendance.present)),
        tuple(SheetInput(s.seat, dict(random.sample(list(s.scores.items()), len(s.scores)))) for s in shuffled(inputs.sheets)),
        shuffled(inputs.ballots),
        dict(reversed(inputs.flags.items())),
    )  # fmt: skip
    assert conclude_inputs(scheme, other) == conclude_inputs(scheme, inputs)
    assert other.to_json() == inputs.to_json()


@given(anything)
def test_the_outcome_follows_from_the_steps_alone(case):
    scheme, inputs = case
    result = conclude_inputs(scheme, inputs)
    assert concluded(scheme.code, scheme.version, scheme.places, result.steps[:-1]) == result
    decided = [step for step in result.steps if step.verdict]
    assert decided[0].verdict == result.outcome
    assert decided[-1].rule == "conclusion"
    assert decided[0].citation == decided[-1].citation


@given(anything)
def test_without_quorum_there_is_no_other_outcome(case):
    scheme, inputs = case
    result = conclude_inputs(scheme, inputs)
    assert (result.outcome == "no_quorum") is not scheme.quorum.check(inputs.attendance).holds


@given(anything)
def test_a_conclusion_can_be_stored_replayed_and_told(case):
    scheme, inputs = case
    result = conclude_inputs(scheme, inputs)
    stored = json.loads(json.dumps(result.to_json()))
    assert Conclusion.from_json(stored) == result
    assert conclude_inputs(scheme, Inputs.from_json(json.loads(json.dumps(inputs.to_json())))) == result
    for step in result.steps:
        assert describe(step, "vi") != describe(step, "en")


@given(anything)
def test_whether_a_ballot_is_needed_is_known_before_it(case):
    scheme, inputs = case
    result = conclude_inputs(scheme, inputs)
    by_vote = any(step.rule in ("ballot", "ballot_grade") for step in result.steps)
    assert ballot_decides(scheme, inputs) >= by_vote


def standing(scheme, result):
    """How good an outcome is: not passed, then for people to decide, then passed by ever better grades."""
    order = {"invalid": 0, "no_quorum": 0, "not_passed": 0, "needs_decision": 1, "passed": 2}
    best = [grade.code for grade in reversed(scheme.grades) if grade.outcome == "passed"]
    return (order[result.outcome], best.index(result.grade) + 1 if result.grade in best else 0)


@st.composite
def raised(draw, code):
    """Inputs, and the same with one score on one sheet raised within its limit."""
    inputs = draw(councils(code))
    where = draw(st.integers(0, len(inputs.sheets) - 1))
    sheet = inputs.sheets[where]
    criterion = draw(st.sampled_from(SCHEMES[code].points))
    higher = draw(figures(criterion.maximum))
    assume(higher > sheet.scores[criterion.code])
    better = SheetInput(sheet.seat, {**sheet.scores, criterion.code: higher})
    sheets = (*inputs.sheets[:where], better, *inputs.sheets[where + 1 :])
    return inputs, Inputs(inputs.attendance, sheets, inputs.ballots, inputs.flags)


@pytest.mark.parametrize("code", POINTS)
@FEW
@given(data=st.data())
def test_raising_a_score_never_worsens_the_outcome(code, data):
    """But where the scheme itself says so: a class that clashes with a criterion, and a sheet that becomes an outlier."""
    scheme = SCHEMES[code]
    before, after = (conclude_inputs(scheme, inputs) for inputs in data.draw(raised(code)))
    if after.step("grade_clash"):
        assert any(grade.clash_decided for grade in scheme.grades)
    elif scheme.outliers and (put_aside(before) or put_aside(after)):
        assert code in ("student-award", "tt20-2023-selection")
    else:
        assert standing(scheme, after) >= standing(scheme, before)


def put_aside(result):
    step = result.step("outliers")
    return bool(step and step.result["left_out"])


def test_the_clash_that_costs_a_class_is_the_schemes_own():
    scheme = SCHEMES["dn-gddt-2026"]

    def on(novelty):
        sheet = SheetInput("s0", {"novelty": novelty, "applicability": 30, "benefit": 26})
        return conclude_inputs(scheme, Inputs(Attendance(1, (Seat("s0", Role.CHAIR),)), (sheet,)))

    assert (on(28).grade, on(29).outcome, on(30).grade) == ("B", "needs_decision", "A")


@pytest.mark.parametrize("code", [code for code in CODES if SCHEMES[code].ballot and SCHEMES[code].ballot.majority])
@FEW
@given(data=st.data())
def test_one_more_yes_never_worsens_the_outcome(code, data):
    scheme, inputs = SCHEMES[code], data.draw(councils(code))
    assume("no" in inputs.ballots)
    ballots = list(inputs.ballots)
    ballots[ballots.index("no")] = "yes"
    better = Inputs(inputs.attendance, inputs.sheets, tuple(ballots), inputs.flags)
    assert standing(scheme, conclude_inputs(scheme, better)) >= standing(scheme, conclude_inputs(scheme, inputs))


@pytest.mark.parametrize("code", POINTS)
@FEW
@given(data=st.data())
def test_the_total_lies_between_the_lowest_and_the_highest_sheet(code, data):
    scheme, inputs = SCHEMES[code], data.draw(councils(code))
    result = conclude_inputs(scheme, inputs)
    assume(result.score is not None)
    own = [sum((Fraction(value) for value in sheet.scores.values()), Fraction(0)) for sheet in inputs.sheets]
    community = result.step("community")
    more = Fraction(community.result["points"]) if community else 0
    assert min(own) + more <= result.score <= max(own) + more <= scheme.highest
