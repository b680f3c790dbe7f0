"""What all papers share: their head, who signs, and the print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from documents.typeset import TypesettingError, typeset


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: `authority` is the line of delegation ("TM. HỘI ĐỒNG", "KT. GIÁM ĐỐC"), `post` the post under it.

    `agency_post` is the post in the agency whose seal a council uses; it stands over the name (Phụ lục I, mục II.7).
    """

    post: str = ""
    name: str = ""
    authority: str = ""
    agency_post: str = ""


@dataclass(frozen=True, slots=True)
class AuthorLine:
    """One author as papers list them; `share` in percent and `born_on`, both as text. `work` is what somebody who took
    part in the first application did.
    """

    full_name: str
    workplace: str = ""
    job_title: str = ""
    qualification: str = ""
    share: str = ""
    born_on: str = ""
    work: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One row of a form, or one point of a notice: a label and what was written. `parts` are rows under it."""

    label: str
    text: str = ""
    parts: Sequence["Answer"] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """What all papers carry in their head.

    `number` is number and symbol ("05/QĐ-SKHCN", numbers under 10 with a leading 0); `on` the date of the paper.
    `demonstration` prints a banner on every page that says the paper has no legal effect.
    """

    issuer: str
    superior: str = ""
    number: str = ""
    place: str = "Đà Nẵng"
    on: date | None = None
    demonstration: bool = False
    template: ClassVar[str] = ""
    signature_mm: ClassVar[float] = 24
    """What the sheet leaves between post and name."""

    def typeset(self, language: str = "vi") -> bytes:
        """The paper as PDF; in another language than Vietnamese it is a courtesy copy. Raises TypesettingError."""
        try:
            context = {"paper": self, **self.extras()}
        except ValueError as error:
            raise TypesettingError(f"{self.template}: {error}") from error
        return typeset(f"documents/papers/{self.template}.html", context, language=language)

    def extras(self) -> dict[str, Any]:
        """What the template needs besides the paper. Raises ValueError."""
        return {}
