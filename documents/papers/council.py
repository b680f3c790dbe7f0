"""Papers of a council: the decision that sets it up, the count of a secret ballot, the minutes of a meeting."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from documents.papers.execution import Part
from documents.papers.paper import Paper, Signature


@dataclass(frozen=True, slots=True)
class CouncilDecisionPaper(Paper):
    """Quyết định thành lập hội đồng (Thông tư 18/2013/TT-BKHCN, Điều 8). `seats` and `alternates` are (name, post and
    unit, seat); `term` is that of a standing council ("01/01/2026 – 31/12/2027").
    """

    council: str = ""
    round_title: str = ""
    seats: Sequence[tuple[str, str, str]] = ()
    alternates: Sequence[tuple[str, str, str]] = ()
    term: str = ""
    grounds: Sequence[str] = ()
    decided_by: str = ""
    recipients: Sequence[str] = ()
    signer: Signature = field(default_factory=Signature)
    template: ClassVar[str] = "council_decision"


@dataclass(frozen=True, slots=True)
class TallyPaper(Paper):
    """Biên bản kiểm phiếu of a secret ballot.

    `entitled` may vote, `cast` is what the box held, `invalid` of these are void; `count` is (choice, ballots) of the
    valid ones, `box` is (receipt, choice) of all, by which anybody on the council can count again. `rule` says what
    the law asks.
    """

    council: str = ""
    title: str = ""
    code: str = ""
    entitled: int = 0
    cast: int = 0
    invalid: int = 0
    count: Sequence[tuple[str, int]] = ()
    box: Sequence[tuple[str, str]] = ()
    rule: str = ""
    conclusion: str = ""
    committee: Sequence[tuple[str, str]] = ()
    secretary: Signature = field(default_factory=Signature)
    chair: Signature = field(default_factory=Signature)
    template: ClassVar[str] = "tally"


@dataclass(frozen=True, slots=True)
class MinutesItem:
    """One dossier of a meeting.

    `present` says in a sentence who judges this dossier; `scores` are (criterion, result), `total` their sum, `count`
    (choice, ballots), all as text; `steps` are the lines of the explanation, each with its article. `experts`: what an
    expert group reported to the council.
    """

    code: str
    title: str
    unit: str = ""
    present: str = ""
    authors: str = ""
    scheme: str = ""
    recused: Sequence[str] = ()
    experts: Sequence[Part] = ()
    scores: Sequence[tuple[str, str]] = ()
    total: str = ""
    count: Sequence[tuple[str, str]] = ()
    steps: Sequence[str] = ()
    conclusion: str = ""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A member's sheet: `scores` in the order of the criteria, as text; `total` and what was said to the council."""

    member: str
    scores: Sequence[str] = ()
    total: str = ""
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class JustificationPaper(Paper):
    """Tài liệu căn cứ kết luận: all that the conclusion on one dossier rests on, in one paper for the file.

    `rules` names the scheme, its version and the digest of its text; `sheets` are those that were locked;
    `box` is as in TallyPaper.
    """

    council: str = ""
    item: MinutesItem = field(default_factory=lambda: MinutesItem("", ""))
    rules: str = ""
    criteria: Sequence[str] = ()
    sheets: Sequence[SheetLine] = ()
    box: Sequence[tuple[str, str]] = ()
    concluded: str = ""
    chair: Signature = field(default_factory=Signature)
    secretary: Signature = field(default_factory=Signature)
    template: ClassVar[str] = "justification"


@dataclass(frozen=True, slots=True)
class MinutesPaper(Paper):
    """Biên bản họp hội đồng, signed by secretary and chair.

    `present`, `absent` and `guests` are people with their seats ("Nguyễn Văn An (Chủ tịch)"); `began` and `ended` are
    times as text ("08 giờ 00"); `set_up_by` is number and date of the decision that set the council up.
    """

    council: str = ""
    set_up_by: str = ""
    venue: str = ""
    began: str = ""
    ended: str = ""
    present: Sequence[str] = ()
    absent: Sequence[str] = ()
    guests: Sequence[str] = ()
    items: Sequence[MinutesItem] = ()
    notes: str = ""
    chair: Signature = field(default_factory=Signature)
    secretary: Signature = field(default_factory=Signature)
    template: ClassVar[str] = "minutes"
