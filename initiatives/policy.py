"""Who sees and who may do what with works and dossiers."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from initiatives.choices import PUBLISHED_TASKS, Channel, Confirmation, ContractState, State
from initiatives.models import Appeal, Contract, Dossier, Task, Work
from organisation.actor import Actor
from organisation.models import Person, Role
from organisation.policy import Grant, Predicate, grants_showing, predicate, register

HANDLING = (Role.OFFICER, Role.SECRETARY, Role.REGISTRAR, Role.LEADER)
_STANDING = [answer for answer in Confirmation.values if answer != Confirmation.DECLINED]
_OWN_GRANTS = ("author", "filer", "authority", "home")
_FILED = ~Q(state__in=[State.DRAFT, State.WITHDRAWN]) | Q(code__isnull=False)


def opened(of: str = "") -> Q:
    """Dossiers of rounds that are not, or no longer, sealed; `of` is the way to them, as "dossiers__"."""
    return Q(**{f"{of}round__sealed": False}) | Q(**{f"{of}round__unsealed_at__isnull": False})


def _person(actor: Actor) -> list[int]:
    return [actor.person_id] if actor.person_id else []


def _account(actor: Actor) -> list[int]:
    return [actor.user_id] if actor.user_id else []


def _handled(actor: Actor) -> frozenset[int]:
    return actor.over(*HANDLING)


def _home(actor: Actor) -> frozenset[int]:
    return actor.over(Role.OFFICER, Role.LEADER)


def why_not_viewed(person: Person) -> str:
    """What an author has filed under seal is nobody's to see before it is opened, through whose eyes ever."""
    sealed = Q(round__sealed=True, round__unsealed_at=None)
    under_seal = Dossier.objects.filter(sealed, work__authors__person=person).exists()
    return _("This person has a dossier in a round that is still sealed.") if under_seal else ""


def register_grants() -> None:
    """Authors and filers see theirs; an authority sees what was filed with it; a unit what its people filed."""
    register(
        Grant("author", Dossier, "work__authors__person_id", _person, many=True,
              only=Q(work__authors__confirmation__in=_STANDING)),
        Grant("filer", Dossier, "filed_by_id", _account),
        Grant("authority", Dossier, "authority_id", _handled, _FILED & opened(), wide=True),
        Grant("home", Dossier, "unit_id", _home, _FILED & opened(), wide=True),
    )  # fmt: skip
    filed = Q(dossiers__code__isnull=False) & opened("dossiers__")
    register(
        Grant("author", Work, "authors__person_id", _person, many=True,
              only=Q(authors__confirmation__in=_STANDING)),
        Grant("filer", Work, "created_by_id", _account),
        Grant("authority", Work, "dossiers__authority_id", _handled, filed, many=True),
        Grant("home", Work, "unit_id", _home, filed, many=True),
        Grant("public", Work, "public", lambda actor: [True], wide=True),
        Grant("published", Work, "origin", lambda actor: ["published"] if actor.is_authenticated else [],
              wide=True),
    )  # fmt: skip
    signed = ~Q(state=ContractState.DRAFT)
    register(
        Grant("author", Contract, "work__authors__person_id", _person, many=True,
              only=Q(work__authors__confirmation__in=_STANDING) & signed),
        Grant("authority", Contract, "authority_id", _handled, wide=True),
        Grant("home", Contract, "unit_id", _home, signed, wide=True),
    )  # fmt: skip
    register(
        Grant("public", Task, "state", lambda actor: [state.value for state in PUBLISHED_TASKS], wide=True),
        Grant("authority", Task, "authority_id", _handled, wide=True),
    )
    register(
        Grant("author", Appeal, "dossier__work__authors__person_id", _person, many=True,
              only=Q(dossier__work__authors__confirmation__in=_STANDING)),
        Grant("filer", Appeal, "dossier__filed_by_id", _account),
        Grant("lodger", Appeal, "lodged_by_id", _account),
        Grant("authority", Appeal, "dossier__authority_id", _handled, opened("dossier__"), wide=True),
        Grant("home", Appeal, "dossier__unit_id", _home, opened("dossier__"), wide=True),
    )  # fmt: skip


@predicate
def is_author(actor: Actor, dossier: Dossier) -> bool:
    """One of the work's authors who has not declined."""
    return actor.person_id is not None and any(
        author.person_id == actor.person_id and author.confirmation != Confirmation.DECLINED
        for author in dossier.work.authors.all()
    )


@predicate
def is_filer(actor: Actor, dossier: Dossier) -> bool:
    """The one who made the dossier (an author, or the officer who enters a paper one)."""
    return actor.is_authenticated and dossier.filed_by_id == actor.user_id


@predicate
def is_checker(actor: Actor, dossier: Dossier) -> bool:
    """An officer or registrar of the authority that received it."""
    return actor.holds(Role.OFFICER, dossier.authority_id) or actor.holds(Role.REGISTRAR, dossier.authority_id)


@predicate
def is_home_officer(actor: Actor, dossier: Dossier) -> bool:
    """The officer of the unit that owns the work."""
    return actor.holds(Role.OFFICER, dossier.unit_id)


@predicate
def is_officer(actor: Actor, dossier: Dossier) -> bool:
    """An officer of the authority that received it."""
    return actor.holds(Role.OFFICER, dossier.authority_id)


@predicate
def is_registrar(actor: Actor, dossier: Dossier) -> bool:
    """The registrar of the authority."""
    return actor.holds(Role.REGISTRAR, dossier.authority_id)


