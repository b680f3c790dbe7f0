"""Who sees and who may do what with decisions and certificates. The register of recognitions is public."""

from organisation.actor import Actor
from organisation.models import Role, Unit
from organisation.policy import Grant, predicate, register
from recognition.models import Decision, Extract


def register_grants() -> None:
    """A decision is seen by its authority while it is a draft, by everybody once published; an issued extract by its
    authority, and by whoever has its code, where that is asked.
    """
    register(
        Grant("authority", Decision, "authority_id", lambda actor: actor.over(Role.REGISTRAR, Role.LEADER)),
        Grant("authority", Extract, "authority_id", lambda actor: actor.over(Role.REGISTRAR, Role.LEADER)),
        Grant("public", Decision, "state", lambda actor: [Decision.State.PUBLISHED.value]),
    )


@predicate
def drafts_decisions(actor: Actor, decision: Decision) -> bool:
    """The registrar of the authority."""
    return actor.holds(Role.REGISTRAR, decision.authority_id)


@predicate
def signs_decisions(actor: Actor, decision: Decision) -> bool:
    """A leader of the authority, or the registrar who records that it was signed on paper."""
    return actor.holds(Role.LEADER, decision.authority_id) or actor.holds(Role.REGISTRAR, decision.authority_id)


@predicate
def issues_extracts(actor: Actor, authority: Unit) -> bool:
    """Whoever signs off the decisions of that authority."""
    return authority.pk in actor.over(Role.LEADER, Role.REGISTRAR)


@predicate
def sets_targets(actor: Actor, units: frozenset[int]) -> bool:
    """The registrar over all units that a target counts; over the city where it counts everything."""
    return bool(units) and units <= actor.over(Role.REGISTRAR)


@predicate
def reads_reports(actor: Actor, _report: object) -> bool:
    """A leader or a registrar, of whatever unit: reports count the whole city."""
    return bool(actor.over(Role.LEADER, Role.REGISTRAR))


@predicate
def subscribes_to_reports(actor: Actor, _report: object) -> bool:
    """A leader with a staff record."""
    return bool(actor.person_id and actor.over(Role.LEADER))
