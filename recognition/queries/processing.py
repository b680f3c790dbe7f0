"""How work is processed: rates and medians by authority or by month, each with the lists that it counts (law 7).

A rate and what it is a part of go by the same day. Dossiers are those that the asker may see, as in their lists;
recognitions are public.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, DateField, F, Q, QuerySet
from django.db.models.functions import TruncDate, TruncMonth
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from initiatives.choices import Channel
from initiatives.milestones import DAYS, appealed, in_time, returned
from initiatives.models import Dossier
from initiatives.rules.calendar import working_days_between
from organisation.actor import Actor
from organisation.models import Unit
from organisation.policy import listed
from recognition.queries.register import RegisterFilter, register
from recognition.rules.growth import Span

BY = {"unit": _("Unit"), "month": _("Month")}
COLUMN_OF = {"received": "received_on", "admitted": "admitted_at", "concluded": "concluded_at", "decided": "decided_at"}
Key = Any
"""Of a group: the id of an authority, or the first day of a month."""


@dataclass(frozen=True, slots=True)
class Asked:
    """By what to group (`BY`), for whom, over which days."""

    by: str
    actor: Actor
    span: Span

    def dossiers(self, passed: str) -> "QuerySet[Dossier, Any]":
        """The dossiers that passed a milestone in the span, each with its group `key`."""
        after, before = DAYS[f"{passed}_after"](self.span.begins), DAYS[f"{passed}_before"](self.span.ends)
        key = F("authority") if self.by == "unit" else TruncMonth(COLUMN_OF[passed], output_field=DateField())
        return listed(Dossier, self.actor).filter(after & before).order_by().annotate(key=key)

    def within(self, key: Key | None) -> Span:
        """The days of a group; of all of them where it is None."""
        if key is None or self.by == "unit":
            return self.span
        ends = (key + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return Span(max(key, self.span.begins), min(ends, self.span.ends))


@dataclass(frozen=True, slots=True)
class Rate:
    """So many `of` so many, and the query strings of both lists."""

    count: int
    of: int
    list: str
    list_of: str

    @property
    def percent(self) -> float | None:
        """None of nothing is no rate."""
        return round(100 * self.count / self.of, 1) if self.of else None


@dataclass(frozen=True, slots=True)
class Days:
    """The median of working days over so many dossiers; None for none."""

    median: int | float | None
    count: int
    list: str


Counts = Mapping[Key, tuple[int, int]]
Spans = Mapping[Key, Counter[int]]


def online_rate(asked: Asked) -> Counts:
    """Filed online, of those received."""
    return _parts(asked.dossiers("received"), Q(channel=Channel.ONLINE))


def return_rate(asked: Asked) -> Counts:
    """Asked for completion at least once, of those received."""
    return _parts(asked.dossiers("received"), returned())


def appeal_rate(asked: Asked) -> Counts:
    """Appealed about at least once, of those received."""
    return _parts(asked.dossiers("received"), appealed())


def on_time_rate(asked: Asked) -> Counts:
    """Decided on or before the day on which the result was due, of those decided."""
    return _parts(asked.dossiers("decided"), in_time())


def revocation_rate(asked: Asked) -> Counts:
    """Revoked since, of those recognised by decisions of the span."""
    chosen = RegisterFilter(begins=asked.span.begins, ends=asked.span.ends, ever=True)
    key = F("decision__authority") if asked.by == "unit" else TruncMonth("held_from")
    return _parts(register(chosen).order_by().annotate(key=key), Q(held_to__isnull=False))


def _parts(rows: "QuerySet[Any, Any]", part: Q) -> Counts:
    found = rows.values_list("key").annotate(part=Count("pk", filter=part), of=Count("pk"))
    return {key: (count, of) for key, count, of in found}


def check_days(asked: Asked) -> Spans:
    """Working days from receipt to admission."""
    return _spans(asked.dossiers("admitted"), F("received_on"), TruncDate("admitted_at"))


def review_days(asked: Asked) -> Spans:
    """Working days from admission to the council's conclusion."""
    return _spans(asked.dossiers("concluded"), TruncDate("admitted_at"), TruncDate("concluded_at"))


def decision_days(asked: Asked) -> Spans:
    """Working days from the conclusion to the decision."""
    return _spans(asked.dossiers("decided"), TruncDate("concluded_at"), TruncDate("decided_at"))


