"""Files by digest: the bytes once, the names as often as they are attached."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Blob(models.Model):
    """Bytes in the storage under their SHA-256, and the text found in them (a list of pages)."""

    digest = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    storage = models.CharField(max_length=120)
    pages = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.digest[:12]


class Attachment(models.Model):
    """A file of a dossier. Removing it marks it: what a version has frozen stays."""

    dossier = models.ForeignKey("initiatives.Dossier", models.PROTECT, related_name="attachments")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="attachments")
    name = models.CharField(_("name"), max_length=200)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["dossier", "id"]

    def __str__(self) -> str:
        return self.name


class RedactedCopy(models.Model):
    """A copy of a file that names neither authors nor units, for the council of a blind round. The latest stands."""

    of = models.ForeignKey(Attachment, models.PROTECT, related_name="redacted_copies")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="redacted_copies")
    name = models.CharField(_("name"), max_length=200)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["of", "id"]

    def __str__(self) -> str:
        return self.name
