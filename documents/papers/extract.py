"""An extract of the register of recognitions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from documents.papers.paper import Answer, Paper, Signature


@dataclass(frozen=True, slots=True)
class ExtractLine:
    """One recognition as the register has it; `about` says what has become of it, where something has."""

    title: str
    code: str
    authors: str
    unit: str
    level: str
    decision: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class ExtractPaper(Paper):
    """Trích sổ đăng ký công nhận as on a day (`as_of`), of what `asked` narrows it down to. `address` is the list that
    it was taken from: whoever opens it sees whether it is whole. `provisional`: that day is not over yet.
    """

    as_of: date | None = None
    asked: Sequence[Answer] = ()
    lines: Sequence[ExtractLine] = ()
    address: str = ""
    definitions: str = ""
    provisional: bool = False
    signer: Signature = field(default_factory=Signature)
    template: ClassVar[str] = "register_extract"