def _spans(rows: "QuerySet[Dossier, Any]", first: Any, last: Any) -> Spans:
    """How many dossiers took how many working days, by group; -1: nobody knows when it began."""
    found: dict[Key, Counter[int]] = defaultdict(Counter)
    told = rows.annotate(first=first, last=last).values_list("key", "first", "last").annotate(n=Count("pk"))
    for key, begun, ended, count in told:
        found[key][working_days_between(begun, ended) if begun else -1] += count
    return found


RATES: dict[str, tuple[Callable[[Asked], Counts], str, dict[str, str]]] = {
    "online-rate": (online_rate, "received", {"channel": Channel.ONLINE.value}),
    "return-rate": (return_rate, "received", {"returned": "true"}),
    "on-time-rate": (on_time_rate, "decided", {"in_time": "true"}),
    "appeal-rate": (appeal_rate, "received", {"appealed": "true"}),
    "revocation-rate": (revocation_rate, "", {}),
}
MEDIANS: dict[str, tuple[Callable[[Asked], Spans], str]] = {
    "check-days": (check_days, "admitted"),
    "review-days": (review_days, "concluded"),
    "decision-days": (decision_days, "decided"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one group by key of their definition; `code` is the unit's, or the month as YYYY-MM."""

    code: str
    label: str
    figures: dict[str, Rate | Days]


@dataclass(frozen=True, slots=True)
class Processing:
    """All groups, and all of them together."""

    asked: Asked
    rows: list[Row]
    total: Row


def processing(asked: Asked) -> Processing:
    """Every figure of how work is processed. One statement a figure, and one for the names of units."""
    counts = {key: RATES[key][0](asked) for key in RATES}
    spans = {key: MEDIANS[key][0](asked) for key in MEDIANS}
    keys = {key for found in (*counts.values(), *spans.values()) for key in found}
    named = _named(asked, keys)

    def row(key: Key | None, code: str, label: str) -> Row:
        figures: dict[str, Rate | Days] = {name: _rate(asked, name, found, key, code) for name, found in counts.items()}
        figures |= {name: _days(asked, name, found, key, code) for name, found in spans.items()}
        return Row(code, label, figures)

    return Processing(asked, [row(key, code, label) for key, code, label in named], row(None, "", ""))


def _named(asked: Asked, keys: Iterable[Key]) -> list[tuple[Key, str, str]]:
    if asked.by == "unit":
        return list(Unit.objects.filter(pk__in=keys).order_by("name").values_list("pk", "code", "name"))
    return [(key, f"{key:%Y-%m}", date_format(key, "m/Y")) for key in sorted(keys)]


def _rate(asked: Asked, name: str, found: Counts, key: Key | None, code: str) -> Rate:
    _query, passed, part = RATES[name]
    whole = found.values() if key is None else [found.get(key, (0, 0))]
    count, of = (sum(pair[at] for pair in whole) for at in (0, 1))
    if passed:
        return Rate(count, of, _dossiers(asked, passed, key, code, part), _dossiers(asked, passed, key, code))
    days = asked.within(key)
    chosen = RegisterFilter(begins=days.begins, ends=days.ends, authority=code if asked.by == "unit" else "")
    return Rate(count, of, chosen.narrowed(revoked=True).address(), chosen.narrowed(ever=True).address())


def _days(asked: Asked, name: str, found: Spans, key: Key | None, code: str) -> Days:
    whole = sum((found[one] for one in (found if key is None else [key] if key in found else [])), Counter[int]())
    known = sorted(days for days in whole.elements() if days >= 0)
    return Days(_middle(known), whole.total(), _dossiers(asked, MEDIANS[name][1], key, code))


def _middle(days: list[int]) -> int | float | None:
    """The median; a whole number where it is one."""
    middle = median(days) if days else None
    return int(middle) if middle is not None and middle == int(middle) else middle


def _dossiers(asked: Asked, passed: str, key: Key | None, code: str, part: Mapping[str, str] | None = None) -> str:
    """The query string of the list of dossiers that passed a milestone in a group."""
    days = asked.within(key)
    told: dict[str, Any] = {f"{passed}_after": days.begins, f"{passed}_before": days.ends}
    return urlencode(told | ({"authority": code} if code and asked.by == "unit" else {}) | dict(part or {}))


def year_until(day: date) -> Span:
    """The month of a day and the eleven before it, up to the day."""
    first = day.replace(day=1)
    return Span(date(first.year - (first.month < 12), first.month % 12 + 1, 1), day)
