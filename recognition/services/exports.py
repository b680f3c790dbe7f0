"""Rows as CSV, JSON and XLSX: streamed, and no text of a user is ever a formula.

Rows are a queryset, of which the columns are fetched, or mappings. PostgreSQL writes the CSV of a queryset by itself.
"""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

import orjson
import xlsxwriter
from django.db import connection
from django.db.models import CharField, F, Func, QuerySet
from django.utils.translation import gettext_lazy as _

Rows = Iterable[Mapping[str, Any]] | QuerySet[Any, Any]
FORMULA = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"
CHUNK = 1_000
BLOCK = 64 * 1024
FETCHED = 2_000


@dataclass(frozen=True, slots=True)
class Column:
    """`name` in rows, JSON and open data; `head` in words; `about` what it says. `kind`: text (of people), word (of the
    system: codes it gives, members of closed lists), day or number.
    """

    name: str
    head: Any
    kind: str = "text"
    about: Any = ""


REGISTER = (
    Column("code", _("Dossier"), "word"), Column("title", _("Title")), Column("kind", _("Kind"), "word"),
    Column("level", _("Level"), "word"),
    Column("unit_code", _("Unit code")), Column("unit_name", _("Unit")), Column("field_vi", _("Field")),
    Column("held_from", _("Recognised on"), "day"), Column("held_to", _("Revoked on"), "day"),
    Column("grade", _("Grade")), Column("number", _("Decision"), "number"), Column("symbol", _("Symbol")),
)  # fmt: skip


def harmless(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


class Harmless(Func):
    """The same inside PostgreSQL."""

    function = "REGEXP_REPLACE"
    template = r"%(function)s(%(expressions)s, '^[-=+@\t\r]', '''\&')"
    output_field = CharField()


def as_csv(rows: Rows, columns: Sequence[Column] = REGISTER, heads: Sequence[str] = ()) -> Iterator[bytes]:
    """Lines of CSV in chunks, with the mark by which spreadsheets see UTF-8; `heads` instead of the words."""
    yield (BOM + _lines([heads or [str(column.head) for column in columns]])).encode()
    if isinstance(rows, QuerySet) and connection.vendor == "postgresql":
        yield from _copied(rows, columns)
        return
    cells = _cells(rows, columns)
    while batch := list(islice(cells, CHUNK)):
        yield _lines([harmless(value) for value in row] for row in batch).encode()


def _lines(rows: Iterable[Sequence[Any]]) -> str:
    """Every cell is quoted: spreadsheets that take semicolons and tabs for separators too split no text."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return buffer.getvalue()


def _copied(rows: QuerySet[Any, Any], columns: Sequence[Column]) -> Iterator[bytes]:
    """What COPY writes, in blocks: not a row of it passes through Python."""
    guarded = {one.name: f"{one.name}_as_text" for one in columns if one.kind == "text"}
    safe = rows.annotate(**{alias: Harmless(F(name)) for name, alias in guarded.items()})
    chosen = safe.values_list(*(guarded.get(one.name, one.name) for one in columns))
    sql, params = chosen.query.sql_with_params()
    told = f"COPY ({sql}) TO STDOUT WITH (FORMAT csv, FORCE_QUOTE *)"
    with connection.cursor() as cursor, cursor.copy(told, params) as copy:
        block = bytearray()
        for line in copy:
            block += line
            if len(block) >= BLOCK:
                yield bytes(block)
                block.clear()
        yield bytes(block)


def _cells(rows: Rows, columns: Sequence[Column]) -> Iterator[Sequence[Any]]:
    names = [column.name for column in columns]
    if isinstance(rows, QuerySet):
        return rows.values_list(*names).iterator(chunk_size=FETCHED)
    return ([row[name] for name in names] for row in rows)


def as_json(rows: Rows, columns: Sequence[Column] = REGISTER) -> Iterator[bytes]:
    """One JSON array, a chunk of rows at a time."""
    yield b"["
    names, cells, before = [column.name for column in columns], _cells(rows, columns), b"\n"
    while batch := [dict(zip(names, row)) for row in islice(cells, CHUNK)]:  # noqa: B905  they are as many
        yield before + orjson.dumps(batch)[1:-1]
        before = b",\n"
    yield b"\n]\n"


def as_xlsx(rows: Rows, columns: Sequence[Column] = REGISTER) -> Iterator[bytes]:
    """A workbook; text cells are written as text, so that a formula stays what it is: text."""
    with tempfile.TemporaryFile() as file:
        with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
            _fill(book, _cells(rows, columns), columns)
        file.seek(0)
        yield from _blocks(file)


def _fill(book: Any, cells: Iterator[Sequence[Any]], columns: Sequence[Column]) -> None:
    sheet = book.add_worksheet()
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.freeze_panes(1, 0)
    sheet.set_column(1, 1, 60)
    for column, one in enumerate(columns):
        sheet.write_string(0, column, str(one.head), bold)
    text, number = sheet.write_string, sheet.write_number
    kinds: dict[str, tuple[Callable[..., Any], Any]] = {
        "text": (text, None), "word": (text, None), "number": (number, None), "day": (sheet.write_datetime, day),
    }  # fmt: skip
    writers = [(column, *kinds[one.kind]) for column, one in enumerate(columns)]
    for line, row in enumerate(cells, 1):
        for (column, write, form), value in zip(writers, row, strict=True):
            if value is not None and value != "":
                write(line, column, value, form)


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block
