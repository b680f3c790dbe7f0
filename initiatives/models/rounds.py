"""Rounds: the time in which an authority takes dossiers of one purpose, and the limits it sets."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from initiatives.choices import Kind, Level, Purpose
from organisation.models import Person, Unit


class Round(models.Model):
    """Days are calendar days, both included; working days leave out weekends and public holidays.

    In a `blind` round the members of councils read neither authors nor units until the council has concluded. In a
    `sealed` one nobody but the authors reads a dossier until the authority's registrar opens the round, which is not
    before it has closed.
    """

    code = models.CharField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose.choices)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    authority = models.ForeignKey(Unit, models.PROTECT, related_name="rounds", verbose_name=_("authority"))
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    check_working_days = models.PositiveSmallIntegerField(_("working days to check"), default=20)
    answer_working_days = models.PositiveSmallIntegerField(_("working days to answer a return"), default=20)
    result_months = models.PositiveSmallIntegerField(_("months to the result"), default=3)
    min_share = models.DecimalField(
        _("smallest share of an author (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    max_months_applied = models.PositiveSmallIntegerField(
        _("longest time since first application (months)"), null=True, blank=True
    )
    blind = models.BooleanField(_("authors and units hidden from the council"), default=False)
    sealed = models.BooleanField(_("closed to all until it is opened"), default=False)
    unsealed_at = models.DateTimeField(null=True, blank=True)
    unsealed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    witnesses = models.TextField(blank=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["-opens_on", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="round_closes_after_it_opens"),
            models.CheckConstraint(condition=Q(sealed=True) | Q(unsealed_at=None), name="round_opened_was_sealed"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def closed_to_all(self) -> bool:
        """Sealed, and not opened yet."""
        return self.sealed and self.unsealed_at is None
