"""Secret ballots (law 4): who may cast and who has, apart from a box that knows nobody and no order."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.models.councils import Hearing, Seat


class Poll(models.Model):
    """`box` is a sorted list of [receipt, choice]: one value, rewritten whole at each cast, so that neither rows, ids
    nor times tell an order. It is shown to the council once the poll has closed. A poll annulled while it was open
    keeps no box: what was cast is destroyed unread.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")
        ANNULLED = "annulled", _("Annulled")

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="polls")
    number = models.PositiveSmallIntegerField(default=1)
    choices = models.JSONField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    box = models.JSONField(default=list)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason of the annulment"), max_length=500, blank=True)

    class Meta:
        ordering = ["hearing", "number"]
        constraints = [
            models.UniqueConstraint(fields=["hearing", "number"], name="poll_number_once"),
            models.UniqueConstraint(
                fields=["hearing"], condition=Q(state__in=["open", "closed"]), name="one_standing_poll_a_hearing"
            ),
            models.CheckConstraint(condition=~Q(state="annulled") | ~Q(reason=""), name="annulment_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.hearing} ({self.number})"


class Entitlement(models.Model):
    """Who may cast in a poll, and whether they have. Holds no time; all rows of a poll are rewritten at each cast, so
    that none is younger than another (their transaction ids would tell who came when).
    """

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="entitlements")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="entitlements")
    has_cast = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "seat"], name="entitled_once_a_seat")]

    def __str__(self) -> str:
        return f"{self.seat}: {self.has_cast}"
