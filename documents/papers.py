"""What each official paper says, as plain data, and its print. No ORM: callers fill these in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from documents.qr import qr_data_uri
from documents.typeset import typeset


@dataclass(frozen=True, slots=True)
class AuthorLine:
    """One author as papers list them; `share` in percent, as text."""

    full_name: str
    workplace: str = ""
    job_title: str = ""
    qualification: str = ""
    share: str = ""
    born_on: str = ""


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One work of an annexed list."""

    title: str
    authors: str
    unit: str
    code: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One row of a form."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: the authority line (TM., KT. …), the post, the name."""

    post: str = ""
    name: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """What all papers carry in their head."""

    issuer: str
    superior: str = ""
    number: str = ""
    place: str = "Đà Nẵng"
    on: date | None = None
    demonstration: bool = False
    template: ClassVar[str] = ""

    def typeset(self, language: str = "vi") -> bytes:
        """The PDF. Raises TypesettingError."""
        return typeset(f"documents/papers/{self.template}.html", {"paper": self, **self.extras()}, language)

    def extras(self) -> dict[str, Any]:
        """What the template needs besides the paper."""
        return {}


@dataclass(frozen=True, slots=True)
class ApplicationPaper(Paper):
    """Đơn yêu cầu công nhận sáng kiến (Thông tư 18/2013/TT-BKHCN, Phụ lục I), and its like for research topics."""

    heading: str = ""
    to: str = ""
    title: str = ""
    code: str = ""
    authors: Sequence[AuthorLine] = ()
    answers: Sequence[Answer] = ()
    files: Sequence[str] = ()
    digest: str = ""
    template: ClassVar[str] = "application"


@dataclass(frozen=True, slots=True)
class ReceiptPaper(Paper):
    """Giấy biên nhận (Phụ lục II): says by when the result is due."""

    code: str = ""
    title: str = ""
    filer: str = ""
    received_on: date | None = None
    result_due_on: date | None = None
    files: Sequence[str] = ()
    template: ClassVar[str] = "receipt"


@dataclass(frozen=True, slots=True)
class MinutesItem:
    """One dossier of a meeting; `steps` are the lines of the explanation."""

    code: str
    title: str
    unit: str
    present: str
    recused: Sequence[str] = ()
    scores: Sequence[tuple[str, str]] = ()
    count: Sequence[tuple[str, str]] = ()
    steps: Sequence[str] = ()
    conclusion: str = ""


@dataclass(frozen=True, slots=True)
class MinutesPaper(Paper):
    """Biên bản họp hội đồng."""

    council: str = ""
    venue: str = ""
    present: Sequence[str] = ()
    absent: Sequence[str] = ()
    items: Sequence[MinutesItem] = ()
    notes: str = ""
    chair: Signature = field(default_factory=Signature)
    secretary: Signature = field(default_factory=Signature)
    template: ClassVar[str] = "minutes"


@dataclass(frozen=True, slots=True)
class TallyPaper(Paper):
    """Biên bản kiểm phiếu."""

    council: str = ""
    title: str = ""
    code: str = ""
    entitled: int = 0
    cast: int = 0
    invalid: int = 0
    count: Sequence[tuple[str, int]] = ()
    box: Sequence[tuple[str, str]] = ()
    secretary: Signature = field(default_factory=Signature)
    template: ClassVar[str] = "tally"


@dataclass(frozen=True, slots=True)
class CouncilDecisionPaper(Paper):
    """Quyết định thành lập hội đồng."""

    council: str = ""
    round_title: str = ""
    seats: Sequence[tuple[str, str, str]] = ()
    grounds: Sequence[str] = ()
    signer: Signature = field(default_factory=Signature)
    template: ClassVar[str] = "council_decision"


@dataclass(frozen=True, slots=True)
class RecognitionDecisionPaper(Paper):
    """Quyết định công nhận, hoặc hủy bỏ công nhận (`revocation`), with the annexed list."""

    subject: str = ""
    grounds: Sequence[str] = ()
    revocation: bool = False
    refers_to: str = ""
    reason: str = ""
    works: Sequence[WorkLine] = ()
    refused: Sequence[WorkLine] = ()
    signer: Signature = field(default_factory=Signature)
    template: ClassVar[str] = "recognition_decision"


@dataclass(frozen=True, slots=True)
class CertificatePaper(Paper):
    """Giấy chứng nhận sáng kiến (or of the result of a topic), with the QR code of its verification page."""

    heading: str = "Giấy chứng nhận sáng kiến"
    full_name: str = ""
    workplace: str = ""
    co_authors: str = ""
    share: str = ""
    title: str = ""
    level: str = ""
    grade: str = ""
    decision: str = ""
    serial: str = ""
    verify_url: str = ""
    signer: Signature = field(default_factory=Signature)
    template: ClassVar[str] = "certificate"

    def extras(self) -> dict[str, Any]:
        """The QR code."""
        return {"qr": qr_data_uri(self.verify_url)}
