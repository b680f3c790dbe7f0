"""Numbers that never repeat and never skip (law 6): taken inside the transaction that uses them."""

from django.db import models


class Counter(models.Model):
    """The last number given in a series, as in "SK-2026"."""

    series = models.CharField(max_length=80, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"
