"""Targets: how many recognitions a term is to bring, against an earlier term."""

from datetime import date
from fractions import Fraction

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from recognition.rules.growth import Method, Span, achieved_span, baseline_span, yearly_scale


class Target(models.Model):
    """Required = baseline × (1 + growth), rounded up. The baseline is entered with its source, or counted.

    `levels`, `kinds`, `fields` and `units` list `Level` and `Kind` values, field and unit codes (a unit with all below
    it); an empty list leaves nothing out. A recognition counts once though several match. `shares` gives percent of the
    required by unit code, together 100, or nothing. Every change is a new `version`, kept whole in the journal.
    """

    class Method(models.TextChoices):
        TERM = Method.TERM.value, _("Term against term")
        LAST_YEAR = Method.LAST_YEAR.value, _("Last year against first")
        AVERAGE = Method.AVERAGE.value, _("Yearly averages")

    code = models.SlugField(max_length=40, unique=True)
    title_vi = models.CharField(max_length=250)
    title_en = models.CharField(max_length=250)
    levels = models.JSONField()
    kinds = models.JSONField()
    fields = models.JSONField(default=list, blank=True)
    units = models.JSONField(default=list, blank=True)
    shares = models.JSONField(default=dict, blank=True)
    method = models.CharField(_("method"), max_length=10, choices=Method.choices, default=Method.TERM)
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
    version = models.PositiveIntegerField(default=1)

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

    @property
    def counted_in_baseline(self) -> Span:
        """The days whose recognitions make the baseline."""
        return baseline_span(Method(self.method), Span(self.baseline_from, self.baseline_to))

    @property
    def counted_as_achieved(self) -> Span:
        """The days whose recognitions count as achieved."""
        return achieved_span(Method(self.method), Span(self.period_from, self.period_to))

    @property
    def scale(self) -> Fraction:
        """How many times longer the period is than the baseline, where yearly averages are compared; else 1."""
        return yearly_scale(
            Method(self.method), Span(self.baseline_from, self.baseline_to), Span(self.period_from, self.period_to)
        )

    def is_over(self, on: date) -> bool:
        """Whether nothing can count any more on a day."""
        return on >= self.period_to
