"""All hits of a search as CSV, JSON and XLSX: streamed, and no text of a user is ever a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson
import xlsxwriter
from django.utils.translation import gettext as _

from initiatives.choices import Kind, Level, State
from recognition.services.exports import BOM, CHUNK, harmless

Row = Mapping[str, Any]
COLUMNS = ("code", "title", "kind", "level", "state", "unit", "year", "authors")


def _heads() -> list[str]:
    words = {
        "code": _("Code"), "title": _("Title"), "kind": _("Kind"), "level": _("Level"), "state": _("State"),
        "unit": _("Unit"), "year": _("Year"), "authors": _("Authors"),
    }  # fmt: skip
    return [words[name] for name in COLUMNS]


def _cells(row: Row) -> list[Any]:
    """A row in words."""
    words = {"kind": dict(Kind.choices), "level": dict(Level.choices), "state": dict(State.choices)}
    told = {**row, "authors": ", ".join(row["authors"])}
    return [str(words[name].get(told[name], told[name])) if name in words else told[name] for name in COLUMNS]


def as_csv(rows: Iterable[Row]) -> Iterator[str]:
    """Lines of CSV in chunks, with the mark by which spreadsheets see that it is UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM)
    writer.writerow(_heads())
    for number, row in enumerate(rows, 1):
        writer.writerow([harmless(cell) for cell in _cells(row)])
        if number % CHUNK == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def as_json(rows: Iterable[Row]) -> Iterator[bytes]:
    """One JSON array, a row at a time."""
    yield b"["
    for number, row in enumerate(rows):
        yield (b",\n" if number else b"\n") + orjson.dumps({name: row[name] for name in COLUMNS})
    yield b"\n]\n"


def as_xlsx(rows: Iterable[Row]) -> Iterator[bytes]:
    """A workbook; every text is written as text."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, _heads())
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(_cells(row)):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell)
            else:
                sheet.write_string(number, column, str(cell or ""))
    book.close()
    yield file.getvalue()


FORMATS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "json": (as_json, "application/json"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""By the name in the address: how rows are written, and the media type."""
