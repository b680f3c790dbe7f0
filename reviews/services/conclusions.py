"""Conclusions: the council's sheets, ballots and attendance, judged by the scheme, stored with the explanation."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.errors import Invalid, StateConflict
from initiatives.choices import TaskMethod
from initiatives.rules.answers import clean_text
from initiatives.services.dossiers import advance
from journal.services.record import record
from organisation.actor import Actor
from reviews.models import Conclusion, Hearing, Poll
from reviews.queries.benches import standing_poll
from reviews.queries.inputs import gather, lacks_vote
from reviews.queries.schemes import judged, scheme_of
from reviews.rules.consistency import InputError
from reviews.rules.explanation import INVALID, NEEDS_DECISION, NO_QUORUM, NOT_PASSED, PASSED
from reviews.rules.seats import Inputs
from reviews.rules.words.problems import say
from reviews.services.access import hearing_in_session
from reviews.services.inputs import read_flags, refuse_while_sheets_are_open
from reviews.services.polls import refuse_spoilt
from reviews.services.quorum import refuse_without_quorum
from reviews.services.recusals import recuse_authors

REVISE = "revise"


@transaction.atomic
def conclude_hearing(
    hearing_id: int,
    actor: Actor,
    flags: Mapping[str, Any] | None = None,
    remarks: str = "",
    decision: Mapping[str, Any] | None = None,
) -> Conclusion:
    """Conclude on a dossier in the open session, by the scheme it is heard under.

    `flags` are figures that the scheme asks for ({"duplicate_pct": 12}). `decision` is the council's own word,
    {"outcome", "grade", "reason"}, needed and allowed only where the scheme leaves the case to the council
    (`needs_decision`).

    Raises: NotFound, Forbidden; StateConflict outside a session, without quorum, while a vote is open, or while
    sheets or the vote are missing (the message names whose); Invalid at `flags.NAME`, `decision`.
    """
    hearing = hearing_in_session(actor, hearing_id)
    hearing.flags = read_flags(hearing, flags or {})
    inputs = _complete(hearing)
    result = _result(hearing, inputs)
    if result["outcome"] in (NO_QUORUM, INVALID):
        raise StateConflict(_("By the scheme there is nothing to conclude on yet."), result=result)
    if lacks_vote(result):
        raise StateConflict(_("The scheme asks for a vote on this dossier; none has been held yet."))
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
    _refuse_an_open_vote(standing_poll(hearing))
    inputs = gather(hearing)
    settlement = {"outcome": REVISE, "grade": "", "reason": clean_text(remarks)[:5_000]}
    conclusion = _store(hearing, actor, inputs, _result(hearing, inputs), settlement, remarks)
    advance(hearing.dossier_id, "revise", actor, through="council", reasons=[dict(reason) for reason in reasons])
    return conclusion


def _complete(hearing: Hearing) -> Inputs:
    """The inputs, once there is a quorum, every sheet of those present is locked, and no vote is open or spoilt."""
    recuse_authors(hearing)
    refuse_without_quorum(hearing)
    poll = standing_poll(hearing)
    _refuse_an_open_vote(poll)
    if poll:
        refuse_spoilt(hearing, poll)
    refuse_while_sheets_are_open(hearing)
    return gather(hearing)


def _refuse_an_open_vote(poll: Poll | None) -> None:
    if poll and poll.state == Poll.State.OPEN:
        raise StateConflict(_("A vote is open. Close or annul it first."))


def _result(hearing: Hearing, inputs: Inputs) -> dict[str, Any]:
    """What the rules say. Inputs that contradict the scheme (figures that exclude each other) are refused."""
    try:
        return judged(hearing.scheme, inputs)
    except InputError as error:
        language = get_language() or "vi"
        raise Invalid(_("Some figures need mending."), {p.path: [say(p, language)] for p in error.problems}) from None


def _settled(hearing: Hearing, result: Mapping[str, Any], decision: Mapping[str, Any] | None) -> dict[str, str]:
    """The council's own word where the rules leave it to them; nothing otherwise."""
    if result["outcome"] != NEEDS_DECISION:
        if decision:
            raise Invalid(
                _("The scheme decides here."), {"decision": [_("The scheme leaves no room for another decision.")]}
            )
        return {}
    if not decision:
        message = _("The scheme leaves this case to the council: say what it decided, and why.")
        raise Invalid(message, {"decision": [message]}, result=result)
    read = {name: clean_text(str(decision.get(name) or ""))[:5_000] for name in ("outcome", "grade", "reason")}
    faults = {}
    if read["outcome"] not in (PASSED, NOT_PASSED):
        faults["decision.outcome"] = [_("Passed or not passed.")]
    if read["grade"] and read["grade"] not in scheme_of(hearing).grade_codes:
        faults["decision.grade"] = [_("The scheme has no such grade.")]
    if read["outcome"] == PASSED and not read["grade"] and _names_the_way(hearing):
        faults["decision.grade"] = [_("Say in which way the task is carried out.")]
    if not read["reason"]:
        faults["decision.reason"] = [_("Give the council's reason.")]
    if faults:
        raise Invalid(_("The decision is not complete."), faults)
    return read


def _names_the_way(hearing: Hearing) -> bool:
    """Whether the council chooses between ways of carrying a task out."""
    return bool(set(scheme_of(hearing).grade_codes) & set(TaskMethod.values))


def _store(
    hearing: Hearing, actor: Actor, inputs: Inputs, result: dict[str, Any], settlement: dict[str, str], remarks: str
) -> Conclusion:
    final = settlement or result
    conclusion = Conclusion.objects.create(
        hearing=hearing, scheme=hearing.scheme, inputs=inputs.to_json(), result=result, settlement=settlement,
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
    again = judged(conclusion.scheme, Inputs.from_json(conclusion.inputs))
    return [name for name in sorted({*again, *conclusion.result}) if again.get(name) != conclusion.result.get(name)]
