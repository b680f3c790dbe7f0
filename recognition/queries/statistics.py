"""Counts of recognitions. Every figure comes with the filter of the list that it counts (law 7)."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import quote_plus

from django.db.models import BigIntegerField, Case, CharField, Count, F, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.errors import Invalid
from initiatives.choices import Kind, Level
from initiatives.models import Field
from organisation.models import Sector, Unit, kinds_of, side_of
from organisation.queries import present_units
from recognition.models import Recognition
from recognition.queries.register import NO_FIELD, RegisterFilter, credits_of, register
from recognition.queries.tallies import Last, groups_of, last_day, sides_in, sum_of, tallies_of

DIMENSIONS = {
    "unit": _("Unit"), "level": _("Level"), "year": _("Year"), "kind": _("Kind"), "field": _("Field"),
    "sector": _("Sector"),
}  # fmt: skip
COLUMNS = {"level": "level", "year": "year", "kind": "kind", "field": "field__code"}
OF_UNITS = {"unit": "place", "sector": "side"}
PARAMETERS = {name: name for name in DIMENSIONS} | {"unit": "credited"}
NARROWED = {"level": "levels", "kind": "kinds", "field": "fields"}
Group = tuple[Any, ...]
Words = Mapping[str, Mapping[Any, str]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: `values` by dimension (codes), `labels` in words, how many, and the list it counts. `base` is the
    same of the year before; None where nothing is to be compared.
    """

    values: dict[str, Any]
    labels: dict[str, str]
    count: int
    chosen: RegisterFilter
    base: int | None = None

    @property
    def address(self) -> str:
        """The query string of the list."""
        return self.chosen.address()

    @property
    def change(self) -> float | None:
        """How much more than the year before, in percent."""
        return change_of(self.count, self.base)


def change_of(count: int, base: int | None) -> float | None:
    """How much more than the base, in percent to one decimal; None where the base is 0 or none.

    >>> change_of(6, 5), change_of(2, 3), change_of(5, 0)
    (20.0, -33.3, None)
    """
    return round(100 * (count - base) / base, 1) if base else None


@dataclass(frozen=True)
class Table:
    """`groups` are values and a count each, the most first; years stand in their order. `total` counts every work once
    at each level; with units or sectors, `credited` is the sum of the rows, which may be more.
    """

    by: tuple[str, ...]
    groups: Sequence[Group]
    total: int
    chosen: RegisterFilter
    names: "Names" = field(repr=False)
    before: Mapping[Group, int] | None = field(default=None, repr=False)

    def groups_of(self, chosen: RegisterFilter, last: Last = last_day) -> list[Group]:
        """The groups of another filter by the same dimensions, by the names that are known already."""
        return _groups(self.by, chosen, self.names, last)

    @property
    def words(self) -> "Words":
        """What values are called, by dimension."""
        return self.names.words

    @property
    def credited(self) -> int:
        """The sum of the rows."""
        return sum(group[-1] for group in self.groups)

    @cached_property
    def rows(self) -> list[Cell]:
        """All figures."""
        return self.first(len(self.groups))

    def first(self, count: int) -> list[Cell]:
        """As many figures, the first in the order of the groups."""
        return [self._cell(group) for group in self.groups[:count]]

    def plain(self) -> Iterator[dict[str, Any]]:
        """All figures as plain values. There are thousands of them: what repeats is put together once."""
        own: dict[str, Any] = {NARROWED[name]: () for name in self.by if name in NARROWED}
        own |= {name: "" for name in ("credited", "sector") if name in map(PARAMETERS.get, self.by)}
        own |= {"year": None} if "year" in self.by else {}
        rest = replace(self.chosen, **own).address()
        values = [sorted({group[at] for group in self.groups}, key=str) for at in range(len(self.by))]
        named = list(zip(self.by, values, strict=True))
        labels = [(name, {value: self.label(name, value) for value in found}) for name, found in named]
        parts = [{value: _pair(name, value) for value in found} for name, found in named]
        for group, base in zip(self.groups, self._bases(self.groups), strict=True):
            *own_values, count = group
            pairs = [part[value] for part, value in zip(parts, own_values)]  # noqa: B905 - as long by the lines above
            yield {
                "values": dict(zip(self.by, own_values)),  # noqa: B905
                "labels": {name: of[value] for (name, of), value in zip(labels, own_values)},  # noqa: B905
                "count": count,
                "base": base,
                "change": change_of(count, base),
                "list": "&".join([*pairs, rest] if rest else pairs),
            }

    def label(self, name: str, value: Any) -> str:
        """A value in words."""
        return self.words[name].get(value) or str(value or "–")

    def base_of(self, group: Group) -> int | None:
        """The same of the year before. None where there is none, and for the year under way, which is not over."""
        return next(self._bases([group]))

    def _bases(self, groups: Iterable[Group]) -> Iterator[int | None]:
        before, at, fixed, now = self.before, self._at, self.chosen.year, self._today.year
        for group in groups:
            year = fixed if at is None else group[at]
            yield before.get(group[:-1], 0) if before is not None and year and year < now else None

    @cached_property
    def _at(self) -> int | None:
        return self.by.index("year") if "year" in self.by else None

    @cached_property
    def _today(self) -> date:
        return self.chosen.as_of or timezone.localdate()

    def _cell(self, group: Group) -> Cell:
        own = dict(zip(self.by, group, strict=False))
        changed: dict[str, Any] = {many: (_told(name, own[name]),) for name, many in NARROWED.items() if name in own}
        changed |= {name: own[name] for name in ("year", "sector") if name in own}
        if "unit" in own:
            changed["credited"] = own["unit"]
        labels = {name: self.label(name, value) for name, value in own.items()}
        return Cell(own, labels, group[-1], self.chosen.narrowed(**changed), self.base_of(group))


