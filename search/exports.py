"""All hits of a search as CSV, JSON and XLSX, in words for spreadsheets; written as the register's are."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from initiatives.choices import Kind, Level, State
from recognition.services import exports
from recognition.services.exports import Column

Row = Mapping[str, Any]
COLUMNS = (
    Column("code", _("Code")), Column("title", _("Title")), Column("kind", _("Kind")), Column("level", _("Level")),
    Column("state", _("State")), Column("unit", _("Unit")), Column("year", _("Year"), "number"),
    Column("authors", _("Authors")),
)  # fmt: skip


def _in_words(rows: Iterable[Row]) -> Iterator[Row]:
    words = {
        name: {str(value): str(label) for value, label in choices}
        for name, choices in (("kind", Kind.choices), ("level", Level.choices), ("state", State.choices))
    }
    for row in rows:
        told = {name: labels.get(row[name], row[name]) for name, labels in words.items()}
        yield {**row, **told, "authors": ", ".join(row["authors"])}


def as_csv(rows: Iterable[Row]) -> Iterator[bytes]:
    """Lines of CSV."""
    return exports.as_csv(_in_words(rows), COLUMNS)


def as_json(rows: Iterable[Row]) -> Iterator[bytes]:
    """One JSON array, with codes as they are."""
    return exports.as_json(rows, COLUMNS)


def as_xlsx(rows: Iterable[Row]) -> Iterator[bytes]:
    """A workbook."""
    return exports.as_xlsx(_in_words(rows), COLUMNS)


FORMATS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "json": (as_json, "application/json"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""By the name in the address: how rows are written, and the media type."""
