"""Sheets as their readers may see them: one's own always, others' only once one's own is locked."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from config.errors import NotFound
from organisation.actor import Actor
from reviews.models import Hearing, Place, Sheet
from reviews.policy import runs_council
from reviews.queries.hearings import hearings_visible_to
from reviews.queries.schemes import scheme_of
from reviews.rules.aggregate import median, trimmed_mean
from reviews.rules.exact import shown
from reviews.rules.scheme import Scheme
from reviews.rules.seats import SheetInput
from reviews.rules.sheets import CountedSheet, read_sheet, score_fault, sheet_faults

__all__ = ["Summary", "own_sheet", "own_sheets", "running_total", "scheme_of", "score_summary", "sheets_shown"]


def own_place(actor: Actor, hearing_id: int) -> Place:
    """The actor's own place at a hearing on which they are not recused. Raises NotFound."""
    seen = hearings_visible_to(actor).filter(pk=hearing_id).values("pk")
    place = Place.objects.filter(hearing__in=seen, seat__person_id=actor.person_id or 0, recused=False)
    found = place.select_related("hearing__scheme", "hearing__council", "hearing__dossier__work", "seat").first()
    if found is None:
        raise NotFound
    return found


def own_sheet(actor: Actor, hearing_id: int) -> Sheet:
    """The actor's sheet on a hearing; an empty one with revision 0 where they have not begun. Raises NotFound."""
    place = own_place(actor, hearing_id)
    sheet = place.hearing.sheets.filter(seat=place.seat_id).first() or Sheet(seat=place.seat, revision=0)
    sheet.hearing = place.hearing
    return sheet


def own_sheets(actor: Actor) -> QuerySet[Sheet]:
    """Every sheet that the actor has begun, on hearings that they may still see."""
    mine = Sheet.objects.filter(
        seat__person_id=actor.person_id or 0, hearing__in=hearings_visible_to(actor).values("pk")
    )
    return mine.select_related("hearing__scheme", "hearing__dossier__work", "hearing__council", "seat")


def sheets_are_open(actor: Actor, hearing: Hearing) -> bool:
    """Whether the actor may see what others have locked: their own sheet is locked, or the council has concluded.
    Who runs
    the council without a seat sees them once every member has locked theirs.
    """
    if hearing.state == Hearing.State.CONCLUDED:
        return True
    places = list(hearing.places.filter(recused=False).values_list("seat_id", "seat__person_id"))
    locked = set(hearing.sheets.exclude(locked_at=None).values_list("seat_id", flat=True))
    own = [seat for seat, person in places if actor.person_id and person == actor.person_id]
    if own:
        return own[0] in locked
    return bool(runs_council(actor, hearing.council)) and locked >= {seat for seat, _person in places}


def sheets_shown(actor: Actor, hearing: Hearing, are_open: bool | None = None) -> list[Sheet]:
    """The locked sheets of members not recused, if the actor may see them; else only their own. In the order of seats.

    The hearing must be one that the actor sees (`hearings_visible_to`); `are_open` is `sheets_are_open`, where known.
    """
    sitting = hearing.places.filter(recused=False).values("seat_id")
    rows = hearing.sheets.filter(seat__in=sitting).select_related("seat__person").order_by("seat__position")
    if sheets_are_open(actor, hearing) if are_open is None else are_open:
        return list(rows.exclude(locked_at=None))
    return list(rows.filter(seat__person_id=actor.person_id or 0))


@dataclass(frozen=True, slots=True)
class Summary:
    """Results side by side, rounded half up to two decimals. `criteria` are {code, title, mean, spread, n}."""

    n: int
    mean: str
    median: str
    trimmed_mean: str
    spread: str
    criteria: tuple[dict[str, Any], ...]


def score_summary(actor: Actor, hearing: Hearing) -> Summary | None:
    """The members' scores side by side; None while the actor may not see them, or where there are none."""
    return summary_of(hearing, sheets_shown(actor, hearing, True)) if sheets_are_open(actor, hearing) else None


def summary_of(hearing: Hearing, sheets: Iterable[Sheet]) -> Summary | None:
    """The same of locked sheets that are at hand and may be shown."""
    scheme = scheme_of(hearing)
    counted = counted_sheets(scheme, sheets) if scheme.scored else []
    if not counted:
        return None
    totals = sorted(sheet.total for sheet in counted)
    trimmed = trimmed_mean(totals, 1) if len(totals) > 2 else trimmed_mean(totals, 0)
    return Summary(
        n=len(totals), mean=shown(trimmed_mean(totals, 0)), median=shown(median(totals)), trimmed_mean=shown(trimmed),
        spread=shown(totals[-1] - totals[0]), criteria=tuple(_by_criterion(scheme, counted)),
    )  # fmt: skip


def counted_sheets(scheme: Scheme, sheets: Iterable[Sheet]) -> list[CountedSheet]:
    whole = [sheet for sheet in sheets if sheet.locked_at and not sheet_faults(scheme.criteria, sheet.scores)]
    return [read_sheet(scheme.criteria, SheetInput(str(sheet.seat_id), sheet.scores)) for sheet in whole]


def _by_criterion(scheme: Scheme, counted: list[CountedSheet]) -> Iterable[dict[str, Any]]:
    for criterion in scheme.points:
        values = sorted(sheet.points[criterion.code] for sheet in counted)
        yield {
            "code": criterion.code, "title": criterion.title.to_json(), "mean": shown(trimmed_mean(values, 0)),
            "spread": shown(values[-1] - values[0]), "n": len(values),
        }  # fmt: skip


def running_total(scheme: Scheme, sheet: Sheet) -> str | None:
    """The total of what has been filled in so far, for the member; None where the scheme has no points."""
    if not scheme.scored:
        return None
    given = [(c, sheet.scores.get(c.code)) for c in scheme.points]
    points = [Fraction(raw) * Fraction(c.weight) for c, raw in given if raw and not score_fault(c, c.code, raw)]
    return shown(sum(points, Fraction(0)), scheme.places)
