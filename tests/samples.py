"""Small real files for tests, made in memory: each is what its media type says, unless its name says otherwise."""

import io
import zipfile
from collections.abc import Mapping
from typing import IO

import docx
import pypdfium2
import xlsxwriter
from odf.opendocument import OpenDocumentText
from odf.text import P
from PIL import Image


def stream(data: bytes) -> IO[bytes]:
    """Bytes as a file that is open for reading."""
    return io.BytesIO(data)


def pdf(pages: int = 1) -> bytes:
    """Blank pages of A4."""
    document = pypdfium2.PdfDocument.new()
    for _number in range(pages):
        document.new_page(595, 842)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def written_pdf(text: str) -> bytes:
    """One page with a line of text (ASCII) in Helvetica."""
    drawing = f"BT /F1 18 Tf 50 700 Td ({text}) Tj ET".encode("ascii")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(body),
    )
    return body + end


def text_of(data: bytes) -> str:
    """The words of a PDF, all its pages in one line."""
    document = pypdfium2.PdfDocument(data)
    return " ".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", " ")


def word(*paragraphs: str, author: str = "") -> bytes:
    """A DOCX; its properties name the author."""
    document, stream = docx.Document(), io.BytesIO()
    document.core_properties.author = author
    for paragraph in paragraphs or ("Mô tả sáng kiến",):
        document.add_paragraph(paragraph)
    document.save(stream)
    return stream.getvalue()


def sheet(*rows: tuple[object, ...]) -> bytes:
    """An XLSX with one sheet."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet("Số liệu")
        for number, row in enumerate(rows or (("Năm", "Lợi ích"), (2026, 1_500_000))):
            page.write_row(number, 0, row)
    return stream.getvalue()


def odt(*paragraphs: str) -> bytes:
    """An OpenDocument text."""
    document, stream = OpenDocumentText(), io.BytesIO()
    for paragraph in paragraphs or ("Mô tả sáng kiến",):
        document.text.addElement(P(text=paragraph))
    document.write(stream)
    return stream.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 8)) -> bytes:
    """A PNG or a JPEG of one colour."""
    stream = io.BytesIO()
    Image.new("RGB", size, "teal").save(stream, kind)
    return stream.getvalue()


def package(members: Mapping[str, bytes]) -> bytes:
    """A ZIP with these members, compressed, whatever their names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def word_with(members: Mapping[str, bytes]) -> bytes:
    """A DOCX with further members in it."""
    stream = io.BytesIO(word())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()
