"""Take the next number of a series (law 6). On both databases the row is locked until the transaction ends."""

from initiatives.models import Counter


def next_number(series: str) -> int:
    """The next number; given back when the transaction is rolled back, so that none is skipped."""
    return next_numbers(series, 1)[0]


def next_numbers(series: str, count: int) -> range:
    """As many numbers in a row."""
    Counter.objects.get_or_create(series=series)
    counter = Counter.objects.select_for_update().get(series=series)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return range(first, first + count)
