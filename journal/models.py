"""Entries, events, deliveries. An event is delivered to each follower at least once."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone


class Entry(models.Model):
    """One thing that happened. Never changed, never deleted: triggers refuse it on both databases."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    event = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        indexes = [models.Index(fields=["subject", "id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.event} {self.subject}"


class Event(models.Model):
    """One thing that followers may want to know, written in the transaction in which it happened."""

    at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    def __str__(self) -> str:
        return f"{self.name} {self.subject}"


class Delivery(models.Model):
    """An event that one follower has not dealt with yet; gone once it has. Given up, it waits for a person."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="deliveries")
    follower = models.CharField(max_length=40)
    attempts = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now)
    error = models.TextField(blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["follower", "id"])]
        constraints = [models.UniqueConstraint(fields=["event", "follower"], name="one_delivery_a_follower")]

    def __str__(self) -> str:
        return f"{self.follower}: {self.event_id}"


class Lease(models.Model):
    """Who may run a follower now: one process at a time, and another one once the lease has run out."""

    follower = models.CharField(max_length=40, primary_key=True)
    owner = models.CharField(max_length=40, blank=True)
    until = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.follower


class Seal(models.Model):
    """A seal over the entries from `first` to `last`, chained to the one before it (`journal.checker`). Append-only."""

    number = models.PositiveIntegerField(primary_key=True)
    previous = models.CharField(max_length=64)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    at = models.DateTimeField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.number}: {self.hash}"


class Stamp(models.Model):
    """A time stamp (RFC 3161) over the hash of a seal, and by the chain over all before it. Append-only."""

    seal = models.OneToOneField(Seal, models.PROTECT, related_name="stamp", primary_key=True)
    token = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.seal_id}: {self.at}"
