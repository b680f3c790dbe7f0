"""The budget of a contract in whole đồng: sums by source, item and year; what is against the rules."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from initiatives.rules.forms import gettext_noop

STATE = "state"
MOST = 10**15
"""đồng; more is a slip of the hand."""


@dataclass(frozen=True, slots=True)
class Line:
    """An amount for an item, from a source, in a year."""

    item: str
    source: str
    year: int
    amount: int


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong; `at` is the number of the line, or None for the budget as a whole. `message` is a msgid."""

    message: str
    params: Mapping[str, object]
    at: int | None = None


def total(lines: Sequence[Line], source: str = "") -> int:
    """The sum, of one source if it is named."""
    return sum(line.amount for line in lines if not source or line.source == source)


def summed(lines: Sequence[Line], by: Callable[[Line], object]) -> Counter[object]:
    """Sums by what a function says of a line; together they are the total."""
    found: Counter[object] = Counter()
    for line in lines:
        found[by(line)] += line.amount
    return found


def budget_slips(lines: Sequence[Line], cap: int, years: range, shares: Mapping[str, int]) -> list[Slip]:
    """Everything against a budget: lines that repeat, years outside the term, more than was approved (`cap`, of the
    state budget), an item above its share of the state budget (percent, compared in whole numbers).
    """
    found, seen = [], set()
    for number, line in enumerate(lines):
        key = (line.item, line.source, line.year)
        if key in seen:
            found.append(Slip(gettext_noop("This item, source and year stand there already."), {}, number))
        seen.add(key)
        if line.year not in years:
            said = {"first": years[0], "last": years[-1]}
            found.append(Slip(gettext_noop("The contract runs from %(first)d to %(last)d."), said, number))
        if not 0 < line.amount <= MOST:
            found.append(Slip(gettext_noop("Give an amount in whole đồng, above 0."), {}, number))
    state = total(lines, STATE)
    if state > cap:
        over = {"sum": money(state), "cap": money(cap)}
        found.append(Slip(gettext_noop("The state budget is %(sum)s đồng; approved are %(cap)s."), over))
    items = summed([line for line in lines if line.source == STATE], lambda line: line.item)
    for item, share in shares.items():
        if 100 * items[item] > share * state:
            above: dict[str, object] = {"share": share, "sum": money(items[item])}
            found.append(
                Slip(gettext_noop("Management may take %(share)d %% of the state budget; it has %(sum)s đồng."), above)
            )
    return found


def instalment_slips(planned: Sequence[int], state: int) -> list[Slip]:
    """The instalments are of the state budget, all of it and no more."""
    if sum(planned) == state:
        return []
    said = {"sum": money(sum(planned)), "state": money(state)}
    message = gettext_noop("The instalments add up to %(sum)s đồng; the state budget is %(state)s.")
    return [Slip(message, said)]


def years_of(starts_on: date, ends_on: date) -> range:
    """The budget years that a term touches."""
    return range(starts_on.year, ends_on.year + 1)


def money(amount: int) -> str:
    """As Vietnamese papers write it: 1.234.567."""
    return f"{amount:,}".replace(",", ".")


def balance(paid: int, accepted: int) -> tuple[int, int]:
    """(still to pay, to pay back) for a settlement that accepts costs of so much."""
    return max(0, accepted - paid), max(0, paid - accepted)
