"""What the page of a dossier offers where a task is made of it, where it competes for one, and before acceptance."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives.choices import Purpose, State
from initiatives.models import Appraisal, Dossier, Task
from initiatives.policy import may_appraise, may_measure
from initiatives.queries.measurements import latest_measurement
from initiatives.selection_workflow import TASKS
from initiatives.services.appraisals import may_be_appraised
from initiatives.services.measurements import may_be_measured
from organisation.actor import Actor
from organisation.policy import visible
from reviews.queries.rankings import reads_ranking

Context = dict[str, Any]


def task_actions(actor: Actor, dossier: Dossier) -> list[Context]:
    """Buttons: word the task or look at it; the task, the ranking and the appraisal of one that competes; what
    was measured of one to be accepted.
    """
    if dossier.purpose == Purpose.DETERMINATION:
        return _of_proposal(actor, dossier)
    if dossier.purpose == Purpose.SELECTION and dossier.code:
        return _of_competitor(actor, dossier)
    if dossier.purpose == Purpose.ACCEPTANCE and dossier.code:
        return _of_acceptance(actor, dossier)
    return []


def _button(route: str, code: str, words: str) -> Context:
    return {"address": reverse(route, args=[code]), "words": words, "grave": False}


def _of_proposal(actor: Actor, dossier: Dossier) -> list[Context]:
    task = visible(Task, actor).filter(proposal=dossier).first()
    if task is not None:
        return [_button("task", task.code, _("The task"))]
    new = Task(proposal=dossier, authority_id=dossier.authority_id)
    if dossier.state == State.CONCLUDED and dossier.outcome == "passed" and TASKS["word"].may(actor, new):
        return [_button("task-word", dossier.reference, _("Word the task"))]
    return []


def _of_competitor(actor: Actor, dossier: Dossier) -> list[Context]:
    found = []
    if dossier.task is not None:
        found.append(_button("task", dossier.task.code, _("The task")))
        if reads_ranking(actor, dossier.task):
            found.append(_button("task-ranking", dossier.task.code, _("Ranking")))
    if may_appraise(actor, dossier):
        if may_be_appraised(dossier):
            found.append(_button("appraisal", dossier.reference, _("Appraise the budget")))
        if Appraisal.objects.filter(dossier=dossier).exists():
            found.append(_button("appraisal-record", dossier.reference, _("Record of the appraisal")))
    return found


def _of_acceptance(actor: Actor, dossier: Dossier) -> list[Context]:
    found = []
    if may_measure(actor, dossier) and may_be_measured(dossier):
        found.append(_button("measurement", dossier.reference, _("Record of the expert group")))
    if latest_measurement(dossier) is not None:
        found.append(_button("measurement-record", dossier.reference, _("Record of the expert group as PDF")))
    return found
