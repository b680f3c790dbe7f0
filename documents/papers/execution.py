"""Papers of the execution of a topic: contract and annexes, progress reports, records of inspections and settlements,
the decision on a request.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from documents.papers.paper import Answer, Paper, Signature
from documents.papers.report import FigureTable


@dataclass(frozen=True, slots=True)
class Part:
    """An article or a section: its title, its text, its facts, its table of figures, or of words (`heads`, `rows`)."""

    title: str
    text: str = ""
    facts: Sequence[Answer] = ()
    table: FigureTable | None = None
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class AgreementPaper(Paper):
    """Hợp đồng thực hiện nhiệm vụ khoa học và công nghệ, or an annex to it (`annex`), between two parties.

    `subject` is the title of the topic; `orderer` and `holder` name the parties with their facts; both sign.
    """

    annex: int = 0
    subject: str = ""
    contract: str = ""
    grounds: Sequence[str] = ()
    orderer: Answer = field(default_factory=lambda: Answer(""))
    holder: Answer = field(default_factory=lambda: Answer(""))
    articles: Sequence[Part] = ()
    for_orderer: str = ""
    for_holder: str = ""
    template: ClassVar[str] = "agreement"


@dataclass(frozen=True, slots=True)
class RecordPaper(Paper):
    """A report or a record on a contract: its facts, then sections. `kind` is progress, inspection, settlement,
    appraisal or measurement; `left` and `right` sign.
    """

    kind: str = "progress"
    subject: str = ""
    facts: Sequence[Answer] = ()
    sections: Sequence[Part] = ()
    left: Signature = field(default_factory=Signature)
    right: Signature = field(default_factory=Signature)
    template: ClassVar[str] = "record"


@dataclass(frozen=True, slots=True)
class RequestDecisionPaper(Paper):
    """Quyết định (or refusal, as a notice) on a request to change, pause or terminate a contract. `what` completes
    “Approves: …”; `changes` are rows of what, as it was, as it is to read.
    """

    subject: str = ""
    what: str = ""
    refused: bool = False
    title: str = ""
    contract: str = ""
    grounds: Sequence[str] = ()
    reason: str = ""
    changes: Sequence[tuple[str, str, str]] = ()
    recipients: Sequence[str] = ()
    signer: Signature = field(default_factory=Signature)
    template: ClassVar[str] = "request_decision"

    def extras(self) -> dict[str, Any]:
        """Whether something that stood before is changed: else there is nothing to set against what is decided."""
        return {"amends": any(before for _what, before, _after in self.changes)}
