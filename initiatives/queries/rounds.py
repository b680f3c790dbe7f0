"""Rounds that take dossiers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from initiatives.choices import Purpose
from initiatives.models import Round
from organisation.prepared import Prepared, prepared_rows

DAYS = 2  # today's, and tomorrow's around midnight


@dataclass(frozen=True, slots=True)
class OpenRound:
    """A round in which one may file today, as those who file choose it."""

    code: str
    title: str
    kind: str
    level: str
    purpose: str
    authority_id: int
    authority: str
    closes_on: date
    blind: bool
    sealed: bool

    @property
    def purpose_name(self) -> str:
        """What it is for, in the reader's language."""
        return str(Purpose(self.purpose).label)


def open_rounds(today: date, own_units: Collection[int] = ()) -> list[OpenRound]:
    """Rounds that take dossiers today: one's own units' in front, then those that close first. In calls dossiers are
    filed from the page of a task.
    """
    found = [OpenRound(*row) for row in _taking(today).rows()]
    return sorted(found, key=lambda one: one.authority_id not in own_units)


@lru_cache(DAYS)
def _taking(today: date) -> Prepared:
    rounds = Round.objects.filter(opens_on__lte=today, closes_on__gte=today, tasks=None).exclude(
        purpose=Purpose.INFLUENCE
    )
    columns = ("code", "title", "kind", "level", "purpose", "authority_id", "authority__name", "closes_on")
    return prepared_rows(rounds.order_by("closes_on", "title").values_list(*columns, "blind", "sealed"))
