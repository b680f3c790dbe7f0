"""Settle which of the dossiers that compete for a task came first."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.choices import TaskState
from initiatives.models import Dossier, Round, Task
from initiatives.policy import HANDLING
from initiatives.rules.answers import clean_text
from initiatives.services.tasks import advance_task
from journal.services.record import record
from organisation.actor import Actor
from organisation.policy import get_visible
from reviews.models import Ranking
from reviews.queries.rankings import competing, conclusions_of, ranked, reads_ranking, settles_ranking, told
from reviews.rules.explanation import NEEDS_DECISION, NOT_PASSED

REASON = 5_000
_NO_CALL = gettext_lazy("The ranking has been settled, or there is no call.")


@transaction.atomic
def settle_ranking(code: str, actor: Actor, winner: str = "", reason: str = "") -> Ranking:
    """Rank all who competed, once the call has closed and the council has concluded on each. The first is proposed as
    the holder; where nobody passed, or nobody filed, the task may be called for anew. `winner` (a code) and `reason`
    are needed and allowed only where the rules cannot part the first.

    Raises: NotFound, Forbidden, StateConflict while something waits, Invalid at `winner` or `reason`.
    """
    task = get_visible(Task, actor, lock=True, code=code)
    if task.round_id is None and task.authority_id in actor.over(*HANDLING):
        raise StateConflict(_NO_CALL, state=task.state)
    if not settles_ranking(actor, task):
        if not reads_ranking(actor, task):
            raise NotFound
        raise Forbidden(_("Rankings are settled by who conducts the council."))
    dossiers = list(competing(task))
    round_ = _refuse_early(task, dossiers)
    conclusions = conclusions_of(dossiers)
    result = _ranked(dossiers) if dossiers else {"outcome": NOT_PASSED, "winner": None, "places": [], "steps": []}
    chosen = _winner(result, dossiers, winner, clean_text(reason)[:REASON])
    ranking = Ranking.objects.create(
        task=task, round=round_, result=result, winner=chosen, made_by_id=actor.user_id,
        inputs={reference: one.pk for reference, one in conclusions.items()},
        reason=clean_text(reason)[:REASON] if result["outcome"] == NEEDS_DECISION else "",
    )  # fmt: skip
    record(actor.user_id, "task_ranked", f"task:{task.code}", {"code": task.code, "winner": chosen and chosen.code})
    if chosen:
        advance_task(task.pk, "choose", actor, "council", winner_id=chosen.pk)
    else:
        advance_task(task.pk, "reopen", actor, "council")
    return ranking


def _refuse_early(task: Task, dossiers: list[Dossier]) -> Round:
    if task.state != TaskState.CALLED or task.round is None:
        raise StateConflict(_NO_CALL, state=task.state)
    if task.round.closed_to_all:
        raise StateConflict(_("The dossiers of the call have not been opened yet."), state=task.state)
    if timezone.localdate() <= task.round.closes_on:
        words = _("The call takes dossiers until %(day)s.")
        raise StateConflict(words % {"day": f"{task.round.closes_on:%d/%m/%Y}"}, state=task.state)
    concluded = conclusions_of(dossiers)
    waits = [d.reference for d in dossiers if d.state != "concluded" or d.reference not in concluded]
    if waits:
        message = _("The council has not concluded yet on: %(codes)s.") % {"codes": ", ".join(waits)}
        raise StateConflict(message, state=task.state)
    return task.round


def _ranked(dossiers: list[Dossier]) -> dict[str, object]:
    try:
        return told(ranked(conclusions_of(dossiers)))
    except ValueError:
        raise Invalid(_("The dossiers were not judged under one scheme that ranks competitors.")) from None


def _winner(result: dict[str, object], dossiers: list[Dossier], winner: str, reason: str) -> Dossier | None:
    by_code = {dossier.reference: dossier for dossier in dossiers}
    if result["outcome"] != NEEDS_DECISION:
        if winner or reason:
            raise Invalid(_("The rules decide here."), {"winner": [_("The rules leave no room for another choice.")]})
        return by_code.get(str(result["winner"] or ""))
    first = [row["competitor"] for row in result["places"] if row["place"] == 1]  # type: ignore[attr-defined]
    faults = {}
    if winner not in first:
        faults["winner"] = [_("Choose one of: %(codes)s.") % {"codes": ", ".join(first)}]
    if not reason:
        faults["reason"] = [_("Give the council's reason.")]
    if faults:
        raise Invalid(_("The rules cannot part the first: say whom the council proposes, and why."), faults)
    return by_code[winner]
