"""Law 3: who may not judge a dossier leaves their place at its hearing. Authors at once and for good, others by a
declaration or what the record says, each with its ground, which two other people together may lift for a reason.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from config.errors import Forbidden, Invalid, StateConflict
from initiatives.rules.answers import clean_line
from journal.services.record import record
from organisation.actor import Actor
from organisation.models import User
from reviews.models import Conflict, Hearing, Override, Place, Poll
from reviews.policy import may_conduct
from reviews.services.access import conducted, hearing_for
from reviews.services.places import authors_of, recuse

GROUND_OF_AUTHORS = gettext_noop("Author or co-author of the work")


def recuse_authors(hearing: Hearing) -> int:
    """Recuse every member who is an author; returns how many were not recused before.

    Called when a hearing is made and again before a vote and a conclusion: the same work may have been given a further
    author through another dossier meanwhile.
    """
    changed, authors = 0, authors_of(hearing)
    for _again in range(2):  # Whom an alternate stood in for has the place back, and may be an author too.
        places = hearing.places.filter(seat__person_id__in=authors).exclude(cause=Place.Cause.AUTHOR)
        changed += recuse(hearing, places, Place.Cause.AUTHOR, GROUND_OF_AUTHORS)
    if changed:
        record(None, "authors_recused", f"hearing:{hearing.pk}", {"dossier": hearing.dossier_id, "count": changed})
    return changed


@transaction.atomic
def declare_conflict(hearing_id: int, actor: Actor, ground: str, seat_id: int | None = None) -> Place:
    """Recuse oneself; who conducts the council may recuse another seat on evidence. From then on the person sees
    nothing
    of the hearing, and neither their sheet nor a ballot of theirs counts.

    Raises: NotFound, Forbidden, Invalid at `ground` or `seat`, StateConflict after the conclusion or while a vote
    stands.
    """
    hearing = hearing_for(actor, hearing_id)
    place = _place(hearing, actor, seat_id)
    if place.seat.person_id != actor.person_id and not may_conduct(actor, hearing.council):
        raise Forbidden(_("Members declare their own conflicts; others are recused by the chair or the secretary."))
    told = clean_line(ground)[:250]
    if not told:
        raise Invalid(_("A ground is needed."), {"ground": [_("Say what ties the member to the dossier.")]})
    refuse_while_a_vote_stands(hearing)
    if not place.recused:
        recuse(hearing, hearing.places.filter(pk=place.pk), Place.Cause.DECLARED, told)
        place.refresh_from_db(fields=["recused", "cause", "ground"])
        hearing.sheets.filter(seat=place.seat_id, locked_at=None).delete()
        record(actor.user_id, "conflict_declared", f"hearing:{hearing.pk}", _told(hearing, place))
    return place


@transaction.atomic
def lift_recusal(hearing_id: int, actor: Actor, seat_id: int, reason: str) -> Place:
    """Give a place back. It takes two people: the first asks with the reason, another confirms with theirs (the same
    call again). An author is never let back.

    Raises: NotFound, Forbidden, Invalid at `reason` or `seat`, StateConflict.
    """
    hearing = conducted(actor, hearing_for(actor, hearing_id))
    place = _place(hearing, actor, seat_id)
    if place.cause == Place.Cause.AUTHOR or place.seat.person_id in authors_of(hearing):
        raise Forbidden(_("An author cannot judge their own work; this recusal is never lifted."))
    told = clean_line(reason)[:250]
    if not told:
        raise Invalid(_("A reason is needed."), {"reason": [_("Say why there is no conflict.")]})
    refuse_while_a_vote_stands(hearing)
    if not place.recused:
        return place
    asked = (
        hearing.overrides.select_for_update(of=("self",)).filter(person=place.seat.person, confirmed_by=None).first()
    )
    if asked is None:
        _ask(hearing, actor, place, told)
    else:
        _confirm(asked, hearing, actor, place, told)
    return place


def _ask(hearing: Hearing, actor: Actor, place: Place, reason: str) -> None:
    asker = User.objects.get(pk=actor.user_id or 0)
    hearing.overrides.create(person=place.seat.person, reason=reason, asked_by=asker)
    record(actor.user_id, "override_asked", f"hearing:{hearing.pk}", {**_told(hearing, place), "reason": reason})


def _confirm(asked: Override, hearing: Hearing, actor: Actor, place: Place, reason: str) -> None:
    if asked.asked_by_id == actor.user_id:
        raise Forbidden(_("It takes two people: somebody else who conducts the council confirms this."))
    asked.confirmed_by_id, asked.confirmed_at = actor.user_id, timezone.now()
    asked.save(update_fields=["confirmed_by", "confirmed_at"])
    data = {**_told(hearing, place), "asked_by": asked.asked_by_id, "asked": asked.reason, "reason": reason}
    record(actor.user_id, "recusal_lifted", f"hearing:{hearing.pk}", data)
    found = hearing.dossier.conflicts.filter(person=place.seat.person, state=Conflict.State.STANDING)
    found.update(state=Conflict.State.LIFTED, answer=asked.reason)
    if place.instead_of_id:  # An alternate: the absent member's place stands again already.
        place.delete()
        return
    place.recused, place.cause, place.ground = False, Place.Cause.NONE, ""
    place.save(update_fields=["recused", "cause", "ground"])


def refuse_while_a_vote_stands(hearing: Hearing) -> None:
    """A ballot cannot be taken out of the box, for nobody knows whose it is. Raises StateConflict."""
    if hearing.polls.exclude(state=Poll.State.ANNULLED).exists():
        raise StateConflict(_("The vote on this dossier has begun. The chair must annul it first."))


def _place(hearing: Hearing, actor: Actor, seat_id: int | None) -> Place:
    whose = {"seat_id": seat_id} if seat_id is not None else {"seat__person_id": actor.person_id or 0}
    place = hearing.places.select_for_update(of=("self",)).select_related("seat__person").filter(**whose).first()
    if place is None and seat_id is None:
        raise Forbidden(_("Only members of the council may do this."))
    if place is None:
        raise Invalid(_("There is no such seat at this hearing."), {"seat": [_("Choose from the list.")]})
    return place


def _told(hearing: Hearing, place: Place) -> dict[str, object]:
    return {"dossier": hearing.dossier_id, "person": place.seat.person.code, "ground": place.ground}
