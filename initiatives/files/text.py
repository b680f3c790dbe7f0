"""The text in a file, page by page, for search.

Runs as a program of its own (`python -m initiatives.files.text KIND [properties] < file`), which `reading` starts: a
hostile file can cost it a bounded time and memory, or its life, but never the server's. Answers a JSON list of pages,
or of what stands in the file's properties: its authors, their company, who commented or changed it.
"""

import io
import json
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO
from xml.etree.ElementTree import Element  # noqa: S405 - the type only; defusedxml does the reading

import pypdfium2
from defusedxml.ElementTree import iterparse
from python_calamine import load_workbook

from initiatives.files.apart import limit

MAX_PAGES, MAX_LETTERS, MAX_XML, MAX_ROWS = 500, 2_000_000, 80 * 1024 * 1024, 5_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_GAPS = {f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_T}tab", f"{_T}line-break", f"{_T}s"}


def pdf(stream: IO[bytes]) -> Iterator[str]:
    """Page by page."""
    document = pypdfium2.PdfDocument(stream)
    for number in range(min(len(document), MAX_PAGES)):
        page = document[number]
        yield page.get_textpage().get_text_bounded()
        page.close()


def docx(stream: IO[bytes]) -> Iterator[str]:
    """The body, as one page."""
    yield "\n".join(_paragraphs(_member(stream, "word/document.xml"), {f"{_W}p"}, {f"{_W}t"}))


def odt(stream: IO[bytes]) -> Iterator[str]:
    """The body, as one page."""
    yield "\n".join(_paragraphs(_member(stream, "content.xml"), {f"{_T}p", f"{_T}h"}, None))


def xlsx(stream: IO[bytes]) -> Iterator[str]:
    """A page a sheet."""
    book = load_workbook(stream)
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(nrows=MAX_ROWS)
        yield "\n".join(" ".join(_shown(cell) for cell in row if cell != "") for row in rows)


def pdf_properties(stream: IO[bytes]) -> Iterator[str]:
    """Author, creator and the like."""
    yield from pypdfium2.PdfDocument(stream).get_metadata_dict(skip_empty=True).values()


def package_properties(stream: IO[bytes]) -> Iterator[str]:
    """What the properties of an office file say, and under which names it was commented and changed."""
    with zipfile.ZipFile(stream) as package:
        members = [name for name in package.namelist() if name in PROPERTIES or name.startswith("word/")]
        for name in members:
            if name.endswith(".xml"):
                with package.open(name) as member:
                    yield from _said(io.BytesIO(member.read(MAX_XML)), whole=name in PROPERTIES)


def _said(stream: IO[bytes], whole: bool) -> Iterator[str]:
    for _event, element in iterparse(stream, events=("end",), forbid_dtd=True):
        if whole and element.text:
            yield element.text
        elif author := element.get(f"{_W}author"):
            yield author
        element.clear()


def _shown(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


READERS: dict[str, Callable[[IO[bytes]], Iterator[str]]] = {"pdf": pdf, "docx": docx, "odt": odt, "xlsx": xlsx}
TELLERS = {"pdf": pdf_properties, "docx": package_properties, "odt": package_properties, "xlsx": package_properties}
PROPERTIES = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml", "meta.xml")


def _member(stream: IO[bytes], name: str) -> IO[bytes]:
    with zipfile.ZipFile(stream) as package, package.open(name) as member:
        return io.BytesIO(member.read(MAX_XML))


def _paragraphs(stream: IO[bytes], paragraphs: set[str], runs: set[str] | None) -> Iterator[str]:
    """The text of each paragraph. `runs` are the elements that hold text; None where all may."""
    for _event, element in iterparse(stream, events=("end",), forbid_dtd=True):
        if element.tag in paragraphs:
            yield "".join(_pieces(element, runs))
            element.clear()


def _pieces(paragraph: Element, runs: set[str] | None) -> Iterator[str]:
    for part in paragraph.iter():
        if part.tag in _GAPS:
            yield " "
        if part.text and (runs is None or part.tag in runs):
            yield part.text
        if part.tail and runs is None and part is not paragraph:
            yield part.tail


def capped(pages: Iterable[str]) -> Iterator[str]:
    """Not more than MAX_PAGES pages and MAX_LETTERS letters."""
    left = MAX_LETTERS
    for number, page in enumerate(pages):
        if number == MAX_PAGES or left <= 0:
            return
        yield page[:left]
        left -= len(page)


def main(kind: str, what: str = "text") -> int:
    """Read the file from standard input within the limits; what was read before a fault is kept."""
    limit()
    found: list[str] = []
    readers = TELLERS if what == "properties" else READERS
    try:
        found.extend(capped(readers[kind](io.BytesIO(sys.stdin.buffer.read()))))
    except Exception as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
    json.dump(found, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
