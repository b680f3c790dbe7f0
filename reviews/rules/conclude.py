"""The conclusion: every rule of a scheme applied in order, and what follows from the steps."""

from collections.abc import Iterator, Mapping, Sequence
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
    failed = [gate for gate in gates if not gate.holds]
    step = _grade(scheme, results, total, failed)
    if failed or not _goes_to_ballot(scheme, step):
        yield from _settled(scheme, step, bool(failed or total is None))
        yield from _recorded(scheme, inputs)
        return
    yield from [step] if step and not step.verdict else []
    yield from _voted(scheme, inputs, counted, step if step and step.verdict else None)


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


def _grade(scheme: Scheme, results: Results, total: Fraction | None, failed: Sequence[Step]) -> Step | None:
    """The step that grades, if the total falls into one. Below the pass mark only a grade of not passing is given."""
    below = [step.rule for step in failed] == ["pass_mark"]
    grades = [grade for grade in scheme.grades if not failed or (below and grade.outcome == NOT_PASSED)]
    if total is None or not grades:
        return None
    step = grade_step(grades, total, results, {c.code: c.title for c in scheme.points}, scheme.places)
    return None if (failed or scheme.pass_mark) and step.rule == "grade" and not step.result["grade"] else step


def _goes_to_ballot(scheme: Scheme, step: Step | None) -> bool:
    """Whether a ballot decides: unless the grade itself is one of not passing, or there is none where one is needed."""
    decisive = scheme.ballot is not None and scheme.ballot.decisive
    return decisive and (step is None or step.rule == "grade_clash" or step.result["grade_of"] == PASSED)


def _settled(scheme: Scheme, step: Step | None, stopped: bool) -> Iterator[Step]:
    """Without a ballot the grade settles the outcome; where there is none, a total that nothing stopped has passed."""
    if step is None:
        if not stopped:
            yield Step("all_met", {}, {"outcome": PASSED}, True, (scheme.pass_mark or scheme).citation)
    elif stopped or step.verdict:
        yield step
    else:
        outcome = step.result["grade_of"] or NOT_PASSED
        yield replace(step, result={**step.result, "outcome": outcome}, holds=outcome == PASSED)


def _recorded(scheme: Scheme, inputs: Inputs) -> Iterator[Step]:
    """Ballots that decide nothing."""
    if scheme.ballot and not scheme.ballot.decisive:
        yield from scheme.ballot.check(inputs.attendance, inputs.ballots, scheme.fallback)
    elif scheme.ballot is None and inputs.ballots:
        yield Step("ballots_unused", {"cast": len(inputs.ballots)}, {}, False, scheme.citation)


def _voted(scheme: Scheme, inputs: Inputs, counted: Sequence[CountedSheet], clash: Step | None) -> Iterator[Step]:
    """The ballot that decides. One that passes leaves a clash of grades to the council; one that fails settles it."""
    ballot, given = scheme.ballot, inputs.ballots
    if ballot is None:
        return
    if scheme.member_grade:
        late = number(inputs.flags.get(scheme.member_grade.late) or 0)
        yield from scheme.member_grade.steps(counted, inputs.attendance, given, late)
    if not given and ballot.from_sheets and counted:
        given = tuple(open_votes(counted, inputs.attendance))
        yield Step("open_votes", {"sheets": len(given)}, {}, True, ballot.citation)
    for step in ballot.check(inputs.attendance, given, scheme.fallback):
        open_still = clash and step.verdict == PASSED
        yield replace(step, result={k: v for k, v in step.result.items() if k != "outcome"}) if open_still else step
    yield from [clash] if clash else []
