"""What a reader finds in a PDF: its words, where they stand, and in which faces."""

import ctypes
import re
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

MILLIMETRES = 25.4 / 72


@dataclass(frozen=True)
class Line:
    """A piece of text with its box in millimetres from the top left corner of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in millimetres."""
    return [tuple(round(side * MILLIMETRES, 1) for side in page.get_size()) for page in pypdfium2.PdfDocument(pdf)]


def pages(pdf: bytes) -> list[str]:
    """The words of each page in reading order, with single spaces."""
    texts = (page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))
    return [re.sub(r"\s+", " ", text).strip() for text in texts]


def words(pdf: bytes) -> str:
    """The words of the whole paper."""
    return " ".join(pages(pdf))


def lines(pdf: bytes, number: int = 0) -> list[Line]:
    """The pieces of text of a page."""
    page = pypdfium2.PdfDocument(pdf)[number]
    height, found = page.get_height(), page.get_textpage()
    boxes = [found.get_rect(index) for index in range(found.count_rects())]
    mm = MILLIMETRES
    return [
        Line(
            found.get_text_bounded(*box).strip(),
            box[0] * mm,
            (height - box[3]) * mm,
            box[2] * mm,
            (height - box[1]) * mm,
        )
        for box in boxes
    ]


def line(pdf: bytes, text: str, number: int = 0) -> Line:
    """The first piece of text of a page that holds the words."""
    return next(found for found in lines(pdf, number) if text in found.text)


def fonts(pdf: bytes) -> set[tuple[str, bool]]:
    """Names of the fonts that the text is set in, and whether each is embedded."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [part for page in document for part in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT])]
    return {(part.get_font().get_base_name(), part.get_font().is_embedded) for part in texts}


def page_number(pdf: bytes, number: int) -> Line | None:
    """What stands in the top margin of a page, if anything does."""
    return next((found for found in lines(pdf, number) if found.bottom < 20), None)


def language(pdf: bytes) -> str:
    """The language that the paper says it is in."""
    document, room = pypdfium2.PdfDocument(pdf), (ctypes.c_ushort * 16)()
    pdfium.FPDFCatalog_GetLanguage(document, room, ctypes.sizeof(room))
    return bytes(room).decode("utf-16-le").rstrip("\0")


def metadata(pdf: bytes) -> dict[str, str]:
    """Title, author and the like."""
    return pypdfium2.PdfDocument(pdf).get_metadata_dict()


def lost(text: str, *parts: str) -> str:
    """The first of the parts that does not stand in the text after those before it; nothing if all do."""
    place = 0
    for part in parts:
        place = text.find(part, place)
        if place < 0:
            return part
        place += len(part)
    return ""
