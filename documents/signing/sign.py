"""Sign a paper: the person's signature and the agency's seal (PAdES), time-stamped where a service is set."""

import io
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.stamp import BaseStampStyle
from pyhanko.stamp.noop import NoOpStampStyle

from config.coroutines import awaited
from documents.signing.fields import add_field, page_size, place_of
from documents.signing.keys import SigningError, opened, person_of
from documents.signing.looks import outlined, painted, picture, written
from documents.signing.places import POINTS, TEXT_PT, Box, hand_box, seal_box, text_box
from documents.signing.sources import KeySource

PLACE = "signature"
"""What templates call the place between post and name."""


def sign(
    pdf: bytes, keys: Sequence[KeySource], reference: str, at: datetime, room_mm: float = 24, timestamp_url: str = ""
) -> bytes:
    """The paper, signed with each of the keys in turn.

    `reference` is its number and symbol, `at` an aware time in the zone that the paper shows; `room_mm` what it leaves
    between post and name. Raises SigningError.
    """
    try:
        return _signed(pdf, keys, reference, at, room_mm, timestamp_url)
    except SigningError:
        raise
    except Exception as error:
        raise SigningError(f"{reference}: {error}") from error


def _signed(
    pdf: bytes, keys: Sequence[KeySource], reference: str, at: datetime, room_mm: float, timestamp_url: str
) -> bytes:
    stamper = HTTPTimeStamper(timestamp_url) if timestamp_url else None
    with ExitStack() as stack:
        signers = [stack.enter_context(opened(key)) for key in keys]
        for signer in signers:
            _refuse_expired(signer.signing_cert, at)
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        names = _fields(writer, keys, [person_of(signer.signing_cert) for signer in signers], reference, at, room_mm)
        for name, signer in zip(names, signers, strict=True):
            said = PdfSignatureMetadata(
                field_name=name, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256", reason=reference
            )
            made = PdfSigner(said, signer=signer, timestamper=stamper, stamp_style=NoOpStampStyle())
            pdf = awaited(made.async_sign_pdf(writer, existing_fields_only=True)).getvalue()
            writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    return pdf


def _refuse_expired(certificate: Any, at: datetime) -> None:
    held = certificate["tbs_certificate"]["validity"]
    if not held["not_before"].native <= at <= held["not_after"].native:
        raise SigningError(f"the certificate of {person_of(certificate)} does not hold on {at:%Y-%m-%d}")


def _fields(
    writer: IncrementalPdfFileWriter,
    keys: Sequence[KeySource],
    people: Sequence[str],
    reference: str,
    at: datetime,
    room_mm: float,
) -> list[str]:
    """Add a field for each key, all before the first signature; returns their names."""
    place, found = place_of(writer, PLACE), []
    hand: Box | None = None
    for number, (key, who) in enumerate(zip(keys, people, strict=True), 1):
        if place is None:
            page, look, box = 0, *_line(writer, reference, at)
        else:
            (page, x, top), shown = place, picture(key.image)
            room, size = room_mm * POINTS, shown.size(key.width_mm)
            box = hand_box(x, top, room, size) if key.signer else seal_box(x, top, room, size, hand)
            hand = box if key.signer else hand
            look = painted(shown, box.width, box.height)
        name = f"ChuKy{number}"
        add_field(writer, name, f"Chữ ký số: {who}", page, box, look)
        found.append(name)
    return found


def _line(writer: IncrementalPdfFileWriter, reference: str, at: datetime) -> tuple[BaseStampStyle, Box]:
    """Number, symbol and time: what a paper shows that is attached to another."""
    operators, width = outlined(f"{reference}; {at.isoformat(timespec='seconds')}")
    box = text_box(page_size(writer), width)
    return written(operators, box.width, TEXT_PT * 1.3), box
