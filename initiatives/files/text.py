"""The text in a file, page by page, for search. Hostile files cost a bounded effort and give nothing."""

import io
import logging
from collections.abc import Iterator
from typing import IO

import pypdfium2
from defusedxml.ElementTree import iterparse
from python_calamine import load_workbook

from initiatives.files.kinds import DOCX, ODT, PDF, XLSX
from initiatives.rules.answers import clean_text

MAX_PAGES, MAX_LETTERS, MAX_XML = 500, 2_000_000, 80 * 1024 * 1024
logger = logging.getLogger(__name__)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def pages_of(stream: IO[bytes], kind: str) -> list[str]:
    """The pages of a file of a known kind; pictures and what cannot be read have none."""
    readers = {PDF: _pdf, DOCX: _docx, ODT: _odt, XLSX: _xlsx}
    if kind not in readers:
        return []
    pages: list[str] = []
    letters = 0
    try:
        for page in readers[kind](stream):
            text = clean_text(page)
            letters += len(text)
            if letters > MAX_LETTERS or len(pages) >= MAX_PAGES:
                break
            pages.append(text)
    except Exception:
        logger.warning("a %s file gave no (more) text", kind, exc_info=True)
    return pages


def _pdf(stream: IO[bytes]) -> Iterator[str]:
    document = pypdfium2.PdfDocument(stream)
    try:
        for number in range(min(len(document), MAX_PAGES)):
            yield document[number].get_textpage().get_text_bounded()
    finally:
        document.close()


def _member(stream: IO[bytes], name: str) -> IO[bytes]:
    import zipfile

    with zipfile.ZipFile(stream) as package, package.open(name) as member:
        return io.BytesIO(member.read(MAX_XML))


def _docx(stream: IO[bytes]) -> Iterator[str]:
    yield "\n".join(_paragraphs(_member(stream, "word/document.xml"), f"{_W}p", f"{_W}t"))


def _odt(stream: IO[bytes]) -> Iterator[str]:
    lines = []
    for _event, element in iterparse(_member(stream, "content.xml"), events=("end",), forbid_dtd=True):
        if element.tag in (f"{_T}p", f"{_T}h"):
            lines.append("".join(element.itertext()))
            element.clear()
    yield "\n".join(lines)


def _paragraphs(stream: IO[bytes], paragraph: str, text: str) -> Iterator[str]:
    for _event, element in iterparse(stream, events=("end",), forbid_dtd=True):
        if element.tag == paragraph:
            yield "".join(part.text or "" for part in element.iter(text))
            element.clear()


def _xlsx(stream: IO[bytes]) -> Iterator[str]:
    book = load_workbook(stream)
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(nrows=5_000)
        yield "\n".join(" ".join(str(cell) for cell in row if cell != "") for row in rows)
