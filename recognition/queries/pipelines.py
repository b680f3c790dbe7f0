"""Dossiers under way on a day, and how past ones ended, read from the journal, so that a past day stays as it was."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from math import ceil
from statistics import median
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from initiatives.choices import Purpose, State
from initiatives.models import Dossier
from initiatives.workflow import WORKFLOW
from journal.models import Entry
from organisation.queries import units_below
from recognition.models import Target
from recognition.queries.register import end_of
from recognition.rules.forecast import Pipeline, pipeline_of

STAGES = (State.SUBMITTED, State.ADMITTED, State.CONCLUDED)
COUNTED = (Purpose.RECOGNITION, Purpose.INFLUENCE, Purpose.ACCEPTANCE)
STAGE_OF = {State.RETURNED: State.SUBMITTED, State.IN_REVIEW: State.ADMITTED}
LOOK_BACK = timedelta(days=3 * 365)
LATEST = 500
DAYS_A_MONTH = 30
EVENTS_TO: dict[str, list[str]] = {}
for _transition in WORKFLOW:
    EVENTS_TO.setdefault(_transition.target, []).append(_transition.event)
STATE_AFTER = {event: state for state, events in EVENTS_TO.items() for event in events}


def pipeline(target: Target, on: date) -> Pipeline | None:
    """Dossiers under way at the end of a day, and how past ones of that kind ended. None where too few have ended."""
    moment = end_of(on)
    under_way = _open(target, moment)
    past = _closed(target, moment)
    return pipeline_of(under_way, past, _months_to_decision(target, moment)) if past else None


def dossiers_of(target: Target) -> QuerySet[Dossier]:
    """Dossiers that may lead to what a target counts, once they have been filed."""
    found = Dossier.objects.filter(level__in=target.levels, purpose__in=COUNTED, submitted_at__isnull=False)
    if target.kinds:
        found = found.filter(work__kind__in=target.kinds)
    if target.fields:
        found = found.filter(work__field__code__in=target.fields)
    return found.filter(unit__in=units_below(*target.units)) if target.units else found


def entries_of_dossier(moment: datetime) -> QuerySet[Entry]:
    """The journal of a dossier (in a sub-query on dossiers) up to a moment."""
    subject = Concat(Value("dossier:"), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    return Entry.objects.filter(subject=subject, at__lt=moment, event__in=list(STATE_AFTER)).order_by("-id")


def _open(target: Target, moment: datetime) -> dict[str, int]:
    """How many stood at each stage."""
    rows = dossiers_of(target).filter(submitted_at__lt=moment).exclude(decided_at__lt=moment)
    last = rows.order_by().annotate(last=Subquery(entries_of_dossier(moment).values("event")[:1]))
    found = dict.fromkeys(map(str, STAGES), 0)
    for event, count in last.values_list("last").annotate(n=Count("pk")):
        state = STATE_AFTER.get(event, "")
        stage = STAGE_OF.get(State(state), state) if state else ""
        if stage in found:
            found[str(stage)] += count
    return found


def _closed(target: Target, moment: datetime) -> dict[str, tuple[int, int]]:
    """Of the dossiers of the last three years that have ended: how many reached each stage, how many of these were
    recognised. Recognised ones stay so here though they were revoked later.
    """
    ended = _events(State.RECOGNISED, State.NOT_RECOGNISED, State.REFUSED, State.WITHDRAWN, State.LAPSED)
    rows = dossiers_of(target).filter(submitted_at__gte=moment - LOOK_BACK, submitted_at__lt=moment)
    rows = rows.filter(_happened(ended, moment))
    asked: dict[str, Any] = {}
    recognised = _happened(_events(State.RECOGNISED), moment)
    for stage in STAGES:
        reached = _happened(_events(stage), moment)
        asked[f"{stage}_closed"] = Count("pk", filter=reached)
        asked[f"{stage}_recognised"] = Count("pk", filter=reached & recognised)
    counts = rows.aggregate(**asked)
    return {str(stage): (counts[f"{stage}_closed"], counts[f"{stage}_recognised"]) for stage in STAGES}


def _events(*states: State) -> list[str]:
    return [event for state in states for event in EVENTS_TO.get(state, [])]


def _happened(events: Sequence[str], moment: datetime) -> Q:
    return Q(Exists(entries_of_dossier(moment).order_by().filter(event__in=events)))


def _months_to_decision(target: Target, moment: datetime) -> int:
    """Months from submission to decision, the median of the latest, rounded up; 3 where none has been decided."""
    rows = dossiers_of(target).filter(decided_at__lt=moment).order_by("-decided_at")
    latest = rows.values_list("submitted_at", "decided_at")[:LATEST]
    spans = [(decided - begun).days for begun, decided in latest if begun and decided]
    return max(1, ceil(median(spans) / DAYS_A_MONTH)) if spans else 3
