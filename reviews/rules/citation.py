"""Where a rule comes from."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self


class Tag(StrEnum):
    """How well the source is known: read; read in a secondary text; not found; ours until the text is entered."""

    READ = "R"
    SECONDARY = "S"
    UNSOURCED = "U"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Citation:
    """Document, article and clause as the document names them ("8", "2"); `source` is where the text was read.
    `document_en` is its name for readers of English, where it has one.
    """

    document: str
    article: str = ""
    clause: str = ""
    source: str = ""
    tag: Tag = Tag.READ
    document_en: str = ""

    @property
    def confirmed(self) -> bool:
        """Whether somebody has read it; what is not confirmed is shown to the registrar as such."""
        return self.tag in (Tag.READ, Tag.SECONDARY)

    def to_json(self) -> dict[str, str]:
        """The fields as text."""
        return {name: str(value) for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The other way."""
        return cls(**{**data, "tag": Tag(data["tag"])})
