"""The conclusion: every rule of a scheme applied in order, and what follows from the steps."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from reviews.rules.ballot import open_votes
from reviews.rules.consistency import refuse_contradictions
from reviews.rules.exact import number
from reviews.rules.explanation import NOT_PASSED, PASSED, Conclusion, Step, concluded, deciding
from reviews.rules.grades import grade_step
from reviews.rules.minimums import minimum_steps
from reviews.rules.reckoning import Results, counted_sheets, scored
from reviews.rules.scheme import Scheme
from reviews.rules.seats import Attendance, Inputs, Score, SheetInput
from reviews.rules.sheets import CountedSheet

BY_BALLOT = ("ballot", "ballot_grade", "tie")


def conclude(
    scheme: Scheme,
    sheets: Sequence[SheetInput],
    ballots: Sequence[str],
    attendance: Attendance,
    flags: Mapping[str, Score] | None = None,
) -> Conclusion:
    """What the council's work comes to under the scheme, with the explanation.

    Raises: InputError where the inputs contradict each other or the scheme (two sheets of one seat, more ballots than
    members present, a criterion or figure that the scheme does not know).
    """
    return conclude_inputs(scheme, Inputs(attendance, tuple(sheets), tuple(ballots), flags or {}))


def conclude_inputs(scheme: Scheme, inputs: Inputs) -> Conclusion:
    """As `conclude`, for inputs kept as one value (replay: `Inputs.from_json`)."""
    refuse_contradictions(scheme, inputs)
    return concluded(scheme.code, scheme.version, scheme.places, tuple(_steps(scheme, inputs)))


def ballot_decides(scheme: Scheme, inputs: Inputs) -> bool:
    """Whether, with these sheets and figures, the ballot decides: a vote is needed before the conclusion."""
    if scheme.ballot is None or not scheme.ballot.decisive:
        return False
    last = deciding(conclude_inputs(scheme, replace(inputs, ballots=())).steps)
    return last.rule in BY_BALLOT or last.inputs.get("because") == "no_valid_ballot"


def _steps(scheme: Scheme, inputs: Inputs) -> Iterator[Step]:
    quorum = scheme.quorum.check(inputs.attendance)
    yield quorum
    if not quorum.holds:
        return
    counted, closed = yield from counted_sheets(scheme, inputs)
    if closed:
        return
    results, total = yield from scored(scheme, inputs, counted)
    gates = list(_gates(scheme, inputs, counted, results, total))
    yield from gates
    closed = yield from _graded(scheme, results, total, [gate for gate in gates if not gate.holds])
    yield from _voted(scheme, inputs, counted, closed)


def _gates(
    scheme: Scheme, inputs: Inputs, counted: Sequence[CountedSheet], results: Results, total: Fraction | None
) -> Iterator[Step]:
    """What may stop a dossier: flags, minimums, zeros, the pass mark."""
    yield from (flag.check(inputs.flags) for flag in scheme.flags)
    if total is None:
        return
    yield from minimum_steps(scheme.points, results, scheme.places)
    if scheme.zeros:
        yield scheme.zeros.check(scheme.points, counted)
    if scheme.pass_mark:
        yield scheme.pass_mark.check(total, scheme.places)


def _graded(
    scheme: Scheme, results: Results, total: Fraction | None, failed: Sequence[Step]
) -> Generator[Step, None, bool]:
    """The grade; returns whether the outcome is settled. Below the pass mark only a grade of not passing is given."""
    below = [step.rule for step in failed] == ["pass_mark"]
    grades = [grade for grade in scheme.grades if not failed or (below and grade.outcome == NOT_PASSED)]
    if total is None or not grades:
        return bool(failed) or (yield from _passing(scheme, total))
    step = grade_step(grades, total, results, {c.code: c.title for c in scheme.points}, scheme.places)
    if failed or step.verdict:
        yield from [step] if step.holds or step.verdict or step.result["grade"] else []
        return True
    if scheme.pass_mark and not step.result["grade"]:
        return (yield from _passing(scheme, total))
    outcome = step.result["grade_of"] or NOT_PASSED
    further = outcome == PASSED and scheme.ballot and scheme.ballot.decisive
    yield step if further else _deciding(step, outcome)
    return not further


def _passing(scheme: Scheme, total: Fraction | None) -> Generator[Step, None, bool]:
    """Without grades and without a decisive ballot, a total that nothing stopped has passed."""
    if total is None or (scheme.ballot and scheme.ballot.decisive):
        return False
    yield Step("all_met", {}, {"outcome": PASSED}, True, (scheme.pass_mark or scheme).citation)
    return True


def _deciding(step: Step, outcome: str) -> Step:
    return Step(step.rule, step.inputs, {**step.result, "outcome": outcome}, outcome == PASSED, step.citation)


def _voted(scheme: Scheme, inputs: Inputs, counted: Sequence[CountedSheet], closed: bool) -> Iterator[Step]:
    """The ballot, where one decides and nothing has been settled, or where one is only recorded."""
    ballot, given = scheme.ballot, inputs.ballots
    if ballot is None:
        if given:
            yield Step("ballots_unused", {"cast": len(given)}, {}, False, scheme.citation)
        return
    if ballot.decisive and closed:
        return
    if scheme.member_grade:
        late = number(inputs.flags.get(scheme.member_grade.late) or 0)
        yield from scheme.member_grade.steps(counted, inputs.attendance, given, late)
    if not given and ballot.from_sheets and counted:
        given = tuple(open_votes(counted, inputs.attendance))
        yield Step("open_votes", {"sheets": len(given)}, {}, True, ballot.citation)
    yield from ballot.check(inputs.attendance, given, scheme.fallback)
