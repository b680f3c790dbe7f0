"""Score sheets: saved as one types, locked by the member, then never changed."""

from django.db import models
from django.utils import timezone

from reviews.models.councils import Hearing, Seat


class Sheet(models.Model):
    """`scores` maps a criterion's code to the number given (a string, exact) or "yes"/"no" for a checklist.

    `earlier` holds what was locked and then superseded: {locked_at, scores, comments, to_council, to_authors, reason}.
    """

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="sheets")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="sheets")
    scores = models.JSONField(default=dict)
    comments = models.JSONField(default=dict)
    to_council = models.TextField(blank=True)
    to_authors = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    earlier = models.JSONField(default=list)
    begun_at = models.DateTimeField(default=timezone.now)
    locked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hearing", "seat"], name="sheet_once_a_seat")]

    def __str__(self) -> str:
        return f"{self.seat} – {self.hearing.dossier}"
