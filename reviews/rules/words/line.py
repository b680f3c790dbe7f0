"""A sentence of a scheme in plain words."""

from dataclasses import dataclass

from reviews.rules.citation import Citation
from reviews.rules.language import pick


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence; `key` names the rule it tells of, the same in every version."""

    key: str
    text: str
    citation: Citation


def line(key: str, citation: Citation, language: str, vi: str, en: str) -> Line:
    """The one of two sentences that the reader wants."""
    return Line(key, pick(language, vi, en), citation)
