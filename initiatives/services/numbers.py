"""Take the next number of a series (law 6). On both databases the row is locked until the transaction ends."""

from initiatives.models import Counter


def next_number(series: str) -> int:
    """The next number; given back when the transaction is rolled back, so that none is skipped."""
    Counter.objects.get_or_create(series=series)
    counter = Counter.objects.select_for_update().get(series=series)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
