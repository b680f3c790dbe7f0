"""Conclusions: the council's sheets, ballots and attendance, judged by the scheme, stored with the explanation."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from config.errors import Invalid, StateConflict
from initiatives.rules.answers import clean_text
from initiatives.services.dossiers import advance
from journal.services.record import record
from organisation.actor import Actor
from reviews.models import Conclusion, Hearing, Poll
from reviews.services.access import hearing_in_session
from reviews.services.inputs import gather, read_flags, refuse_while_incomplete
from reviews.services.judging import grades_of, judge
from reviews.services.polls import refuse_spoilt
from reviews.services.quorum import refuse_without_quorum
from reviews.services.recusals import recuse_authors

NEEDS_DECISION, REVISE = "needs_decision", "revise"
SETTLED = ("passed", "not_passed")


@transaction.atomic
def conclude_hearing(
    hearing_id: int,
    actor: Actor,
    flags: Mapping[str, Any] | None = None,
    remarks: str = "",
    decision: Mapping[str, Any] | None = None,
) -> Conclusion:
    """Conclude on a dossier in the open session, by the scheme it is heard under.

    `flags` are figures that the scheme asks for ({"duplicate_pct": 12}). `decision` is the council's own word, {"outcome",
    "grade", "reason"}, needed and allowed only where the scheme leaves the case to the council (`needs_decision`).

    Raises: NotFound, Forbidden; StateConflict outside a session, without quorum, while a vote is open, or while sheets or
    the vote are missing (the message names whose); Invalid at `flags.NAME`, `decision`.
    """
    hearing = hearing_in_session(actor, hearing_id)
    hearing.flags = read_flags(hearing.scheme, {**hearing.flags, **(flags or {})})
    inputs = _complete_inputs(hearing)
    result = judge(hearing.scheme, inputs)
    if result["outcome"] in ("no_quorum", "invalid"):
        raise StateConflict(_("By the scheme there is nothing to conclude on yet."), result=result)
    settlement = _settled(hearing, result, decision)
    return _store(hearing, actor, inputs, result, settlement, remarks)


@transaction.atomic
def send_back_for_revision(
    hearing_id: int, actor: Actor, reasons: Sequence[Mapping[str, Any]], remarks: str = ""
) -> Conclusion:
    """Conclude that the author has to revise: the dossier goes back with the council's points ({"field", "text"} each)
    and is heard anew once it has been submitted and admitted again. Quorum is needed; sheets and vote are not.

    Raises: as `conclude_hearing`; Invalid at `reasons`.
    """
    hearing = hearing_in_session(actor, hearing_id)
    recuse_authors(hearing)
    refuse_without_quorum(hearing)
    if hearing.polls.filter(state=Poll.State.OPEN).exists():
        raise StateConflict(_("A vote is open. Close or annul it first."))
    inputs = gather(hearing)
    settlement = {"outcome": REVISE, "grade": "", "reason": clean_text(remarks)[:5_000]}
    conclusion = _store(hearing, actor, inputs, judge(hearing.scheme, inputs), settlement, remarks)
    advance(hearing.dossier_id, "revise", actor, through="council", reasons=[dict(reason) for reason in reasons])
    return conclusion


def preview_conclusion(hearing: Hearing, flags: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What the scheme says on the sheets locked, the vote and the attendance so far; stores nothing."""
    return judge(hearing.scheme, gather(hearing, read_flags(hearing.scheme, {**hearing.flags, **(flags or {})})))


def _complete_inputs(hearing: Hearing) -> dict[str, Any]:
    recuse_authors(hearing)
    refuse_without_quorum(hearing)
    poll = hearing.polls.exclude(state=Poll.State.ANNULLED).first()
    if poll and poll.state == Poll.State.OPEN:
        raise StateConflict(_("A vote is open. Close or annul it first."))
    if poll:
        refuse_spoilt(hearing, poll)
    refuse_while_incomplete(hearing, poll)
    return gather(hearing)


def _settled(hearing: Hearing, result: Mapping[str, Any], decision: Mapping[str, Any] | None) -> dict[str, str]:
    """The council's own word where the rules leave it to them; nothing otherwise."""
    if result["outcome"] != NEEDS_DECISION:
        if decision:
            raise Invalid(_("The scheme decides here."), {"decision": [_("The scheme leaves no room for another decision.")]})
        return {}
    if not decision:
        message = _("The scheme leaves this case to the council: say what it decided, and why.")
        raise Invalid(message, {"decision": [message]}, result=result)
    read = {name: clean_text(str(decision.get(name) or ""))[:5_000] for name in ("outcome", "grade", "reason")}
    faults = {}
    if read["outcome"] not in SETTLED:
        faults["decision.outcome"] = [_("Passed or not passed.")]
    if read["grade"] and read["grade"] not in grades_of(hearing.scheme):
        faults["decision.grade"] = [_("The scheme has no such grade.")]
    if not read["reason"]:
        faults["decision.reason"] = [_("Give the council's reason.")]
    if faults:
        raise Invalid(_("The decision is not complete."), faults)
    return read


def _store(
    hearing: Hearing, actor: Actor, inputs: dict[str, Any], result: dict[str, Any], settlement: dict[str, str], remarks: str
) -> Conclusion:
    final = settlement or result
    conclusion = Conclusion.objects.create(
        hearing=hearing, scheme=hearing.scheme, inputs=inputs, result=result, settlement=settlement,
        outcome=final["outcome"], grade=final["grade"] or "", score=result["score"] or "",
        remarks=clean_text(remarks)[:20_000], made_by_id=actor.user_id,
    )  # fmt: skip
    hearing.state = Hearing.State.CONCLUDED
    hearing.save(update_fields=["state", "flags"])
    data = {"outcome": conclusion.outcome, "grade": conclusion.grade}
    advance(hearing.dossier_id, "conclude", actor, through="council", **data)
    record(actor.user_id, "hearing_concluded", f"hearing:{hearing.pk}", {**data, "score": conclusion.score})
    return conclusion


def differences(conclusion: Conclusion) -> list[str]:
    """Replay a conclusion under its own version; names of the parts that come out otherwise (none, if all is well)."""
    again = judge(conclusion.scheme, conclusion.inputs)
    return [name for name in sorted({*again, *conclusion.result}) if again.get(name) != conclusion.result.get(name)]