@predicate
def is_secretary(actor: Actor, dossier: Dossier) -> bool:
    """The secretary's office of the authority."""
    return actor.holds(Role.SECRETARY, dossier.authority_id)


@predicate
def nobody(actor: Actor, dossier: Dossier) -> bool:
    """No person: only the system, a council or a decision does this."""
    return False


@predicate
def has_a_seat(actor: Actor, dossier: Dossier) -> bool:
    """Sees it by a right of another package (a seat on its council), not by an office of the authority or the unit."""
    return any(grants_showing(dossier, actor, besides=_OWN_GRANTS))


may_edit = is_author | is_filer
may_check = is_checker & ~is_author
may_redact = is_author | is_filer | is_checker
may_add_paper = is_checker
may_go_on = is_author | is_home_officer | is_officer
# What the authors want kept secret (row 9 of the form) is for those who check and judge; a leader sees all but that.
may_read_secrets = is_author | is_filer | is_checker | is_secretary | has_a_seat


def _contract(thing: Any) -> Contract:
    """The contract that something is, or belongs to."""
    return thing if isinstance(thing, Contract) else thing.contract


@predicate
def is_of_team(actor: Actor, thing: Any) -> bool:
    """One of the authors of the topic who has not declined."""
    return is_author(actor, _contract(thing))


@predicate
def is_officer_of_holder(actor: Actor, thing: Any) -> bool:
    """The officer of the unit that carries the topic out."""
    return actor.holds(Role.OFFICER, _contract(thing).unit_id)


@predicate
def is_registrar_of_orderer(actor: Actor, thing: Any) -> bool:
    """The registrar of the authority that gave the contract."""
    return actor.holds(Role.REGISTRAR, _contract(thing).authority_id)


@predicate
def is_officer_of_orderer(actor: Actor, thing: Any) -> bool:
    """An officer of the authority that gave the contract."""
    return actor.holds(Role.OFFICER, _contract(thing).authority_id)


@predicate
def ends_without_council(actor: Actor, contract: Contract) -> bool:
    """The contract asks for no acceptance by a council."""
    return not contract.requires_acceptance


may_execute = is_of_team | is_officer_of_holder
may_run = is_registrar_of_orderer & ~is_of_team
may_complete = may_run & ends_without_council
may_supervise = (is_registrar_of_orderer | is_officer_of_orderer) & ~is_of_team
may_follow_up = may_execute | may_supervise


@predicate
def is_registrar_of_task(actor: Actor, task: Any) -> bool:
    """The registrar of the authority that gives the task."""
    return actor.holds(Role.REGISTRAR, task.authority_id)


@predicate
def is_secretary_of_task(actor: Actor, task: Any) -> bool:
    """The secretary's office of that authority."""
    return actor.holds(Role.SECRETARY, task.authority_id)


@predicate
def proposed_it(actor: Actor, task: Any) -> bool:
    """One of those who proposed the task."""
    return is_author(actor, task.proposal)


may_word = (is_registrar_of_task | is_secretary_of_task) & ~proposed_it
may_call = is_registrar_of_task & ~proposed_it
may_appraise = (is_registrar | is_secretary) & ~is_author
may_measure = may_appraise


@predicate
def appeals_as_party(actor: Actor, appeal: Appeal) -> bool:
    """An author, the filer of what was filed online, or an officer of the unit that owns the work, where the unit is
    not the authority itself, nor the officer one of the authority.
    """
    dossier = appeal.dossier
    filed = is_filer(actor, dossier) and dossier.channel == Channel.ONLINE
    return is_author(actor, dossier) or filed or (is_home_officer(actor, dossier) and not is_checker(actor, dossier))


@predicate
def receives_appeals(actor: Actor, appeal: Appeal) -> bool:
    """An officer or registrar of the authority who is not an author."""
    return may_check(actor, appeal.dossier)


@predicate
def answers_appeals(actor: Actor, appeal: Appeal) -> bool:
    """The leader of the authority, or the registrar who records what was signed on paper; never an author."""
    dossier = appeal.dossier
    holds = actor.holds(Role.LEADER, dossier.authority_id) or actor.holds(Role.REGISTRAR, dossier.authority_id)
    return holds and not is_author(actor, dossier)


@predicate
def lodged_it(actor: Actor, appeal: Appeal) -> bool:
    """Whoever lodged the appeal."""
    return actor.is_authenticated and appeal.lodged_by_id == actor.user_id


@predicate
def examines_it(actor: Actor, appeal: Appeal) -> bool:
    """Whoever it was given to."""
    return actor.person_id is not None and appeal.handler_id == actor.person_id


@predicate
def is_on_paper(actor: Actor, appeal: Appeal) -> bool:
    """It came on paper: whoever typed it in is not a party."""
    return appeal.channel == Channel.PAPER


may_appeal = appeals_as_party | receives_appeals
may_take_up = receives_appeals & ~(lodged_it & ~is_on_paper)
may_examine = examines_it
may_answer = answers_appeals & ~(lodged_it & ~is_on_paper)
may_withdraw_appeal = appeals_as_party | lodged_it
may_attach_to_appeal = may_withdraw_appeal | receives_appeals | answers_appeals | examines_it
drafts_the_remedy = Predicate(
    "is_registrar", lambda actor, appeal: is_registrar(actor, appeal.dossier) and not is_author(actor, appeal.dossier)
)
