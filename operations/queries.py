"""What got stuck, and the figures that are measured when somebody asks for them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from journal.followers import FOLLOWERS
from journal.models import Delivery
from journal.queries import unsealed
from organisation.models import Letter
from recognition.models import Target
from recognition.queries.targets import progress_of

STUCK_AFTER = 5  # attempts: a minute in vain
Figure = tuple[str, str, dict[str, str], float]
"""Its name, what it is, its labels, its value."""


def stuck() -> QuerySet[Delivery]:
    """Deliveries that failed again and again, the oldest first. They go on being tried, ever more slowly."""
    return Delivery.objects.filter(attempts__gte=STUCK_AFTER).select_related("event").order_by("id")


def failing() -> QuerySet[Delivery]:
    """Deliveries that have failed and wait for the next attempt."""
    return Delivery.objects.filter(attempts__gte=1).select_related("event").order_by("id")


def figures() -> Iterator[Figure]:
    """All of them, by a handful of queries."""
    yield from _of_outbox()
    letters = Letter.objects.exclude(state=Letter.State.SENT).aggregate(count=Count("pk"), oldest=Min("written_at"))
    yield "mail_waiting", "Letters that wait to be sent", {}, letters["count"]
    yield "mail_oldest_seconds", "Age of the oldest letter that waits", {}, _age(letters["oldest"])
    yield "journal_unsealed", "Journal entries that no seal covers yet", {}, unsealed().count()
    yield from _of_targets()


def _of_outbox() -> Iterator[Figure]:
    failing = Count("pk", filter=Q(attempts__gte=STUCK_AFTER))
    rows = Delivery.objects.values("follower").annotate(count=Count("pk"), oldest=Min("event__at"), failing=failing)
    found: dict[str, Any] = {row["follower"]: row for row in rows}
    for name in FOLLOWERS:
        row: dict[str, Any] = found.get(name, {"count": 0, "oldest": None, "failing": 0})
        labels = {"follower": name}
        yield "outbox_waiting", "Deliveries that wait", labels, row["count"]
        yield "outbox_stuck", "Deliveries that failed again and again", labels, row["failing"]
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
