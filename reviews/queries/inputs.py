"""What a hearing has so far, as the rules take it: attendance, locked sheets, the box's choices, flags."""

from typing import Any

from reviews.models import Hearing, Poll
from reviews.queries.benches import attendance_for, present_at, standing_poll
from reviews.queries.schemes import judged, scheme_of
from reviews.rules.seats import Inputs, SheetInput

VOTES = ("ballot", "ballot_grade", "undefined")


def gather(hearing: Hearing) -> Inputs:
    """All inputs of a conclusion. Where a vote counts, those present are who were entitled to it."""
    poll = standing_poll(hearing)
    counts = poll is not None and poll.state == Poll.State.CLOSED
    if poll is not None and counts:
        present = list(poll.entitlements.values_list("seat_id", flat=True))
    else:
        present = [seat.pk for seat in present_at(hearing)]
    ballots = sorted(choice for _receipt, choice in poll.box) if poll is not None and counts else []
    return Inputs(attendance_for(hearing, present), tuple(_sheets(hearing)), tuple(ballots), hearing.flags)


def _sheets(hearing: Hearing) -> list[SheetInput]:
    """Locked sheets of members who are not recused."""
    sitting = hearing.places.filter(recused=False).values("seat_id")
    locked = hearing.sheets.filter(seat__in=sitting).exclude(locked_at=None).order_by("seat__position")
    return [SheetInput(str(seat), scores) for seat, scores in locked.values_list("seat_id", "scores")]


def unlocked(hearing: Hearing) -> list[str]:
    """Names of the members present who are not recused and have yet to lock a sheet that the conclusion needs."""
    if not needs_sheets(hearing):
        return []
    done = set(hearing.sheets.exclude(locked_at=None).values_list("seat_id", flat=True))
    return [seat.person.full_name for seat in present_at(hearing) if seat.pk not in done]


def needs_sheets(hearing: Hearing) -> bool:
    """Whether every member present must have locked a sheet: the scheme asks for them, or they stand for the vote."""
    scheme = scheme_of(hearing)
    if not scheme.criteria or scheme.sheets is None:
        return False
    open_vote = scheme.ballot is not None and scheme.ballot.from_sheets and standing_poll(hearing) is None
    return scheme.sheets.required or open_vote


def lacks_vote(result: dict[str, Any]) -> bool:
    """Whether a result hangs on a vote that has not been held."""
    return any(step["rule"] in VOTES and step["inputs"].get("cast") == 0 for step in result["steps"])


def preview(hearing: Hearing) -> dict[str, Any]:
    """What the scheme says on what is there so far; nothing is stored. For who conducts the meeting."""
    return judged(hearing.scheme, gather(hearing))
