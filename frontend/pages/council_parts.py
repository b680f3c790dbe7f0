"""What the pages of councils show: summaries, the matrix of members and dossiers, own sheets."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from initiatives.choices import State
from initiatives.models import Dossier, Round
from initiatives.waiting import to_assign as waiting_for_a_council
from organisation.actor import Actor
from organisation.models import Role
from organisation.policy import visible
from reviews.models import Council, Hearing, Place, Seat, Sheet
from reviews.queries.assignments import reviewers_published
from reviews.queries.conflicts import ties_found, words_of
from reviews.queries.councils import alternates_of
from reviews.queries.hearings import hearings_visible_to
from reviews.queries.papers import deliveries

Context = dict[str, Any]


def summary(councils: QuerySet[Council], actor: Actor) -> list[Context]:
    """Each council with how many dossiers it has, and how many are concluded, but for those that concern the actor."""
    seen = Q(hearings__in=hearings_visible_to(actor).values("pk"))
    counted = councils.annotate(
        heard=Count("hearings", seen, distinct=True),
        concluded=Count("hearings", seen & Q(hearings__state=Hearing.State.CONCLUDED), distinct=True),
        members=Count("seats", Q(seats__alternate=False), distinct=True),
    )
    return [
        {"council": council, "heard": council.heard, "concluded": council.concluded, "members": council.members}
        for council in counted
    ]


def to_assign(actor: Actor) -> list[Dossier]:
    """Admitted dossiers of the actor's authority that no council has yet."""
    if not actor.over(Role.SECRETARY, Role.REGISTRAR):
        return []
    return list(waiting_for_a_council(actor).select_related("work", "round").order_by("due_on", "pk")[:100])


def rounds_of(actor: Actor) -> QuerySet[Round]:
    """Rounds for which the actor may set up a council."""
    units = actor.over(Role.SECRETARY, Role.REGISTRAR)
    return Round.objects.filter(
        authority__in=units, closes_on__gte=timezone.localdate().replace(month=1, day=1)
    ).order_by("-opens_on")


def assignable(council: Council, actor: Actor) -> QuerySet[Dossier]:
    """Admitted dossiers of the council's round that the actor sees."""
    rows = visible(Dossier, actor).filter(round=council.round_id, state=State.ADMITTED)
    return rows.select_related("work").order_by("code")


def tied(council: Council, actor: Actor) -> list[Context]:
    """For each of these dossiers the members whom the record ties to its authors, and the grounds."""
    dossiers = list(assignable(council, actor))
    names = {seat.person_id: seat.person.full_name for seat in council.seats.all()}
    found = ties_found(dossiers, names) if dossiers else {}
    codes = {dossier.pk: dossier.reference for dossier in dossiers}
    return [
        {
            "code": codes[dossier], "name": names[person],
            "grounds": ", ".join(_(words_of(ground)) for ground, _detail in grounds),
        }
        for (dossier, person), grounds in sorted(found.items())
    ]  # fmt: skip


def matrix(council: Council, seats: Sequence[Seat], actor: Actor) -> tuple[list[Context], list[Seat]]:
    """A row a hearing that the actor may see: the state of each member's sheet, never what it says; and the seats in
    the columns, alternates who judge one of them among these.
    """
    hearings = list(
        hearings_visible_to(actor)
        .filter(council=council)
        .select_related("dossier__work", "conclusion", "scheme", "session")
        .order_by("position", "id")
    )
    ids = [hearing.pk for hearing in hearings]
    places = {(place.hearing_id, place.seat_id): place for place in Place.objects.filter(hearing__in=ids)}
    sheets = {
        (sheet.hearing_id, sheet.seat_id): sheet
        for sheet in Sheet.objects.filter(hearing__in=ids).defer("scores", "comments")
    }
    reviewers = reviewers_published(hearings)
    judging = {seat for _hearing, seat in places}
    seats = [*seats, *(seat for seat in alternates_of(council) if seat.pk in judging)]
    rows = [
        {
            "hearing": hearing,
            "papers": papers,
            "cells": [_cell(places.get((hearing.pk, s.pk)), sheets.get((hearing.pk, s.pk))) for s in seats],
            "reviewers": [s.person.full_name for s in seats if s.person_id in reviewers[hearing.pk]],
        }
        for hearing, papers in zip(hearings, deliveries(hearings), strict=True)
    ]
    return rows, seats


def _cell(place: Place | None, sheet: Sheet | None) -> str:
    """absent, recused, locked, begun or waiting."""
    if place is None:
        return "absent"
    if place.recused:
        return "recused"
    if sheet is None:
        return "waiting"
    return "locked" if sheet.locked_at else "begun"


def own_hearings(rows: Sequence[Context], seats: Sequence[Seat], actor: Actor) -> list[Context]:
    """The actor's own cells of the matrix, but for the dossiers on which they are recused."""
    own = next((n for n, seat in enumerate(seats) if actor.person_id and seat.person_id == actor.person_id), None)
    if own is None:
        return []
    cells = [{"hearing": row["hearing"], "state": row["cells"][own]} for row in rows]
    return [cell for cell in cells if cell["state"] not in ("absent", "recused")]
