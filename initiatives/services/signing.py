"""Papers signed with the keys of their authority. What is to be signed is signed off the request."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone

from documents.papers.paper import Paper
from documents.signing.sources import KeySource
from initiatives.models import Blob
from initiatives.services.storage import put_bytes
from journal.services.record import record
from organisation.models import Unit

PDF = "application/pdf"
SIGNED = "paper_signed"


def keys_of(authority: Unit, signer: str = "", demonstration: bool = False) -> Sequence[KeySource]:
    """The keys that sign a paper of an authority: none for a demonstration, which has no legal effect."""
    return () if demonstration or settings.DEMONSTRATION else settings.SIGNING.keys_of(authority.code, signer)


def signed(pdf: bytes, keys: Sequence[KeySource], reference: str, room_mm: float = Paper.signature_mm) -> bytes:
    """The paper with a signature of each key; as it is where there is none. Raises SigningError."""
    if not keys:
        return pdf
    from documents.signing.sign import sign  # a process that signs nothing does not carry pyHanko

    at = timezone.localtime().replace(microsecond=0)
    return sign(pdf, keys, reference, at, room_mm, settings.SIGNING.timestamp_url)


def names_of(keys: Sequence[KeySource], authority: Unit) -> list[str]:
    """Who signs with them."""
    return [key.signer or authority.name for key in keys]


def kept(pdf: bytes, keys: Sequence[KeySource], authority: Unit, reference: str, subject: str) -> Blob:
    """Sign a paper, keep it, and tell that it was signed: whoever verifies papers then knows it. `subject` is what it
    is about, as in "dossier:12". Raises SigningError.
    """
    blob = put_bytes(signed(pdf, keys, reference), PDF)
    if keys:
        record(None, SIGNED, subject, {"digest": blob.digest, "signed_by": names_of(keys, authority)})
    return blob
