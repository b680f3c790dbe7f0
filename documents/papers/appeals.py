"""The answer to an appeal: a decision."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from documents.papers.paper import Paper, Signature


@dataclass(frozen=True, slots=True)
class AppealAnswerPaper(Paper):
    """Quyết định giải quyết khiếu nại (lần đầu). `contested` names what the appeal goes against, `remedy` what follows
    where it is upheld; after `further_by` nobody goes on to the superior authority any more.
    """

    appeal: str = ""
    appellant: str = ""
    title: str = ""
    dossier: str = ""
    contested: str = ""
    upheld: bool = False
    findings: str = ""
    reason: str = ""
    remedy: str = ""
    further_by: date | None = None
    grounds: Sequence[str] = ()
    recipients: Sequence[str] = ()
    signer: Signature = field(default_factory=Signature)
    template: ClassVar[str] = "appeal_answer"
