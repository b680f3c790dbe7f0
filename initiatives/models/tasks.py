"""Tasks of research: what a council determined is to be done, called for, awarded; the appraisal of a budget."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.choices import Level, TaskMethod, TaskState
from initiatives.models.dossiers import Dossier
from initiatives.models.rounds import Round
from initiatives.models.works import Field
from organisation.models import Person, Unit


class Task(models.Model):
    """A task as the council words it, from a proposal (`proposal`) that passed. A direct assignment names its unit.

    `worded_on` is the day on which the council itself worded it; empty where its authority's office has done so.
    `rule_set` is that under which the topic is opened. `cap_vnd` and `most_months` bound what dossiers may ask (0: no
    bound). `round` is the call in force; `winner` the dossier that the council's ranking put first.
    """

    code = models.CharField(max_length=20, unique=True)
    proposal = models.OneToOneField(Dossier, models.PROTECT, related_name="task_made")
    authority = models.ForeignKey(Unit, models.PROTECT, related_name="tasks_given")
    level = models.CharField(max_length=12, choices=Level.choices)
    field = models.ForeignKey(Field, models.PROTECT, null=True, blank=True, related_name="tasks")
    title = models.CharField(_("title"), max_length=500)
    goals = models.TextField(_("goals"))
    products = models.TextField(_("expected products"))
    applied_by = models.TextField(_("who will use the results"))
    method = models.CharField(max_length=12, choices=TaskMethod.choices)
    grounds = models.TextField(blank=True)
    assigned_to = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="tasks_assigned")
    rule_set = models.CharField(max_length=40)
    most_months = models.PositiveSmallIntegerField(default=0)
    cap_vnd = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=12, choices=TaskState.choices, default=TaskState.WORDED)
    list_number = models.CharField(max_length=60, blank=True)
    listed_on = models.DateField(null=True, blank=True)
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="tasks")
    worded_on = models.DateField(null=True, blank=True)
    winner = models.OneToOneField(Dossier, models.PROTECT, null=True, blank=True, related_name="task_won")
    dropped_because = models.TextField(blank=True)
    demonstration = models.BooleanField(default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["state", "-id"]), models.Index(fields=["authority", "state", "-id"])]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="task_state_is_known"),
            models.CheckConstraint(
                condition=Q(method=TaskMethod.DIRECT, assigned_to__isnull=False)
                | Q(method=TaskMethod.SELECTION, assigned_to__isnull=True),
                name="task_assigned_directly_names_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[TaskState.CALLED, TaskState.CHOSEN, TaskState.AWARDED])
                | Q(round__isnull=False),
                name="task_called_has_a_round",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[TaskState.CHOSEN, TaskState.AWARDED], winner__isnull=False)
                | ~Q(state__in=[TaskState.CHOSEN, TaskState.AWARDED]) & Q(winner__isnull=True),
                name="task_has_a_winner_once_chosen",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Appraisal(models.Model):
    """What the team that appraises the budget of a chosen dossier found: `members` one a line, as the record says them,
    `people` those of them with a staff record; `lines` are {item, source, year, asked_vnd, amount_vnd}, the budget as
    it is to be.
    """

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="appraisal")
    held_on = models.DateField()
    members = models.TextField()
    people = models.ManyToManyField(Person, related_name="appraisals")
    lines = models.JSONField()
    note = models.TextField(blank=True)
    state_vnd = models.PositiveBigIntegerField()
    other_vnd = models.PositiveBigIntegerField()
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.dossier}: {self.state_vnd}"
