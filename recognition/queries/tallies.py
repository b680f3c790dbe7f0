"""Figures from the tallies instead of the rows of the register, wherever the tallies tell them; and whether they do."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Min, Q, QuerySet, Sum
from django.utils import timezone

from initiatives.models import Field
from recognition.models import Recognition, Tally
from recognition.queries.register import NO_FIELD, RegisterFilter
from recognition.triggers import BIT_OF, GROUP, Sql

COLUMNS = {"unit": "unit", "level": "level", "year": "year", "kind": "kind", "field": "field", "sector": "sides"}
ALL_SIDES = sum(BIT_OF.values())
Grain = Tally.Grain
Months = tuple[date | None, date | None]


def last_day() -> date | None:
    """The last day on which anything that stands was recognised."""
    rows = Recognition.objects.filter(recorded_to=None, held_to=None).order_by("-held_from", "-id")
    return rows.values_list("held_from", flat=True).first()


def first_year() -> int:
    """The earliest year of the register; this one before it has any."""
    first = Tally.objects.filter(grain=Grain.CITY_MONTH).aggregate(first=Min("year"))["first"]
    return int(first or timezone.localdate().year)


Last = Callable[[], date | None]


def tallies_of(chosen: RegisterFilter, by: Collection[str] = (), last: Last = last_day) -> QuerySet[Tally] | None:
    """The tallies that a filter leaves, for counting by these dimensions; None where only the rows of the register can
    tell: of a past day, of days within a month, of single units or units as they are now.
    """
    found = condition_of(chosen, by, last)
    return None if found is None else Tally.objects.filter(found)


def condition_of(chosen: RegisterFilter, by: Collection[str] = (), last: Last = last_day) -> Q | None:
    """The same as a condition on tallies. `last` tells the last day, for those who ask several times."""
    if chosen.revoked or chosen.ever or chosen.units or chosen.credited or chosen.authority or chosen.now:
        return None
    if chosen.as_of and chosen.as_of < timezone.localdate():
        return None
    months = _months(chosen, last)
    grain = None if months is None else _grain(chosen, by, months)
    return None if months is None or grain is None else Q(grain=grain) & _narrow(chosen, months)


def groups_of(tallies: QuerySet[Tally], by: Collection[str]) -> QuerySet[Tally, tuple[Any, ...]]:
    """Rows of values (ids of units and fields, bits of sides) and their count."""
    keys = [COLUMNS[name] for name in by]
    return tallies.order_by().values_list(*keys).annotate(total=Sum("n")).exclude(total=0)


def sum_of(tallies: QuerySet[Tally]) -> int:
    """All of them together."""
    return int(tallies.aggregate(total=Sum("n"))["total"] or 0)


def sides_in(bits: int) -> list[str]:
    """The sides of the three-way link that these bits mean."""
    return [sector for sector, bit in BIT_OF.items() if bits & bit]


def _grain(chosen: RegisterFilter, by: Collection[str], months: Months) -> int | None:
    if "unit" not in by:
        alone = not chosen.fields and not chosen.sector and not chosen.linked and not {"field", "sector"} & set(by)
        return Grain.CITY_MONTH if alone else Grain.CITY
    if "sector" in by or chosen.sector or chosen.linked:
        return None
    begins, ends = months
    whole_years = (begins is None or begins.month == 1) and (ends is None or ends.month == 12)
    if "field" in by or chosen.fields:
        return Grain.UNIT_FIELD if whole_years else None
    return Grain.UNIT_YEAR if whole_years else Grain.UNIT_MONTH


def _months(chosen: RegisterFilter, last: Last) -> Months | None:
    """The first and the last month of the days asked for; None where these are not whole months. A day after which
    nothing stands is no end.
    """
    begins, ends = chosen.begins, min(filter(None, (chosen.ends, chosen.as_of)), default=None)
    if begins and begins.day != 1:
        return None
    if ends and (ends + timedelta(days=1)).day != 1:
        if (final := last()) and final > ends:
            return None
        ends = None
    return begins, ends.replace(day=1) if ends else None


def _narrow(chosen: RegisterFilter, months: Months) -> Q:
    found, (begins, ends) = Q(), months
    if chosen.levels:
        found &= Q(level__in=chosen.levels)
    if chosen.kinds:
        found &= Q(kind__in=chosen.kinds)
    if chosen.fields:
        none = Q(field=0) if NO_FIELD in chosen.fields else Q()
        found &= Q(field__in=Field.objects.filter(code__in=chosen.fields).values("pk")) | none
    if chosen.year:
        found &= Q(year=chosen.year)
    if begins:
        found &= Q(month__gte=begins)
    if ends:
        found &= Q(month__lte=ends)
    needed = (ALL_SIDES if chosen.linked else 0) | BIT_OF.get(chosen.sector, 0)
    return found & Q(sides__in=[bits for bits in range(ALL_SIDES + 1) if bits & needed == needed]) if needed else found


@dataclass(frozen=True, slots=True)
class Difference:
    """A group that is tallied otherwise than its rows say."""

    group: tuple[Any, ...]
    tallied: int
    counted: int


def differences() -> Iterator[Difference]:
    """The groups whose tally is not what the register says. In one statement, so that nothing changes in between."""
    told = f"""
        SELECT {GROUP}, SUM(tallied), SUM(counted) FROM (
            SELECT {GROUP}, n AS tallied, 0 AS counted FROM recognition_tally
            UNION ALL SELECT {GROUP}, 0, n FROM ({Sql(connection.vendor).everything()}) e
        ) both_ways GROUP BY {GROUP} HAVING SUM(tallied) <> SUM(counted) ORDER BY {GROUP}
    """  # noqa: S608 - names of our own
    with connection.cursor() as cursor:
        cursor.execute(told)
        for row in cursor:
            yield Difference(tuple(row[:-2]), int(row[-2]), int(row[-1]))
