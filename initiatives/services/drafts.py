"""Drafts: begun, saved as one types (safe against two open tabs), given authors."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, NotFound, Stale, StateConflict
from initiatives.choices import EDITABLE, PURPOSES_OF, Channel, Confirmation, Kind, TaskState
from initiatives.machine import fault_words
from initiatives.models import Author, Dossier, Field, Participation, Round, Task, Work
from initiatives.policy import may_edit
from initiatives.queries import by_reference
from initiatives.rules import shares
from initiatives.rules.answers import clean_line, read_answer
from initiatives.rules.forms import COLUMNS, questions
from initiatives.services.freezing import freeze_recorded
from journal.services.record import record
from organisation.actor import Actor
from organisation.models import Membership, Person, Role, Unit
from organisation.policy import get_visible
from organisation.queries import places

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LETTERS = bytes(ord(ALPHABET[byte % 32 % len(ALPHABET)]) for byte in range(256))
_TOO_MANY = bytes(byte for byte in range(256) if byte % 32 >= len(ALPHABET))
"""Bytes that would make some letters likelier than others."""


def draft_code() -> str:
    """An address for a draft that cannot be guessed."""
    return draft_codes(1)[0]


def draft_codes(count: int) -> list[str]:
    """As many of them."""
    letters = ""
    while len(letters) < 10 * count:
        letters += secrets.token_bytes(11 * count).translate(_LETTERS, _TOO_MANY).decode()
    return ["N-" + letters[start : start + 10] for start in range(0, 10 * count, 10)]


@transaction.atomic
def begin_dossier(
    actor: Actor, round_code: str, title: str = "", channel: str = Channel.ONLINE, received_on: date | None = None,
    task_code: str = "",
) -> Dossier:  # fmt: skip
    """Begin a work and its first dossier in a round; in a call, for one of its tasks, whose title it takes over. The
    actor is its first author, unless an officer enters paper.

    Raises: NotFound for an unknown round, Forbidden if the actor may not file there, Invalid naming the field.
    """
    round_ = Round.objects.filter(code=round_code).select_related("authority").first()
    if round_ is None:
        raise NotFound
    paper = channel == Channel.PAPER
    if not actor.person_id or (paper and not actor.holds(Role.OFFICER, round_.authority_id)):
        raise Forbidden(_("Only staff may file; paper dossiers are entered by the unit officer."))
    title, fault = read_answer(questions(round_.purpose)["title"], title)
    if fault:
        raise Invalid(_("Some fields need mending."), {"title": [fault_words(fault)]})
    if paper:
        _came_in(received_on)
    task = task_for(round_, task_code)
    held = places().filter(person=actor.person_id).first()
    home = held.unit if held else round_.authority
    title = title or (task.title if task else "")
    work = Work.objects.create(kind=round_.kind, title=title, unit=home, created_by_id=actor.user_id)
    dossier = _new_dossier(actor, work, round_, channel, received_on if paper else None, task=task)
    if not paper:
        _first_author(work, actor.person_id, held)
    return dossier


def _came_in(received_on: date | None) -> None:
    """Paper came in on a day that has come."""
    if received_on is None:
        raise Invalid(_("Say when the paper dossier came in."), {"received_on": [_("A day is needed.")]})
    if received_on > timezone.localdate():
        raise Invalid(_("A date lies in the future."), {"received_on": [_("This day has not come yet.")]})


@transaction.atomic
def file_again(actor: Actor, work: Work, round_: Round, follows: Dossier | None) -> Dossier:
    """A further dossier of a work that exists (nomination to the city, the next stage of a topic), as a draft."""
    if round_.purpose not in PURPOSES_OF[Kind(work.kind)]:
        raise Invalid(_("This round is for another kind of work."), {"round": [_("Choose a round of the same kind.")]})
    task = task_for(round_, _task_proposed(follows) if round_.tasks.exists() else "")
    freeze_recorded(work)
    return _new_dossier(actor, work, round_, Channel.ONLINE, None, follows, task)


def _task_proposed(proposal: Dossier | None) -> str:
    return Task.objects.filter(proposal=proposal).values_list("code", flat=True).first() or "-"


def task_for(round_: Round, code: str) -> Task | None:
    """The task for which a dossier is filed in a round: the one named, or the only one. Raises Invalid at `task`."""
    tasks = list(round_.tasks.filter(state=TaskState.CALLED).order_by("code"))
    if not tasks and not code:
        return None
    found = [task for task in tasks if code in ("", task.code)]
    if len(found) != 1:
        raise Invalid(_("Some fields need mending."), {"task": [_("Choose one of the tasks of this call.")]})
    return found[0]


def _new_dossier(
    actor: Actor, work: Work, round_: Round, channel: str, received_on: date | None, follows: Dossier | None = None,
    task: Task | None = None,
) -> Dossier:  # fmt: skip
    dossier = Dossier.objects.create(
        draft_code=draft_code(), work=work, round=round_, purpose=round_.purpose, level=round_.level, channel=channel,
        authority=round_.authority, received_on=received_on, filed_by_id=actor.user_id, follows=follows,
        task=task,
    )  # fmt: skip
    record(actor.user_id, "dossier_begun", f"dossier:{dossier.pk}", {"code": dossier.draft_code, "round": round_.code})
    return dossier


def _first_author(work: Work, person_id: int, held: Membership | None) -> None:
    person = Person.objects.get(pk=person_id)
    Author.objects.create(
        work=work, person=person, share=shares.WHOLE, unit_id=held.unit_id if held else None,
        job_title=held.job_title if held else "", qualification=person.qualification,
        confirmation=Confirmation.CONFIRMED, confirmed_at=timezone.now(),
    )  # fmt: skip


def editable(actor: Actor, reference: str, revision: int | None) -> Dossier:
    """The dossier, locked for an edit made on `revision` of its work (None: whatever it is now).

    Raises: NotFound, Forbidden, StateConflict once submitted, Stale (412) when somebody saved in between.
    """
    dossier = get_visible(Dossier, actor, lock=["work"], beside=["work"], **by_reference(reference))
    work = dossier.work
    if not may_edit(actor, dossier):
        raise Forbidden(_("Only its authors may change it."))
    if dossier.state not in EDITABLE:
        raise StateConflict(_("It has been submitted and can no longer be changed."), state=dossier.state)
    if revision is not None and revision != work.revision:
        raise Stale(_("It was changed in another window meanwhile."), revision=work.revision)
    return dossier


@transaction.atomic
def save_answers(reference: str, actor: Actor, answers: Mapping[str, Any], revision: int | None = None) -> Dossier:
    """Save some answers: all of them, or none if any is wrong.

    Raises: Invalid naming every field that is wrong, and as `editable`.
    """
    dossier = editable(actor, reference, revision)
    asked, faults, values = questions(dossier.purpose), {}, {}
    for name, raw in answers.items():
        if name not in asked:
            faults[clean_line(str(name))[:40]] = [_("The form has no such field.")]
            continue
        values[name], fault = read_answer(asked[name], raw)
        if fault:
            faults[name] = [fault_words(fault)]
    columns = _read_columns(values, faults)
    if faults:
        raise Invalid(_("Some fields need mending."), faults)
    _store(dossier, columns, {name: value for name, value in values.items() if name not in COLUMNS})
    return dossier


def _read_columns(values: Mapping[str, Any], faults: dict[str, list[str]]) -> dict[str, Any]:
    """Answers that are columns of the work, references looked up."""
    columns: dict[str, Any] = {name: values[name] for name in ("title", "summary") if name in values}
    if "first_applied_on" in values:
        columns["first_applied_on"] = (
            date.fromisoformat(values["first_applied_on"]) if values["first_applied_on"] else None
        )
    if "field" in values:
        columns["field"] = Field.objects.filter(code=values["field"]).first() if values["field"] else None
        if values["field"] and columns["field"] is None:
            faults["field"] = [_("Choose from the list.")]
    if "unit" in values:
        columns["unit"] = Unit.objects.filter(code=values["unit"]).first()
        if columns["unit"] is None:
            faults["unit"] = [_("Choose from the list.")]
    return columns


def _store(dossier: Dossier, columns: Mapping[str, Any], content: Mapping[str, Any]) -> None:
    work = dossier.work
    before = {work.unit_id, dossier.unit_id}
    for name, value in columns.items():
        setattr(work, name, value)
    work.content = {**work.content, **content}
    work.revision += 1
    work.save()
    if "unit" in columns and before != {work.unit_id}:
        Dossier.objects.filter(work=work, state__in=EDITABLE).update(unit=work.unit)


@transaction.atomic
def save_units(reference: str, actor: Actor, codes: Sequence[str], revision: int | None = None) -> Dossier:
    """Set the further units that take part (codes). Raises Invalid for an unknown one, and as `editable`."""
    dossier = editable(actor, reference, revision)
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
    if unknown := [code for code in codes if code not in units]:
        raise Invalid(_("Unknown unit."), {"units": [_("Unknown unit: %(code)s") % {"code": code} for code in unknown]})
    Participation.objects.filter(work=dossier.work).exclude(unit__code__in=codes).delete()
    for unit in units.values():
        if unit.pk != dossier.work.unit_id:
            Participation.objects.get_or_create(work=dossier.work, unit=unit)
    _store(dossier, {}, {})
    return dossier


def read_share(raw: Any, field: str) -> Decimal:
    """A percentage with at most two decimals; a comma is taken for the point. Raises Invalid at `field`."""
    share = shares.read(raw)
    if share is None:
        message = _("A percentage above 0 and up to 100, with two decimals at most.")
        raise Invalid(_("A share is not right."), {field: [message]})
    return share
