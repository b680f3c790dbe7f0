"""Recognitions: the facts that count. Bitemporal: when one holds, and when that was recorded."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.choices import Kind, Level
from initiatives.models import Dossier, Field, Work
from journal.indexes import where_filled
from organisation.models import Unit
from recognition.models.decisions import Decision


class Recognition(models.Model):
    """A work recognised at a level from `held_from` up to (not including) `held_to`.

    Rows are never edited: a change closes the row (`recorded_to`) and writes a new one, so that "what did the register
    say on that day" has one answer: the rows with recorded_from <= day < recorded_to.

    The words are the register's own: `title` and `authors` (`{"person", "full_name", "workplace", "share"}`) as they
    were decided, whatever is made of the work afterwards. `corrected_by` is the later decision that a row follows.
    """

    work = models.ForeignKey(Work, models.PROTECT, related_name="recognitions")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="recognitions")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="recognitions")
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    field = models.ForeignKey(Field, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="recognitions")
    title = models.CharField(_("title"), max_length=500, default="")
    authors = models.JSONField(default=list)
    grade = models.CharField(max_length=40, blank=True)
    held_from = models.DateField()
    held_to = models.DateField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="revocations", db_index=False
    )
    corrected_by = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="corrections", db_index=False
    )
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")
    recorded_from = models.DateTimeField(default=timezone.now)
    recorded_to = models.DateTimeField(null=True, blank=True)
    year = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-held_from", "-id"]
        indexes = [
            models.Index(
                fields=["level", "kind", "held_from"],
                condition=Q(recorded_to=None, held_to=None),
                name="recognised_now",
            ),
            models.Index(fields=["-held_from", "-id"], condition=Q(recorded_to=None), name="register_order"),
            where_filled("revoked_by", "row_that_was_revoked"),
            where_filled("corrected_by", "row_that_was_corrected"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "level"], condition=Q(recorded_to=None, held_to=None), name="recognised_once_a_level"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work} – {self.get_level_display()}"


class Credit(models.Model):
    """A unit to which a recognition is credited. Several may be: the city counts the work once all the same."""

    recognition = models.ForeignKey(Recognition, models.PROTECT, related_name="credits", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="credits")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recognition", "unit"], name="credit_once_a_unit")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.recognition_id}"
