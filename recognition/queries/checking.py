"""Whether a PDF that somebody brings is a paper of ours, whole, and in force: by its bytes, its identifier, the code
that it bears, and its signatures. Nothing of it is kept.
"""

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from config.errors import Invalid, TooLarge
from documents.signing.reading import SignatureFound, signatures_of
from initiatives.files.kinds import PDF, pdf_identifier, refuse
from initiatives.files.reading import pages_of
from initiatives.models import Blob
from initiatives.services.storage import open_blob
from recognition.models import Certificate, Decision, Extract, IssuedPaper
from recognition.queries.verification import Verdict, verify

MOST_BYTES = 10 * 1024 * 1024
KEPT = 3_600  # seconds that the judgement on signatures of our own papers is remembered
_ADDRESS = re.compile(r"xac-minh/([A-Za-z0-9_-]{20,30})")
_ALONE = re.compile(r"(?<![A-Za-z0-9_-])([A-Za-z0-9_-]{22,24})(?![A-Za-z0-9_-])")
CODES_TRIED = 20
Known = Certificate | Decision | Extract


class Outcome(StrEnum):
    """What can be said of a file."""

    IN_FORCE = "in_force"
    ENDED = "ended"
    ISSUED = "issued"
    """A paper of another kind: whether it still holds, only the dossier or council that it is about can tell. An
    extract of the register says for good what that said on a day.
    """
    CHANGED = "changed"
    NOT_OURS = "not_ours"
    NOT_PDF = "not_pdf"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The outcome; the paper that the file is, or was made from; the signatures in the file (None: not readable)."""

    outcome: Outcome
    certificate: Certificate | None = None
    decision: Decision | None = None
    extract: Extract | None = None
    signatures: Sequence[SignatureFound] | None = ()


def judge_upload(upload: "UploadedFile[bytes] | None") -> Judgement:
    """Judge what somebody sent. Raises Invalid (`file`) for nothing, TooLarge over 10 MB."""
    if upload is None or not upload.size:
        raise refuse(_("Choose the PDF that is to be checked."))
    if upload.size > MOST_BYTES:
        words = _("The file has more than 10 MB; no paper of ours is so large.")
        raise TooLarge(words, {"file": [words]})
    return judge(upload.read())


def judge(data: bytes) -> Judgement:
    """Judge the bytes of a file."""
    try:
        identifier = pdf_identifier(io.BytesIO(data))
    except Invalid:
        return Judgement(Outcome.NOT_PDF)
    signatures = _signatures(data)
    if issued := _issued_as(data):
        return Judgement(_outcome_of(issued), signatures=signatures, **_named(issued))
    digest = hashlib.sha256(data).hexdigest()
    if IssuedPaper.objects.filter(blob__digest=digest).exclude(subject="").exists():
        return Judgement(Outcome.ISSUED, signatures=signatures)
    made_from = _made_from(identifier, data)
    known = made_from or identifier and IssuedPaper.objects.filter(identifier=identifier).exists()
    outcome = Outcome.CHANGED if known else Outcome.NOT_OURS
    return Judgement(outcome, signatures=signatures, **_named(made_from))


def _named(paper: Known | None) -> dict[str, Any]:
    """The paper under its name in a judgement."""
    return {str(paper._meta.model_name): paper} if paper else {}


def _issued_as(data: bytes) -> Known | None:
    """What was issued with exactly these bytes."""
    blob = Blob.objects.filter(digest=hashlib.sha256(data).hexdigest()).first()
    if blob is None:
        return None
    kinds = (_certificates(), _decisions(), _extracts())
    return next((found for rows in kinds if (found := rows.filter(paper=blob).first())), None)


def _made_from(identifier: str, data: bytes) -> Known | None:
    """What a file was made from that is not as it was issued: by what the paper alone tells, never by its words."""
    if identifier and (issued := IssuedPaper.objects.filter(identifier=identifier).first()):
        about, _colon, number = issued.subject.partition(":")
        return (
            _certificates().filter(pk=issued.certificate_id or 0).first()
            or _decisions().filter(pk=issued.decision_id or 0).first()
            or _extracts().filter(pk=number if about == "extract" else 0).first()
        )
    text = "\n".join(pages_of(io.BytesIO(data), PDF))
    codes = dict.fromkeys((*_ADDRESS.findall(text), *_ALONE.findall(text)))
    verdicts = (verify(code) for code in list(codes)[:CODES_TRIED])
    return next((paper for one in verdicts if (paper := one.certificate or one.extract)), None)


def _certificates() -> QuerySet[Certificate]:
    return Certificate.objects.select_related("recognition__decision__authority", "person")


def _decisions() -> QuerySet[Decision]:
    return Decision.objects.filter(state=Decision.State.PUBLISHED).select_related("authority")


def _extracts() -> QuerySet[Extract]:
    return Extract.objects.select_related("authority").defer("content")


def _outcome_of(issued: Known) -> Outcome:
    """Whether a paper that is as it was issued still holds."""
    if isinstance(issued, Extract):
        return Outcome.ISSUED
    return Outcome.IN_FORCE if _in_force(issued) else Outcome.ENDED


def _in_force(issued: Certificate | Decision) -> bool:
    """A decision is in force until all that it recognised has ended; what it says of the past stays true."""
    if isinstance(issued, Certificate):
        return issued.state == Certificate.State.VALID
    rows = issued.recognitions.filter(recorded_to=None)
    return not rows.exists() or rows.filter(held_to=None).exists()


def _signatures(data: bytes) -> Sequence[SignatureFound] | None:
    return signatures_of(data, settings.SIGNING.trust) if b"/ByteRange" in data else ()


def signatures_of_verdict(verdict: Verdict) -> Sequence[SignatureFound] | None:
    """The signatures on the paper that a code stands on; none where it was issued without a key, or not at all yet."""
    if verdict.extract:
        return signatures_of_paper(verdict.extract.paper)
    certificate = verdict.certificate
    signed = IssuedPaper.objects.filter(certificate=certificate).exclude(signed_by=[]) if certificate else ()
    return signatures_of_paper(certificate.paper) if certificate and signed else ()


def signatures_of_paper(blob: Blob | None) -> Sequence[SignatureFound] | None:
    """The signatures of a paper that we keep, judged anew every hour; None where its bytes are not those issued."""
    if blob is None:
        return ()
    place = f"signatures-{blob.digest}"
    found: Sequence[SignatureFound] | None = cache.get(place)
    if found is None:
        with open_blob(blob) as stream:
            data = stream.read()
        if hashlib.sha256(data).hexdigest() != blob.digest:
            return None
        found = _signatures(data)
        if found is not None:
            cache.set(place, found, KEPT)
    return found
