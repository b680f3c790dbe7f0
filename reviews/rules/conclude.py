"""The conclusion: every rule of a scheme applied in order, and what follows from the steps."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from fractions import Fraction

from reviews.rules.aggregate import Aggregation, criterion_step, side_by_side
from reviews.rules.ballot import open_votes
from reviews.rules.consistency import refuse_contradictions
from reviews.rules.criteria import NO, CriterionKind
from reviews.rules.exact import number, shown, spelled
from reviews.rules.explanation import INVALID, NOT_PASSED, PASSED, Conclusion, Step, concluded
from reviews.rules.grades import grade_step
from reviews.rules.minimums import minimum_steps
from reviews.rules.scheme import Scheme
from reviews.rules.seats import Attendance, Inputs, Score, SheetInput
from reviews.rules.sheets import CountedSheet, count_sheets

Results = Mapping[str, Fraction]


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


def _steps(scheme: Scheme, inputs: Inputs) -> Iterator[Step]:
    quorum = scheme.quorum.check(inputs.attendance)
    yield quorum
    if not quorum.holds:
        return
    counted, closed = yield from _counted(scheme, inputs)
    if closed:
        return
    results, total = yield from _scored(scheme, inputs, counted)
    gates = list(_gates(scheme, inputs, counted, results, total))
    yield from gates
    closed = yield from _graded(scheme, results, total, [gate for gate in gates if not gate.holds])
    yield from _voted(scheme, inputs, counted, closed)


def _counted(scheme: Scheme, inputs: Inputs) -> Generator[Step, None, tuple[list[CountedSheet], bool]]:
    """The sheets that decide; and whether that settles it."""
    rule = scheme.sheets
    if rule is None:
        if inputs.sheets:
            yield Step("sheets_unused", {"given": len(inputs.sheets)}, {}, False, scheme.citation)
        return [], False
    counted, refused = count_sheets(scheme.criteria, inputs.sheets, rule.citation)
    yield from refused
    none = not counted and (rule.required or (scheme.scored and bool(inputs.sheets)))
    told = {"given": len(inputs.sheets), "invalid": len(refused)}
    yield Step(
        "sheets", told, {"counted": len(counted), **({"outcome": INVALID} if none else {})}, not none, rule.citation
    )
    if scheme.outliers and counted:
        counted, step = scheme.outliers.put_aside(counted)
        yield step
    if scheme.scored and not none and len(counted) < rule.fewest and inputs.sheets:
        yield scheme.fallback.step("too_few_sheets", counted=len(counted), fewest=rule.fewest)
        return [], True
    yield from _reasons(scheme, counted)
    return counted, none


def _reasons(scheme: Scheme, counted: Sequence[CountedSheet]) -> Iterator[Step]:
    """How many answered a question by no; how the chair's sheet stands is for ranking."""
    checks = [c for c in scheme.criteria if c.kind is CriterionKind.CHECK]
    if checks and counted and scheme.sheets:
        noes = {c.code: sum(sheet.answers[c.code] == NO for sheet in counted) for c in checks}
        dissent = sum(NO in sheet.answers.values() for sheet in counted)
        told = {"sheets": len(counted), "noes": {code: n for code, n in noes.items() if n}}
        yield Step("reasons", told, {"dissent": dissent}, not dissent, scheme.sheets.citation)


def _scored(
    scheme: Scheme, inputs: Inputs, counted: Sequence[CountedSheet]
) -> Generator[Step, None, tuple[Results, Fraction | None]]:
    """The result on each criterion before its weight, and the total, as they are held against limits."""
    rule = scheme.sheets
    if rule is None or not scheme.scored or not counted:
        return {}, None
    results = {}
    for criterion in scheme.points:
        results[criterion.code], step = criterion_step(criterion, rule, counted)
        yield step
    total = sum((results[c.code] * Fraction(c.weight) for c in scheme.points), Fraction(0))
    if scheme.community:
        points, step = scheme.community.points(inputs.flags)
        total += points
        yield step
    yield _total(scheme, rule, counted, total)
    yield from _chair(scheme, inputs, counted)
    return {code: rule.compared(result) for code, result in results.items()}, rule.compared(total)


def _total(scheme: Scheme, rule: Aggregation, counted: Sequence[CountedSheet], total: Fraction) -> Step:
    told = {"highest": spelled(scheme.highest), "sheets": side_by_side([sheet.total for sheet in counted], rule.trim)}
    return Step("total", told, {"total": spelled(total), "shown": shown(total, rule.places)}, True, rule.citation)


def _chair(scheme: Scheme, inputs: Inputs, counted: Sequence[CountedSheet]) -> Iterator[Step]:
    """The total of the chair's sheet, where it may have to part equal competitors."""
    if scheme.ranking and scheme.ranking.tie == "chair_sheet":
        chair = inputs.attendance.chair
        given = next((spelled(sheet.total) for sheet in counted if sheet.seat == chair), None)
        yield Step("chair_sheet", {"seat": chair}, {"points": given}, given is not None, scheme.ranking.citation)


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
    step = grade_step(grades, total, results, scheme.places)
    if failed or step.verdict:
        yield step
        return True
    outcome = step.result["grade_of"] or (PASSED if scheme.pass_mark else NOT_PASSED)
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
