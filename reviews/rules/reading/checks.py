"""What a well-read scheme may still get wrong: sums, ranges, limits that nothing can reach."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from reviews.rules.criteria import Criterion, CriterionKind
from reviews.rules.exact import spelled
from reviews.rules.problems import Found, Path
from reviews.rules.reading.checks_outcome import check_ballot, check_grades, check_member_grade
from reviews.rules.reading.shares import share_problem
from reviews.rules.scheme import Scheme


def check_scheme(scheme: Scheme) -> Iterator[Found]:
    """All of it."""
    yield from _heading(scheme)
    yield from _council(scheme)
    yield from _criteria(scheme)
    yield from _sums(scheme)
    yield from _parts(scheme)
    yield from check_grades(scheme)
    yield from check_member_grade(scheme)
    yield from check_ballot(scheme)
    yield from _decides(scheme)


def _twice(path: Path, key: str, codes: Sequence[str]) -> Iterator[Found]:
    for position, code in enumerate(codes):
        if code in codes[:position]:
            yield Found((*path, position, key), "duplicate", {"key": key, "value": code})


def _heading(scheme: Scheme) -> Iterator[Found]:
    if scheme.valid_from and scheme.valid_to and scheme.valid_to < scheme.valid_from:
        yield Found(
            ("valid_to",), "dates_reversed", {"from": scheme.valid_from.isoformat(), "to": scheme.valid_to.isoformat()}
        )
    if (
        not scheme.code
        or not scheme.code.isascii()
        or not scheme.code.replace("-", "").isalnum()
        or len(scheme.code) > 60
    ):
        yield Found(("code",), "bad_code", {"value": scheme.code[:60]})


def _council(scheme: Scheme) -> Iterator[Found]:
    sizes, quorum = scheme.council.sizes, scheme.quorum
    smallest, largest = (min(sizes), max(sizes)) if sizes else (None, None)
    manned = sum(least for _, least in scheme.council.roles)
    if smallest is not None and manned > smallest:
        yield Found(("council", "roles"), "roles_above_size", {"roles": manned, "size": smallest})
    yield from share_problem(("quorum",), quorum.share)
    least = max(quorum.count, len(quorum.all_of) + bool(quorum.any_of))
    if largest is not None and least > largest:
        key = "count" if quorum.count >= least else "all_of"
        yield Found(("quorum", key), "quorum_above_council", {"quorum": least, "size": largest})


def _criteria(scheme: Scheme) -> Iterator[Found]:
    yield from _twice(("criteria",), "code", [criterion.code for criterion in scheme.criteria])
    for position, criterion in enumerate(scheme.criteria):
        path: Path = ("criteria", position)
        if criterion.kind is CriterionKind.POINTS:
            yield from _limits(path, criterion)
            yield from _bands(path, criterion)
        else:
            for key in ("maximum", "minimum"):
                if getattr(criterion, key) is not None:
                    yield Found((*path, key), "points_only", {"key": key})


def _limits(path: Path, criterion: Criterion) -> Iterator[Found]:
    maximum = criterion.maximum or 0
    if maximum <= 0:
        yield Found((*path, "maximum"), "not_positive", {"key": "maximum"})
    elif criterion.minimum is not None and criterion.minimum > maximum:
        told = {"minimum": spelled(criterion.minimum), "maximum": spelled(maximum)}
        yield Found((*path, "minimum"), "minimum_above_maximum", told)
    if criterion.knock_out and criterion.minimum is None:
        yield Found((*path, "knock_out"), "knock_out_needs_minimum")


def _bands(path: Path, criterion: Criterion) -> Iterator[Found]:
    taken: list[tuple[int, Fraction, Fraction]] = []
    for position, band in enumerate(criterion.bands):
        least, most, here = Fraction(band.least), Fraction(band.most), (*path, "bands", position)
        told = {"from": spelled(least), "to": spelled(most)}
        if least > most:
            yield Found(here, "band_reversed", told)
        elif most > (criterion.maximum or 0):
            yield Found(here, "band_outside", {**told, "maximum": spelled(criterion.maximum or 0)})
        for _, low, high in taken:
            if least <= high and low <= most:
                yield Found(here, "bands_overlap", {**told, "other_from": spelled(low), "other_to": spelled(high)})
        taken.append((position, least, most))


def _sums(scheme: Scheme) -> Iterator[Found]:
    if scheme.criteria and scheme.sheets is None:
        yield Found((), "missing_key", {"key": "sheets"})
    if not scheme.criteria and scheme.sheets:
        yield Found(("sheets",), "no_criteria", {"key": "sheets"})
    if scheme.scored and scheme.sheets and scheme.sheets.total != scheme.highest:
        told = {"total": spelled(scheme.sheets.total), "sum": spelled(scheme.highest)}
        yield Found(("sheets", "total"), "sum_differs", told)


def _parts(scheme: Scheme) -> Iterator[Found]:
    yield from _twice(("flags",), "name", scheme.flag_names[: len(scheme.flags)])
    yield from _twice(("deadlines",), "code", [deadline.code for deadline in scheme.deadlines])
    yield from share_problem(("zeros",), scheme.zeros.share if scheme.zeros else None)
    needing = {
        "outliers": scheme.outliers,
        "zeros": scheme.zeros,
        "community": scheme.community,
        "pass": scheme.pass_mark,
    }
    for key, rule in {**needing, "grades": scheme.grades, "ranking": scheme.ranking}.items():
        if rule and not scheme.scored:
            yield Found((key,), "no_criteria", {"key": key})
    if scheme.outliers and scheme.outliers.distance.value == 0:
        key = scheme.outliers.distance.key
        yield Found(("outliers", key), "not_positive", {"key": key})
    if scheme.pass_mark and scheme.scored and not scheme.pass_mark.total.met_by(scheme.highest):
        told = {"mark": spelled(scheme.pass_mark.total.value), "total": spelled(scheme.highest)}
        yield Found(("pass", scheme.pass_mark.total.key), "pass_unreachable", told)


def _decides(scheme: Scheme) -> Iterator[Found]:
    """Something must settle every outcome."""
    by_ballot = scheme.ballot is not None and scheme.ballot.decisive
    by_total = scheme.scored and scheme.sheets and scheme.sheets.required and (scheme.pass_mark or scheme.grades)
    if not by_ballot and not by_total:
        yield Found((), "nothing_decides")
