"""What waits to be decided: as it can stand in decisions, and what keeps a dossier out of one meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from config.errors import Invalid
from initiatives.choices import Purpose, State, TaskState
from initiatives.models import Dossier
from initiatives.services.needs import is_chosen_and_appraised, task_is_worded
from initiatives.waiting import to_decide
from organisation.actor import NOBODY, Actor
from organisation.models import Unit
from recognition.models import Decision, DecisionItem, Recognition

KINDS = {Purpose.DETERMINATION: Decision.Kind.TASKS, Purpose.SELECTION: Decision.Kind.APPROVAL}


@dataclass(frozen=True, slots=True)
class Undecided:
    """What one decision may take up; `waiting` are dossiers that cannot stand in it yet, each with the reason."""

    authority: Unit
    level: str
    kind: Decision.Kind
    ready: list[Dossier] = field(default_factory=list)
    waiting: list[tuple[Dossier, str]] = field(default_factory=list)


def undecided(actor: Actor) -> list[Undecided]:
    """What a registrar has to decide, but for what stands in a draft. As many statements as there are things to wait
    for, and two for each proposal of a task or topic to be chosen.
    """
    dossiers = list(
        to_decide(actor).exclude(pk__in=_drafted()).select_related("work", "authority", "task")
        .order_by("authority__name", "level", "code")
    )  # fmt: skip
    hindered, found = hindrances(dossiers), dict[tuple[int, str, str], Undecided]()
    for one in dossiers:
        kind = kind_of(one)
        group = found.setdefault((one.authority_id, one.level, kind), Undecided(one.authority, one.level, kind))
        if one.pk in hindered:
            group.waiting.append((one, hindered[one.pk]))
        else:
            group.ready.append(one)
    return list(found.values())


def kind_of(dossier: Dossier) -> Decision.Kind:
    """In which kind of decision a dossier is decided upon: proposals of tasks, topics to be carried out, results."""
    return KINDS.get(Purpose(dossier.purpose), Decision.Kind.RECOGNITION)


def is_approved(dossier: Dossier) -> bool:
    """What passed; of those who compete for a task, the one that the ranking put first."""
    chosen = dossier.purpose != Purpose.SELECTION or dossier.task is None or dossier.task.winner_id == dossier.pk
    return dossier.outcome == "passed" and chosen


def hindrances(dossiers: Sequence[Dossier]) -> dict[int, str]:
    """Why some of them cannot stand in a decision, by id."""
    pks = [one.pk for one in dossiers]
    drafted = set(_drafted().filter(dossier__in=pks))
    rows = Recognition.objects.filter(work__dossiers__in=pks, recorded_to=None, held_to=None)
    held = set(rows.values_list("work", "level"))
    told = {one.pk: _hindrance(one, one.pk in drafted, (one.work_id, one.level) in held) for one in dossiers}
    return {pk: words for pk, words in told.items() if words}


def _drafted() -> QuerySet[DecisionItem, int]:
    return DecisionItem.objects.filter(decision__state=Decision.State.DRAFT).values_list("dossier", flat=True)


def _hindrance(dossier: Dossier, drafted: bool, held: bool) -> str:
    said = {"code": dossier.code}
    if dossier.state != State.CONCLUDED:
        return _("%(code)s has no conclusion.") % said
    if waits := _waits_for(dossier):
        return waits
    if drafted:
        return _("%(code)s stands in another draft already.") % said
    if dossier.outcome == "passed" and held:
        return _("The work of %(code)s is recognised at this level already.") % said
    return ""


def _waits_for(dossier: Dossier) -> str:
    """What has to come before: the wording of the task, the ranking, the appraisal; empty where nothing has."""
    task, said = dossier.task, {"code": dossier.code}
    if dossier.purpose == Purpose.SELECTION and task is not None and task.state == TaskState.CALLED:
        return _("%(code)s waits for the ranking of those who compete for its task.") % said
    if not is_approved(dossier):
        return ""
    for need in (task_is_worded, is_chosen_and_appraised):
        try:
            need(dossier, NOBODY, {})
        except Invalid as error:
            return str(error.message)
    return ""
