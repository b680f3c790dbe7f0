"""Who is to review which dossier: what members wish, each run of the assignment with its inputs, and its pairs."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.models import Blob
from organisation.models import Person
from reviews.models.councils import Council, Hearing


class Preference(models.Model):
    """What a member says to reviewing a dossier. Kept by person: it outlives a change of seats."""

    class Wish(models.TextChoices):
        EAGER = "eager", _("Eager")
        WILLING = "willing", _("Willing")
        RELUCTANT = "reluctant", _("Reluctant")
        NOT = "not", _("Rather not")

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="preferences")
    person = models.ForeignKey(Person, models.PROTECT, related_name="preferences")
    wish = models.CharField(max_length=9, choices=Wish.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hearing", "person"], name="preference_once_a_person"),
            models.CheckConstraint(
                condition=Q(wish__in=["eager", "willing", "reluctant", "not"]), name="wish_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_wish_display()}"


class Assignment(models.Model):
    """One run: what was asked (`parameters`, `seed`), from which inputs (`digest` and the kept problem), what came out.

    `parameters`: {per_dossier, floor, cap, outside, roles: {role: least}, pins: [[hearing, person], ...]}.
    `causes` holds the JSON of `reviews.rules.assignment.Cause`, where there is no assignment. `replaces` is the run
    that was published before: undoing this one brings it back.
    """

    class State(models.TextChoices):
        COMPUTING = "computing", _("Being computed")
        PREVIEWED = "previewed", _("Preview")
        IMPOSSIBLE = "impossible", _("Impossible")
        PUBLISHED = "published", _("Published")
        REPLACED = "replaced", _("Replaced")
        UNDONE = "undone", _("Undone")

    council = models.ForeignKey(Council, models.PROTECT, related_name="assignments")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.COMPUTING)
    parameters = models.JSONField()
    seed = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, blank=True)
    inputs = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    progress = models.PositiveSmallIntegerField(default=0)
    worst = models.PositiveIntegerField(null=True)
    total = models.PositiveIntegerField(null=True)
    causes = models.JSONField(default=list)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason of the undoing"), max_length=500, blank=True)

    class Meta:
        ordering = ["council", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="assignment_number_once"),
            models.UniqueConstraint(
                fields=["council"], condition=Q(state="published"), name="one_published_assignment_a_council"
            ),
            models.CheckConstraint(condition=~Q(state="undone") | ~Q(reason=""), name="undoing_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.council} ({self.number})"


class Reviewer(models.Model):
    """One pair of a run: this person reviews the dossier of this hearing. `points` tell how well they fit."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="pairs")
    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="reviewers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="reviews")
    points = models.PositiveSmallIntegerField()
    pinned = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "hearing", "person"], name="reviewer_once_a_run"),
        ]
        indexes = [models.Index(fields=["person", "hearing"])]

    def __str__(self) -> str:
        return f"{self.person} – {self.hearing}"
