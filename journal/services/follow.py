"""Deliver events to followers: at least once, oldest first, one process per follower at a time.

A batch that fails is tried again event by event, so that one event that cannot be dealt with holds back only itself.
It is tried for days, ever more slowly; then, or where trying is in vain, it is given up and waits for a person.
"""

import logging
import math
import random
import time
from datetime import timedelta

from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from journal.followers import FOLLOWERS, Follower, Undeliverable
from journal.models import Delivery, Event
from journal.services import leases

logger = logging.getLogger(__name__)
LONGEST_WAIT = 600
GIVE_UP = timedelta(days=3)  # longer than any weekend's outage; then somebody must look


def follow_all(patience: float = math.inf) -> int:
    """Deliver everything that is due to every follower, also what they leave for each other and for themselves, by
    turns; returns how many. After `patience` seconds no new turn begins: whoever is rung next goes on.
    """
    total, start = 0, time.monotonic()
    while done := sum(follow(follower) for follower in list(FOLLOWERS.values())):
        total += done
        if time.monotonic() - start > patience:
            break
    return total


def follow(follower: Follower) -> int:
    """Deliver what is due to one follower now, in batches, while this process holds the lease. What it leaves itself
    meanwhile waits for its next turn, so that long work in steps keeps nobody waiting.
    """
    last = _due(follower).aggregate(last=Max("id"))["last"]
    if last is None or not (owner := leases.take(follower.name)):
        return 0
    done = 0
    try:
        while deliveries := _next(follower, last):
            if not _deliver(follower, deliveries):
                break
            done += len(deliveries)
            if not leases.keep(follower.name, owner):
                break
    finally:
        leases.release(follower.name, owner)
    return done


def pending() -> dict[str, int]:
    """How many deliveries wait, by follower (for the health page)."""
    return {name: Delivery.objects.filter(follower=name).count() for name in FOLLOWERS}


def _due(follower: Follower) -> QuerySet[Delivery]:
    now = timezone.now()
    due = Q(not_before__lte=now) | Q(not_before__gt=now + timedelta(seconds=LONGEST_WAIT))  # the clock was set back
    return Delivery.objects.filter(due, follower=follower.name, given_up_at=None)


def _next(follower: Follower, last: int) -> list[Delivery]:
    """The next batch up to a delivery; what has failed before comes alone."""
    found = list(_due(follower).filter(id__lte=last).select_related("event").order_by("id")[: follower.batch])
    return found[:1] if found and found[0].attempts else found


def _deliver(follower: Follower, deliveries: list[Delivery]) -> bool:
    """Hand one batch over; on failure it waits, longer each time."""
    try:
        follower.handle([delivery.event for delivery in deliveries])
    except Undeliverable as refused:
        for delivery in deliveries:
            if why := refused.why.get(delivery.event_id):
                _give_up(delivery, why)
        deliveries = [delivery for delivery in deliveries if delivery.event_id not in refused.why]
    except Exception as error:
        logger.exception("follower %s failed on %d events", follower.name, len(deliveries))
        _wait(deliveries, str(error))
        return False
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries]).delete()
    Event.objects.filter(deliveries__isnull=True, pk__in=[d.event_id for d in deliveries]).delete()
    return True


def _wait(deliveries: list[Delivery], why: str) -> None:
    """Each time longer, and not all at the same moment; what has been tried for days is given up."""
    seconds = min(LONGEST_WAIT, 2 ** min(deliveries[0].attempts + 1, 10)) * random.uniform(0.75, 1)  # noqa: S311
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries]).update(
        attempts=F("attempts") + 1, not_before=timezone.now() + timedelta(seconds=seconds), error=why[:500]
    )
    first = deliveries[0]
    if len(deliveries) == 1 and first.attempts and first.event.at < timezone.now() - GIVE_UP:
        _give_up(first, why)


def _give_up(delivery: Delivery, why: str) -> None:
    logger.error("follower %s gives up %s: %s", delivery.follower, delivery.event, why)
    Delivery.objects.filter(pk=delivery.pk).update(given_up_at=timezone.now(), error=why[:500])
