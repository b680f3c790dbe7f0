"""Decisions taken before the system existed, entered with everything they recognised."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from initiatives.services.numbers import next_numbers
from initiatives.services.past import (
    PastList,
    PastWork,
    Recorded,
    journal_recorded,
    rows_of_works,
    tell_recorded,
    to_be_recorded,
)
from journal.services.bulk import Rows, check_references, write
from journal.services.bulk import made as rows_of
from journal.services.record import journal_all, tell
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
    with counted_at_once([decision]):
        ids = enter_past_works(actor, authority, [(decision, 1, works)], demonstration)
    if certified:
        for row in Recognition.objects.filter(pk__in=ids).select_related("work", "decision__authority").order_by("pk"):
            issue_certificates(row)
    return decision


def enter_past_decisions(
    actor: Actor, authority: Unit, told: Sequence[PastDecision], demonstration: bool = False,
    imported: RegisterImport | None = None,
) -> list[Decision]:  # fmt: skip
    """Enter decisions of the past; what they recognised is entered by `enter_past_works`, in the same transaction."""
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
    """Works that are to be entered together, with their places in the lists of decisions, and recognitions to be."""

    actor: Actor
    authority: Unit
    made: Sequence[Recorded]
    places: Sequence[tuple[int, int]]
    entries: Sequence[Entry]
    demonstration: bool

    def rows(self) -> "tuple[Part, list[Rows]]":
        """The part with the rows of its tables, made without the database."""
        recognised = DecisionItem.Result.RECOGNISED.value
        items = rows_of(DecisionItem, ("decision_id", "dossier_id", "result", "position"), (
            (decision, one.dossier, recognised, place)
            for one, (decision, place) in zip(self.made, self.places, strict=True)
        ))  # fmt: skip
        works = rows_of_works(self.actor, self.authority, self.made, self.demonstration)
        return self, [*works, items, *rows_of_register(self.entries)]

    def enter(self, tables: Sequence[Rows]) -> None:
        """Write the rows, have them checked, tell."""
        for rows in tables:
            write(rows)
        check_references()
        journal_recorded(self.actor, self.made)
        tell_recorded([one.dossier for one in self.made])


def part_of(actor: Actor, authority: Unit, lists: Sequence[Listed], demonstration: bool = False) -> Part:
    """Works that decisions recognised, with their ids, codes and rounds; the database is asked nothing more of them."""
    given = [PastList(decision.level, signed_on(decision), works) for decision, _position, works in lists]
    made = to_be_recorded(authority, given, demonstration)
    places = [(decision.pk, place) for decision, first, works in lists for place in range(first, first + len(works))]
    entries = to_be_entered(made, [decision for decision, _place in places])
    return Part(actor, authority, made, places, entries, demonstration)


def enter_past_works(actor: Actor, authority: Unit, lists: Sequence[Listed], demonstration: bool = False) -> list[int]:
    """Enter works that decisions recognised; returns the ids of the recognitions."""
    part, tables = part_of(actor, authority, lists, demonstration).rows()
    part.enter(tables)
    return [pk for pk, _one, _by in part.entries]


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
