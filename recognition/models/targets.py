"""Targets: how many recognitions a term is to bring, against an earlier term."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organisation.models import Unit


class Target(models.Model):
    """Required = baseline × (1 + growth), rounded up. The baseline is entered with its source, or counted.

    `levels` and `kinds` are lists of `Level` and `Kind` values; a recognition counts once though several match.
    """

    code = models.SlugField(max_length=40, unique=True)
    title_vi = models.CharField(max_length=250)
    title_en = models.CharField(max_length=250)
    levels = models.JSONField()
    kinds = models.JSONField()
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="targets")
    baseline_from = models.DateField(_("baseline from"))
    baseline_to = models.DateField(_("baseline to"))
    baseline_value = models.PositiveIntegerField(_("baseline entered"), null=True, blank=True)
    baseline_source = models.CharField(_("source of the baseline"), max_length=300, blank=True)
    growth = models.DecimalField(_("growth (%)"), max_digits=6, decimal_places=2, default=20)
    period_from = models.DateField(_("period from"))
    period_to = models.DateField(_("period to"))
    source = models.CharField(_("source of the target"), max_length=300, blank=True)
    demonstration = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="target_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(baseline_to__gte=F("baseline_from")), name="baseline_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(baseline_value__isnull=True) | ~Q(baseline_source=""), name="entered_baseline_has_a_source"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_en if get_language() == "en" else self.title_vi
