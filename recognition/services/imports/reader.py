"""The program that opens a table, apart from the server: `python -m recognition.services.imports.reader KIND [SHEET]`.

A workbook of a thousand bytes can claim cells enough to fill any memory, for a sheet is held as a whole rectangle. Here
that costs the life of this program and of nothing else. It knows nothing of Django. The table is its input; it tells
a line of JSON of what is known at once, then one for some rows each. `works` reads what a register says by the same
means.
"""

import csv
import gc
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import IO, Any

import orjson
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from initiatives.files.apart import limit
from recognition.services.imports import separated

BROKEN = 3
SECONDS, SENT = 120, 500
WIDEST = 256
"""Columns that are read; no register has so many."""
Row = Sequence[Any]
DAYS: dict[str, Any] = {"date": date, "datetime": datetime, "time": time}


def plain(cell: Any) -> Any:
    """A cell as JSON carries it: days and times as a list of their kind and themselves."""
    if isinstance(cell, timedelta):
        return ["timedelta", cell.total_seconds()]
    return [type(cell).__name__, cell.isoformat()] if isinstance(cell, date | time) else cell


def cell_of(said: Any) -> Any:
    """The cell again."""
    if type(said) is not list:
        return said
    kind, value = said
    return timedelta(seconds=value) if kind == "timedelta" else DAYS[kind].fromisoformat(value)


def is_seen(sheet: Any) -> bool:
    """Whether people see it, and it has cells."""
    return str(sheet.typ).endswith("WorkSheet") and str(sheet.visible).endswith("Visible")


def rows_of_sheet(sheet: CalamineSheet) -> Iterator[Row]:
    """Each row from the first of the sheet on. What is merged downwards is repeated in each of its rows."""
    first, indent = sheet.start or (0, 0)
    for _number in range(first):  # rows above the first that holds something
        yield ()
    fills, kept = merged_down(sheet), dict[int, Any]()
    for place, row in enumerate(sheet.iter_rows(), first):
        cells = [*[""] * indent, *row][:WIDEST]
        for column, (top, bottom) in fills.get(place, {}).items():
            if place == top and column < len(cells):
                kept[column] = cells[column]
            elif top < place <= bottom and column < len(cells):
                cells[column] = kept.get(column, "")
        yield cells


def merged_down(sheet: CalamineSheet) -> dict[int, dict[int, tuple[int, int]]]:
    """By row and column: from which row to which a cell goes on below itself."""
    found: dict[int, dict[int, tuple[int, int]]] = {}
    last = sheet.end[0] if sheet.end else 0
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
        for place in range(top, min(bottom, last) + 1) if bottom > top else ():
            found.setdefault(place, {})[left] = (top, bottom)
    return found


def rows_in(stream: IO[bytes], kind: str, sheet: str) -> tuple[Iterator[Row], int]:
    """The rows of a table, and how many there are."""
    if kind == separated.CSV:
        return separated.rows_in(stream), separated.lines_in(stream)
    found = CalamineWorkbook.from_filelike(io.BytesIO(stream.read())).get_sheet_by_name(sheet)
    return rows_of_sheet(found), found.total_height


def told_apart(tell: Callable[[IO[bytes]], Iterable[Any]]) -> int:
    """Tell what is made of the input, a line each; the exit code."""
    limit(SECONDS)
    gc.disable()  # rows are freed one by one, and the program ends
    out = sys.stdout.buffer
    try:
        for said in tell(sys.stdin.buffer):
            out.write(orjson.dumps(said, default=plain, option=orjson.OPT_PASSTHROUGH_DATETIME) + b"\n")
    except (CalamineError, csv.Error, ValueError, KeyError, OSError):
        return BROKEN
    return 0


def some_at_once(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """As many of them as are told in one line."""
    left = iter(rows)
    return iter(lambda: list(islice(left, SENT)), [])


def main(kind: str, *sheet: str) -> int:
    """The names of the sheets; or of one sheet, how many rows it has, and its rows."""

    def tell(stream: IO[bytes]) -> Iterator[Any]:
        if not sheet:
            book = CalamineWorkbook.from_filelike(io.BytesIO(stream.read()))
            yield [one.name for one in book.sheets_metadata if is_seen(one)]
            return
        rows, height = rows_in(stream, kind, sheet[0])
        yield height
        yield from some_at_once(rows)

    return told_apart(tell)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
