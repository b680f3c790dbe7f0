"""What waits where: dossiers under way at the end of a day, by authority and state, read from the journal."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Min, Q, QuerySet, Subquery
from django.utils import timezone

from initiatives.choices import OPEN
from initiatives.models import Dossier
from recognition.queries.pipelines import STATE_AFTER, entries_of_dossier
from recognition.queries.register import end_of


@dataclass(slots=True)
class Waiting:
    """With one authority: how many stood in each state, and since when the oldest of them is there."""

    unit: str
    name: str
    by_state: dict[str, int] = field(default_factory=lambda: dict.fromkeys(map(str, OPEN), 0))
    oldest: date | None = None

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_state.values())


def waiting_on(day: date) -> list[Waiting]:
    """Authorities with dossiers under way, the fullest first; what was then sealed is not told. One statement."""
    moment = end_of(day)
    last = Subquery(entries_of_dossier(moment).values("event")[:1])
    rows = _unfinished(moment).annotate(last=last).order_by().values_list("authority__code", "authority__name", "last")
    found: dict[str, Waiting] = {}
    states = {str(state) for state in OPEN}
    for code, name, event, count, oldest in rows.annotate(n=Count("pk"), since=Min("submitted_at")):
        state = str(STATE_AFTER.get(event, ""))
        if state in states:
            one = found.setdefault(code, Waiting(code, name))
            one.by_state[state] += count
            since = timezone.localdate(oldest)
            one.oldest = min(one.oldest or since, since)
    return sorted(found.values(), key=lambda one: (-one.total, one.unit))


def _unfinished(moment: datetime) -> QuerySet[Dossier]:
    """Submitted before a moment and not decided before it; those of rounds that were sealed then left out."""
    then_open = Q(round__sealed=False) | Q(round__unsealed_at__lt=moment)
    return Dossier.objects.filter(then_open, submitted_at__lt=moment).exclude(decided_at__lt=moment)
