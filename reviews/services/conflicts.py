"""Conflicts that members do not declare themselves: found in the record, named by authors, disputed, decided."""

from django.db import transaction
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.choices import CLOSED
from initiatives.models import Dossier
from initiatives.policy import is_author
from initiatives.rules.answers import clean_line
from journal.services.record import record
from organisation.actor import Actor
from organisation.models import Person
from organisation.policy import get_visible
from reviews.models import Conflict, Hearing, Place
from reviews.queries.conflicts import ties_found, words_of
from reviews.services.access import conducted, hearing_for
from reviews.services.places import recuse
from reviews.services.recusals import refuse_while_a_vote_stands

MOST_NAMED = 10
LONGEST = 250


def recuse_tied(hearing: Hearing) -> int:
    """Recuse every member whom the record ties to an author, or whom an author has rightly named; returns how many.

    A ground that two people have lifted is found no more.
    """
    people = list(hearing.places.values_list("seat__person_id", flat=True))
    found = ties_found([hearing.dossier], people)
    rows = [
        Conflict(dossier=hearing.dossier, person_id=person, ground=ground, detail=detail)
        for (_dossier, person), grounds in sorted(found.items())
        for ground, detail in grounds
    ]
    Conflict.objects.bulk_create(rows, ignore_conflicts=True)
    standing = hearing.dossier.conflicts.filter(state=Conflict.State.STANDING, person__in=people)
    grounds: dict[int, str] = {}
    for person, ground in standing.order_by("pk").values_list("person_id", "ground"):
        grounds.setdefault(person, ground)
    changed = sum(_recuse(hearing, person, ground) for person, ground in grounds.items())
    if changed:
        data = {"dossier": hearing.dossier_id, "count": changed}
        record(None, "conflicts_found", f"hearing:{hearing.pk}", data)
    return changed


def _recuse(hearing: Hearing, person: int, ground: str) -> int:
    cause = Place.Cause.NAMED if ground == Conflict.Ground.NAMED else Place.Cause.DETECTED
    places = hearing.places.filter(seat__person=person, recused=False)
    changed = recuse(hearing, places, cause, words_of(ground))
    if changed:
        hearing.sheets.filter(seat__person=person, locked_at=None).delete()
    return changed


@transaction.atomic
def name_conflict(dossier_code: str, actor: Actor, person_code: str, ground: str) -> Conflict:
    """As an author, name somebody who should not judge the dossier, and why. Who conducts its council decides; whether
    the person sits on one is not told.

    Raises: NotFound, Forbidden, Invalid at `person` or `ground`, StateConflict once the dossier is closed.
    """
    dossier = get_visible(Dossier, actor, lock=True, code=dossier_code)
    if not is_author(actor, dossier):
        raise Forbidden(_("Only the authors of the work may do this."))
    if dossier.state in CLOSED:
        raise StateConflict(_("This dossier is closed."), state=dossier.state)
    person, told = _named(dossier, person_code), _told(ground, "ground")
    made, new = Conflict.objects.get_or_create(
        dossier=dossier, person=person, ground=Conflict.Ground.NAMED,
        defaults={"detail": told, "state": Conflict.State.CLAIMED, "made_by_id": actor.user_id},
    )  # fmt: skip
    if new:
        record(actor.user_id, "conflict_named", f"dossier:{dossier.pk}", {"person": person.code, "ground": told})
    return made


def _named(dossier: Dossier, code: str) -> Person:
    person = Person.objects.filter(code=clean_line(code)).first()
    if person is None:
        raise Invalid(
            _("There is no staff record with this code."), {"person": [_("There is no staff record with this code.")]}
        )
    if dossier.work.authors.filter(person=person).exists():
        raise Invalid(_("An author never judges their own work."), {"person": [_("This is an author of the work.")]})
    if dossier.conflicts.filter(ground=Conflict.Ground.NAMED).count() >= MOST_NAMED:
        message = _("At most %(most)d people can be named.") % {"most": MOST_NAMED}
        raise Invalid(message, {"person": [message]})
    return person


@transaction.atomic
def uphold_claim(conflict_id: int, actor: Actor) -> Conflict:
    """Recuse the member whom an author has named. Raises: NotFound, Forbidden, StateConflict."""
    claim, hearing = _claim(conflict_id, actor)
    refuse_while_a_vote_stands(hearing)
    claim.state = Conflict.State.STANDING
    claim.save(update_fields=["state"])
    _recuse(hearing, claim.person_id, claim.ground)
    record(actor.user_id, "claim_upheld", f"hearing:{hearing.pk}", _journaled(claim))
    return claim


@transaction.atomic
def dismiss_claim(conflict_id: int, actor: Actor, reason: str) -> Conflict:
    """Let the member judge whom an author has named.

    Raises: NotFound, Forbidden, Invalid at `reason`, StateConflict.
    """
    claim, hearing = _claim(conflict_id, actor)
    claim.state, claim.answer = Conflict.State.DISMISSED, _told(reason, "reason")
    claim.save(update_fields=["state", "answer"])
    record(actor.user_id, "claim_dismissed", f"hearing:{hearing.pk}", {**_journaled(claim), "reason": claim.answer})
    return claim


def _claim(conflict_id: int, actor: Actor) -> tuple[Conflict, Hearing]:
    """The claim with the open hearing of its dossier, for who conducts the council and is not the one named."""
    found = Conflict.objects.filter(pk=conflict_id, ground=Conflict.Ground.NAMED).first()
    open_ones = Hearing.objects.filter(dossier=found.dossier_id if found else 0, state=Hearing.State.OPEN)
    hearing_id = open_ones.values_list("pk", flat=True).first()
    if found is None or hearing_id is None:
        raise NotFound
    hearing = conducted(actor, hearing_for(actor, hearing_id))
    claim = Conflict.objects.select_for_update(of=("self",)).select_related("person").get(pk=conflict_id)
    if actor.person_id == claim.person_id:
        raise Forbidden(_("Somebody else decides on what is said about you."))
    if claim.state != Conflict.State.CLAIMED:
        raise StateConflict(_("This has been decided."), state=claim.state)
    return claim, hearing


@transaction.atomic
def dispute_conflict(conflict_id: int, actor: Actor, text: str) -> Conflict:
    """Say why what the record says against oneself is wrong. Two people decide (`recusals.lift_recusal`).

    Raises: NotFound for anybody else's, Invalid at `text`.
    """
    mine = Conflict.objects.select_for_update(of=("self",)).filter(person=actor.person_id or 0)
    found = mine.filter(pk=conflict_id, state=Conflict.State.STANDING).first()
    if found is None or not actor.person_id:
        raise NotFound
    found.dispute = _told(text, "text", 500)
    found.save(update_fields=["dispute"])
    record(actor.user_id, "conflict_disputed", f"conflict:{found.pk}", {"text": found.dispute})
    return found


def _told(text: str, field: str, longest: int = LONGEST) -> str:
    told = clean_line(text)[:longest]
    if not told:
        raise Invalid(_("A reason is needed."), {field: [_("Say why.")]})
    return told


def _journaled(claim: Conflict) -> dict[str, object]:
    return {"dossier": claim.dossier_id, "person": claim.person.code, "ground": claim.detail}
