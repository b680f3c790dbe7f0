"""Recognitions decided before the system existed, entered from their decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from initiatives.choices import Channel, Confirmation, Kind, Level, Origin, Purpose
from initiatives.models import Author, Dossier, Field, Participation, Round, Work
from initiatives.services.dossiers import advance
from initiatives.services.drafts import draft_code
from initiatives.services.numbers import next_number
from journal.services.record import record
from organisation.actor import Actor
from organisation.models import Person, Unit
from recognition.models import Decision, DecisionItem
from recognition.services.certificates import issue_certificates
from recognition.services.register import enter


@dataclass(frozen=True, slots=True)
class PastWork:
    """One line of an old register; shares in percent, together 100."""

    kind: Kind
    title: str
    unit: Unit
    authors: tuple[tuple[Person, Decimal], ...]
    field: Field | None = None
    summary: str = ""
    description: str = ""
    units: tuple[Unit, ...] = ()
    grade: str = ""


@transaction.atomic
def record_past_decision(
    actor: Actor, authority: Unit, level: str, signed_on: date, works: Sequence[PastWork], title: str = "",
    signer_name: str = "", signer_post: str = "", demonstration: bool = False,
) -> Decision:  # fmt: skip
    """Enter a decision of the past with everything it recognised, in the order of its list."""
    year = signed_on.year
    number = next_number(f"decision-{authority.code}-{year}")
    decision = Decision.objects.create(
        code=f"{authority.code}-{year}-{number:03}", authority=authority, level=level, year=year, number=number,
        symbol=f"QĐ-{authority.code}", title=title or f"Về việc công nhận sáng kiến, đề tài năm {year}",
        signed_on=signed_on, signer_name=signer_name, signer_post=signer_post, state=Decision.State.PUBLISHED,
        published_at=timezone.now(), demonstration=demonstration, made_by_id=actor.user_id,
    )  # fmt: skip
    for position, past in enumerate(works, 1):
        dossier = _dossier(actor, authority, level, past, signed_on, demonstration)
        DecisionItem.objects.create(
            decision=decision, dossier=dossier, result=DecisionItem.Result.RECOGNISED, position=position
        )
        if row := enter(dossier, decision, signed_on):
            issue_certificates(row)
    record(actor.user_id, "decision_recorded", f"decision:{decision.pk}", {"code": decision.code, "works": len(works)})
    return decision


def _dossier(actor: Actor, authority: Unit, level: str, past: PastWork, day: date, demonstration: bool) -> Dossier:
    work = Work.objects.create(
        kind=past.kind,
        title=past.title,
        summary=past.summary,
        unit=past.unit,
        field=past.field,
        origin=Origin.IMPORTED,
        content={"description": past.description} if past.description else {},
        demonstration=demonstration,
    )
    Participation.objects.bulk_create([Participation(work=work, unit=unit) for unit in past.units if unit != past.unit])
    Author.objects.bulk_create(
        [
            Author(
                work=work, person=person, share=share, position=n, unit=past.unit, confirmation=Confirmation.ON_PAPER
            )
            for n, (person, share) in enumerate(past.authors, 1)
        ]
    )
    round_ = _round(authority, level, past.kind, day, demonstration)
    dossier = Dossier.objects.create(
        draft_code=draft_code(), work=work, round=round_, purpose=round_.purpose, level=level, authority=authority,
        channel=Channel.PAPER, received_on=day, filed_by_id=actor.user_id,
    )  # fmt: skip
    return advance(dossier.pk, "record", actor, through="import", decided_on=day, grade=past.grade)


def _round(authority: Unit, level: str, kind: Kind, day: date, demonstration: bool) -> Round:
    """The round of an old year: made once, closed with its first decision, so that nobody files into it."""
    purpose = (
        Purpose.ACCEPTANCE if kind == Kind.TOPIC else Purpose.INFLUENCE if level == Level.CITY else Purpose.RECOGNITION
    )
    words = "nghiệm thu đề tài" if kind == Kind.TOPIC else "xét sáng kiến"
    return Round.objects.get_or_create(
        code=f"{authority.code}-{kind}-{level}-{day.year}",
        defaults={
            "title": f"Đợt {words} năm {day.year}",
            "kind": kind,
            "purpose": purpose,
            "level": level,
            "authority": authority,
            "opens_on": date(day.year, 1, 1),
            "closes_on": day,
            "demonstration": demonstration,
        },
    )[0]
