"""Signs of life of what runs outside the web server; addresses that are told of events."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Pulse(models.Model):
    """When a planned task was last carried out: the clock rang, the broker carried it, a worker heard it."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}: {self.at}"


class FailedTask(models.Model):
    """A task that failed however often it was tried; gone when it succeeds."""

    name = models.CharField(max_length=120, unique=True)
    error = models.TextField(blank=True)
    times = models.PositiveIntegerField(default=1)
    failed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.name}: {self.error}"


class Hook(models.Model):
    """Somebody else's address that is told of events, signed with a secret that both know."""

    name = models.CharField(_("name"), max_length=80)
    address = models.URLField(_("address"), max_length=500)
    secret = models.CharField(max_length=80)
    wants = models.JSONField(default=list)
    active = models.BooleanField(default=True)
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.name}: {self.address}"