def _pair(name: str, value: Any) -> str:
    """A value as a parameter of an address."""
    return f"{PARAMETERS[name]}={quote_plus(str(_told(name, value)))}"


def _told(name: str, value: Any) -> Any:
    """A value as the address of a list tells it."""
    return NO_FIELD if name == "field" and value is None else value


def counted(by: tuple[str, ...], chosen: RegisterFilter, total: int | None = None) -> Table:
    """Count the register by some dimensions; `total`, where it is known already, is not counted again.

    Raises Invalid for an unknown dimension. By unit each unit gets its own: a work of two units counts once for each,
    and once in the total. By sector the same. Units are as they then were, or as they are now (`chosen.now`).
    """
    if unknown := [name for name in by if name not in DIMENSIONS]:
        raise Invalid(
            _("Unknown dimension."), {"by": [_("Choose from: %(names)s.") % {"names": ", ".join(DIMENSIONS)}, *unknown]}
        )
    names = _names(by)
    groups = _groups(by, chosen, names)
    whole = total_of(chosen) if total is None else total
    return Table(by, groups, whole, chosen, names, _before(by, chosen, groups, names))


def counted_by_each(by: Sequence[str], chosen: RegisterFilter, total: int, last: Last = last_day) -> dict[str, Table]:
    """The same by each of several dimensions on its own, read together where the tallies tell them."""
    together = [name for name in by if name != "unit"]
    tallies = tallies_of(chosen, together, last)
    if tallies is None:
        return {name: counted((name,), chosen, total) for name in by}
    names = _names(by)
    rows = list(groups_of(tallies, together))
    tables = {}
    for name in by:
        groups = (
            _groups((name,), chosen, names, last)
            if name == "unit"
            else _folded(name, rows, together.index(name), names)
        )
        tables[name] = Table((name,), groups, total, chosen, names)
    return tables


def _folded(name: str, rows: Iterable[Group], at: int, names: "Names") -> list[Group]:
    """Groups of several dimensions, summed up by one of them."""
    counts = Counter[Any]()
    for row in rows:
        counts[row[at]] += row[-1]
    return _ordered((name,), _named((name,), counts.items(), names))


def total_of(chosen: RegisterFilter) -> int:
    """How many recognitions a filter leaves, each work at a level once."""
    tallies = tallies_of(chosen)
    return register(chosen).count() if tallies is None else sum_of(tallies)


@dataclass(frozen=True, slots=True)
class Names:
    """Codes of units and fields by id, and what values are called."""

    units: Mapping[int, str]
    fields: Mapping[int, str]
    words: Words


def _names(by: Collection[str]) -> Names:
    units = list(Unit.objects.order_by().values_list("pk", "code", "name")) if "unit" in by else []
    fields = list(Field.objects.all()) if "field" in by else []
    words = {
        "level": {level.value: str(level.label) for level in Level},
        "kind": {kind.value: str(kind.label) for kind in Kind},
        "year": {},
        "sector": {sector.value: str(sector.label) for sector in Sector},
        "unit": {code: name for _pk, code, name in units},
        "field": {one.code: str(one) for one in fields},
    }
    return Names({pk: code for pk, code, _name in units}, {one.pk: one.code for one in fields}, words)


