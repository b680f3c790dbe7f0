"""Which of the dossiers that compete for a task came first, with the explanation, as it was settled."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from initiatives.models import Dossier, Round, Task


class Ranking(models.Model):
    """`result` is {"outcome", "winner", "places", "steps"} of `reviews.rules.ranking`, dossiers by their codes;
    `inputs` are the conclusions ranked, by code. Where the rules cannot part the first, `reason` says why the
    council proposes this `winner`.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="rankings")
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    inputs = models.JSONField()
    result = models.JSONField()
    winner = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "round"], name="task_ranked_once_a_call")]

    def __str__(self) -> str:
        return f"{self.task.code}: {self.winner or '–'}"
