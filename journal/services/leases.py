"""Leases: what one process at a time may do. Who dies holding one loses it after two minutes."""

import secrets
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from journal.models import Lease

LEASE = timedelta(seconds=120)


def take(name: str) -> str:
    """Take the lease if it is free; returns the owner's token, or nothing."""
    now, owner = timezone.now(), secrets.token_hex(8)
    Lease.objects.get_or_create(follower=name, defaults={"until": now - LEASE})
    free = Q(until__lte=now) | Q(until__gt=now + LEASE)  # nobody takes one for longer: the clock was set back
    taken = Lease.objects.filter(free, follower=name).update(owner=owner, until=now + LEASE)
    return owner if taken else ""


def keep(name: str, owner: str) -> bool:
    """Hold on to the lease for a while more; False if it ran out and somebody else has it."""
    return Lease.objects.filter(follower=name, owner=owner).update(until=timezone.now() + LEASE) > 0


def release(name: str, owner: str) -> None:
    """Give it back, if it is still the owner's."""
    Lease.objects.filter(follower=name, owner=owner).update(until=timezone.now())
