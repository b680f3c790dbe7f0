"""The register as CSV, JSON and XLSX: streamed, and no text of a user is ever a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson
import xlsxwriter
from django.utils.translation import gettext as _

Row = Mapping[str, Any]
COLUMNS = (
    "code",
    "title",
    "kind",
    "level",
    "unit_code",
    "unit_name",
    "field_vi",
    "held_from",
    "held_to",
    "grade",
    "number",
    "symbol",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"
CHUNK = 500


def _heads() -> list[str]:
    words = {
        "code": _("Dossier"), "title": _("Title"), "kind": _("Kind"), "level": _("Level"), "unit_code": _("Unit code"),
        "unit_name": _("Unit"), "field_vi": _("Field"), "held_from": _("Recognised on"), "held_to": _("Revoked on"),
        "grade": _("Grade"), "number": _("Decision"), "symbol": _("Symbol"),
    }  # fmt: skip
    return [str(words[name]) for name in COLUMNS]


def harmless(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def as_csv(rows: Iterable[Row]) -> Iterator[str]:
    """Lines of CSV in chunks, with the mark by which spreadsheets see that it is UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM)
    writer.writerow(_heads())
    for number, row in enumerate(_each(rows), 1):
        writer.writerow([harmless(row[name]) for name in COLUMNS])
        if number % CHUNK == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _each(rows: Iterable[Row]) -> Iterable[Row]:
    return rows.iterator(chunk_size=2000) if hasattr(rows, "iterator") else rows


def as_json(rows: Iterable[Row]) -> Iterator[bytes]:
    """One JSON array, a row at a time."""
    yield b"["
    for number, row in enumerate(_each(rows)):
        yield (b",\n" if number else b"\n") + orjson.dumps({name: row[name] for name in COLUMNS})
    yield b"\n]\n"


def as_xlsx(rows: Iterable[Row]) -> Iterator[bytes]:
    """A workbook; text cells are written as text, so that a formula stays what it is: text."""
    file = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(1, 1, 60)
        sheet.write_row(0, 0, _heads(), bold)
        for line, row in enumerate(_each(rows), 1):
            for column, name in enumerate(COLUMNS):
                value = row[name]
                if name in ("held_from", "held_to") and value:
                    sheet.write_datetime(line, column, value, day)
                elif isinstance(value, int):
                    sheet.write_number(line, column, value)
                else:
                    sheet.write_string(line, column, value or "")
    yield file.getvalue()
