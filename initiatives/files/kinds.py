"""What a file is, judged by its content. Refusals say what to mend."""

import ctypes
import struct
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO, Any

import pypdfium2
from django.utils.translation import gettext as _
from PIL import Image

from config.errors import Invalid

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
ENDINGS = {PDF: {".pdf"}, PNG: {".png"}, JPEG: {".jpg", ".jpeg"}, DOCX: {".docx"}, XLSX: {".xlsx"}, ODT: {".odt"}}
ACCEPTED = ",".join(sorted(set[str]().union(*ENDINGS.values())))
"""What file inputs offer to choose from."""
MAX_ENTRIES, MAX_UNPACKED, MAX_RATIO = 2_000, 300 * 1024 * 1024, 150
ORDINARY_UNPACKED = 10_000_000  # up to here any ratio is harmless
MAX_DIRECTORY = MAX_ENTRIES * 500  # bytes of the directory at the end of a ZIP
MAX_PIXELS, MAX_SIDE = 60_000_000, 20_000
PROGRAMS = ("vbaproject.bin", ".exe", ".dll", ".js", ".vbs", ".bat", ".jar")
SCRIPTS = ("basic/", "scripts/")  # where an OpenDocument keeps its macros

_pdfium = threading.Lock()  # PDFium keeps state that threads would share


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
    if PurePosixPath(name).suffix.lower() not in ENDINGS[kind]:
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
    raise refuse(_unknown())


def _unknown() -> str:
    return _("Only PDF, DOCX, XLSX, ODT, PNG and JPEG are taken; this file is none of them, whatever its name says.")


@contextmanager
def _or_refuse(message: str) -> Iterator[None]:
    """Whatever a library says about a hostile file, people get this message."""
    try:
        yield
    except Invalid:
        raise
    except Exception as error:
        raise refuse(message) from error


def _pdf(stream: IO[bytes]) -> str:
    with _or_refuse(_("This PDF is broken or locked with a password. Save it again without one.")), _pdfium:
        document = pypdfium2.PdfDocument(stream)
        pages = len(document)
        document.close()
    if not pages:
        raise refuse(_("This PDF has no pages."))
    return PDF


def pdf_identifier(stream: IO[bytes]) -> str:
    """The permanent identifier of a PDF, which it keeps when it is changed, as hexadecimal; empty where it has none.

    Raises Invalid (field `file`) for what is no PDF that can be opened.
    """
    if b"%PDF-" not in stream.read(1024):
        raise refuse(_("This file is no PDF, whatever its name says."))
    stream.seek(0)
    _pdf(stream)
    room = ctypes.create_string_buffer(256)
    with _pdfium:
        document = pypdfium2.PdfDocument(stream)
        size = pypdfium2.raw.FPDF_GetFileIdentifier(document, pypdfium2.raw.FILEIDTYPE_PERMANENT, room, len(room))
        document.close()
    return room.raw[: max(0, min(size, len(room)) - 1)].hex()


def _png(stream: IO[bytes]) -> str:
    return _picture(stream, PNG)


def _jpeg(stream: IO[bytes]) -> str:
    return _picture(stream, JPEG)


def _picture(stream: IO[bytes], kind: str) -> str:
    reading = _or_refuse(_("This picture is broken. Save it again."))
    with reading, Image.open(stream, formats=["PNG" if kind == PNG else "JPEG"]) as image:
        if image.width * image.height > MAX_PIXELS or max(image.size) > MAX_SIDE:
            raise refuse(_("This picture is too large: at most 60 million pixels, 20,000 on a side."))
        image.verify()
    return kind


def _package(stream: IO[bytes]) -> str:
    return package_kind(stream, {DOCX: "word/document.xml", XLSX: "xl/workbook.xml", ODT: "content.xml"})


def package_kind(stream: IO[bytes], wanted: Mapping[str, str]) -> str:
    """Which of these kinds an office document is, by a member that it needs; the ZIP is looked at, not unpacked.

    Raises Invalid (field `file`) if it is none of them, is broken or unsafe.
    """
    _refuse_large_directory(stream)
    with _or_refuse(_("This document is broken. Save it again.")), zipfile.ZipFile(stream) as package:
        members = package.infolist()
        _refuse_bombs(members)
        declared = _declared(package)
    names = {member.filename for member in members}
    _refuse_programs(names)
    for kind, needed in wanted.items():
        says_so = declared == kind if kind.startswith(OPEN_DOCUMENT) else "[Content_Types].xml" in names
        if says_so and needed in names:
            return kind
    raise refuse(_unknown())


def _declared(package: zipfile.ZipFile) -> str:
    """The media type that an OpenDocument says it has."""
    found = package.NameToInfo.get("mimetype")
    return package.read(found).decode("ascii", "replace").strip() if found and found.file_size < 200 else ""


def _refuse_large_directory(stream: IO[bytes]) -> None:
    """Millions of empty members would fill the memory before anybody could count them. ZIP: APPNOTE 4.3.16."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - 65_557))
    tail = stream.read()
    stream.seek(0)
    end = tail.rfind(b"PK\x05\x06")
    if end >= 0 and len(tail) >= end + 16 and struct.unpack_from("<L", tail, end + 12)[0] > MAX_DIRECTORY:
        raise refuse(_("This document unpacks to far more than it should; it is not opened."))


def _refuse_bombs(members: Sequence[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    swells = unpacked > ORDINARY_UNPACKED and unpacked / packed > MAX_RATIO
    if len(members) > MAX_ENTRIES or unpacked > MAX_UNPACKED or swells:
        raise refuse(_("This document unpacks to far more than it should; it is not opened."))
    if any(_leaves(member.filename) for member in members):
        raise refuse(_("This document is broken. Save it again."))


def _leaves(name: str) -> bool:
    """Whether a member's name would lead out of the folder it is unpacked into."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in path.parts[0] if path.parts else True


def _refuse_programs(names: set[str]) -> None:
    plain = [name.lower() for name in names]
    if any(name.endswith(PROGRAMS) or name.startswith(SCRIPTS) for name in plain):
        raise refuse(_("Documents with macros or programs in them are not taken. Save it without them."))
