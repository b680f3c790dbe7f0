"""The figures of a report as on a day, as plain data: from the queries of the pages, each with the list that it counts.

All that a report says stands in it, so that what was reported can be printed again, and held against what the register
says today. In Vietnamese, as the report is.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation

from recognition.definitions import DEFINITIONS, version
from recognition.queries.forecasts import months_of, outlook
from recognition.queries.register import RegisterFilter, register
from recognition.queries.statistics import DIMENSIONS, Cell, counted
from recognition.queries.targets import Progress, progress_of
from recognition.queries.versions import targets_on
from recognition.queries.waiting import waiting_on
from recognition.rules.growth import Span
from recognition.rules.reporting import months_until, spans

LANGUAGE = "vi"
TABLES = ("level", "kind", "field", "sector", "unit")
FIGURES = ("month", "year", "before")
Content = dict[str, Any]


def report_as_on(day: date) -> Content:
    """Targets, counts by every dimension, months, and what waits where, as the register stood at the end of a day."""
    with translation.override(LANGUAGE):
        return {
            "as_of": day.isoformat(),
            "issuer": settings.AUTHORITY_NAME,
            "demonstration": settings.DEMONSTRATION,
            "definitions": {"version": version(), "texts": _definitions()},
            "targets": [_target(stand) for stand in progress_of(targets_on(day), day)],
            "total": _total(day),
            "tables": {name: _table(name, day) for name in TABLES},
            "months": _months(day),
            "waiting": _waiting(day),
        }


def _definitions() -> list[dict[str, str]]:
    return [{"key": one.key, "title": str(one.title), "text": str(one.text)} for one in DEFINITIONS]


def _target(stand: Progress) -> Content:
    target, pace, ahead = stand.target, stand.pace, outlook(stand)
    told = ahead.forecast
    return {
        "code": target.code,
        "version": target.version,
        "title": target.title_vi,
        "title_en": target.title_en,
        "period": [target.period_from.isoformat(), target.period_to.isoformat()],
        "growth": f"{target.growth.normalize():f}",
        "baseline": stand.baseline,
        "required": stand.required,
        "achieved": stand.achieved,
        "met": stand.met,
        "expected": pace.expected if pace else None,
        "seasonal": ahead.seasonal,
        "still_needed": pace.still_needed if pace else None,
        "forecast": list(told.most) if told else None,
        "probability": round(told.probability, 4) if told and told.probability is not None else None,
        "lists": {
            "achieved": stand.achieved_list.address(),
            "baseline": stand.baseline_list.address() if stand.baseline_list else None,
        },
    }


def _filters(day: date) -> dict[str, RegisterFilter]:
    """What the three columns count."""
    chosen = spans(day)
    columns: dict[str, Span] = {"month": chosen.month, "year": chosen.year, "before": chosen.before}
    return {name: RegisterFilter(begins=span.begins, ends=span.ends, as_of=day) for name, span in columns.items()}


def _total(day: date) -> Content:
    """Every work once at each level."""
    filters = _filters(day)
    counts = {name: register(chosen).count() for name, chosen in filters.items()}
    return {**counts, "lists": {name: chosen.address() for name, chosen in filters.items()}}


def _table(by: str, day: date) -> Content:
    """One dimension: a row for each value that one of the columns has, the most of the year first."""
    columns = {name: counted((by,), chosen, total=0).rows for name, chosen in _filters(day).items()}
    rows: dict[str, Content] = {}
    for name, cells in columns.items():
        for cell in cells:
            _put(rows, name, str(cell.values[by] or ""), cell.labels[by], cell)
    ordered = sorted(rows.values(), key=lambda row: (-row["year"], -row["before"], row["key"]))
    return {"title": str(DIMENSIONS[by]), "rows": ordered}


def _put(rows: dict[str, Content], column: str, key: str, label: str, cell: Cell) -> None:
    empty = {"key": key, "label": label, **dict.fromkeys(FIGURES, 0), "lists": {}}
    row = rows.setdefault(key, empty)
    row[column] = cell.count
    row["lists"][column] = cell.address


def _months(day: date) -> list[Content]:
    """This year's months up to the day beside last year's; None for what is still to come."""
    listed = {
        (span.begins.year, span.begins.month): RegisterFilter(begins=span.begins, ends=span.ends, as_of=day)
        for span in months_until(day)
    }
    counts = months_of(RegisterFilter(begins=date(day.year - 1, 1, 1), ends=day, as_of=day))
    return [_month(day.year, month, listed, counts) for month in range(1, 13)]


def _month(
    year: int, month: int, listed: Mapping[tuple[int, int], RegisterFilter], counts: Mapping[tuple[int, int], int]
) -> Content:
    this, before = (year, month), (year - 1, month)
    lists = {"before": listed[before].address()}
    if this in listed:
        lists["year"] = listed[this].address()
    return {
        "month": month,
        "year": counts.get(this, 0) if this in listed else None,
        "before": counts.get(before, 0),
        "lists": lists,
    }


def _waiting(day: date) -> list[Content]:
    return [
        {
            "key": one.unit,
            "label": one.name,
            **one.by_state,
            "total": one.total,
            "oldest_days": (day - one.oldest).days if one.oldest else None,
        }
        for one in waiting_on(day)
    ]
