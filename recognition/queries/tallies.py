"""Figures from the tallies instead of the rows of the register, wherever the tallies tell them; and whether they do."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from recognition.triggers import GROUP, Sql


@dataclass(frozen=True, slots=True)
class Difference:
    """A group that is tallied otherwise than its rows say."""

    group: tuple[Any, ...]
    tallied: int
    counted: int


def differences() -> Iterator[Difference]:
    """The groups whose tally is not what the register says. In one statement, so that nothing changes in between."""
    told = f"""
        SELECT {GROUP}, SUM(tallied), SUM(counted) FROM (
            SELECT {GROUP}, n AS tallied, 0 AS counted FROM recognition_tally
            UNION ALL SELECT {GROUP}, 0, n FROM ({Sql(connection.vendor).everything()}) e
        ) both_ways GROUP BY {GROUP} HAVING SUM(tallied) <> SUM(counted) ORDER BY {GROUP}
    """  # noqa: S608 - names of our own
    with connection.cursor() as cursor:
        cursor.execute(told)
        for row in cursor:
            yield Difference(tuple(row[:-2]), int(row[-2]), int(row[-1]))
