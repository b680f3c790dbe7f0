"""A scheme in plain words: headed sentences, each with its source. What differs between versions differs here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reviews.rules.citation import Citation
from reviews.rules.language import pick
from reviews.rules.scheme import Scheme
from reviews.rules.words.line import Line, line
from reviews.rules.words.names import KINDS, LEVELS, PURPOSES, UNITS, cited, listed, named
from reviews.rules.words.plain_ballot import ballot_lines
from reviews.rules.words.plain_council import council_lines
from reviews.rules.words.plain_criteria import criteria_lines
from reviews.rules.words.plain_outcome import outcome_lines
from reviews.rules.words.plain_reckoning import reckoning_lines


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences under a heading."""

    code: str
    heading: str
    lines: tuple[Line, ...]


def plain_words(scheme: Scheme, language: str) -> tuple[Section, ...]:
    """The whole scheme for a reader of Vietnamese, or of English for "en"; empty sections are left out."""
    told = ((code, pick(language, vi, en), tuple(part(scheme, language))) for code, (part, vi, en) in _SECTIONS.items())
    return tuple(Section(code, heading, lines) for code, heading, lines in told if lines)


def _scope(scheme: Scheme, language: str) -> Iterator[Line]:
    source = scheme.citation
    yield Line("title", f"{scheme.title.said(language)}.", source)
    if notice := scheme.notice.said(language):
        yield Line("notice", notice, source)
    kinds = listed((named(KINDS, kind, language) for kind in scheme.kinds), language)
    purpose, level = named(PURPOSES, scheme.purpose, language), named(LEVELS, scheme.level, language)
    what = ", ".join(filter(None, (kinds, purpose, level)))
    yield line("scope", source, language, f"Áp dụng cho: {what}.", f"For: {what}.")
    if scheme.valid_from or scheme.valid_to:
        yield Line("validity", _validity(scheme, language), source)


def _validity(scheme: Scheme, language: str) -> str:
    start = pick(language, "từ ngày {}", "from {}").format(_day(scheme.valid_from)) if scheme.valid_from else ""
    end = pick(language, "đến hết ngày {}", "until {}").format(_day(scheme.valid_to)) if scheme.valid_to else ""
    return pick(language, "Hiệu lực: ", "In force: ") + " ".join(filter(None, (start, end))) + "."


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _deadlines(scheme: Scheme, language: str) -> Iterator[Line]:
    for deadline in scheme.deadlines:
        term = f"{deadline.amount} {named(UNITS, deadline.unit, language)}"
        yield Line(f"deadlines.{deadline.code}", f"{deadline.title.said(language)}: {term}.", deadline.citation)


def _sources(scheme: Scheme, language: str) -> Iterator[Line]:
    for citation in scheme.citations:
        where = f" – {citation.source}" if citation.source else ""
        yield Line(f"sources.{_key(citation)}", f"{cited(citation, language)}{where}.", citation)


def _key(citation: Citation) -> str:
    return "|".join((citation.document, citation.article, citation.clause, citation.source))


_SECTIONS = {
    "scope": (_scope, "Phạm vi", "Scope"),
    "council": (council_lines, "Hội đồng", "Council"),
    "criteria": (criteria_lines, "Tiêu chí", "Criteria"),
    "reckoning": (reckoning_lines, "Cách tính điểm", "How points are reckoned"),
    "outcome": (outcome_lines, "Kết quả và xếp loại", "Outcome and grades"),
    "ballot": (ballot_lines, "Bỏ phiếu", "Ballot"),
    "deadlines": (_deadlines, "Thời hạn", "Deadlines"),
    "sources": (_sources, "Căn cứ", "Sources"),
}
