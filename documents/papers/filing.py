"""Papers of filing: the application, its receipt, and the notice that it is returned or refused, and the
record of the opening of a sealed round.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from documents.papers.paper import Answer, AuthorLine, Paper, Signature


@dataclass(frozen=True, slots=True)
class ApplicationPaper(Paper):
    """Đơn yêu cầu công nhận sáng kiến (Thông tư 18/2013/TT-BKHCN, Phụ lục I), or its like for a research topic
    (`topic`).

    The title and the authors stand in the opening; `answers` are the rows between them and the oath, in the order of
    the form (for an initiative: `InitiativeStatement.rows()`); `first_users` are those who took part in the first
    application. `digest` is the SHA-256 of the frozen content.
    """

    heading: str = ""
    to: str = ""
    title: str = ""
    code: str = ""
    topic: bool = False
    authors: Sequence[AuthorLine] = ()
    answers: Sequence[Answer] = ()
    first_users: Sequence[AuthorLine] = ()
    files: Sequence[str] = ()
    digest: str = ""
    template: ClassVar[str] = "application"


@dataclass(frozen=True, slots=True)
class ReceiptPaper(Paper):
    """Giấy biên nhận (Thông tư 18/2013/TT-BKHCN, Điều 6 and Phụ lục II): states the date on which the result is due."""

    code: str = ""
    title: str = ""
    filer: str = ""
    received_on: date | None = None
    result_due_on: date | None = None
    files: Sequence[str] = ()
    signer: Signature = field(default_factory=Signature)
    template: ClassVar[str] = "receipt"


@dataclass(frozen=True, slots=True)
class ReturnNoticePaper(Paper):
    """Thông báo that a dossier must be completed (until `respond_by`), or is refused (`refusal`).

    `reasons` are tied to the rows of the form ("Tên sáng kiến", what is wrong with it); `rule` is what the refusal
    rests on.
    """

    code: str = ""
    title: str = ""
    filer: str = ""
    filed_on: date | None = None
    refusal: bool = False
    reasons: Sequence[Answer] = ()
    rule: str = ""
    respond_by: date | None = None
    recipients: Sequence[str] = ()
    signer: Signature = field(default_factory=Signature)
    template: ClassVar[str] = "return_notice"


@dataclass(frozen=True, slots=True)
class OpeningPaper(Paper):
    """Biên bản mở hồ sơ of a sealed round, opened at `at` ("09 giờ 05 ngày …") before `witnesses`.

    `dossiers` are (code, title, unit, filed at, SHA-256 of the version filed): with the digest anybody can check that
    what was opened is what had been filed.
    """

    round_title: str = ""
    at: str = ""
    closed_on: date | None = None
    dossiers: Sequence[tuple[str, str, str, str, str]] = ()
    witnesses: Sequence[str] = ()
    secretary: Signature = field(default_factory=Signature)
    chair: Signature = field(default_factory=Signature)
    template: ClassVar[str] = "opening"
