"""The register of recognitions: what stood in it on a day, narrowed down. One condition everywhere (law 7)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from organisation.models import Sector, Unit, kinds_of
from organisation.queries import present_units, units_below
from organisation.rules.days import day_within
from recognition.models import Credit, Recognition

_quoted = lru_cache(4_096)(quote_plus)
NO_FIELD = "-"
"""Among the fields of a filter: works without one."""


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """What is counted. Lists are alternatives; days are included; `units` (codes) take all units below them.

    `credited` is one unit by itself, to which a work is credited; `sector` all units on one side of the three-way link;
    `linked` asks for works with units on all three sides.
    `now`: units are taken as they are today; those that went into another count as that one. Else as they then were.
    `as_of`: what the register said at the end of that day, the same for ever once it is past; None: what it says now.
    `revoked`: what had been revoked by then instead of what stood; `ever`: both. `authority`: the code of who decided.
    """

    levels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    credited: str = ""
    sector: str = ""
    linked: bool = False
    now: bool = False
    year: int | None = None
    begins: date | None = None
    ends: date | None = None
    as_of: date | None = None
    revoked: bool = False
    ever: bool = False
    authority: str = ""

    def narrowed(self, **values: Any) -> "RegisterFilter":
        """The same with some values changed."""
        return replace(self, **values)

    def address(self) -> str:
        """The query string of the list that this counts."""
        pairs: list[tuple[str, str]] = [("level", v) for v in self.levels] + [("kind", v) for v in self.kinds]
        pairs += [("field", v) for v in self.fields]
        pairs += [("unit", v) for v in self.units]
        single = {
            "credited": self.credited, "sector": self.sector, "linked": "1" if self.linked else "",
            "units": "now" if self.now else "", "year": self.year, "from": self.begins, "to": self.ends,
            "as_of": self.as_of, "revoked": "all" if self.ever else "1" if self.revoked else "",
            "authority": self.authority,
        }  # fmt: skip
        pairs += [(name, str(value)) for name, value in single.items() if value]
        return "&".join([f"{name}={_quoted(value)}" for name, value in pairs])

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "RegisterFilter":
        """From the parameters of an address; what is not understood is left out."""
        many = query.getlist if hasattr(query, "getlist") else lambda name: [query[name]] if name in query else []
        year = str(query.get("year", ""))
        return cls(
            levels=tuple(filter(None, many("level"))),
            kinds=tuple(filter(None, many("kind"))),
            fields=tuple(filter(None, many("field"))),
            units=tuple(filter(None, many("unit"))),
            credited=str(query.get("credited", "")),
            sector=sector if (sector := str(query.get("sector", ""))) in Sector.values else "",
            linked=query.get("linked") == "1",
            now=query.get("units") == "now",
            year=int(year) if year.isdecimal() and len(year) == 4 else None,
            begins=day_within(str(query.get("from", ""))),
            ends=day_within(str(query.get("to", ""))),
            as_of=day_within(str(query.get("as_of", ""))),
            revoked=query.get("revoked", "") not in ("", "all"),
            ever=query.get("revoked") == "all",
            authority=str(query.get("authority", "")),
        )


def end_of(day: date) -> datetime:
    """The first moment after a day, in the city's time."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def register(chosen: RegisterFilter) -> QuerySet[Recognition]:
    """The recognitions that stood in the register, each work at a level once."""
    return Recognition.objects.filter(condition(chosen))


def condition(chosen: RegisterFilter) -> Q:
    """The one condition behind a figure and its list."""
    return standing(chosen) & _narrow(chosen)


def standing(chosen: RegisterFilter) -> Q:
    """Recorded by then, and held on that day; or revoked by then; or either."""
    if chosen.as_of is None:
        return Q(recorded_to=None) if chosen.ever else Q(recorded_to=None, held_to__isnull=not chosen.revoked)
    moment = end_of(chosen.as_of)
    recorded = Q(recorded_from__lt=moment) & (Q(recorded_to=None) | Q(recorded_to__gte=moment))
    if chosen.revoked:
        return recorded & Q(held_to__lte=chosen.as_of)
    begun = recorded & Q(held_from__lte=chosen.as_of)
    return begun if chosen.ever else begun & (Q(held_to=None) | Q(held_to__gt=chosen.as_of))


