"""Reads for pages, API and exports, scoped by policy."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from initiatives.choices import Origin
from initiatives.models import Dossier
from initiatives.policy import HANDLING
from initiatives.rules.codes import TOGETHER, series_of
from journal.models import Entry
from organisation.actor import Actor
from organisation.policy import visible

BY_COUNCILS = frozenset({"dossier_in_review", "dossier_returned", "dossier_concluded"})


def by_reference(reference: str) -> dict[str, Any]:
    """The look-up for a code or a draft's address."""
    return {"draft_code": reference} if reference.startswith("N-") else {"code": reference}


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to a dossier; `who` is empty for the clock, and where it is not to be told."""

    at: datetime
    event: str
    who: str


def history_of(dossier: Dossier, actor: Actor) -> list[Happened]:
    """What happened to a dossier, its authors and its files, the latest first. In a blind round only the offices of the
    authority learn who acted for the council. One statement.
    """
    happened = Q(event__startswith="dossier_") | Q(event__startswith="author_") | Q(event__startswith="file_")
    rows = Entry.objects.filter(happened, _about(dossier)).order_by("-id")
    told = rows.values_list("at", "event", "actor__person__full_name")
    hides = dossier.round.blind and dossier.authority_id not in actor.over(*HANDLING)
    return [Happened(at, event, "" if hides and event in BY_COUNCILS else who or "") for at, event, who in told]


def _about(dossier: Dossier) -> Q:
    """Entries about a dossier: its own, and those about old registers that it came with."""
    own = Q(subject=f"dossier:{dossier.pk}")
    if not dossier.code or dossier.work.origin != Origin.IMPORTED:
        return own
    series, number = series_of(dossier.code)
    span = {f"data__codes__{series}__0__lte": number, f"data__codes__{series}__1__gte": number}
    return own | Q(subject=TOGETHER, **span)


def dossiers_visible_to(actor: Actor) -> QuerySet[Dossier]:
    """Dossiers with what every list shows of them."""
    return visible(Dossier, actor).select_related("work__unit", "work__field", "round", "authority")
