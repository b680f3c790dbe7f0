"""Tables of separated values: their encoding and their separator found, their rows read. It knows nothing of Django."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import IO

CSV = "text/csv"
SNIFFED = 65_536
DELIMITERS = ",;\t|"


def lines_in(stream: IO[bytes]) -> int:
    """How many lines there are."""
    stream.seek(0)
    return sum(piece.count(b"\n") for piece in iter(lambda: stream.read(SNIFFED), b"")) + 1


def rows_in(stream: IO[bytes]) -> Iterator[list[str]]:
    """Each row. Raises csv.Error and UnicodeError."""
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
