"""Issue a paper: signed with the keys of its authority, kept by digest, once. What is to be signed is signed off the
request (`services.batches`), and never shown unsigned.
"""

import io
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Unavailable
from documents.papers import CertificatePaper, RecognitionDecisionPaper
from documents.signing.sources import KeySource
from initiatives.files.kinds import pdf_identifier
from initiatives.models import Blob
from initiatives.services.storage import put_bytes
from journal.models import Event
from journal.services.record import record, tell
from recognition.models import Certificate, Decision, IssuedPaper

PDF = "application/pdf"
ASKED = "papers_asked"


def is_demonstration(decision: Decision) -> bool:
    """Whether it has no legal effect."""
    return decision.demonstration or settings.DEMONSTRATION


def by_of(certificate: Certificate) -> Decision:
    """The decision that a certificate was issued by, and whose signer it names: the latest that its row follows."""
    row = certificate.recognition
    return row.corrected_by or row.decision


def keys_of(decision: Decision) -> Sequence[KeySource]:
    """The keys that sign the papers of a decision: none for a draft, a demonstration, or one of before the system."""
    if decision.state == Decision.State.DRAFT or decision.imported_id or is_demonstration(decision):
        return ()
    return settings.SIGNING.keys_of(decision.authority.code, decision.signer_name)


def ask_for_papers(decision: Decision) -> Unavailable:
    """Have the papers that a decision lacks made in the background; what to answer meanwhile."""
    subject = f"decision:{decision.pk}"
    if not Event.objects.filter(name=ASKED, subject=subject).exists():
        tell(ASKED, subject)
    return Unavailable(_("The paper is being made and signed. Come back in a minute."))


def issue(owner: Decision | Certificate, pdf: bytes) -> Blob:
    """Sign a paper and keep it as the one that was issued; who issues the same one at the same time gets that one.

    Raises SigningError where a key cannot be used.
    """
    decision = owner if isinstance(owner, Decision) else by_of(owner)
    keys = keys_of(decision)
    signed = _signed(owner, decision, keys, pdf) if keys else pdf
    with transaction.atomic():
        blob = put_bytes(signed, PDF)
        if not type(owner).objects.filter(pk=owner.pk, paper=None).update(paper=blob):
            owner.refresh_from_db(fields=["paper"])
            return owner.paper  # type: ignore[return-value]
        _keep(owner, blob, [key.signer or decision.authority.name for key in keys], pdf_identifier(io.BytesIO(signed)))
    owner.paper = blob
    return blob


def _signed(owner: Decision | Certificate, decision: Decision, keys: Sequence[KeySource], pdf: bytes) -> bytes:
    from documents.signing.sign import sign  # a process that signs nothing does not carry pyHanko

    certified = isinstance(owner, Certificate)
    reference = owner.serial if isinstance(owner, Certificate) else decision.reference
    room = CertificatePaper.signature_mm if certified else RecognitionDecisionPaper.signature_mm
    at = timezone.localtime().replace(microsecond=0)
    return sign(pdf, keys, reference, at, room, settings.SIGNING.timestamp_url)


def _keep(owner: Decision | Certificate, blob: Blob, signed_by: list[str], identifier: str) -> None:
    name = "certificate" if isinstance(owner, Certificate) else "decision"
    IssuedPaper.objects.create(blob=blob, identifier=identifier, signed_by=signed_by, **{name: owner})
    record(None, "paper_issued", f"{name}:{owner.pk}", {"digest": blob.digest, "signed_by": signed_by})
