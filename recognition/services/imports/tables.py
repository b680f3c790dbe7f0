"""Tables of XLSX, XLS, ODS and CSV, row by row, whatever is wrong with their making."""

import codecs
import csv
import io
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

XLS, ODS, CSV = "application/vnd.ms-excel", "application/vnd.oasis.opendocument.spreadsheet", "text/csv"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_BYTES, MOST_ROWS = 60 * 1024 * 1024, 500_000
MOST_SHEETS = 30
SNIFFED = 65_536
DELIMITERS = ",;\t|"
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
    except (csv.Error, UnicodeError, ValueError, KeyError, OSError) as error:
        raise refuse(_("This table is broken or locked with a password. Save it again without one.")) from error


def sheets_of(stream: IO[bytes], kind: str) -> list[str]:
    """The names of the sheets that hold something; a CSV has one without a name."""
    if kind == CSV:
        return [""]
    with _or_refuse():
        return [str(name) for name in next(_told(stream))][:MOST_SHEETS]


def _told(stream: IO[bytes], *sheet: str) -> Iterator[Any]:
    """What the program that opens workbooks tells of one."""
    stream.seek(0)
    return map(orjson.loads, lines_from("recognition.services.imports.reader", list(sheet), stream))


def rows_of(stream: IO[bytes], kind: str, sheet: str) -> tuple[Iterator[tuple[int, Row]], int]:
    """Each row with its number (from 1, as the program that made it shows), and how many there are. What is merged
    downwards is repeated in each of its rows. Raises Invalid, also while the rows are read.
    """
    with _or_refuse():
        if kind == CSV:
            return _numbered(_csv_rows(stream)), _lines_in(stream)
        told = _told(stream, sheet)
        height = next(told)
        return _numbered([cell_of(cell) for cell in row] for some in told for row in some or ()), height


def _numbered(rows: Iterator[Row]) -> Iterator[tuple[int, Row]]:
    with _or_refuse():
        for number, row in enumerate(islice(rows, MOST_ROWS + 1), 1):
            if number > MOST_ROWS:
                raise refuse(_("At most %(n)d rows at once.") % {"n": MOST_ROWS})
            yield number, row


def _lines_in(stream: IO[bytes]) -> int:
    stream.seek(0)
    return sum(piece.count(b"\n") for piece in iter(lambda: stream.read(SNIFFED), b"")) + 1


def _csv_rows(stream: IO[bytes]) -> Iterator[Row]:
    stream.seek(0)
    encoding = _encoding_of(stream)
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    try:
        sample = text.read(SNIFFED)
        text.seek(0)
        yield from csv.reader(text, delimiter=_delimiter_of(sample))
    finally:
        text.detach()


def _encoding_of(stream: IO[bytes]) -> str:
    """By its mark; else UTF-8 if all of it is, else the Western page in which legacy fonts hide their letters."""
    head = stream.read(4)
    stream.seek(0)
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return name
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece := stream.read(SNIFFED):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        stream.seek(0)
    return "utf-8"


def _delimiter_of(sample: str) -> str:
    """The sign that divides most lines alike."""
    lines = [line for line in sample.splitlines()[:50] if line.strip()]
    return max(
        DELIMITERS, key=lambda sign: (sum(sign in line for line in lines), sum(line.count(sign) for line in lines))
    )
