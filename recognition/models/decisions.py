"""Decisions of an authority: drafted, signed off, numbered, published; never edited after, only by another decision."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.choices import Level
from initiatives.models import Blob, Dossier
from journal.indexes import where_filled
from organisation.models import Unit


class Decision(models.Model):
    """`number` counts per authority and year, without gaps, and is given when the decision is signed off. One of before
    the system keeps the number that it had (`cited_as`). What corrects, revokes or replaces an earlier decision names
    it (`refers_to`) and says why (`reason`).
    """

    class Kind(models.TextChoices):
        RECOGNITION = "recognition", _("Recognition")
        CORRECTION = "correction", _("Correction")
        REVOCATION = "revocation", _("Revocation")
        REPLACEMENT = "replacement", _("Replacement")
        TASKS = "tasks", _("List of tasks")
        APPROVAL = "approval", _("Approval of topics")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SIGNED = "signed", _("Signed off")
        PUBLISHED = "published", _("Published")
        UNDONE = "undone", _("Entered by mistake")

    code = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey(Unit, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.RECOGNITION)
    level = models.CharField(max_length=12, choices=Level.choices)
    title = models.CharField(_("title"), max_length=300)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    symbol = models.CharField(_("symbol"), max_length=40, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    signer_name = models.CharField(_("signer"), max_length=120, blank=True)
    signer_post = models.CharField(_("post of the signer"), max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    refers_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="referred_by")
    reason = models.TextField(blank=True)
    paper = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")
    cited_as = models.CharField(_("number and symbol of the time"), max_length=80, blank=True)
    imported = models.ForeignKey(
        "recognition.RegisterImport", models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    demonstration = models.BooleanField(default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "year", "number"], condition=Q(number__isnull=False), name="decision_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(number__isnull=False, signed_on__isnull=False)
                | Q(signed_on__isnull=False) & ~Q(cited_as=""),
                name="decision_is_numbered_once_signed",
            ),
        ]

    def __str__(self) -> str:
        return self.reference or self.title

    @property
    def reference(self) -> str:
        """Number and symbol as papers cite it, as in 05/QĐ-SKHCN (numbers under 10 with a leading 0)."""
        return self.cited_as or (f"{self.number:02}/{self.symbol}" if self.number else "")


class DecisionItem(models.Model):
    """One dossier in a decision. Where the decision changes an earlier one, `row` is the row of the register that it
    was drafted upon, and `changes` says what it puts right: `{"title": {"from": …, "to": …}}` (`rules.corrections`).
    """

    class Result(models.TextChoices):
        RECOGNISED = "recognised", _("Recognised")
        NOT_RECOGNISED = "not_recognised", _("Not recognised")
        CORRECTED = "corrected", _("Corrected")
        REVOKED = "revoked", _("Revoked")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="items", db_index=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="decision_items")
    result = models.CharField(max_length=16, choices=Result.choices)
    position = models.PositiveIntegerField(default=1)
    row = models.ForeignKey(
        "recognition.Recognition", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    changes = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["decision", "position"]
        indexes = [where_filled("row", "item_that_changes_a_row")]
        constraints = [models.UniqueConstraint(fields=["decision", "dossier"], name="dossier_once_a_decision")]

    def __str__(self) -> str:
        return f"{self.dossier}: {self.get_result_display()}"
