"""Papers as they were issued, and the making of many certificates in the background."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.models import Blob
from recognition.models.certificates import Certificate
from recognition.models.decisions import Decision


class IssuedPaper(models.Model):
    """The bytes that an authority gave out: a decision, a certificate, or a paper about something else (`subject`, as
    in "dossier:12"), which is known here if it was signed. `identifier` is the permanent one in the file (hexadecimal),
    by which a copy that was changed is still known; `signed_by` names who signed, nobody for a paper issued without a
    key.
    """

    blob = models.ForeignKey(Blob, models.PROTECT, related_name="issued")
    decision = models.OneToOneField(Decision, models.PROTECT, null=True, blank=True, related_name="issued")
    certificate = models.OneToOneField(Certificate, models.PROTECT, null=True, blank=True, related_name="issued")
    subject = models.CharField(max_length=80, blank=True)
    identifier = models.CharField(max_length=64, blank=True, db_index=True)
    signed_by = models.JSONField(default=list, blank=True)
    issued_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__isnull=False, certificate__isnull=True, subject="")
                | Q(decision__isnull=True, certificate__isnull=False, subject="")
                | Q(decision__isnull=True, certificate__isnull=True) & ~Q(subject=""),
                name="paper_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.certificate or self.decision or self.subject)


class CertificateBatch(models.Model):
    """The certificates of one decision being made: what is there already is known by their papers alone, so it can be
    stopped and resumed at any of them. `fault` says what holds it up.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("Being made")
        STOPPED = "stopped", _("Stopped")
        FINISHED = "finished", _("Finished")

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="batch")
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    fault = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.decision}: {self.get_state_display()}"
