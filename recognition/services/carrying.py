"""Carry a signed decision out, dossier by dossier: the workflow moves on, the register and the certificates follow."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from initiatives.services.appeals import carried_out
from initiatives.services.corrections import correct_work, people_for
from initiatives.services.dossiers import advance
from initiatives.services.freezing import freeze_recorded
from organisation.actor import Actor
from recognition.models import Decision, DecisionItem, Recognition
from recognition.services.certificates import replace_certificates, revoke_certificates
from recognition.services.register import close, enter, standing_row, write_anew

Result = DecisionItem.Result
Carry = Callable[[DecisionItem, Decision, Actor, date], None]


def carry_out(item: DecisionItem, decision: Decision, actor: Actor, day: date) -> None:
    """What a decision says of one dossier happens. Raises StateConflict where it has moved on meanwhile."""
    again = decision.kind == Decision.Kind.REPLACEMENT and item.result == Result.RECOGNISED
    carry = _recognise_anew if again else CARRY[item.result]
    carry(item, decision, actor, day)


def _recognise(item: DecisionItem, decision: Decision, actor: Actor, day: date) -> None:
    dossier = advance(item.dossier_id, "recognise", actor, through="decision", decision=decision.reference)
    enter(dossier, decision, day)


def _decline(item: DecisionItem, decision: Decision, actor: Actor, day: date) -> None:
    advance(item.dossier_id, "decline", actor, through="decision", decision=decision.reference)


def _revoke(item: DecisionItem, decision: Decision, actor: Actor, day: date) -> None:
    advance(item.dossier_id, "revoke", actor, through="decision", decision=decision.reference)
    row = standing_row(item.row_id)
    close(row, decision, day)
    revoke_certificates(row, decision, day)
    carried_out(item.dossier_id, decision.reference, actor)


def _correct(item: DecisionItem, decision: Decision, actor: Actor, day: date) -> None:
    _write_anew(item, decision, actor, day, "correct")


def _recognise_anew(item: DecisionItem, decision: Decision, actor: Actor, day: date) -> None:
    _write_anew(item, decision, actor, day, "replace")


def _write_anew(item: DecisionItem, decision: Decision, actor: Actor, day: date, step: str) -> Recognition:
    advance(item.dossier_id, step, actor, through="decision", decision=decision.reference)
    row = standing_row(item.row_id)
    freeze_recorded(row.work)
    changes = _settled(item)
    new = write_anew(row, decision, changes)
    if changes:
        correct_work(row.work_id, changes)
    replace_certificates(new, decision, day)
    carried_out(item.dossier_id, decision.reference, actor)
    return new


def _settled(item: DecisionItem) -> Mapping[str, Mapping[str, Any]]:
    """The changes, every author with a record by now."""
    if "authors" not in item.changes:
        return dict(item.changes)
    said = item.changes["authors"]
    return {**item.changes, "authors": {**said, "to": people_for(said["from"], said["to"])}}


CARRY: Mapping[str, Carry] = {
    Result.RECOGNISED: _recognise, Result.NOT_RECOGNISED: _decline, Result.REVOKED: _revoke, Result.CORRECTED: _correct,
}  # fmt: skip
