"""What a chart shows: plain data that the component draws, prints and lists as a table."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.functional import Promise

Words = str | Promise
Figure = float | int | None


@dataclass(frozen=True, slots=True)
class Series:
    """One row of figures, one figure a category. `links` (optional, as many) open the list that each figure counts."""

    name: Words
    values: Sequence[Figure]
    links: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """`kind` is bar, line, pie or bullet. `required`, one figure a category, is marked on bars and bullets.

    `stacked` lays the series of a bar chart on each other; `across` turns bars on their side (long names).
    """

    name: str
    title: Words
    kind: str
    categories: Sequence[Words]
    series: Sequence[Series]
    category: Words = ""
    unit: Words = ""
    required: Sequence[Figure] = ()
    required_name: Words = ""
    stacked: bool = False
    across: bool = False
    note: Words = ""

    def data(self) -> dict[str, Any]:
        """What the script draws: plain JSON types."""
        plain = asdict(self)
        plain["series"] = [{**row, "name": str(row["name"])} for row in plain["series"]]
        return {key: _plain(value) for key, value in plain.items()}

    def rows(self) -> list[dict[str, Any]]:
        """The rows of the table: the category, its figures with their links, and what is required."""
        return [
            {
                "category": name,
                "figures": [_figure(series, number) for series in self.series],
                "required": self.required[number] if self.required else None,
            }
            for number, name in enumerate(self.categories)
        ]


def _figure(series: Series, number: int) -> dict[str, Any]:
    return {"value": series.values[number], "link": series.links[number] if series.links else ""}


def _plain(value: Any) -> Any:
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
