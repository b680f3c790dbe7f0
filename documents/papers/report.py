"""The report on what was recognised: targets, counts, months, and what waits where."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from documents.papers.paper import Answer, Paper, Signature

FIRST, LEAST = 52, 30  # percent of the width for what is counted: with few columns, with many
WIDEST = 16


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A table under its title: words, then figures, as text; `total` is a last row, `note` a line under it."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    total: Sequence[str] = ()
    note: str = ""

    @property
    def width(self) -> str:
        """Percent of the width for each column of figures."""
        figures = max(1, len(self.heads) - 1)
        return f"{min(WIDEST, (100 - (FIRST if figures <= 4 else LEAST)) / figures):.2f}"


@dataclass(frozen=True, slots=True)
class ReportPaper(Paper):
    """Báo cáo as on a day (`as_of`), under a version of the definitions. `provisional`: that day is not over yet.
    `note` says what a reader must know of the figures, if anything.

    `tables` stand in the text, numbered; `annexes` (long ones) and the definitions after the signature.
    """

    subject: str = ""
    as_of: date | None = None
    definitions: str = ""
    provisional: bool = False
    note: str = ""
    tables: Sequence[FigureTable] = ()
    annexes: Sequence[FigureTable] = ()
    meanings: Sequence[Answer] = ()
    recipients: Sequence[str] = ()
    signer: Signature = field(default_factory=Signature)
    template: ClassVar[str] = "report"

    def extras(self) -> dict[str, Any]:
        """The tables with their numbers."""
        return {"numbered": list(zip(ROMAN, self.tables, strict=False))}


ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
