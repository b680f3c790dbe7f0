"""Counts of recognitions. Every figure comes with the filter of the list that it counts (law 7)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from config.errors import Invalid
from initiatives.choices import Kind, Level
from initiatives.models import Field
from organisation.models import Unit
from organisation.queries import units_below
from recognition.models import Credit, Recognition
from recognition.queries.register import RegisterFilter, register

DIMENSIONS = {"unit": _("Unit"), "level": _("Level"), "year": _("Year"), "kind": _("Kind"), "field": _("Field")}


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
    """`total` counts every work once at each level; with units, `credited` is the sum of the rows, which may be
    more.
    """

    by: tuple[str, ...]
    rows: list[Cell]
    total: int
    credited: int


def counted(by: tuple[str, ...], chosen: RegisterFilter, total: int | None = None) -> Table:
    """Count the register by some dimensions; `total`, where it is known already, is not counted again.

    Raises Invalid for an unknown dimension. By unit each unit gets its own: a work of two units counts once for each,
    and once in the total.
    """
    if unknown := [name for name in by if name not in DIMENSIONS]:
        raise Invalid(
            _("Unknown dimension."), {"by": [_("Choose from: %(names)s.") % {"names": ", ".join(DIMENSIONS)}, *unknown]}
        )
    standing = register(chosen)
    columns = {"unit": "unit__code", "level": "level", "year": "year", "kind": "kind", "field": "field__code"}
    if "unit" in by:
        paths = {name: column if name == "unit" else f"recognition__{column}" for name, column in columns.items()}
        source = _credits(standing, chosen)
    else:
        paths, source = columns, standing  # type: ignore[assignment]
    keys = [paths[name] for name in by]
    found = source.order_by().values_list(*keys).annotate(n=Count("pk")).order_by("-n", *keys) if by else []
    words = _words(by)
    cells = [_cell(by, row[:-1], row[-1], chosen, words) for row in found]
    whole = standing.count() if total is None else total
    return Table(by, cells, whole, sum(cell.count for cell in cells))


def _credits(standing: QuerySet[Recognition], chosen: RegisterFilter) -> QuerySet[Credit]:
    """Who is credited with what stands; of chosen units only they and those below them."""
    found = Credit.objects.filter(recognition__in=standing.values("pk"))
    if chosen.units:
        found = found.filter(unit__in=units_below(*chosen.units))
    return found.filter(unit__code=chosen.credited) if chosen.credited else found


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
    labels = {name: words[name].get(value, str(value or "–")) for name, value in own.items()}
    return Cell(own, labels, count, chosen.narrowed(**changed))


def _words(by: tuple[str, ...]) -> dict[str, dict[Any, str]]:
    words: dict[str, dict[Any, str]] = {
        "level": {level.value: str(level.label) for level in Level},
        "kind": {kind.value: str(kind.label) for kind in Kind},
        "year": {},
    }
    if "unit" in by:
        words["unit"] = dict(Unit.objects.values_list("code", "name"))
    if "field" in by:
        words["field"] = {field.code: str(field) for field in Field.objects.all()}
    return words
