"""Decisions taken before the system existed, entered with everything they recognised."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from initiatives.choices import Kind
from initiatives.services.numbers import next_numbers
from initiatives.services.past import (
    PastList,
    PastWork,
    Recorded,
    Reserved,
    journal_recorded,
    reserve,
    rows_of_works,
    tell_recorded,
    to_be_recorded,
)
from journal.services.bulk import Rows, new_ids
from journal.services.bulk import made as rows_of
from journal.services.record import journal_all, tell
from journal.services.references import Checked, checked_together
from organisation.actor import Actor
from organisation.models import Unit
from recognition.models import Decision, DecisionItem, Recognition, RegisterImport
from recognition.services.certificates import issue_certificates
from recognition.services.register import Entry, rows_of_register, to_be_entered
from recognition.services.tallies import counted_at_once


@dataclass(frozen=True, slots=True)
class PastDecision:
    """What is known of a decision of the past. `cited_as`: its number and symbol, if they are known; else it is
    numbered now. `works`: how many it recognises.
    """

    level: str
    signed_on: date
    works: int
    cited_as: str = ""
    title: str = ""
    signer_name: str = ""
    signer_post: str = ""


@transaction.atomic
def record_past_decision(
    actor: Actor, authority: Unit, level: str, signed_on: date, works: Sequence[PastWork], title: str = "",
    signer_name: str = "", signer_post: str = "", demonstration: bool = False, certified: bool = True,
    cited_as: str = "", imported: RegisterImport | None = None,
) -> Decision:  # fmt: skip
    """Enter a decision of the past with everything it recognised, in the order of its list. `certified`: certificates
    are issued now; otherwise the authors have those of the time.
    """
    told = PastDecision(level, signed_on, len(works), cited_as, title, signer_name, signer_post)
    [decision] = enter_past_decisions(actor, authority, [told], demonstration, imported)
    with counted_at_once([decision]), checked_together() as by:
        ids = _enter_works(actor, decision, works, by)
    if certified:
        for row in Recognition.objects.filter(pk__in=ids).select_related("work", "decision__authority").order_by("pk"):
            issue_certificates(row)
    return decision


def enter_past_decisions(
    actor: Actor, authority: Unit, told: Sequence[PastDecision], demonstration: bool = False,
    imported: RegisterImport | None = None,
) -> list[Decision]:  # fmt: skip
    """Enter decisions of the past; what they recognised is entered in parts (`Press`), in the same transaction."""
    now, numbers = timezone.now(), _numbers(authority, told)
    decisions = Decision.objects.bulk_create([
        Decision(
            authority=authority, level=one.level, signed_on=one.signed_on, year=one.signed_on.year,
            title=one.title or f"Về việc công nhận sáng kiến, đề tài năm {one.signed_on.year}",
            signer_name=one.signer_name, signer_post=one.signer_post, state=Decision.State.PUBLISHED, published_at=now,
            demonstration=demonstration, made_by_id=actor.user_id, imported=imported,
            **_numbered(authority, one, next(numbers[one.signed_on.year, bool(one.cited_as)])),
        )
        for one in told
    ], batch_size=500)  # fmt: skip
    rows = zip(decisions, told, strict=True)
    journal_all(actor.user_id, "decision_recorded", (
        (f"decision:{decision.pk}", {"code": decision.code, "works": one.works}) for decision, one in rows
    ))  # fmt: skip
    tell("decision_recorded", f"decision:{decisions[-1].pk}")
    return decisions


Listed = tuple[Decision, int, Sequence[PastWork]]
"""Works that a decision recognised, from a position of its list on."""


@dataclass(frozen=True, slots=True)
class Part:
    """Works that are entered together: the rows of their tables, and their recognitions."""

    made: Sequence[Recorded]
    entries: Sequence[Entry]
    tables: Sequence[Rows]

    def enter(self, actor: Actor, by: Checked) -> None:
        """Write the rows, and tell."""
        by.write(self.tables)
        journal_recorded(actor, self.made)
        tell_recorded([one.dossier for one in self.made])


@dataclass(frozen=True, slots=True)
class Press:
    """Makes the parts of what is entered, one after the other; it has asked the database for all that they need."""

    actor: Actor
    authority: Unit
    kept: Reserved
    recognitions: Iterator[int]
    demonstration: bool

    @classmethod
    def of(
        cls, actor: Actor, authority: Unit, counts: Mapping[tuple[str, Kind, date], int], demonstration: bool = False
    ) -> "Press":
        """For so many works of a level, a kind and a day, in the order in which they come."""
        kept = reserve(authority, counts, demonstration)
        return cls(actor, authority, kept, iter(new_ids(Recognition, sum(counts.values()))), demonstration)

    def part(self, lists: Sequence[Listed]) -> Part:
        """Works that decisions recognised, ready to be entered. Asks the database nothing."""
        given = [PastList(decision.level, signed_on(decision), works) for decision, _position, works in lists]
        made = to_be_recorded(self.kept, given)
        places = [(by.pk, place) for by, first, works in lists for place in range(first, first + len(works))]
        entries = to_be_entered(self.recognitions, made, [decision for decision, _place in places])
        recognised = DecisionItem.Result.RECOGNISED.value
        items = rows_of(DecisionItem, ("decision_id", "dossier_id", "result", "position"), (
            (decision, one.dossier, recognised, place) for one, (decision, place) in zip(made, places, strict=True)
        ))  # fmt: skip
        works = rows_of_works(self.actor, self.authority, made, self.demonstration)
        return Part(made, entries, [*works, items, *rows_of_register(entries)])


def _enter_works(actor: Actor, decision: Decision, works: Sequence[PastWork], by: Checked) -> list[int]:
    """Enter works that a decision recognised; returns the ids of the recognitions."""
    day = signed_on(decision)
    counts = Counter((decision.level, work.kind, day) for work in works)
    part = Press.of(actor, decision.authority, counts, decision.demonstration).part([(decision, 1, works)])
    part.enter(actor, by)
    return [pk for pk, _one, _decision in part.entries]


def signed_on(decision: Decision) -> date:
    """The day of a decision that has been signed."""
    if decision.signed_on is None:
        raise ValueError(f"{decision.pk} has not been signed")
    return decision.signed_on


def _numbers(authority: Unit, told: Sequence[PastDecision]) -> Mapping[tuple[int, bool], Any]:
    """The numbers of each year, of those that are cited by their old one, and of those that are numbered now."""
    counts = Counter((one.signed_on.year, bool(one.cited_as)) for one in told)
    series = {True: "past-decision", False: "decision"}
    return {
        (year, cited): iter(next_numbers(f"{series[cited]}-{authority.code}-{year}", count))
        for (year, cited), count in sorted(counts.items())
    }


def _numbered(authority: Unit, one: PastDecision, number: int) -> dict[str, Any]:
    if one.cited_as:
        return {"code": f"{authority.code}-{one.signed_on.year}-C{number:03}", "cited_as": one.cited_as}
    symbol = f"QĐ-{authority.code}"
    return {"code": f"{authority.code}-{one.signed_on.year}-{number:03}", "number": number, "symbol": symbol}
