"""Tallies: what stands in the register, counted by group, so that figures need not count its rows again."""

from django.db import models


class Tally(models.Model):
    """So many standing recognitions in a group. Triggers (`recognition.triggers`) keep them equal to the register, in
    the transaction that changes it; a group's count is the sum of its rows, of which there may be several for a while.

    `unit` and `field` are ids, 0 for none. `month` is the first day of the month of the decision, or of its year where
    a grain does not tell months. `sides` are the sides of the three-way link on which a work has units, as bits.
    """

    class Grain(models.IntegerChoices):
        """By what a row counts; a recognition counts once in each, by unit once for every unit credited with it."""

        CITY = 0  # level, kind, field, month, sides
        UNIT_MONTH = 1  # unit, level, kind, month
        UNIT_FIELD = 2  # unit, level, kind, field, year
        UNIT_YEAR = 3  # unit, level, kind, year

    grain = models.PositiveSmallIntegerField(choices=Grain.choices)
    unit = models.BigIntegerField()
    level = models.CharField(max_length=12)
    kind = models.CharField(max_length=12)
    field = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    month = models.DateField()
    sides = models.PositiveSmallIntegerField()
    n = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["grain", "level", "month", "unit", "kind", "field", "year", "sides"], name="tally_of_a_group"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_grain_display()} {self.unit} {self.level} {self.month:%Y-%m}: {self.n}"