def _narrow(chosen: RegisterFilter) -> Q:
    found = Q()
    if chosen.levels:
        found &= Q(level__in=chosen.levels)
    if chosen.kinds:
        found &= Q(kind__in=chosen.kinds)
    if chosen.fields:
        found &= Q(field__code__in=chosen.fields) | (Q(field=None) if NO_FIELD in chosen.fields else Q())
    if chosen.authority:
        found &= Q(decision__authority__code=chosen.authority)
    if chosen.year:
        found &= Q(year=chosen.year)
    if chosen.begins:
        found &= Q(held_from__gte=chosen.begins)
    if chosen.ends:
        found &= Q(held_from__lte=chosen.ends)
    if chosen.units or chosen.credited or chosen.sector:
        found &= Q(pk__in=credits_of(chosen).values("recognition"))
    if chosen.linked:
        for sector in Sector.values:
            found &= Q(pk__in=credits_of(RegisterFilter(sector=sector, now=chosen.now)).values("recognition"))
    return found


def credits_of(chosen: RegisterFilter) -> QuerySet[Credit]:
    """The credits to units that are asked for; all of them where no unit is."""
    found = Credit.objects.all()
    if chosen.units:
        found = found.filter(_within(units_below(*chosen.units), chosen.now))
    if chosen.credited:
        found = found.filter(_within(Unit.objects.filter(code=chosen.credited), chosen.now))
    if chosen.sector:
        found = found.filter(_within(Unit.objects.filter(kind__in=kinds_of(chosen.sector)), chosen.now))
    return found


def _within(units: QuerySet[Unit], now: bool) -> Q:
    """Credited to one of these units; as units are today: or to one that has gone into one of them."""
    if not now:
        return Q(unit__in=units)
    moved = present_units()
    here = set(units.values_list("pk", flat=True))
    return Q(unit__in=(here - moved.keys()) | {gone for gone, into in moved.items() if into in here})


ROW = ("id", "title", "level", "kind", "year", "held_from", "held_to", "grade", "work_id")
NAMED = {
    "code": F("dossier__code"), "unit_name": F("unit__name"), "unit_code": F("unit__code"),
    "field_vi": F("field__name_vi"), "field_en": F("field__name_en"), "decision_code": F("decision__code"),
    "number": F("decision__number"), "symbol": Coalesce(NullIf("decision__cited_as", Value("")), "decision__symbol"),
    "demonstration": F("work__demonstration"), "corrected_by_code": F("corrected_by__code"),
}  # fmt: skip


def rows(recognitions: QuerySet[Recognition]) -> QuerySet[Recognition, dict[str, Any]]:
    """Plain rows for lists and exports, in one statement."""
    plain: QuerySet[Recognition, dict[str, Any]] = recognitions.order_by("-held_from", "-id").values(*ROW, **NAMED)
    return plain


def rows_with_authors(recognitions: QuerySet[Recognition]) -> QuerySet[Recognition, dict[str, Any]]:
    """The same with the authors as the register has them."""
    plain: QuerySet[Recognition, dict[str, Any]] = rows(recognitions).values(*ROW, "authors", *NAMED)
    return plain


EXPORTED = ("code", "unit_name", "unit_code", "field_vi", "number", "symbol")


def rows_to_export(recognitions: QuerySet[Recognition]) -> QuerySet[Recognition, dict[str, Any]]:
    """The same with what exports write and nothing else: a name that is not asked for would still cost its join."""
    plain: QuerySet[Recognition, dict[str, Any]] = recognitions.order_by("-held_from", "-id").values(
        *ROW, **{name: NAMED[name] for name in EXPORTED}
    )
    return plain


def titles_of(authority: int, years: Collection[int]) -> Iterator[tuple[str, str, int, str]]:
    """Title, level, year and dossier's code of what stands in an authority's register of these years."""
    rows = Recognition.objects.filter(
        recorded_to=None, held_to=None, year__in=list(years), dossier__authority=authority
    )
    told = rows.order_by().values_list("title", "level", "year", "dossier__code")
    yield from ((title, level, year, code or "") for title, level, year, code in told.iterator(chunk_size=5_000))
