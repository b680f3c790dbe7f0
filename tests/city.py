"""A small city for tests, made through the ordinary services: units, people, rounds, dossiers at any step of the way."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from rest_framework.test import APIClient

from initiatives.choices import Channel, State
from initiatives.models import Dossier, Field, Round
from initiatives.rules.forms import questions
from initiatives.services.authors import save_authors
from initiatives.services.dossiers import advance, perform
from initiatives.services.drafts import begin_dossier, save_answers
from initiatives.workflow import WORKFLOW
from organisation.actor import NOBODY, Actor, actor_of
from organisation.models import Person, Role, Unit, User
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


ROWS: dict[str, list[dict[str, Any]]] = {
    "members": [{"name": "Lê Thị Chủ", "workplace": "Viện thử nghiệm", "post": "leader", "months": 12}],
    "partners": [],
    "milestones": [{"title": "Khảo sát", "product": "Báo cáo", "from_month": 1, "to_month": 6}],
    "budget": [{"item": "labour", "source": "state", "year": 1, "amount_vnd": 1_000_000}],
    "product_rows": [{"name": "Mô hình", "kind": "process", "quantity": 1, "measure": "Chạy thử được"}],
}
"""A proposal that agrees with itself: one line of 1.000.000 đồng, within 12 months."""


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
        elif question.kind == "choice":
            found[name] = question.options[0][0]
        elif question.kind == "rows":
            found[name] = ROWS[name]
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


def empty_draft(author: Actor, round_: Round) -> Dossier:
    """A draft with nothing in it but its first author."""
    return begin_dossier(author, round_.code)


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


def paper_draft(officer: Actor, round_: Round, author: Person, received_on: date | None = None) -> Dossier:
    """A complete paper dossier as the officer has typed it."""
    day = received_on or timezone.localdate()
    dossier = begin_dossier(officer, round_.code, "Hồ sơ giấy", Channel.PAPER, day)
    save_authors(dossier.draft_code, officer, [{"person": author.code, "share": "100"}])
    return save_answers(dossier.draft_code, officer, answers(round_.purpose, dossier.work.unit.code))


REASONS = [{"field": "novelty", "text": "Nêu rõ điểm mới so với giải pháp đã biết."}]
GIVEN: dict[str, dict[str, Any]] = {
    "return": {"reasons": REASONS},
    "refuse": {"rule": "Nghị định 13/2012/NĐ-CP, Điều 3", "reasons": REASONS},
    "conclude": {"outcome": "passed", "grade": ""},
    "revise": {"reasons": REASONS},
}
WAYS: dict[str, tuple[str, ...]] = {
    State.DRAFT: (),
    State.SUBMITTED: ("submit",),
    State.RETURNED: ("submit", "return"),
    State.ADMITTED: ("submit", "admit"),
    State.REFUSED: ("submit", "refuse"),
    State.IN_REVIEW: ("submit", "admit", "review"),
    State.CONCLUDED: ("submit", "admit", "review", "conclude"),
    State.RECOGNISED: ("submit", "admit", "review", "conclude", "recognise"),
    State.NOT_RECOGNISED: ("submit", "admit", "review", "conclude", "decline"),
    State.WITHDRAWN: ("submit", "withdraw"),
    State.LAPSED: ("submit", "return", "lapse"),
    State.REVOKED: ("submit", "admit", "review", "conclude", "recognise", "revoke"),
}


def take(dossier: Dossier, step: str, author: Actor, checker: Actor) -> Dossier:
    """Take a dossier through a transition as whoever does that: a person, or the service of a council or a decision."""
    through = WORKFLOW[step].through
    if step == "lapse":
        Dossier.objects.filter(pk=dossier.pk, state=State.RETURNED).update(due_on=date(2000, 1, 3))
    if through:
        return advance(dossier.pk, step, NOBODY, through=through, **GIVEN.get(step, {}))
    who = author if step in ("submit", "withdraw") else checker
    return perform(Dossier.objects.get(pk=dossier.pk).reference, step, who, **GIVEN.get(step, {}))


def in_state(state: str, author: Actor, checker: Actor, round_: Round) -> Dossier:
    """A dossier in any state, taken there by the workflow itself."""
    dossier = draft(author, round_)
    for step in WAYS[state]:
        dossier = take(dossier, step, author, checker)
    return Dossier.objects.get(pk=dossier.pk)


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    """What a browser sends; its media type is a claim that nobody should believe."""
    return SimpleUploadedFile(name, data, content_type="application/octet-stream")


def client(of: Actor | None = None) -> APIClient:
    """A client of the API, signed in as somebody if an actor is given."""
    caller = APIClient()
    if of is not None:
        caller.force_authenticate(User.objects.select_related("person").get(pk=of.user_id))
    return caller
