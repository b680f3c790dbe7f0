"""What the transitions of tasks need, and what they do. They change the row in memory."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Invalid
from initiatives.choices import Purpose, State, TaskMethod
from initiatives.machine import Data
from initiatives.models import Task
from initiatives.rules.budget import MOST
from initiatives.rules.rule_sets import rule_sets
from organisation.actor import Actor
from organisation.models import Unit

PLAIN = ("method", "title", "goals", "products", "applied_by", "grounds", "rule_set")


def _refuse(field: str, message: str) -> Invalid:
    return Invalid(_("Some fields need mending."), {field: [message]})


def council_has_passed_it(task: Task, actor: Actor, data: Data) -> None:
    """A task comes from a proposal on which a council has concluded that it is to be carried out (law 5)."""
    proposal = task.proposal
    if proposal.purpose != Purpose.DETERMINATION or proposal.state != State.CONCLUDED or proposal.outcome != "passed":
        raise Invalid(_("A task is worded once the council has concluded that the proposal is to be carried out."))


def council_has_not_worded_it(task: Task, actor: Actor, data: Data) -> None:
    """What the council has worded is for the council to word anew."""
    if task.worded_on is not None:
        raise Invalid(_("The council has worded this task itself; who conducts it may word it anew."))


def method_is_the_councils(task: Task, actor: Actor, data: Data) -> None:
    """Where the council has chosen between selection and direct assignment, its choice stands."""
    chosen = task.proposal.grade
    if chosen in TaskMethod.values and data["method"] != chosen:
        words = _("The council has chosen: %(method)s.") % {"method": TaskMethod(chosen).label}
        raise _refuse("method", words)


def direct_is_allowed(task: Task, actor: Actor, data: Data) -> None:
    """Direct assignment is for rule sets that allow it, names the unit and says why; a selection does neither."""
    direct = data["method"] == TaskMethod.DIRECT
    if direct and not rule_sets()[data["rule_set"]].direct_assignment:
        raise _refuse("method", _("These rules allow no direct assignment."))
    if direct and not data["grounds"]:
        raise _refuse("grounds", _("Say on which grounds there are no competitors."))
    if direct != bool(data["assigned_to"]):
        raise _refuse("assigned_to", _("Name the unit where the task is assigned directly, and only there."))


def unit_is_known(task: Task, actor: Actor, data: Data) -> None:
    """The unit stands today."""
    if data["assigned_to"] and not _unit(data):
        raise _refuse("assigned_to", _("Choose from the list."))


def _unit(data: Data) -> Unit | None:
    standing = Unit.objects.exclude(valid_to__lt=timezone.localdate())
    return standing.filter(code=data["assigned_to"]).first() if data["assigned_to"] else None


def months_are_within(task: Task, actor: Actor, data: Data) -> None:
    """Bounds within those of the rule set."""
    longest = rule_sets()[data["rule_set"]].longest_months
    if (data["most_months"] or 0) > longest:
        raise _refuse("most_months", _("From 1 to %(longest)d months.") % {"longest": longest})
    if (data["cap_vnd"] or 0) > MOST:
        raise _refuse("cap_vnd", _("Give an amount in whole đồng, above 0."))


def word(task: Task, actor: Actor, data: Data) -> None:
    """As the council words it."""
    for name in PLAIN:
        setattr(task, name, data[name])
    task.assigned_to = _unit(data)
    task.most_months, task.cap_vnd = data["most_months"] or 0, data["cap_vnd"] or 0


def note_council(task: Task, actor: Actor, data: Data) -> None:
    """It is the council's own wording."""
    task.worded_on = timezone.localdate()


def note_list(task: Task, actor: Actor, data: Data) -> None:
    """By which decision it stands in the list."""
    task.list_number, task.listed_on = data["decision"], date.fromisoformat(data["on"])


def tie_to_round(task: Task, actor: Actor, data: Data) -> None:
    """The call."""
    task.round_id = data["round_id"]


def note_winner(task: Task, actor: Actor, data: Data) -> None:
    """The dossier that came first."""
    task.winner_id = data["winner_id"]


def untie(task: Task, actor: Actor, data: Data) -> None:
    """The call has ended without a holder: the task may be called for anew."""
    task.round, task.winner = None, None


def note_reason(task: Task, actor: Actor, data: Data) -> None:
    """Why it is not carried out after all."""
    task.dropped_because = data["reason"]
