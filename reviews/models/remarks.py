"""What members say to each other about a dossier, in threads. Nothing is changed or taken back once said."""

from django.db import models
from django.utils import timezone

from reviews.models.councils import Hearing, Seat


class Remark(models.Model):
    """`reply_to` is the remark that begins the thread; an answer to an answer joins the same thread."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="remarks")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="remarks")
    reply_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replies")
    text = models.TextField()
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["hearing", "id"])]

    def __str__(self) -> str:
        return f"{self.seat}: {self.text[:60]}"
