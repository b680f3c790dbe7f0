"""The tables of a report, from its content: what the paper and the workbook both show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from initiatives.choices import OPEN
from recognition.queries.reports import FIGURES, TABLES, Content

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table under its title; `total` is its last row, where it has one."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] = ()


def tables_of(content: Content) -> dict[str, Table]:
    """Every table by its name, with figures as numbers."""
    day = date.fromisoformat(content["as_of"])
    return {
        "targets": _targets(content["targets"]),
        **{name: _counts(content["tables"][name], content["total"], day) for name in TABLES},
        "months": _by_month(content["months"], day),
        "waiting": _waiting(content["waiting"]),
    }


def note_on(content: Content) -> str:
    """Why all figures are 0, where they are: a report says what the register knew on its day, not what it knows now."""
    if any(content["total"][name] for name in FIGURES):
        return ""
    day = date.fromisoformat(content["as_of"])
    return _(
        "By the end of that day the register had recorded nothing that was recognised in %(year)d or in the same "
        "period of %(before)d. What is entered later, old registers too, counts in reports from the day on which it is "
        "entered."
    ) % {"year": day.year, "before": day.year - 1}


def _targets(targets: Iterable[Content]) -> Table:
    heads = [
        _("Target"), _("Baseline"), _("Required"), _("Achieved"), _("On pace"), _("Still needed"),
        _("Forecast (90%)"), _("Probability"),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            one["title"], one["baseline"], one["required"], one["achieved"], one["expected"], one["still_needed"],
            f"{one['forecast'][0]}–{one['forecast'][1]}" if one["forecast"] else None, _percent(one["probability"]),
        ]
        for one in targets
    ]  # fmt: skip
    return Table(_("Targets"), heads, rows)


def _percent(probability: float | None) -> str | None:
    """Whole percent; no forecast is certain."""
    return None if probability is None else f"{min(99, max(1, round(100 * probability)))}%"


def _counts(table: Content, total: Content, day: date) -> Table:
    heads = [
        table["title"], _("In the month"), _("Year to date"), _("Same period of %(year)d") % {"year": day.year - 1},
        _("Change"),
    ]  # fmt: skip
    rows = [_row(one["label"], one) for one in table["rows"]]
    title = _("Recognised by: %(what)s") % {"what": table["title"].lower()}
    return Table(title, heads, rows, _row(_("City total (every work once at each level)"), total))


def _row(label: str, counts: Content) -> list[Cell]:
    return [label, *(counts[name] for name in FIGURES), counts["year"] - counts["before"]]


def _by_month(months: Iterable[Content], day: date) -> Table:
    heads = [
        _("Month"),
        str(day.year),
        _("Cumulative"),
        str(day.year - 1),
        _("Cumulative in %(year)d") % {"year": day.year - 1},
    ]
    rows: list[list[Cell]] = []
    this = before = 0
    for one in months:
        before += one["before"]
        this += one["year"] or 0
        rows.append([str(one["month"]), one["year"], None if one["year"] is None else this, one["before"], before])
    return Table(_("Recognised by month"), heads, rows)


def _waiting(waiting: Iterable[Content]) -> Table:
    heads = [_("Authority"), *(str(state.label) for state in OPEN), _("In all"), _("Longest wait (days)")]
    rows: list[list[Cell]] = [
        [one["label"], *(one[state.value] for state in OPEN), one["total"], one["oldest_days"]] for one in waiting
    ]
    return Table(_("Dossiers under way"), heads, rows)
