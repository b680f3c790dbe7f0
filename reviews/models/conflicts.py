"""What ties a person to a dossier: found in the record or named by an author, disputed, lifted by two people."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.models import Dossier
from organisation.models import Person
from reviews.models.councils import Hearing


class Conflict(models.Model):
    """A tie between a person and a dossier's authors. What was found in the record stands until two people lift it;
    what an author names is a claim until who conducts the council upholds or dismisses it.

    What members declare themselves stands at their place (`Place`).
    """

    class Ground(models.TextChoices):
        SUPERIOR = "superior", _("Direct superior of an author at the time")
        SAME_UNIT = "same_unit", _("Of the same unit as an author at the time")
        JOINT_RECOGNITION = "joint_recognition", _("Recognised together with an author for another work")
        CO_AUTHOR = "co_author", _("Author of another work together with an author")
        NAMED = "named", _("Named by an author")

    class State(models.TextChoices):
        CLAIMED = "claimed", _("To be decided")
        STANDING = "standing", _("Stands")
        DISMISSED = "dismissed", _("Dismissed")
        LIFTED = "lifted", _("Lifted")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="conflicts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="conflicts")
    ground = models.CharField(_("ground"), max_length=20, choices=Ground.choices)
    detail = models.CharField(max_length=250, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.STANDING)
    dispute = models.CharField(_("dispute"), max_length=500, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["dossier", "person", "id"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "person", "ground"], name="conflict_once_a_ground"),
            models.CheckConstraint(
                condition=Q(state__in=["claimed", "standing"]) | ~Q(answer=""), name="conflict_ends_with_an_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_ground_display()}"


class Override(models.Model):
    """That a member may judge in spite of a recusal: one person asks for it with the reason, another confirms."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="overrides")
    person = models.ForeignKey(Person, models.PROTECT, related_name="overrides")
    reason = models.CharField(_("reason"), max_length=250)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["hearing", "person"], condition=Q(confirmed_by=None), name="one_open_override_a_person"
            ),
            models.CheckConstraint(condition=~Q(confirmed_by=F("asked_by")), name="override_takes_two_people"),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.reason}"
