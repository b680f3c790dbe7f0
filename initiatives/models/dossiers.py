"""Dossiers: one passage of a work through one authority, its frozen versions, and the notices sent about it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.choices import Channel, Level, Purpose, State
from initiatives.models.files import Blob
from initiatives.models.rounds import Round
from initiatives.models.works import Work
from journal.indexes import where_filled
from organisation.models import Person, Unit


class Dossier(models.Model):
    """`draft_code` addresses it from the start; `code` is given at first submission and never changes.

    `unit` is the unit that owned the work when this dossier was last in its authors' hands. `task` is that for which
    it competes. Foreign keys with which an index or a constraint begins have no index of their own, here and elsewhere;
    keys that few rows have are indexed where they are filled.
    """

    draft_code = models.CharField(max_length=20)
    code = models.CharField(max_length=20, null=True, blank=True)  # noqa: DJ001 - none before the first submission
    work = models.ForeignKey(Work, models.PROTECT, related_name="dossiers", db_index=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="dossiers")
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    level = models.CharField(max_length=12, choices=Level.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="dossiers_filed", db_index=False)
    authority = models.ForeignKey(Unit, models.PROTECT, related_name="dossiers_received", db_index=False)
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.ONLINE)
    task = models.ForeignKey("Task", models.PROTECT, null=True, blank=True, related_name="dossiers", db_index=False)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", db_index=False
    )
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="dossiers_filed")
    outcome = models.CharField(max_length=16, blank=True)
    grade = models.CharField(max_length=40, blank=True)
    due_on = models.DateField(null=True, blank=True)
    result_due_on = models.DateField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    admitted_at = models.DateTimeField(null=True, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["authority", "state", "-id"]),
            models.Index(fields=["state", "-id"]),
            models.Index(fields=["work", "-id"]),
            models.Index(fields=["unit", "state", "-id"]),
            where_filled("task", "dossier_of_a_task"),
            where_filled("follows", "dossier_that_follows"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["draft_code"], name="draft_code_once"),
            models.UniqueConstraint(fields=["code"], name="dossier_code_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="dossier_state_is_known"),
            models.CheckConstraint(
                condition=Q(code__isnull=False) | Q(state__in=[State.DRAFT, State.WITHDRAWN]),
                name="dossier_has_a_code_once_submitted",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new dossier is of the unit that owns its work."""
        if self._state.adding and self.unit_id is None:
            self.unit_id = self.work.unit_id
        super().save(*args, **kwargs)

    @property
    def reference(self) -> str:
        """What it is called now: its code, or the draft's address."""
        return self.code or self.draft_code

    @property
    def recorded(self) -> bool:
        """Whether an old register told of it: it has a code, and nobody submitted it."""
        return bool(self.code) and self.submitted_at is None


class Version(models.Model):
    """What was submitted, frozen: content, authors, files by digest. `digest` is the SHA-256 of the canonical JSON."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    application = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+", db_index=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    submitted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["dossier", "number"]
        indexes = [
            where_filled("application", "version_with_its_application"),
            where_filled("submitted_by", "version_of_who_submitted"),
        ]
        constraints = [models.UniqueConstraint(fields=["dossier", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return f"{self.dossier} ({self.number})"


class Notice(models.Model):
    """What the authority wrote back: a return with reasons tied to fields, or a refusal with the rule.

    A council's points (`by_council`) are answered one by one: `answers` has a text for each reason, "" where there is
    none yet. The versions submitted from then on keep points and answers.
    """

    class Kind(models.TextChoices):
        RETURN = "return", _("To be completed")
        REFUSAL = "refusal", _("Not admitted")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="notices")
    version = models.ForeignKey(Version, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    reasons = models.JSONField(default=list)
    by_council = models.BooleanField(default=False)
    answers = models.JSONField(default=list)
    rule = models.CharField(max_length=200, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["dossier", "made_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.dossier}"
