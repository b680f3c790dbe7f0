"""Letters to people: written in the transaction that causes them, sent by a follower of the outbox."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisation.models.people import Person


class Letter(models.Model):
    """One mail. `key` names its cause, so that none is written twice; `attachments` lists {name, media_type,
    storage} of files kept in the default storage.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        GATHERED = "gathered", _("Waits for the letter of the day")

    key = models.CharField(max_length=80, unique=True, null=True, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="letters")
    to = models.EmailField()
    subject = models.CharField(max_length=250)
    body = models.TextField()
    attachments = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    written_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
