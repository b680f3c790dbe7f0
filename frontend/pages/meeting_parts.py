"""What the pages of a meeting show."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from initiatives.choices import Purpose
from organisation.actor import Actor
from reviews.models import Attendance, Entitlement, Hearing, Place, Poll, Seat, Session, Sheet
from reviews.queries.benches import attendance_among
from reviews.queries.grounds import closed_names, ground_of
from reviews.queries.hearings import hearings_visible_to
from reviews.queries.schemes import scheme_of
from reviews.rules.words import describe

Context = dict[str, Any]
CHOICES = {
    "yes": _("Agree"), "no": _("Disagree"), "excellent": _("Excellent"), "pass": _("Pass"), "fail": _("Fail"),
    "selection": _("Carry out: selection among competitors"), "direct": _("Carry out: direct assignment"),
    "none": _("Do not carry out"),
}  # fmt: skip
TONES = {
    "yes": "good", "excellent": "good", "pass": "info", "no": "bad", "fail": "bad", "selection": "good",
    "direct": "info", "none": "bad",
}  # fmt: skip


def agenda(session: Session, actor: Actor) -> Context:
    """Members with attendance, and the dossiers with sheets, quorum, poll and conclusion. Seven queries for any
    agenda.
    """
    attended = {row.seat_id: row for row in Attendance.objects.filter(session=session)}
    present = {pk for pk, row in attended.items() if row.present}
    seats = list(session.council.seats.select_related("person").order_by("position"))
    rows = (
        hearings_visible_to(actor)
        .filter(session=session)
        .select_related("dossier__work__unit", "dossier__round", "conclusion", "scheme")
        .order_by("position", "id")
    )
    polls = Prefetch("polls", Poll.objects.exclude(state=Poll.State.ANNULLED).prefetch_related("entitlements__seat"))
    places = Prefetch("places", Place.objects.select_related("seat__person", "instead_of__person"))
    sheets = Prefetch("sheets", Sheet.objects.only("hearing_id", "seat_id", "locked_at"))
    hearings = [_row(hearing, present, actor) for hearing in rows.prefetch_related(polls, places, sheets)]
    waiting = [row for row in hearings if row["hearing"].state == Hearing.State.OPEN]
    voting = [row for row in waiting if row["poll"] and row["poll"].state == Poll.State.OPEN]
    current = next(iter(voting or waiting), None) if session.state == Session.State.OPEN else None
    if current:
        current["now"] = True
    return {
        "members": _members(session, seats, attended),
        "all": sum(not seat.alternate for seat in seats),
        "present": len(present),
        "hearings": hearings,
        "current": current,
    }


def _members(session: Session, seats: Sequence[Seat], attended: Mapping[int, Attendance]) -> list[Context]:
    """Members and the alternates who sit in: whether they are here, when they were, and who may sit in for whom."""
    live = {row.seat_id: row.alternate_id for row in session.substitutions.filter(ended_at=None)}
    by_id = {seat.pk: seat for seat in seats}
    free = [seat for seat in seats if seat.alternate and seat.pk not in live.values()]
    in_for = {alternate: by_id[seat] for seat, alternate in live.items()}
    return [
        {
            "seat": seat, "present": (row := attended.get(seat.pk)) is not None and row.present,
            "times": [_stay(stay) for stay in row.times] if row else [],
            "substitute": by_id.get(live.get(seat.pk, 0)), "in_for": in_for.get(seat.pk),
            "choices": [one for one in free if one.role == seat.role and not seat.alternate],
        }
        for seat in seats
        if not seat.alternate or seat.pk in in_for
    ]  # fmt: skip


def _stay(stay: Mapping[str, str | None]) -> str:
    """“08:02–09:15”; open while it lasts."""
    came, left = (localtime(datetime.fromisoformat(at)) if at else None for at in (stay["came"], stay["left"]))
    return f"{came:%H:%M}–{left:%H:%M}" if came and left else f"{came:%H:%M}–"


def _row(hearing: Hearing, present: set[int], actor: Actor) -> Context:
    places, hidden = list(hearing.places.all()), closed_names(hearing)
    sitting = [place for place in places if not place.recused]
    here = [place for place in sitting if place.seat_id in present]
    poll = next(iter(hearing.polls.all()), None)
    rights: list[Entitlement] = list(poll.entitlements.all()) if poll else []
    own = next((right for right in rights if right.seat.person_id == actor.person_id), None)
    locked = sum(1 for sheet in hearing.sheets.all() if sheet.locked_at)
    return {
        "hearing": hearing,
        "now": False,
        "votes": scheme_of(hearing).ballot is not None,
        "named": not hidden,
        "recused": [(place, ground_of(place, hidden)) for place in places if place.recused],
        "sitting_in": [place for place in sitting if place.instead_of_id],
        "members": len(sitting),
        "present": len(here),
        "lacks": _lacks(hearing, places, [place.seat_id for place in here]),
        "locked": locked,
        "poll": poll,
        "cast": sum(right.has_cast for right in rights),
        "entitled": len(rights),
        "own": own,
        "result": result(poll) if poll else [],
        "conclusion": getattr(hearing, "conclusion", None),
        "determined": hearing.dossier.purpose == Purpose.DETERMINATION and hearing.dossier.outcome == "passed",
    }


def _lacks(hearing: Hearing, places: Sequence[Place], present: Sequence[int]) -> str:
    """What is missing to a quorum, in words; empty where those present are enough."""
    step = scheme_of(hearing).quorum.check(attendance_among(hearing, places, present))
    return "" if step.holds else describe(step, get_language() or "vi")


def choice_rows(poll: Poll) -> list[Context]:
    """The choices as large buttons."""
    return [
        {"code": choice, "words": CHOICES.get(choice, choice), "tone": TONES.get(choice, "info")}
        for choice in poll.choices
    ]


def result(poll: Poll) -> list[Context]:
    """The count of a closed poll, and nothing before."""
    if poll.state != Poll.State.CLOSED:
        return []
    counted = Counter(choice for _receipt, choice in poll.box)
    return [{"words": CHOICES.get(choice, choice), "count": counted[choice]} for choice in poll.choices]
