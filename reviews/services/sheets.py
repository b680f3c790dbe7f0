"""Score sheets: saved as one types, locked by the member, then never changed (laws 2 and 3)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, NotFound, Stale, StateConflict
from initiatives.rules.answers import clean_line, clean_text
from initiatives.services.content import digest_of
from journal.services.record import record
from organisation.actor import Actor
from organisation.rules.names import names_in
from reviews.models import Hearing, SeatRole, Sheet
from reviews.queries.schemes import scheme_of
from reviews.rules.criteria import NO, CriterionKind
from reviews.rules.exact import decimal, spelled
from reviews.rules.scheme import Scheme
from reviews.rules.sheets import EMPTY, SheetFault, answer, criterion_of, score_faults, sheet_faults
from reviews.services.access import hearing_for, place_of
from reviews.services.recusals import refuse_while_a_vote_stands

COMMENT, LETTER, LINES = 5_000, 20_000, 200
Faults = dict[str, list[str]]


@transaction.atomic
def save_sheet(
    hearing_id: int,
    actor: Actor,
    scores: Mapping[str, Any] | None = None,
    comments: Mapping[str, Any] | None = None,
    to_council: str | None = None,
    to_authors: str | None = None,
    revision: int | None = None,
) -> Sheet:
    """Save what has been filled in; what is not named stays, an empty score is taken away.

    `revision` is that of the sheet as the member saw it, 0 for one not begun (None: whatever it is now).
    Raises: NotFound (also for who is recused), Forbidden without a seat, StateConflict once locked or concluded, Stale
    (412) when it was saved in another window, Invalid at `scores.CODE`, `comments.CODE`; nothing is saved then.
    """
    hearing = hearing_for(actor, hearing_id)
    sheet = _own(actor, hearing, revision)
    scheme = scheme_of(hearing)
    faults: Faults = {}
    sheet.scores = _merged(sheet.scores, _scores(scheme, scores or {}, faults))
    sheet.comments = _merged(sheet.comments, _comments(scheme, comments or {}, faults))
    sheet.to_council = _letter("to_council", sheet.to_council, to_council, faults)
    sheet.to_authors = _letter("to_authors", sheet.to_authors, to_authors, faults)
    if faults:
        raise Invalid(_("Some scores need mending."), faults)
    sheet.revision += 1
    sheet.save()
    return sheet


@transaction.atomic
def lock_sheet(hearing_id: int, actor: Actor, revision: int | None = None, named: bool = False) -> Sheet:
    """Lock the actor's own sheet: from then on it counts as it stands.

    Raises: as `save_sheet`; Invalid at `scores.CODE` for each that is missing, at `comments.CODE` for a no without
    its reason, at `to_authors` where it names a member of the council (unless `named` says that this is meant).
    """
    hearing = hearing_for(actor, hearing_id)
    sheet = _own(actor, hearing, revision)
    scheme = scheme_of(hearing)
    faults = {f"scores.{fault.criterion}": [_message(fault)] for fault in sheet_faults(scheme.criteria, sheet.scores)}
    for criterion in scheme.criteria:
        if (
            criterion.kind is CriterionKind.CHECK
            and sheet.scores.get(criterion.code) == NO
            and not sheet.comments.get(criterion.code)
        ):
            faults[f"comments.{criterion.code}"] = [_("A no needs its reason.")]
    if not named and (told := names_in(sheet.to_authors, _members(hearing))):
        words = _("The authors would read the name of a member: %(names)s. Take it out, or confirm that it is meant.")
        faults["to_authors"] = [words % {"names": ", ".join(told)}]
    if faults:
        raise Invalid(_("The sheet is not complete."), faults)
    sheet.locked_at = timezone.now()
    sheet.revision += 1
    sheet.save()
    record(
        actor.user_id, "sheet_locked", f"hearing:{hearing.pk}", {"dossier": hearing.dossier_id, "seat": sheet.seat_id}
    )
    return sheet


@transaction.atomic
def unlock_sheet(hearing_id: int, actor: Actor, seat_id: int, reason: str) -> Sheet:
    """Give a locked sheet back to its member: by the chair (the deputy where the chair has no part), with a reason.

    What was locked is kept as superseded, and its digest in the journal.
    Raises: NotFound, Forbidden, Invalid at `reason`, StateConflict when it is not locked or the vote has begun.
    """
    hearing = hearing_for(actor, hearing_id)
    if not chairs(actor, hearing):
        raise Forbidden(_("Only the chair unlocks a sheet."))
    told = clean_line(reason)[:250]
    if not told:
        raise Invalid(_("A reason is needed."), {"reason": [_("Say why the sheet is unlocked.")]})
    refuse_while_a_vote_stands(hearing)
    sheet = hearing.sheets.select_for_update(of=("self",)).filter(seat=seat_id).first()
    if sheet is None:
        raise NotFound
    if sheet.locked_at is None:
        raise StateConflict(_("This sheet is not locked."))
    data = {"dossier": hearing.dossier_id, "seat": seat_id, "reason": told, "digest": digest_of(_content(sheet))}
    record(actor.user_id, "sheet_unlocked", f"hearing:{hearing.pk}", data)
    sheet.earlier = [*sheet.earlier, {**_content(sheet), "locked_at": sheet.locked_at.isoformat(), "reason": told}]
    sheet.locked_at = None
    sheet.revision += 1
    sheet.save()
    return sheet


def chairs(actor: Actor, hearing: Hearing) -> bool:
    """Whether the actor is the chair at this hearing, or the deputy where the chair is recused."""
    sitting = hearing.places.filter(recused=False)
    role = SeatRole.CHAIR if sitting.filter(seat__role=SeatRole.CHAIR).exists() else SeatRole.DEPUTY
    return sitting.filter(seat__role=role, seat__person_id=actor.person_id or 0).exists()


def _members(hearing: Hearing) -> list[str]:
    return list(hearing.council.seats.values_list("person__full_name", flat=True))


def _content(sheet: Sheet) -> dict[str, Any]:
    names = ("scores", "comments", "to_council", "to_authors")
    return {name: getattr(sheet, name) for name in names}


def _own(actor: Actor, hearing: Hearing, revision: int | None) -> Sheet:
    """The actor's sheet, locked in the database (or a new one), in the state in which they saw it."""
    place = place_of(actor, hearing)
    sheet = hearing.sheets.select_for_update(of=("self",)).filter(seat=place.seat_id).first()
    sheet = sheet or Sheet(hearing=hearing, seat=place.seat, revision=0)
    if sheet.locked_at:
        raise StateConflict(_("Your sheet is locked and can no longer be changed."), revision=sheet.revision)
    if revision is not None and revision != sheet.revision:
        raise Stale(_("It was changed in another window meanwhile."), revision=sheet.revision)
    return sheet


