"""Who has left, what became of their personal data, and what people ask about theirs."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisation.models.people import Person, User


class Leaving(models.Model):
    """A person who has left, on which day, and since when nothing but what must stay is kept of them."""

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="leaving")
    left_on = models.DateField()
    forgotten_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.left_on}"


class ErasureRequest(models.Model):
    """The wish of a person that what is kept about them be removed, and what was decided. One is open at a time."""

    class State(models.TextChoices):
        OPEN = "open", _("Waits for a decision")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")

    person = models.ForeignKey(Person, models.PROTECT, related_name="erasure_requests")
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(state="open"), name="one_open_erasure_a_person"),
            models.CheckConstraint(
                condition=Q(state="open") | Q(decided_at__isnull=False), name="erasure_is_decided_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.state}"
