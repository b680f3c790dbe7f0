"""Flags: figures from outside the sheets that override the outcome (a share of copied text, a late dossier)."""

from collections.abc import Mapping
from dataclasses import dataclass

from reviews.rules.citation import Citation
from reviews.rules.exact import Bound, number, spelled
from reviews.rules.explanation import NOT_PASSED, Step
from reviews.rules.language import Words
from reviews.rules.seats import Score


@dataclass(frozen=True, slots=True)
class Flag:
    """Where the figure `name` goes beyond the limit, the outcome is not_passed, with this `grade` if one is named."""

    name: str
    title: Words
    citation: Citation
    limit: Bound
    grade: str | None = None

    def check(self, flags: Mapping[str, Score]) -> Step:
        """A step. A figure that was not given overrides nothing."""
        raw = flags.get(self.name)
        value = None if raw in ("", None) else number(raw)
        over = value is not None and self.limit.met_by(value)
        inputs = {
            "flag": self.name, "title": self.title.to_json(), "value": None if value is None else spelled(value),
            "limit": self.limit.to_json(),
        }  # fmt: skip
        graded = {"grade": self.grade, "grade_of": NOT_PASSED} if self.grade else {}
        return Step("flag", inputs, {"outcome": NOT_PASSED, **graded} if over else {}, not over, self.citation)
