"""A scheme: the rules of judging, as one immutable value read from TOML."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from reviews.rules.acceptance import MemberGrade
from reviews.rules.aggregate import Aggregation
from reviews.rules.ballot import Ballot, Fallback
from reviews.rules.citation import Citation
from reviews.rules.community import Community
from reviews.rules.composition import Composition
from reviews.rules.criteria import Criterion, CriterionKind
from reviews.rules.explanation import NEEDS_DECISION
from reviews.rules.flags import Flag
from reviews.rules.grades import Grade, PassMark
from reviews.rules.language import NOTHING, Words
from reviews.rules.minimums import ZeroRule
from reviews.rules.outliers import Outliers
from reviews.rules.quorum import Quorum

KINDS = ("initiative", "topic", "contest")
LEVELS = ("base", "department", "city")
PURPOSES = ("recognition", "influence", "determination", "selection", "acceptance")
UNITS = ("days", "working_days", "months")
RANK_TIES = ("chair_sheet", "needs_decision")


class Cites(Protocol):
    """A rule: it has a source."""

    @property
    def citation(self) -> Citation:
        """Where it comes from."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A term: `amount` of `unit` (days, working_days, months)."""

    code: str
    title: Words
    amount: int
    unit: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class RankRule:
    """Passed dossiers are ranked by total, the highest first; `tie` is what parts equal ones."""

    citation: Citation
    tie: str = "needs_decision"


@dataclass(frozen=True, slots=True)
class Scheme:
    """One version of a scheme. `level` empty: any. `kinds`: what it judges, the first being its own kind."""

    code: str
    version: int
    title: Words
    citation: Citation
    kinds: tuple[str, ...]
    level: str
    purpose: str
    council: Composition
    quorum: Quorum
    fallback: Fallback
    valid_from: date | None = None
    valid_to: date | None = None
    notice: Words = NOTHING
    criteria: tuple[Criterion, ...] = ()
    sheets: Aggregation | None = None
    outliers: Outliers | None = None
    zeros: ZeroRule | None = None
    community: Community | None = None
    flags: tuple[Flag, ...] = ()
    pass_mark: PassMark | None = None
    grades: tuple[Grade, ...] = ()
    member_grade: MemberGrade | None = None
    ballot: Ballot | None = None
    ranking: RankRule | None = None
    deadlines: tuple[Deadline, ...] = ()

    @property
    def kind(self) -> str:
        """What it judges before all: initiative, topic or contest."""
        return self.kinds[0]

    @property
    def points(self) -> tuple[Criterion, ...]:
        """The criteria on which points are given."""
        return tuple(c for c in self.criteria if c.kind is CriterionKind.POINTS and not c.repeats)

    @property
    def scored(self) -> bool:
        """Whether it comes to a total."""
        return bool(self.points)

    @property
    def places(self) -> int:
        """Decimals of a shown score."""
        return self.sheets.places if self.sheets else 2

    @property
    def highest(self) -> Fraction:
        """The most points that can be reached, the community's included."""
        own = sum((Fraction(c.weight) * Fraction(c.maximum or Decimal(0)) for c in self.points), Fraction(0))
        return own + (self.community.maximum if self.community else 0)

    @property
    def grade_codes(self) -> tuple[str, ...]:
        """Every grade it can give."""
        by_total = tuple(grade.code for grade in self.grades)
        by_ballot = self.ballot.grades if self.ballot else ()
        return by_total + tuple(grade.code for grade in by_ballot if grade.outcome != NEEDS_DECISION)

    @property
    def flag_names(self) -> tuple[str, ...]:
        """The figures it asks for besides sheets and ballots."""
        return tuple(flag.name for flag in self.flags) + (self.community.names if self.community else ())

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every source it rests on, each once."""
        rules: list[Cites] = [self, self.council, self.quorum, self.fallback, *self.criteria, *self.flags, *self.grades]
        single = (
            self.council.lead_body,
            self.sheets,
            self.outliers,
            self.zeros,
            self.community,
            self.pass_mark,
            self.member_grade,
            self.ranking,
        )
        rules += [rule for rule in single if rule]
        rules += [self.ballot, *self.ballot.grades] if self.ballot else []
        rules += self.deadlines
        return tuple(dict.fromkeys(rule.citation for rule in rules))

    @property
    def unconfirmed(self) -> tuple[Citation, ...]:
        """Sources that nobody has confirmed yet: shown to the registrar as such."""
        return tuple(citation for citation in self.citations if not citation.confirmed)

    def deadline(self, code: str) -> Deadline | None:
        """The deadline of that code."""
        return next((d for d in self.deadlines if d.code == code), None)

    def criterion(self, code: str) -> Criterion | None:
        """The criterion of that code."""
        return next((c for c in self.criteria if c.code == code), None)

    def fits(self, kind: str, level: str, purpose: str) -> bool:
        """Whether it may judge dossiers of that kind, level and purpose. What it leaves open fits all."""
        return kind in self.kinds and self.level in ("", level) and self.purpose in ("", purpose)

    def in_force(self, day: date) -> bool:
        """Whether its dates, where it has any, allow that day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)
