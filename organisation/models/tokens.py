"""API tokens: only their SHA-256 is stored; they expire and carry scopes."""

import hashlib

from django.conf import settings
from django.db import models
from django.utils import timezone


class Token(models.Model):
    """A key to the API. Scopes: "read", "write"."""

    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80, blank=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id}: {self.name}"

    @staticmethod
    def digest_of(key: str) -> str:
        """The stored form of a key."""
        return hashlib.sha256(key.encode()).hexdigest()
