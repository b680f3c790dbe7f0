"""A small city for tests, made through the ordinary services: units, people, rounds, dossiers at any step of the way."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from initiatives.models import Dossier, Field, Round
from initiatives.rules.forms import questions
from initiatives.services.dossiers import advance, perform
from initiatives.services.drafts import begin_dossier, save_answers
from organisation.actor import NOBODY, Actor, actor_of
from organisation.models import Person, Role, Unit
from organisation.services.people import give_account, give_role, save_person
from organisation.services.units import save_unit

_numbers = count(1)
SINCE = date(2015, 1, 1)


def unit(code: str = "SYT", kind: str = "department", parent: Unit | None = None, **values: Any) -> Unit:
    """A unit; below the city unless it is the city."""
    if parent is None and code != "UBND":
        parent = Unit.objects.filter(code="UBND").first() or unit("UBND", "city")
    return save_unit(code, name=values.pop("name", f"Đơn vị {code}"), kind=kind, parent=parent, **values)


def person(name: str = "", email: str = "") -> Person:
    """A staff record."""
    number = next(_numbers)
    return save_person(
        f"T-{number:05}", full_name=name or f"Nguyễn Văn Thử {number}", email=email or f"t{number}@example.vn"
    )


def actor(*roles: str, at: Unit | None = None, who: Person | None = None) -> Actor:
    """Somebody with an account and roles in a unit (staff if none is named)."""
    who = who or person()
    user = give_account(who, who.code.lower(), "mat-khau-thu-nghiem")
    for role in roles or (Role.MEMBER,):
        give_role(who, at or unit(), Role(role), SINCE)
    return actor_of(user)


def field(code: str = "yte") -> Field:
    """A field of application."""
    return Field.objects.get_or_create(code=code, defaults={"name_vi": "Y tế", "name_en": "Health"})[0]


def round_at(authority: Unit, **values: Any) -> Round:
    """A round that is open today."""
    today = timezone.localdate()
    given = {
        "title": "Đợt xét thử", "kind": "initiative", "purpose": "recognition", "level": "department",
        "opens_on": today - timedelta(days=30), "closes_on": today + timedelta(days=30), **values,
    }  # fmt: skip
    return Round.objects.create(code=f"R-{next(_numbers)}", authority=authority, **given)


def answers(purpose: str = "recognition", unit_code: str = "SYT", **given: Any) -> dict[str, Any]:
    """Every question answered."""
    field()
    sample = {
        "date": (timezone.localdate() - timedelta(days=100)).isoformat(),
        "tick": True,
        "money": 1_000_000,
        "number": 12,
    }
    found: dict[str, Any] = {}
    for name, question in questions(purpose).items():
        if question.kind == "choices":
            found[name] = [question.options[0][0]]
        elif question.kind == "reference":
            found[name] = "yte" if name == "field" else unit_code
        else:
            found[name] = sample.get(question.kind, f"Nội dung {name}")
    return {**found, **given}


def draft(author: Actor, round_: Round, **given: Any) -> Dossier:
    """A draft with every answer."""
    dossier = begin_dossier(author, round_.code, "Thử nghiệm")
    code = next(iter(Unit.objects.filter(pk__in=author.own_units).values_list("code", flat=True)), "SYT")
    return save_answers(dossier.draft_code, author, answers(round_.purpose, code, **given))


def submitted(author: Actor, round_: Round, **given: Any) -> Dossier:
    """Submitted."""
    return perform(draft(author, round_, **given).draft_code, "submit", author)


def admitted(author: Actor, round_: Round, **given: Any) -> Dossier:
    """Admitted."""
    checker = actor(Role.OFFICER, at=round_.authority)
    return perform(submitted(author, round_, **given).reference, "admit", checker)


def concluded(author: Actor, round_: Round, outcome: str = "passed", grade: str = "A", **given: Any) -> Dossier:
    """Concluded, as a council's service does it."""
    dossier = admitted(author, round_, **given)
    advance(dossier.pk, "review", NOBODY, through="council")
    return advance(dossier.pk, "conclude", NOBODY, through="council", outcome=outcome, grade=grade)
