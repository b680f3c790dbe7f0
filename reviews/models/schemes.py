"""Schemes as versioned data. A version is never changed; a round binds one."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language

from initiatives.models import Round


class SchemeVersion(models.Model):
    """One version of a scheme: its TOML text and the SHA-256 of it; the columns repeat what lists need. `lines`: how
    many a sheet has; 0 where there is only a vote.
    """

    code = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    title_vi = models.CharField(max_length=250)
    title_en = models.CharField(max_length=250)
    kind = models.CharField(max_length=12)
    level = models.CharField(max_length=12, blank=True)
    purpose = models.CharField(max_length=16, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    lines = models.PositiveSmallIntegerField(default=0, db_default=0)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    shipped = models.BooleanField(default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="scheme_version_once")]

    def __str__(self) -> str:
        return f"{self.code} ({self.version})"

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_en if get_language() == "en" else self.title_vi


class RoundScheme(models.Model):
    """The scheme by which a round is judged."""

    round = models.OneToOneField(Round, models.PROTECT, related_name="scheme_binding")
    scheme = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="bindings")

    def __str__(self) -> str:
        return f"{self.round}: {self.scheme}"
