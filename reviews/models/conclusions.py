"""What a council concluded on a dossier, with all inputs and the explanation, so that it can be replayed."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from reviews.models.councils import Hearing
from reviews.models.schemes import SchemeVersion


class Conclusion(models.Model):
    """`inputs` and `result` are the JSON of `reviews.rules`; replaying the inputs gives the result again.

    `outcome` and `grade` are the result's, unless the council itself decided where the rules leave it to them: then
    `settlement` holds {"outcome", "grade", "reason"} ("revise" sends the dossier back to the author).
    """

    hearing = models.OneToOneField(Hearing, models.PROTECT, related_name="conclusion")
    scheme = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="conclusions")
    inputs = models.JSONField()
    result = models.JSONField()
    outcome = models.CharField(max_length=16)
    grade = models.CharField(max_length=40, blank=True)
    score = models.CharField(max_length=20, blank=True)
    settlement = models.JSONField(default=dict)
    remarks = models.TextField(blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.hearing}: {self.outcome}"
