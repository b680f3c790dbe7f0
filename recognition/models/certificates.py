"""Certificates: one for each author of a recognition; replaced or revoked, never edited."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.models import Blob
from organisation.models import Person
from recognition.models.recognitions import Recognition


class Certificate(models.Model):
    """`verification` is the identity in the code of the QR code (`rules.codes`; of an earlier one, the code itself);
    `content` is what the paper says.
    """

    class State(models.TextChoices):
        VALID = "valid", _("Valid")
        REPLACED = "replaced", _("Replaced")
        REVOKED = "revoked", _("Revoked")

    recognition = models.ForeignKey(Recognition, models.PROTECT, related_name="certificates")
    person = models.ForeignKey(Person, models.PROTECT, related_name="certificates")
    serial = models.CharField(_("serial number"), max_length=40, unique=True)
    verification = models.CharField(max_length=40, unique=True)
    share = models.DecimalField(max_digits=5, decimal_places=2)
    content = models.JSONField()
    issued_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.VALID)
    ended_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    paper = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["recognition", "person"], condition=Q(state="valid"), name="one_valid_certificate_an_author"
            ),
        ]

    def __str__(self) -> str:
        return self.serial