def _ordered(by: Sequence[str], groups: Iterable[Group]) -> list[Group]:
    """The most first, then by their values, those of one dimension being of one type or None. Years stand in their
    order: what comes before the year in `by` goes by its sum over all years, what comes after by its count in the year.
    """
    if "year" not in by:
        return sorted(groups, key=lambda row: (-row[-1], _comparable(row[:-1])))
    at, rows, sums = by.index("year"), list(groups), Counter[Group]()
    for row in rows:
        sums[row[:at]] += row[-1]
    return sorted(
        rows,
        key=lambda row: (-sums[row[:at]], _comparable(row[: at + 1]), -row[-1], _comparable(row[at + 1 : -1])),
    )


def _comparable(values: Group) -> Group:
    return tuple("" if value is None else value for value in values)


def _groups(by: tuple[str, ...], chosen: RegisterFilter, names: Names, last: Last = last_day) -> list[Group]:
    """Rows of values and their count, in the order of a table."""
    if not by:
        return []
    tallies = tallies_of(chosen, by, last)
    if tallies is not None:
        found = _named(by, groups_of(tallies, by), names)
    elif OF_UNITS.keys() & set(by):
        found = _by_units(by, register(chosen), chosen, names)
    else:
        keys = [COLUMNS[name] for name in by]
        found = register(chosen).order_by().values_list(*keys).annotate(n=Count("pk"))
    return _ordered(by, found)


def _before(
    by: tuple[str, ...], chosen: RegisterFilter, groups: Sequence[Group], names: Names
) -> dict[Group, int] | None:
    """The same a year earlier, under the values of the year after; None where no year is asked for."""
    if not by or chosen.begins or chosen.ends or not (chosen.year or "year" in by):
        return None
    if chosen.year:
        groups = _groups(by, chosen.narrowed(year=chosen.year - 1), names)
    if "year" not in by:
        return {group[:-1]: group[-1] for group in groups}
    at = by.index("year")
    return {(*group[:at], group[at] + 1, *group[at + 1 : -1]): group[-1] for group in groups}


def _named(by: tuple[str, ...], found: Iterable[Group], names: Names) -> Iterable[Group]:
    """Groups of the tallies with codes instead of ids; a work with units on two sides counts on both."""
    for name, codes in (("unit", names.units), ("field", names.fields)):
        if name in by:
            at = by.index(name)
            found = [(*row[:at], codes.get(row[at]), *row[at + 1 :]) for row in found]
    if "sector" not in by:
        return found
    at, counts = by.index("sector"), Counter[Group]()
    for row in found:
        for side in sides_in(row[at]):
            counts[(*row[:at], side, *row[at + 1 : -1])] += row[-1]
    return [(*group, count) for group, count in counts.items()]


def _by_units(
    by: tuple[str, ...], standing: QuerySet[Recognition], chosen: RegisterFilter, names: Names
) -> Iterable[Group]:
    """The groups over the units that are credited with what stands; of chosen units only they and those below them."""
    moved = present_units() if chosen.now else {}
    source = credits_of(chosen).filter(recognition__in=standing.values("pk"))
    source = source.annotate(place=_place(moved)) if "unit" in by else source
    source = source.annotate(side=_side(moved)) if "sector" in by else source
    keys = [OF_UNITS.get(name) or f"recognition__{COLUMNS[name]}" for name in by]
    once = Count("recognition", distinct=True) if moved or "sector" in by else Count("pk")
    rows = source.order_by().values_list(*keys).annotate(n=once)
    if "unit" not in by:
        return rows
    at = by.index("unit")
    return [(*row[:at], names.units[row[at]], *row[at + 1 :]) for row in rows]


def _place(moved: Mapping[int, int]) -> Any:
    """The unit credited, or where it stands today."""
    steps = [When(unit=gone, then=Value(into)) for gone, into in moved.items()]
    return Case(*steps, default=F("unit_id"), output_field=BigIntegerField())


def _side(moved: Mapping[int, int]) -> Any:
    """The side of the three-way link on which the unit stands."""
    kinds = dict(Unit.objects.filter(pk__in=moved.values()).values_list("pk", "kind"))
    by_unit = [When(unit=gone, then=Value(side_of(kinds[into]))) for gone, into in moved.items()]
    by_kind = [When(unit__kind__in=kinds_of(side), then=Value(side)) for side in Sector.values]
    return Case(*by_unit, *by_kind, output_field=CharField())