def _merged(stored: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in {**stored, **given}.items() if text}


def _scores(scheme: Scheme, given: Mapping[str, Any], faults: Faults) -> dict[str, str]:
    """Scores as stored: numbers spelled exactly, answers as the scheme spells them."""
    if len(given) > LINES:
        faults["scores"] = [_("A sheet has at most %(most)d lines.") % {"most": LINES}]
        return {}
    wrong = score_faults(scheme.criteria, given)
    faults.update({f"scores.{fault.criterion}": [_message(fault)] for fault in wrong})
    bad = {fault.criterion for fault in wrong}
    return {key: _stored(scheme, key, raw) for key, raw in given.items() if key not in bad}


def _stored(scheme: Scheme, key: str, raw: Any) -> str:
    criterion = criterion_of(scheme.criteria, key)
    if raw in EMPTY or criterion is None:
        return ""
    return answer(criterion, raw) if criterion.answers else spelled(decimal(raw))


def _comments(scheme: Scheme, given: Mapping[str, Any], faults: Faults) -> dict[str, str]:
    read = {}
    for key, raw in given.items():
        if criterion_of(scheme.criteria, key) is None:
            faults[f"comments.{key[:40]}"] = [_("The scheme has no such criterion.")]
            continue
        read[key] = clean_text(str(raw or ""))
        if len(read[key]) > COMMENT:
            faults[f"comments.{key}"] = [_too_long(COMMENT)]
    return read


def _letter(name: str, stored: str, given: str | None, faults: Faults) -> str:
    text = stored if given is None else clean_text(given)
    if len(text) > LETTER:
        faults[name] = [_too_long(LETTER)]
    return text


def _too_long(limit: int) -> str:
    return _("At most %(limit)d characters.") % {"limit": limit}


def _message(fault: SheetFault) -> str:
    """The fault as a sentence."""
    sentences = {
        "missing": _("Still to be filled in."),
        "not_a_number": _("Give a number."),
        "below_zero": _("Points are not below 0."),
        "above_maximum": _("At most %(maximum)s points.") % {"maximum": fault.maximum},
        "not_an_answer": _("Choose one of the answers."),
        "unknown_criterion": _("The scheme has no such criterion."),
    }
    return sentences[fault.code]
