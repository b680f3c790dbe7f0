"""An extract of the register of recognitions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from documents.papers.paper import Answer, Paper, Signature
from documents.qr import qr_data_uri


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

    With a number it is one that an authority issued, for or at the request of `recipient`; `taken` says at what time,
    where its day was not over. `verification` is the code in `verify_url`, for who types it.
    """

    as_of: date | None = None
    asked: Sequence[Answer] = ()
    lines: Sequence[ExtractLine] = ()
    address: str = ""
    definitions: str = ""
    provisional: bool = False
    taken: datetime | None = None
    recipient: str = ""
    verify_url: str = ""
    verification: str = ""
    recipients: Sequence[str] = ()
    signer: Signature = field(default_factory=Signature)
    template: ClassVar[str] = "register_extract"

    def extras(self) -> dict[str, Any]:
        """The QR code of the verification page. Raises ValueError."""
        return {"qr": qr_data_uri(self.verify_url) if self.verify_url else ""}
