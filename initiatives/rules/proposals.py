"""The proposal of a competing dossier: members, partners, milestones and budget against the task and each other.

Source: Thông tư 20/2023/TT-BKHCN, Điều 5 (forms B1-2a, B1-2b); which sums have to agree is a setting.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from initiatives.rules.budget import Line, Slip, budget_slips, money, total
from initiatives.rules.calendar import months_after
from initiatives.rules.forms import gettext_noop

OTHER = "other"
Answers = Mapping[str, Any]
Found = tuple[str, Slip]
"""The question, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a task allows: months and state budget (0: no bound), greatest shares of items in percent."""

    months: int = 0
    cap: int = 0
    shares: Mapping[str, int] | None = None


def lines_asked(answers: Answers) -> list[Line]:
    """The budget of a proposal; years count from the one in which the contract begins."""
    return [
        Line(row["item"], row["source"], int(row["year"] or 0), int(row["amount_vnd"] or 0))
        for row in answers.get("budget") or ()
    ]


def most_years(months: int) -> int:
    """The calendar years that a term of so many months can touch."""
    return (months + 10) // 12 + 1


def proposal_slips(answers: Answers, bounds: Bounds) -> list[Found]:
    """Everything in which a proposal contradicts itself or its task."""
    months = int(answers.get("duration_months") or 0)
    return [
        *_term(months, bounds), *_members(answers.get("members") or (), months),
        *_milestones(answers.get("milestones") or (), months), *_products(answers.get("product_rows") or ()),
        *_budget(answers, months, bounds),
    ]  # fmt: skip


def _slip(message: str, /, **params: object) -> Slip:
    return Slip(message, params)


def _term(months: int, bounds: Bounds) -> Iterator[Found]:
    if months < 1:
        yield "duration_months", _slip(gettext_noop("At least one month."))
    elif bounds.months and months > bounds.months:
        yield "duration_months", _slip(gettext_noop("The task may last %(most)d months at most."), most=bounds.months)


def _members(rows: Sequence[Answers], months: int) -> Iterator[Found]:
    leaders = sum(row["post"] == "leader" for row in rows)
    if leaders != 1:
        yield "members", _slip(gettext_noop("Name one principal investigator; there are %(n)d."), n=leaders)
    for number, row in enumerate(rows, 1):
        if not 1 <= int(row["months"] or 0) <= months:
            message = gettext_noop("Row %(row)d: from 1 to %(months)d months of work.")
            yield "members", _slip(message, row=number, months=months)


def _milestones(rows: Sequence[Answers], months: int) -> Iterator[Found]:
    for number, row in enumerate(rows, 1):
        if not 1 <= int(row["from_month"] or 0) <= int(row["to_month"] or 0) <= months:
            message = gettext_noop("Row %(row)d: within the months 1 to %(months)d, the end not before the beginning.")
            yield "milestones", _slip(message, row=number, months=months)


def _products(rows: Sequence[Answers]) -> Iterator[Found]:
    for number, row in enumerate(rows, 1):
        if int(row["quantity"] or 0) < 1:
            yield "product_rows", _slip(gettext_noop("Row %(row)d: how many of it? At least 1."), row=number)


def _budget(answers: Answers, months: int, bounds: Bounds) -> Iterator[Found]:
    lines = lines_asked(answers)
    cap = bounds.cap or total(lines, "state")
    for slip in budget_slips(lines, cap, range(10_000), bounds.shares or {}):
        yield "budget", slip
    for number, message, last in _years(lines, months):
        yield "budget", _slip(message, row=number + 1, last=last)
    asked = int(answers.get("budget_vnd") or 0)
    if total(lines) != asked:
        message = gettext_noop("The lines add up to %(sum)s đồng; the total says %(asked)s.")
        yield "budget_vnd", _slip(message, sum=money(total(lines)), asked=money(asked))
    given = sum(int(row["cofinancing_vnd"] or 0) for row in answers.get("partners") or ())
    if given > total(lines, OTHER):
        message = gettext_noop("Partners give %(given)s đồng; the budget has %(other)s of other sources.")
        yield "partners", _slip(message, given=money(given), other=money(total(lines, OTHER)))


def _years(lines: Sequence[Line], months: int) -> Iterator[tuple[int, str, int]]:
    """Lines of a year that the topic does not touch: (number of the line, what is wrong, the last year)."""
    last = most_years(months)
    for number, line in enumerate(lines):
        if not 1 <= line.year <= last:
            yield number, gettext_noop("Row %(row)d: from year 1 to year %(last)d of the topic."), last


def appraisal_slips(
    asked: Sequence[Line], appraised: Sequence[Line], cap: int, shares: Mapping[str, int], months: int
) -> list[Slip]:
    """What is against an appraised budget of a topic of so many months: it cuts, source by source, and never adds; the
    limits stay what they are.
    """
    found = budget_slips(appraised, cap or total(asked, "state"), range(10_000), shares)
    found += [
        Slip(message, {"row": number + 1, "last": last}, number) for number, message, last in _years(appraised, months)
    ]
    for source in sorted({line.source for line in (*asked, *appraised)}):
        if total(appraised, source) > total(asked, source):
            message = gettext_noop("Appraised are %(sum)s đồng of a source of which %(asked)s were asked.")
            said = {"sum": money(total(appraised, source)), "asked": money(total(asked, source))}
            found.append(Slip(message, said))
    return found


def span_of(starts_on: date, from_month: int, to_month: int) -> tuple[date, date]:
    """The days of the months of a plan: month 1 begins with the contract."""
    return months_after(starts_on, from_month - 1), months_after(starts_on, to_month) - timedelta(days=1)


def calendar_lines(lines: Sequence[Line], starts_on: date, ends_on: date) -> list[Line]:
    """A budget in calendar years. What a late beginning of the contract pushes past its end is of its last year."""
    sums: dict[tuple[int, str, str], int] = {}
    for line in lines:
        key = (min(starts_on.year + line.year - 1, ends_on.year), line.source, line.item)
        sums[key] = sums.get(key, 0) + line.amount
    return [Line(item, source, year, amount) for (year, source, item), amount in sorted(sums.items())]
