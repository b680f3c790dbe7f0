"""Papers of recognition: the decision with its list, and the certificate of each author."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from documents.papers.fitting import fitting_size
from documents.papers.paper import Paper, Signature
from documents.qr import qr_data_uri

KINDS = ("recognition", "correction", "revocation", "replacement", "tasks", "approval")


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One work of an annexed list; `result` is its grade or class, where there is one. `changes` are rows of what is
    put right: what, as it was, as it is to read. `about` are facts under the title: of a task its goals and products,
    of an approved topic its term and budget.
    """

    title: str
    authors: str
    unit: str
    code: str = ""
    result: str = ""
    changes: Sequence[tuple[str, str, str]] = ()
    about: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class RecognitionDecisionPaper(Paper):
    """Quyết định công nhận with its annexed list, or a decision that changes an earlier one (`kind`): correction,
    revocation, replacement; or that on a list of tasks (tasks), or on topics to be carried out (approval).

    `level` completes "công nhận …" ("cấp thành phố"); `refused` are the dossiers that the same decision does not
    recognise, or whose recognition a replacement revokes. What changes an earlier decision names it (`refers_to`) and
    its `reason`. `decided_by` is the line over the grounds ("GIÁM ĐỐC SỞ KHOA HỌC VÀ CÔNG NGHỆ").
    """

    subject: str = ""
    level: str = ""
    grounds: Sequence[str] = ()
    decided_by: str = ""
    kind: str = "recognition"
    refers_to: str = ""
    reason: str = ""
    works: Sequence[WorkLine] = ()
    refused: Sequence[WorkLine] = ()
    recipients: Sequence[str] = ()
    signer: Signature = field(default_factory=Signature)
    template: ClassVar[str] = "recognition_decision"

    def extras(self) -> dict[str, Any]:
        """Whether the lists have a column of results, and the works that are put right. Raises ValueError."""
        if self.kind not in KINDS:
            raise ValueError(f"no kind of decision: {self.kind}")
        return {
            "with_results": any(work.result for work in (*self.works, *self.refused)),
            "corrected": [work for work in self.works if work.changes],
        }


@dataclass(frozen=True, slots=True)
class CertificatePaper(Paper):
    """Giấy chứng nhận sáng kiến of one author (Thông tư 18/2013/TT-BKHCN, Phụ lục III), or of the result of a topic.

    `issuer` is the base that certifies; `co_authors` the others, named in one line; `share` in percent, as text;
    `decision` number and date of the decision; `serial` the running number in the book of certificates. One page,
    whatever is in it: the letters grow smaller as the text grows longer. `verification` is the code in `verify_url`,
    for who types it.
    """

    heading: str = ""
    topic: bool = False
    full_name: str = ""
    workplace: str = ""
    co_authors: str = ""
    share: str = ""
    title: str = ""
    level: str = ""
    grade: str = ""
    investor: str = ""
    summary: str = ""
    benefit: str = ""
    decision: str = ""
    serial: str = ""
    verify_url: str = ""
    verification: str = ""
    signer: Signature = field(default_factory=Signature)
    template: ClassVar[str] = "certificate"
    signature_mm: ClassVar[float] = 18

    def extras(self) -> dict[str, Any]:
        """The QR code of the verification page, and the size of the letters in points."""
        return {"qr": qr_data_uri(self.verify_url) if self.verify_url else "", "size": f"{self._size():.1f}"}

    def _size(self) -> float:
        """The blocks as the template and the sheet set them, with room for the words around what is filled in."""
        around = "·" * 40
        asides = (self.co_authors, self.investor, self.summary, self.benefit)
        return fitting_size([
            (self.issuer, 1.2, 0.3), (around, 1, 0.3), (self.full_name + around[:10], 1.5, 0.3),
            (self.workplace, 1, 0.3), (around, 1, 0.3), (self.title, 1.3, 0.7),
            *((text and text + around[:25], 0.9, 0.2) for text in asides),
            (self.level + self.decision + self.grade + around, 1, 0.3),
        ])  # fmt: skip
