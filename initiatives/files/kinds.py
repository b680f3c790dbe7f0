"""What a file is, judged by its content. Refusals say what to mend."""

import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import IO, Any

import pypdfium2
from django.utils.translation import gettext as _
from PIL import Image

from config.errors import Invalid

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ENDINGS = {PDF: {".pdf"}, PNG: {".png"}, JPEG: {".jpg", ".jpeg"}, DOCX: {".docx"}, XLSX: {".xlsx"}, ODT: {".odt"}}
MAX_ENTRIES, MAX_UNPACKED, MAX_RATIO = 2_000, 300 * 1024 * 1024, 150
MAX_PIXELS = 60_000_000


def refuse(message: Any) -> Invalid:
    """The error for a file, at the field of the file."""
    return Invalid(message, {"file": [message]})


def kind_of(stream: IO[bytes], name: str) -> str:
    """The media type found in the content.

    Raises Invalid (field `file`) if it is none of the kinds taken, is broken or unsafe, or its name ends otherwise.
    """
    stream.seek(0)
    head = stream.read(8)
    stream.seek(0)
    kind = _found(stream, head)
    stream.seek(0)
    if PurePath(name).suffix.lower() not in ENDINGS[kind]:
        wanted = " / ".join(sorted(ENDINGS[kind]))
        raise refuse(
            _("The content of “%(name)s” is that of a %(wanted)s file. Rename it, or choose another.")
            % {"name": name, "wanted": wanted}
        )
    return kind


def _found(stream: IO[bytes], head: bytes) -> str:
    checks: tuple[tuple[bytes, Callable[[IO[bytes]], str]], ...] = (
        (b"%PDF-", _pdf), (b"\x89PNG\r\n\x1a\n", _png), (b"\xff\xd8\xff", _jpeg), (b"PK\x03\x04", _package),
    )  # fmt: skip
    for signature, check in checks:
        if head.startswith(signature):
            return check(stream)
    raise refuse(
        _("Only PDF, DOCX, XLSX, ODT, PNG and JPEG are taken; this file is none of them, whatever its name says.")
    )


def _pdf(stream: IO[bytes]) -> str:
    try:
        document = pypdfium2.PdfDocument(stream)
        pages = len(document)
        document.close()
    except pypdfium2.PdfiumError as error:
        raise refuse(_("This PDF is broken or locked with a password. Save it again without one.")) from error
    if not pages:
        raise refuse(_("This PDF has no pages."))
    return PDF


def _png(stream: IO[bytes]) -> str:
    return _picture(stream, PNG)


def _jpeg(stream: IO[bytes]) -> str:
    return _picture(stream, JPEG)


def _picture(stream: IO[bytes], kind: str) -> str:
    try:
        with Image.open(stream, formats=["PNG" if kind == PNG else "JPEG"]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise refuse(_("This picture is too large: at most 60 million pixels."))
            image.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise refuse(_("This picture is broken. Save it again.")) from error
    return kind


def _package(stream: IO[bytes]) -> str:
    """An office document is a ZIP: looked at without unpacking it."""
    try:
        with zipfile.ZipFile(stream) as package:
            members = package.infolist()
            _refuse_bombs(members)
            names = {member.filename for member in members}
            if "mimetype" in names and package.getinfo("mimetype").file_size < 200:
                declared = package.read("mimetype").decode("ascii", "replace").strip()
            else:
                declared = ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise refuse(_("This document is broken. Save it again.")) from error
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js")) for name in names):
        raise refuse(_("Documents with macros or programs in them are not taken. Save it without them."))
    for kind, needed in ((DOCX, "word/document.xml"), (XLSX, "xl/workbook.xml")):
        if {"[Content_Types].xml", needed} <= names:
            return kind
    if declared == ODT and "content.xml" in names:
        return ODT
    raise refuse(
        _("Only PDF, DOCX, XLSX, ODT, PNG and JPEG are taken; this file is none of them, whatever its name says.")
    )


def _refuse_bombs(members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if (
        len(members) > MAX_ENTRIES
        or unpacked > MAX_UNPACKED
        or (unpacked > 10_000_000 and unpacked / packed > MAX_RATIO)
    ):
        raise refuse(_("This document unpacks to far more than it should; it is not opened."))
    if any(member.filename.startswith(("/", "\\")) or ".." in PurePath(member.filename).parts for member in members):
        raise refuse(_("This document is broken. Save it again."))
