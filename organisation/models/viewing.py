"""When an administrator saw the system as somebody else sees it, and why."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisation.models.people import User


class Viewing(models.Model):
    """From when until when at the latest; `ended_at` where it was ended before."""

    administrator = models.ForeignKey(User, models.PROTECT, related_name="+")
    seen = models.ForeignKey(User, models.PROTECT, related_name="viewings")
    reason = models.CharField(_("reason"), max_length=500)
    began_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-began_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(administrator=F("seen")), name="nobody_views_as_themselves"),
            models.CheckConstraint(condition=~Q(reason=""), name="viewing_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.administrator_id} as {self.seen_id}"
