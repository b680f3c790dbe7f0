"""What the pages of a meeting show."""

from collections import Counter
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from organisation.actor import Actor
from reviews.models import Attendance, Entitlement, Hearing, Place, Poll, Session, Sheet
from reviews.queries.hearings import hearings_visible_to
from reviews.queries.schemes import scheme_of

Context = dict[str, Any]
CHOICES = {"yes": _("Agree"), "no": _("Disagree"), "excellent": _("Excellent"), "pass": _("Pass"), "fail": _("Fail")}
TONES = {"yes": "good", "excellent": "good", "pass": "info", "no": "bad", "fail": "bad"}


def agenda(session: Session, actor: Actor) -> Context:
    """Members with attendance, and the dossiers with sheets, quorum, poll and conclusion. Six queries for any
    agenda.
    """
    present = set(Attendance.objects.filter(session=session, present=True).values_list("seat_id", flat=True))
    seats = list(session.council.seats.select_related("person"))
    rows = (
        hearings_visible_to(actor)
        .filter(session=session)
        .select_related("dossier__work__unit", "conclusion", "scheme")
        .order_by("position", "id")
    )
    polls = Prefetch("polls", Poll.objects.exclude(state=Poll.State.ANNULLED).prefetch_related("entitlements__seat"))
    places = Prefetch("places", Place.objects.select_related("seat__person"))
    sheets = Prefetch("sheets", Sheet.objects.only("hearing_id", "seat_id", "locked_at"))
    hearings = [_row(hearing, present, actor) for hearing in rows.prefetch_related(polls, places, sheets)]
    current = next((row for row in hearings if row["hearing"].state == Hearing.State.OPEN), None)
    return {
        "members": [{"seat": seat, "present": seat.pk in present} for seat in seats],
        "present": len(present),
        "hearings": hearings,
        "current": current,
    }


def _row(hearing: Hearing, present: set[int], actor: Actor) -> Context:
    places = list(hearing.places.all())
    sitting = [place for place in places if not place.recused]
    here = [place for place in sitting if place.seat_id in present]
    poll = next(iter(hearing.polls.all()), None)
    rights: list[Entitlement] = list(poll.entitlements.all()) if poll else []
    own = next((right for right in rights if right.seat.person_id == actor.person_id), None)
    locked = sum(1 for sheet in hearing.sheets.all() if sheet.locked_at)
    return {
        "hearing": hearing,
        "votes": scheme_of(hearing).ballot is not None,
        "recused": [place for place in places if place.recused],
        "members": len(sitting),
        "present": len(here),
        "locked": locked,
        "poll": poll,
        "cast": sum(right.has_cast for right in rights),
        "entitled": len(rights),
        "own": own,
        "result": result(poll) if poll else [],
        "conclusion": getattr(hearing, "conclusion", None),
    }


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
