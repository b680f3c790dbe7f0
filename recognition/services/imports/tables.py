"""Tables of XLSX, XLS, ODS and CSV, row by row, whatever is wrong with their making."""

import codecs
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from subprocess import CalledProcessError
from typing import IO, Any

import orjson
from django.utils.translation import gettext as _

from config.errors import Invalid
from initiatives.files.apart import lines_from
from initiatives.files.kinds import XLSX, package_kind, refuse
from recognition.rules.registers.cells import Cell
from recognition.services.imports.reader import BROKEN, cell_of
from recognition.services.imports.separated import CSV, SNIFFED
from recognition.services.imports.works import Read, Settled, read_of

XLS, ODS = "application/vnd.ms-excel", "application/vnd.oasis.opendocument.spreadsheet"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_BYTES, MOST_ROWS = 60 * 1024 * 1024, 500_000
MOST_SHEETS = 30
Row = Sequence[Cell]


def table_kind(stream: IO[bytes]) -> str:
    """The media type found in the content. Raises Invalid (field `file`) for what is no table, or not safe."""
    stream.seek(0)
    head = stream.read(SNIFFED)
    stream.seek(0)
    if head.startswith(b"PK\x03\x04"):
        kind = package_kind(stream, {XLSX: "xl/workbook.xml", ODS: "content.xml"})
    elif head.startswith(OLE):
        kind = XLS
    elif head and not _is_binary(head) and head.lstrip()[:1] not in (b"%", b"<", b"{"):
        kind = CSV
    else:
        raise refuse(_("Only XLSX, XLS, ODS and CSV are taken; this file is none of them, whatever its name says."))
    stream.seek(0)
    return kind


def _is_binary(head: bytes) -> bool:
    return b"\x00" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


@contextmanager
def _or_refuse() -> Iterator[None]:
    """Whatever a library says about a broken file, people get this message."""
    try:
        yield
    except Invalid:
        raise
    except CalledProcessError as error:
        if error.returncode != BROKEN:
            words = _("This table claims far more cells than a register has. Copy what is filled in to a new file.")
            raise refuse(words) from error
        raise refuse(_("This table is broken or locked with a password. Save it again without one.")) from error
    except (ValueError, OSError) as error:
        raise refuse(_("This table is broken or locked with a password. Save it again without one.")) from error


def sheets_of(stream: IO[bytes], kind: str) -> list[str]:
    """The names of the sheets that hold something; a CSV has one without a name."""
    if kind == CSV:
        return [""]
    with _or_refuse():
        return [str(name) for name in next(_told(stream, "reader", kind))][:MOST_SHEETS]


def _told(stream: IO[bytes], program: str, *said: str) -> Iterator[Any]:
    """What a program that opens tables tells of one."""
    stream.seek(0)
    return map(orjson.loads, lines_from(f"recognition.services.imports.{program}", list(said), stream))


def rows_of(stream: IO[bytes], kind: str, sheet: str) -> tuple[Iterator[tuple[int, Row]], int]:
    """Each row with its number (from 1, as the program that made it shows), and how many there are. What is merged
    downwards is repeated in each of its rows. Raises Invalid, also while the rows are read.
    """
    with _or_refuse():
        told = _told(stream, "reader", kind, sheet)
        height = next(told)
        return _numbered([cell_of(cell) for cell in row] for some in told for row in some), height


def works_of(stream: IO[bytes], kind: str, sheet: str, settled: Settled) -> tuple[Iterator[Read], int]:
    """The works of a register, some hundred rows at a time, and how many rows its sheet has. Raises Invalid, also while
    they are read.
    """
    with _or_refuse():
        told = _told(stream, "works", kind, sheet, settled.said())
        height = next(told)
        return _few_enough(map(read_of, told)), height


def _few_enough(read: Iterator[Read]) -> Iterator[Read]:
    with _or_refuse():
        for some in read:
            if some.row > MOST_ROWS:
                raise _too_many()
            yield some


def _numbered(rows: Iterator[Row]) -> Iterator[tuple[int, Row]]:
    with _or_refuse():
        for number, row in enumerate(islice(rows, MOST_ROWS + 1), 1):
            if number > MOST_ROWS:
                raise _too_many()
            yield number, row


def _too_many() -> Invalid:
    return refuse(_("At most %(n)d rows at once.") % {"n": MOST_ROWS})
