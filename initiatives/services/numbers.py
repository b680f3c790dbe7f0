"""Take the next number of a series (law 6). On both databases the row is locked until the transaction ends."""

from django.db.models import F

from initiatives.models import Counter


def next_number(series: str) -> int:
    """The next number; given back when the transaction is rolled back, so that none is skipped."""
    return next_numbers(series, 1)[0]


def next_numbers(series: str, count: int) -> range:
    """As many numbers in a row."""
    rows = Counter.objects.filter(series=series)
    if not rows.update(last=F("last") + count):
        Counter.objects.get_or_create(series=series)
        rows.update(last=F("last") + count)
    last = rows.values_list("last", flat=True).get()
    return range(last - count + 1, last + 1)
