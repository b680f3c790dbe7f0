"""Councils: set up by a decision, their composition held against the scheme; dossiers put before them."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.choices import State
from initiatives.models import Dossier, Round
from initiatives.rules.answers import clean_line
from initiatives.services.dossiers import advance
from initiatives.services.numbers import next_number
from journal.services.record import record
from organisation.actor import Actor
from organisation.policy import visible
from reviews.models import Council, Hearing, Place, Sheet
from reviews.models.schemes import SchemeVersion
from reviews.policy import may_conduct, sets_up_councils
from reviews.queries.hearings import hearings_visible_to
from reviews.queries.schemes import parsed
from reviews.services.access import conducted, council_for, hearing_for
from reviews.services.composition import refuse_a_faulty_composition, refuse_an_impossible_quorum
from reviews.services.conflicts import recuse_tied
from reviews.services.eligibility import refuse_who_may_not_sit, who_may_not_sit
from reviews.services.inputs import known_flags
from reviews.services.recusals import recuse_authors, refuse_while_a_vote_stands
from reviews.services.schemes import scheme_of_round
from reviews.services.seats import Named, Row, read_seats, seated, store_seats, told
from reviews.services.terms import refuse_once_the_term_is_over, term_faults

Received = dict[int, datetime | None]
"""By person when papers reached them; None: with the council."""


@transaction.atomic
def set_up_council(
    actor: Actor,
    round_: Round,
    title: str,
    seats: Sequence[Row],
    decision_number: str = "",
    decided_on: date | None = None,
    term_from: date | None = None,
    term_to: date | None = None,
) -> Council:
    """Set a council up for a round. A seat is {person: staff code, role, alternate}; a standing council has a term.

    Raises: Forbidden unless the actor is the authority's registrar or secretary's office, Invalid naming each field,
    and
    at `seats` each way in which the composition falls short of the round's scheme.
    """
    council = Council(
        title=clean_line(title)[:250],
        authority=round_.authority,
        round=round_,
        decision_number=clean_line(decision_number)[:60],
        decided_on=decided_on,
        term_from=term_from,
        term_to=term_to,
        made_by_id=actor.user_id,
    )
    if not sets_up_councils(actor, council):
        raise Forbidden(_("Councils are set up by the registrar or the secretary's office of the authority."))
    _check_heading(council)
    named = read_seats(seats)
    refuse_a_faulty_composition(scheme_of_round(round_), named)
    year = timezone.localdate().year
    council.code = f"HD-{year}-{next_number(f'HD-{year}'):03}"
    council.save()
    store_seats(council, named)
    record(actor.user_id, "council_set_up", f"council:{council.pk}", {"code": council.code, "seats": told(named)})
    return council


def _check_heading(council: Council) -> None:
    faults = term_faults(council.term_from, council.term_to)
    if not council.title:
        faults["title"] = [_("Give the council a title.")]
    if council.decided_on and council.decided_on > timezone.localdate():
        faults["decided_on"] = [_("This day has not come yet.")]
    if faults:
        raise Invalid(_("Some fields need mending."), faults)


@transaction.atomic
def change_seats(council_code: str, actor: Actor, seats: Sequence[Row]) -> Council:
    """Set the seats anew; only before anybody has begun a sheet and before the first session has opened.

    Raises: as `set_up_council`; StateConflict once judging has begun.
    """
    council = council_for(actor, sets_up_councils, code=council_code)
    hearings = list(council.hearings.select_for_update(of=("self",)).select_related("dossier").order_by("pk"))
    begun = Sheet.objects.filter(hearing__in=hearings).exists() or council.sessions.exclude(opened_at=None).exists()
    if begun or any(hearing.state != Hearing.State.OPEN for hearing in hearings):
        raise StateConflict(_("Judging has begun; the seats can no longer be changed."))
    named = read_seats(seats)
    refuse_a_faulty_composition(scheme_of_round(council.round), named)
    refuse_who_may_not_sit(named, [hearing.dossier for hearing in hearings], parsed(scheme_of_round(council.round)))
    declared, received = _declared(hearings), _received(hearings)
    Place.objects.filter(hearing__in=hearings).delete()
    council.seats.all().delete()
    store_seats(council, named)
    for hearing in hearings:
        _give_places(hearing, declared.get(hearing.pk, {}), received[hearing.pk])
    record(actor.user_id, "seats_changed", f"council:{council.pk}", {"code": council.code, "seats": told(named)})
    return council


@transaction.atomic
def name_alternates(council_code: str, actor: Actor, seats: Sequence[Row], reason: str) -> Council:
    """Set the alternates anew, also while the council judges, by a later decision, which `reason` names. Who has taken
    a seat before stays named.

    Raises: NotFound, Forbidden, Invalid at `seats.N.person`, `seats.N.role` or `reason`.
    """
    council = council_for(actor, sets_up_councils, code=council_code)
    named = read_seats([{**row, "alternate": True} for row in seats], least=0)
    faults: dict[str, list[str]] = {}
    if not (why := clean_line(reason)[:250]):
        faults["reason"] = [_("Name the decision that names them.")]
    free = council.seats.filter(alternate=True, standings_in=None)
    held = set(council.seats.exclude(pk__in=free).values_list("person_id", flat=True))
    for number, one in enumerate(named):
        if one.person.pk in held:
            faults[f"seats.{number}.person"] = [_("This person sits on the council already, or has stood in before.")]
    if faults:
        raise Invalid(_("Some seats need mending."), faults)
    _refuse_beside_the_others(council, named, held)
    free.delete()
    store_seats(council, named, 1 + (council.seats.aggregate(last=Max("position"))["last"] or 0))
    data = {"code": council.code, "seats": told(named), "reason": why}
    record(actor.user_id, "alternates_named", f"council:{council.pk}", data)
    return council


def _refuse_beside_the_others(council: Council, named: Sequence[Named], held: set[int]) -> None:
    """Alternates are held against the dossiers together with everybody who keeps a seat."""
    others = seated(council.seats.filter(person__in=held).select_related("person"))
    heard = Dossier.objects.filter(hearings__council=council, hearings__state=Hearing.State.OPEN)
    refuse_who_may_not_sit([*others, *named], list(heard), parsed(scheme_of_round(council.round)), first=len(others))


def _received(hearings: list[Hearing]) -> dict[int, Received]:
    """By hearing and person when the papers reached them: who keeps a seat has had them."""
    found: dict[int, Received] = {hearing.pk: {} for hearing in hearings}
    rows = Place.objects.filter(hearing__in=hearings)
    for hearing_id, person_id, at in rows.values_list("hearing_id", "seat__person_id", "received_at"):
        found[hearing_id][person_id] = at
    return found


def _declared(hearings: list[Hearing]) -> dict[int, dict[int, str]]:
    """Grounds of declared conflicts by hearing and person: they outlive a change of seats."""
    found: dict[int, dict[int, str]] = {}
    rows = Place.objects.filter(hearing__in=hearings, cause=Place.Cause.DECLARED)
    for hearing_id, person_id, ground in rows.values_list("hearing_id", "seat__person_id", "ground"):
        found.setdefault(hearing_id, {})[person_id] = ground
    return found


@transaction.atomic
def assign_dossiers(council_code: str, actor: Actor, codes: Sequence[str]) -> list[Hearing]:
    """Put admitted dossiers before the council. Members who are authors are recused at once (law 3).

    Raises: NotFound, Forbidden, Invalid at `codes.N` with the reason for each dossier that cannot be put before it;
    nothing is assigned then.
    """
    council = council_for(actor, may_conduct | sets_up_councils, code=council_code)
    refuse_once_the_term_is_over(council)
    wanted = list(dict.fromkeys(clean_line(str(code)) for code in codes))
    if not wanted:
        raise Invalid(_("Choose at least one dossier."), {"codes": [_("Choose at least one dossier.")]})
    found = {d.code: d for d in visible(Dossier, actor).filter(code__in=wanted).order_by("pk")}
    scheme, seats = scheme_of_round(council.round), seated(council.seats.select_related("person"))
    faults = {
        f"codes.{n}": [fault]
        for n, code in enumerate(wanted)
        if (fault := _fault(council, actor, found.get(code)) or who_may_not_sit(seats, found.get(code), parsed(scheme)))
    }
    if faults:
        raise Invalid(_("Some dossiers cannot be put before this council."), faults)
    hearings = [_hear(council, found[code], scheme, actor, f"codes.{n}") for n, code in enumerate(wanted)]
    record(actor.user_id, "dossiers_assigned", f"council:{council.pk}", {"code": council.code, "dossiers": wanted})
    return hearings


def _fault(council: Council, actor: Actor, dossier: Dossier | None) -> str:
    """Why the dossier cannot be put before the council, or nothing."""
    if dossier is None:
        return _("There is no such dossier.")
    if dossier.round_id != council.round_id:
        return _("It was filed in another round.")
    if dossier.state != State.ADMITTED:
        return _("It is now “%(state)s”; only admitted dossiers are put before a council.") % {
            "state": dossier.get_state_display()
        }
    if actor.person_id and dossier.work.authors.filter(person_id=actor.person_id).exists():
        return _("It is your own; a colleague puts it before the council.")
    return ""


def _hear(council: Council, dossier: Dossier, scheme: SchemeVersion, actor: Actor, field: str) -> Hearing:
    set_up_on = council.decided_on or timezone.localdate(council.made_at)
    advance(dossier.pk, "review", actor, through="council", council=council.code, set_up_on=set_up_on)
    last = council.hearings.aggregate(last=Max("position"))["last"] or 0
    hearing = Hearing.objects.create(
        council=council, dossier=dossier, version=dossier.versions.latest("number"), scheme=scheme, position=last + 1,
        flags=known_flags(dossier, scheme),
    )  # fmt: skip
    _give_places(hearing, {})
    refuse_an_impossible_quorum(hearing, field)
    return hearing


def _give_places(hearing: Hearing, declared: dict[int, str], received: Received | None = None) -> None:
    """A place for every full seat; recused are authors, who had declared a conflict, and whom the record ties. Where
    seats are given anew, the papers reach now who is not among the `received`.
    """
    places, now = [], timezone.now()
    for seat in hearing.council.seats.filter(alternate=False):
        at = None if received is None else received.get(seat.person_id, now)
        place = Place(hearing=hearing, seat=seat, received_at=at)
        if ground := declared.get(seat.person_id):
            place.recused, place.cause, place.ground = True, Place.Cause.DECLARED, ground
        places.append(place)
    Place.objects.bulk_create(places)
    recuse_authors(hearing)
    recuse_tied(hearing)


@transaction.atomic
def hand_over(hearing_id: int, actor: Actor, council_code: str, reason: str) -> Hearing:
    """Let another council of the round hear the dossier: too many of this one's members are recused, say.

    What was scored before stays on record and counts no more. Raises: as `assign_dossiers`; StateConflict while a vote
    stands; Invalid at `reason` or `council`.
    """
    target = _successor(actor, hearing_id, council_code)
    hearing = conducted(actor, hearing_for(actor, hearing_id))
    told_reason = clean_line(reason)[:500]
    if not told_reason:
        raise Invalid(_("A reason is needed."), {"reason": [_("Say why another council takes over.")]})
    if target.pk == hearing.council_id or target.round_id != hearing.council.round_id:
        raise Invalid(_("Choose another council of the same round."), {"council": [_("Choose from the list.")]})
    refuse_while_a_vote_stands(hearing)
    refuse_once_the_term_is_over(target)
    if why := who_may_not_sit(seated(target.seats.select_related("person")), hearing.dossier, parsed(hearing.scheme)):
        raise Invalid(_("The council cannot hear a dossier."), {"council": [why]})
    hearing.state, hearing.reason = Hearing.State.RELEASED, told_reason
    hearing.save(update_fields=["state", "reason"])
    last = target.hearings.aggregate(last=Max("position"))["last"] or 0
    taken = Hearing.objects.create(
        council=target, dossier=hearing.dossier, version=hearing.version, scheme=hearing.scheme, position=last + 1,
        flags=hearing.flags,
    )  # fmt: skip
    _give_places(taken, {})
    refuse_an_impossible_quorum(taken, "council")
    data = {"dossier": hearing.dossier.code, "from": hearing.council.code, "to": target.code, "reason": told_reason}
    record(actor.user_id, "dossier_handed_over", f"hearing:{hearing.pk}", data)
    return taken


def _successor(actor: Actor, hearing_id: int, code: str) -> Council:
    """The council that takes over, locked before the hearing as everywhere; nobody learns of a hearing by trying."""
    hearing = hearings_visible_to(actor).select_related("council").filter(pk=hearing_id).first()
    if hearing is None:
        raise NotFound
    if not sets_up_councils(actor, hearing.council):
        raise Forbidden(_("Councils are set up by the registrar or the secretary's office of the authority."))
    try:
        return council_for(actor, sets_up_councils, code=code)
    except NotFound:
        message = _("Choose another council of the same round.")
        raise Invalid(message, {"council": [_("Choose from the list.")]}) from None
