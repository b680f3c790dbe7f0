"""Reports as they were issued, the months that were mailed, and who wants the letters."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.models import Blob
from organisation.models import Person


class Report(models.Model):
    """What was reported as on a day, under one version of the definitions. Rows never change: triggers refuse it.

    `content` is all that it says (`queries.reports`); `digest` its SHA-256; `paper` and `book` the files as issued.
    """

    as_of = models.DateField(_("as on"))
    definitions = models.CharField(_("version of the definitions"), max_length=64)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    paper = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    book = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-as_of", "-id"]
        constraints = [models.UniqueConstraint(fields=["as_of", "definitions"], name="one_report_a_day_and_version")]

    def __str__(self) -> str:
        return f"{self.as_of:%d/%m/%Y} ({self.definitions})"


class ReportMailing(models.Model):
    """A month whose report has been mailed; there is no second one. `month` is its first day."""

    month = models.DateField(unique=True)
    report = models.ForeignKey(Report, models.PROTECT, related_name="mailings")
    letters = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.month:%m/%Y}"


class ReportSubscription(models.Model):
    """Somebody who wants the monthly report by mail; it is sent while they hold a leader's role."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="report_subscription")
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.person)
