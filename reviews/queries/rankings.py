"""Who competes for a task, and in which order they stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import localize

from initiatives.choices import State
from initiatives.models import Dossier, Task
from initiatives.policy import HANDLING, is_author
from organisation.actor import Actor
from reviews.models import Conclusion, Hearing, Ranking, Seat, SeatRole
from reviews.policy import RUNNING
from reviews.queries.conclusions import Line, lines
from reviews.queries.schemes import parsed
from reviews.rules.exact import shown
from reviews.rules.explanation import Conclusion as Judged
from reviews.rules.ranking import Ranking as Ranked
from reviews.rules.ranking import rank

LEADING = (SeatRole.CHAIR, SeatRole.DEPUTY, SeatRole.SECRETARY)
OUT = (State.REFUSED, State.WITHDRAWN, State.LAPSED)


@dataclass(frozen=True, slots=True)
class Competitor:
    """A dossier that competes; `place` is 0 and `total` empty while it has none."""

    dossier: Dossier
    outcome: str
    total: str = ""
    place: int = 0
    by_chair: bool = False
    wins: bool = False

    @property
    def shown_total(self) -> str:
        """With the comma that people here write."""
        return localize(Decimal(self.total), use_l10n=True) if self.total else ""


@dataclass(frozen=True, slots=True)
class Standings:
    """All who compete, the first in front; `waits` are the codes of those not concluded yet. `outcome` is that of the
    ranking as it would be settled, or was (`settled`), empty while something waits.
    """

    competitors: Sequence[Competitor]
    waits: Sequence[str]
    outcome: str
    steps: Sequence[Line]
    settled: Ranking | None

    @property
    def first(self) -> list[Competitor]:
        """Those in the first place."""
        return [one for one in self.competitors if one.place == 1]


def competing(task: Task) -> QuerySet[Dossier]:
    """What was filed in the call in force, but for what is out of it."""
    filed = Dossier.objects.filter(task=task, round=task.round_id, code__isnull=False).exclude(state__in=OUT)
    return filed.select_related("work__unit", "unit", "round").order_by("code")


def conclusions_of(dossiers: Iterable[Dossier]) -> dict[str, Conclusion]:
    """The last conclusion on each, by code."""
    rows = Conclusion.objects.filter(hearing__dossier__in=[d.pk for d in dossiers]).exclude(outcome="revise")
    found = rows.select_related("scheme", "hearing__dossier").order_by("pk")
    return {one.hearing.dossier.reference: one for one in found}


def ranked(conclusions: Mapping[str, Conclusion]) -> Ranked:
    """By the scheme under which they were judged; what the council itself decided on one stands.

    Raises: ValueError where the scheme does not rank, or they were judged under different schemes.
    """
    schemes = {one.scheme_id: one.scheme for one in conclusions.values()}
    if len(schemes) != 1:
        raise ValueError(", ".join(sorted(scheme.code for scheme in schemes.values())))
    judged = {
        code: replace(Judged.from_json(one.result), outcome=one.outcome) for code, one in sorted(conclusions.items())
    }
    return rank(parsed(next(iter(schemes.values()))), judged)


def standings(task: Task) -> Standings:
    """As settled, else as the conclusions stand now; nothing while the call is sealed."""
    if task.round is None or task.round.closed_to_all:
        return Standings((), (), "", (), None)
    dossiers = list(competing(task))
    concluded = conclusions_of(dossiers)
    waits = [d.reference for d in dossiers if d.state == State.IN_REVIEW or d.reference not in concluded]
    settled = Ranking.objects.filter(task=task, round=task.round_id).select_related("winner").first()
    ranking = settled.result if settled else _preview(concluded) if dossiers and not waits else {}
    places = {row["competitor"]: row for row in ranking.get("places", ())}
    rows = [_competitor(d, concluded.get(d.reference), places.get(d.reference, {}), settled) for d in dossiers]
    after_all = len(rows) + 1
    ordered = sorted(rows, key=lambda one: (one.place or after_all, one.dossier.reference))
    return Standings(ordered, waits, ranking.get("outcome", ""), lines(ranking.get("steps", ())), settled)


def _preview(concluded: Mapping[str, Conclusion]) -> dict[str, Any]:
    try:
        return told(ranked(concluded))
    except ValueError:
        return {}


def told(ranking: Ranked) -> dict[str, Any]:
    """A ranking as plain JSON."""
    return {
        "outcome": ranking.outcome,
        "winner": ranking.winner,
        "places": [
            {"competitor": p.competitor, "place": p.place, "total": shown(p.total), "by_chair": p.by_chair}
            for p in ranking.places
        ],
        "steps": [step.to_json() for step in ranking.steps],
    }


def _competitor(
    dossier: Dossier, conclusion: Conclusion | None, place: Mapping[str, Any], settled: Ranking | None
) -> Competitor:
    return Competitor(
        dossier, conclusion.outcome if conclusion else "", (conclusion.score if conclusion else "") or "",
        place.get("place", 0), place.get("by_chair", False),
        settled is not None and settled.winner_id == dossier.pk,
    )  # fmt: skip


def _seats(actor: Actor, task: Task) -> QuerySet[Seat]:
    heard = Hearing.objects.filter(dossier__task=task, dossier__round=task.round_id)
    return Seat.objects.filter(person=actor.person_id or 0, council__in=heard.values("council"))


def _competes(actor: Actor, task: Task) -> bool:
    return any(is_author(actor, dossier) for dossier in competing(task).prefetch_related("work__authors"))


def reads_ranking(actor: Actor, task: Task) -> bool:
    """The offices of the authority and the members of the council, but for who competes (law 3)."""
    if task.round_id is None or _competes(actor, task):
        return False
    return task.authority_id in actor.over(*HANDLING) or _seats(actor, task).exists()


def settles_ranking(actor: Actor, task: Task) -> bool:
    """Who conducts: the secretary's office, the registrar, or chair, deputy and secretary of the council."""
    if task.round_id is None or _competes(actor, task):
        return False
    return task.authority_id in actor.over(*RUNNING) or _seats(actor, task).filter(role__in=LEADING).exists()
