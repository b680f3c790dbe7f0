"""Issue a paper: signed with the keys of its authority, kept by digest, once. What is to be signed is signed off the
request (`services.batches`), and never shown unsigned.
"""

import io
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from config.errors import Unavailable
from documents.papers import CertificatePaper, Paper
from documents.signing.sources import KeySource
from initiatives.files.kinds import pdf_identifier
from initiatives.models import Blob
from initiatives.services import signing
from initiatives.services.storage import open_blob, put_bytes
from journal.models import Event
from journal.services.record import record, tell
from organisation.models import Unit
from recognition.models import Certificate, Decision, Extract, IssuedPaper

PDF = "application/pdf"
ASKED = "papers_asked"
Owner = Decision | Certificate | Extract


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
    return signing.keys_of(decision.authority, decision.signer_name)


def ask_for_papers(decision: Decision) -> Unavailable:
    """Have the papers that a decision lacks made in the background; what to answer meanwhile."""
    subject = f"decision:{decision.pk}"
    if not Event.objects.filter(name=ASKED, subject=subject).exists():
        tell(ASKED, subject)
    return Unavailable(_("The paper is being made and signed. Come back in a minute."))


def issue(owner: Owner, pdf: bytes) -> Blob:
    """Sign a paper and keep it as the one that was issued; who issues the same one at the same time gets that one.

    Raises SigningError where a key cannot be used.
    """
    keys, authority = _signing(owner)
    signed = _signed(owner, keys, pdf)
    with transaction.atomic():
        blob = put_bytes(signed, PDF)
        if not type(owner).objects.filter(pk=owner.pk, paper=None).update(paper=blob):
            owner.refresh_from_db(fields=["paper"])
            return owner.paper  # type: ignore[return-value]
        _keep(owner, blob, signing.names_of(keys, authority), pdf_identifier(io.BytesIO(signed)))
    owner.paper = blob
    return blob


def keep_signed(events: Sequence[Event]) -> None:
    """Follower of the outbox: remember papers of other kinds that were signed, so that they are known when somebody has
    them verified. Twice does no harm.
    """
    for event in events:
        blob = Blob.objects.filter(digest=event.data["digest"]).first()
        if blob is not None and not IssuedPaper.objects.filter(blob=blob).exists():
            with open_blob(blob) as stream:
                identifier = pdf_identifier(stream)
            told = {"identifier": identifier, "signed_by": event.data["signed_by"]}
            IssuedPaper.objects.create(blob=blob, subject=event.subject, **told)


def _signing(owner: Owner) -> tuple[Sequence[KeySource], Unit]:
    """The keys that sign a paper, and in whose name."""
    if isinstance(owner, Extract):
        return signing.keys_of(owner.authority, owner.signer_name, owner.demonstration), owner.authority
    decision = owner if isinstance(owner, Decision) else by_of(owner)
    return keys_of(decision), decision.authority


def _signed(owner: Owner, keys: Sequence[KeySource], pdf: bytes) -> bytes:
    if isinstance(owner, Certificate):
        return signing.signed(pdf, keys, owner.serial, CertificatePaper.signature_mm)
    return signing.signed(pdf, keys, owner.reference, Paper.signature_mm)


def _keep(owner: Owner, blob: Blob, signed_by: list[str], identifier: str) -> None:
    name = str(owner._meta.model_name)
    subject = f"{name}:{owner.pk}"
    of = {"subject": subject} if isinstance(owner, Extract) else {name: owner}
    IssuedPaper.objects.create(blob=blob, identifier=identifier, signed_by=signed_by, **of)
    record(None, "paper_issued", subject, {"digest": blob.digest, "signed_by": signed_by})
