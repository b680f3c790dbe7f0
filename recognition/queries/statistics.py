"""Counts of recognitions. Every figure comes with the filter of the list that it counts (law 7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Case, CharField, Count, F, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from config.errors import Invalid
from initiatives.choices import Kind, Level
from initiatives.models import Field
from organisation.models import Sector, Unit, kinds_of, side_of
from organisation.queries import present_units
from recognition.models import Recognition
from recognition.queries.register import RegisterFilter, credits_of, register

DIMENSIONS = {
    "unit": _("Unit"), "level": _("Level"), "year": _("Year"), "kind": _("Kind"), "field": _("Field"),
    "sector": _("Sector"),
}  # fmt: skip
COLUMNS = {"level": "level", "year": "year", "kind": "kind", "field": "field__code"}
OF_UNITS = {"unit": "place", "sector": "side"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: `values` by dimension (codes), `labels` in words, how many, and the list it counts."""

    values: dict[str, Any]
    labels: dict[str, str]
    count: int
    chosen: RegisterFilter

    @property
    def address(self) -> str:
        """The query string of the list."""
        return self.chosen.address()


@dataclass(frozen=True, slots=True)
class Table:
    """`total` counts every work once at each level; with units or sectors, `credited` is the sum of the rows, which may
    be more.
    """

    by: tuple[str, ...]
    rows: list[Cell]
    total: int
    credited: int


def counted(by: tuple[str, ...], chosen: RegisterFilter, total: int | None = None) -> Table:
    """Count the register by some dimensions; `total`, where it is known already, is not counted again.

    Raises Invalid for an unknown dimension. By unit each unit gets its own: a work of two units counts once for each,
    and once in the total. By sector the same. Units are as they then were, or as they are now (`chosen.now`).
    """
    if unknown := [name for name in by if name not in DIMENSIONS]:
        raise Invalid(
            _("Unknown dimension."), {"by": [_("Choose from: %(names)s.") % {"names": ", ".join(DIMENSIONS)}, *unknown]}
        )
    standing = register(chosen)
    found = _by_units(by, standing, chosen) if OF_UNITS.keys() & set(by) else _by_works(by, standing)
    words = _words(by)
    cells = [_cell(by, row[:-1], row[-1], chosen, words) for row in found]
    whole = standing.count() if total is None else total
    return Table(by, cells, whole, sum(cell.count for cell in cells))


def _by_works(by: tuple[str, ...], standing: QuerySet[Recognition]) -> Iterable[tuple[Any, ...]]:
    """Rows of values and their count, the most first."""
    keys = [COLUMNS[name] for name in by]
    return standing.order_by().values_list(*keys).annotate(n=Count("pk")).order_by("-n", *keys) if by else []


def _by_units(
    by: tuple[str, ...], standing: QuerySet[Recognition], chosen: RegisterFilter
) -> Iterable[tuple[Any, ...]]:
    """The same over the units that are credited with what stands; of chosen units only they and those below them."""
    moved = present_units() if chosen.now else {}
    source = credits_of(chosen).filter(recognition__in=standing.values("pk"))
    source = source.annotate(place=_place(moved)) if "unit" in by else source
    source = source.annotate(side=_side(moved)) if "sector" in by else source
    keys = [OF_UNITS.get(name) or f"recognition__{COLUMNS[name]}" for name in by]
    once = Count("recognition", distinct=True) if moved or "sector" in by else Count("pk")
    rows = source.order_by().values_list(*keys).annotate(n=once)
    if "unit" not in by:
        return rows.order_by("-n", *keys)
    at, codes = by.index("unit"), dict(Unit.objects.values_list("pk", "code"))
    named = [(*row[:at], codes[row[at]], *row[at + 1 :]) for row in rows]
    return sorted(named, key=lambda row: (-row[-1], [str(value) for value in row[:-1]]))


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


def _cell(
    by: tuple[str, ...], values: tuple[Any, ...], count: int, chosen: RegisterFilter, words: dict[str, dict[Any, str]]
) -> Cell:
    own = dict(zip(by, values, strict=True))
    narrowed = {"levels": "level", "kinds": "kind", "fields": "field"}
    changed: dict[str, Any] = {many: (own[name],) for many, name in narrowed.items() if name in own and own[name]}
    if "year" in own:
        changed["year"] = own["year"]
    if "unit" in own:
        changed["credited"] = own["unit"]
    if "sector" in own:
        changed["sector"] = own["sector"]
    labels = {name: words[name].get(value, str(value or "–")) for name, value in own.items()}
    return Cell(own, labels, count, chosen.narrowed(**changed))


def _words(by: tuple[str, ...]) -> dict[str, dict[Any, str]]:
    words: dict[str, dict[Any, str]] = {
        "level": {level.value: str(level.label) for level in Level},
        "kind": {kind.value: str(kind.label) for kind in Kind},
        "year": {},
        "sector": {sector.value: str(sector.label) for sector in Sector},
    }
    if "unit" in by:
        words["unit"] = dict(Unit.objects.values_list("code", "name"))
    if "field" in by:
        words["field"] = {field.code: str(field) for field in Field.objects.all()}
    return words
