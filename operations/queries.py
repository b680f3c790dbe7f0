"""What got stuck, and the figures that are measured when somebody asks for them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone

from journal.followers import FOLLOWERS
from journal.models import Delivery
from journal.queries import unsealed
from operations.models import FailedTask
from recognition.models import Target
from recognition.queries.targets import progress_of

STUCK_AFTER = 5  # attempts: a minute in vain
Figure = tuple[str, str, dict[str, str], float]
"""Its name, what it is, its labels, its value."""


def stuck() -> QuerySet[Delivery]:
    """Deliveries that failed again and again, the oldest first. They go on being tried, ever more slowly."""
    return Delivery.objects.filter(attempts__gte=STUCK_AFTER).select_related("event").order_by("id")


def failing() -> QuerySet[Delivery]:
    """Deliveries that have failed: those that were given up first, then those that wait for the next attempt."""
    tried = Q(attempts__gte=1) | Q(given_up_at__isnull=False)
    return Delivery.objects.filter(tried).select_related("event").order_by(F("given_up_at").asc(nulls_last=True), "id")


def failed_tasks() -> QuerySet[FailedTask]:
    """Tasks that were tried in vain, the newest first."""
    return FailedTask.objects.order_by("-failed_at", "pk")


def figures() -> Iterator[Figure]:
    """All of them, by a handful of queries."""
    yield from _of_outbox()
    waiting = Delivery.objects.filter(follower="mail", given_up_at=None)
    letters = waiting.aggregate(count=Count("pk"), oldest=Min("event__at"))
    yield "tasks_failed", "Tasks that were tried in vain and wait for a person", {}, FailedTask.objects.count()
    yield "mail_waiting", "Letters that wait to be sent", {}, letters["count"]
    yield "mail_oldest_seconds", "Age of the oldest letter that waits", {}, _age(letters["oldest"])
    yield "journal_unsealed", "Journal entries that no seal covers yet", {}, unsealed().count()
    yield from _of_targets()


def _of_outbox() -> Iterator[Figure]:
    alive, failing = Q(given_up_at=None), Count("pk", filter=Q(attempts__gte=STUCK_AFTER, given_up_at=None))
    rows = Delivery.objects.values("follower").annotate(
        count=Count("pk", filter=alive), oldest=Min("event__at", filter=alive), failing=failing,
        given_up=Count("pk", filter=~alive),
    )  # fmt: skip
    found: dict[str, Any] = {row["follower"]: row for row in rows}
    for name in FOLLOWERS:
        row: dict[str, Any] = found.get(name, {"count": 0, "oldest": None, "failing": 0, "given_up": 0})
        labels = {"follower": name}
        yield "outbox_waiting", "Deliveries that wait", labels, row["count"]
        yield "outbox_stuck", "Deliveries that failed again and again", labels, row["failing"]
        yield "outbox_given_up", "Deliveries that wait for a person", labels, row["given_up"]
        yield "outbox_lag_seconds", "Age of the oldest delivery that waits", labels, _age(row["oldest"])
        if name == "index":
            yield "index_lag_seconds", "How far the index is behind the database", {}, _age(row["oldest"])


def _of_targets() -> Iterator[Figure]:
    for found in progress_of(list(Target.objects.all()), timezone.localdate()):
        labels = {"target": found.target.code}
        yield "target_required", "What a target demands", labels, found.required or 0
        yield "target_achieved", "What a target counts now", labels, found.achieved


def _age(at: datetime | None) -> float:
    return max(0.0, (timezone.now() - at).total_seconds()) if at else 0.0
