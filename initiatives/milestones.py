"""What a dossier has passed, when, and in time or not: the conditions behind figures of processing and behind the lists
that these open (law 7). The names are those of the parameters of lists, here and in the API.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from initiatives.choices import Channel, Kind, Level, Purpose
from initiatives.models import Appeal, Notice
from organisation.queries import units_below

FILED = Q(submitted_at__isnull=False)
"""Filed here; those of old registers, which nobody processed here, were not."""


def returned(yes: bool = True) -> Q:
    """Asked for completion by the office that checks, at least once."""
    found = Exists(Notice.objects.filter(dossier=OuterRef("pk"), kind=Notice.Kind.RETURN, by_council=False))
    return Q(found) if yes else Q(~found)


def appealed(yes: bool = True) -> Q:
    """An appeal has been lodged, whatever became of it."""
    found = Exists(Appeal.objects.filter(dossier=OuterRef("pk")))
    return Q(found) if yes else Q(~found)


def in_time(yes: bool = True) -> Q:
    """Decided on or before the day on which the result was due; or later."""
    decided = Q(decided_at__isnull=False, result_due_on__isnull=False)
    return decided & Q(**{f"decided_at__date__{'lte' if yes else 'gt'}": F("result_due_on")})


DAYS: dict[str, Callable[[date], Q]] = {
    "received_after": lambda day: FILED & Q(received_on__gte=day),
    "received_before": lambda day: FILED & Q(received_on__lte=day),
    "admitted_after": lambda day: Q(admitted_at__date__gte=day),
    "admitted_before": lambda day: Q(admitted_at__date__lte=day),
    "concluded_after": lambda day: Q(concluded_at__date__gte=day),
    "concluded_before": lambda day: Q(concluded_at__date__lte=day),
    "decided_after": lambda day: Q(decided_at__date__gte=day),
    "decided_before": lambda day: Q(decided_at__date__lte=day),
}  # fmt: skip
TRUTHS: dict[str, Callable[[bool], Q]] = {"returned": returned, "in_time": in_time, "appealed": appealed}
WORDS = {
    "level": ("level__in", Level.values), "kind": ("work__kind__in", Kind.values),
    "purpose": ("purpose__in", Purpose.values), "channel": ("channel__in", Channel.values),
    "field": ("work__field__code__in", None), "authority": ("authority__code__in", None),
    "round": ("round__code__in", None),
}  # fmt: skip


def narrowed(query: Mapping[str, Any]) -> Q:
    """What the parameters of a list ask for; lists of alternatives. What is not understood is left out."""
    found, many = Q(), query.getlist if hasattr(query, "getlist") else lambda name: _several(query.get(name))
    for name, (lookup, known) in WORDS.items():
        if values := [value for value in many(name) if value and (known is None or value in known)]:
            found &= Q(**{lookup: values})
    if units := [code for code in many("unit") if code]:
        found &= Q(unit__in=units_below(*units))
    for name, by_day in DAYS.items():
        if day := _day(query.get(name)):
            found &= by_day(day)
    if day := _day(query.get("due_before")):
        found &= Q(due_on__lte=day)
    for name, by_truth in TRUTHS.items():
        if query.get(name) in ("true", "false"):
            found &= by_truth(query[name] == "true")
    return found


def _several(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else [value]


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None
