"""From sheets to a total: which of them count, the result on each criterion, and their sum."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from fractions import Fraction

from reviews.rules.aggregate import Aggregation, criterion_step, side_by_side
from reviews.rules.criteria import NO, CriterionKind
from reviews.rules.exact import shown, spelled
from reviews.rules.explanation import INVALID, Step
from reviews.rules.scheme import Scheme
from reviews.rules.seats import Inputs
from reviews.rules.sheets import CountedSheet, count_sheets

Results = Mapping[str, Fraction]


def counted_sheets(scheme: Scheme, inputs: Inputs) -> Generator[Step, None, tuple[list[CountedSheet], bool]]:
    """The sheets that decide; and whether the outcome is settled by there being none."""
    rule = scheme.sheets
    if rule is None:
        if inputs.sheets:
            yield Step("sheets_unused", {"given": len(inputs.sheets)}, {}, False, scheme.citation)
        return [], False
    counted, refused = count_sheets(scheme.criteria, inputs.sheets, rule.citation)
    yield from refused
    if not inputs.sheets and not rule.required:
        return [], False
    none = not counted and (rule.required or scheme.scored)
    told = {"given": len(inputs.sheets), "invalid": len(refused)}
    yield Step(
        "sheets", told, {"counted": len(counted), **({"outcome": INVALID} if none else {})}, not none, rule.citation
    )
    if scheme.outliers and counted:
        counted, step = scheme.outliers.put_aside(counted)
        yield step
    if scheme.scored and not none and len(counted) < rule.fewest:
        yield scheme.fallback.step("too_few_sheets", counted=len(counted), fewest=rule.fewest)
        return [], True
    yield from _reasons(scheme, counted)
    return counted, none


def _reasons(scheme: Scheme, counted: Sequence[CountedSheet]) -> Iterator[Step]:
    """How many answered a question by no."""
    checks = [c for c in scheme.criteria if c.kind is CriterionKind.CHECK]
    if checks and counted and scheme.sheets:
        noes = {c.code: sum(sheet.answers[c.code] == NO for sheet in counted) for c in checks}
        dissent = sum(NO in sheet.answers.values() for sheet in counted)
        told = {"sheets": len(counted), "noes": {code: n for code, n in noes.items() if n}}
        yield Step("reasons", told, {"dissent": dissent}, not dissent, scheme.sheets.citation)


def scored(
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
