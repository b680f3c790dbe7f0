"""Who reviews which dossier: computed as a preview, published as one act, undone as one act."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.rules.answers import clean_line
from journal.services.record import record
from organisation.actor import Actor
from reviews.models import Assignment, Conflict, Council, Place, SeatRole
from reviews.policy import is_concerned_by_none
from reviews.queries.assigning import Asked, Pair, barred_pairs, waiting
from reviews.services.access import council_for
from reviews.services.runs import compute

AT_ONCE = 60_000  # pairs that are computed while the asker waits; more, in the background
LARGEST_SEED = 2**31 - 1


def assigning_council(code: str, actor: Actor) -> Council:
    """The council, locked, for somebody who conducts it and whom none of its dossiers concerns.

    Raises: NotFound, Forbidden.
    """
    council = council_for(actor, code=code)
    if not is_concerned_by_none(actor, council):
        raise Forbidden(
            _("A dossier before this council concerns you. Somebody whom none concerns assigns the reviewers.")
        )
    return council


@transaction.atomic
def preview_assignment(
    council_code: str,
    actor: Actor,
    per_dossier: int,
    floor: int = 0,
    cap: int | None = None,
    outside: int = 0,
    roles: Mapping[str, int] | None = None,
    pins: Sequence[Pair] = (),
    seed: int | None = None,
) -> Assignment:
    """Compute who would review what; nothing is published. Large ones go on in the background (`progress`).

    `cap` None: as even as it can be. `roles`: how many of a role at least, by role. `pins`: (hearing, person) that
    stay. Raises: NotFound, Forbidden, Invalid naming each field.
    """
    council = assigning_council(council_code, actor)
    members, dossiers = council.seats.filter(alternate=False).count(), waiting(council).count()
    asked = Asked(per_dossier, floor, cap, outside, dict(roles or {}), tuple(pins))
    _check(council, asked, members, dossiers)
    run = Assignment.objects.create(
        council=council, number=(council.assignments.aggregate(last=Max("number"))["last"] or 0) + 1,
        parameters=asked.to_json(), seed=secrets.randbelow(LARGEST_SEED) if seed is None else seed,
        made_by_id=actor.user_id,
    )  # fmt: skip
    record(actor.user_id, "assignment_asked", f"assignment:{run.pk}", {**_named(run), **run.parameters})
    return compute(run) if dossiers * members <= AT_ONCE else run


def _check(council: Council, asked: Asked, members: int, dossiers: int) -> None:
    faults: dict[str, list[str]] = {}
    if not dossiers:
        faults["council"] = [_("No dossier before this council waits for reviewers.")]
    if not 0 < asked.per_dossier <= members:
        faults["per_dossier"] = [_("Give a number from 1 to %(most)d.") % {"most": members}]
    if asked.floor < 0 or (asked.cap is not None and asked.floor > asked.cap):
        faults["floor"] = [_("The least load must not exceed the greatest.")]
    if not 0 <= asked.outside <= max(asked.per_dossier, 0):
        faults["outside"] = [_("Give a number from 0 to %(most)d.") % {"most": asked.per_dossier}]
    if any(role not in SeatRole.values or not 0 <= least <= asked.per_dossier for role, least in asked.roles.items()):
        faults["roles"] = [_("Give a number from 0 to %(most)d.") % {"most": asked.per_dossier}]
    faults |= _pin_faults(council, asked)
    if faults:
        raise Invalid(_("Some fields need mending."), faults)


def _pin_faults(council: Council, asked: Asked) -> dict[str, list[str]]:
    if not asked.pins:
        return {}
    barred = barred_pairs(council)
    rows = Place.objects.filter(hearing__in=waiting(council))
    places = set(rows.values_list("hearing_id", "seat__person_id"))
    told = {
        pair: _("They may not review this dossier: %(ground)s.") % {"ground": _(barred[pair])}
        if pair in barred
        else _("Choose from the list.")
        for pair in asked.pins
    }
    return {f"pins.{n}": [told[p]] for n, p in enumerate(asked.pins) if p in barred or p not in places}


@transaction.atomic
def publish_assignment(assignment_id: int, actor: Actor) -> Assignment:
    """Tell the members what they review, in place of what was published before.

    Raises: NotFound, Forbidden, StateConflict unless it is a preview that still fits: no pair may have been barred,
    and nothing else published, meanwhile.
    """
    run = _run(assignment_id, actor, Assignment.State.PREVIEWED)
    _refuse_what_no_longer_fits(run)
    before = run.council.assignments.filter(state=Assignment.State.PUBLISHED).first()
    if before is not None and before.published_at and before.published_at > run.made_at:
        raise StateConflict(_("Another assignment was published after this one was computed. Compute it anew."))
    _leave(before, Assignment.State.REPLACED)
    run.state, run.replaces = Assignment.State.PUBLISHED, before
    run.published_by_id, run.published_at = actor.user_id, timezone.now()
    run.save(update_fields=["state", "replaces", "published_by", "published_at"])
    record(actor.user_id, "assignment_published", f"assignment:{run.pk}", {**_named(run), "digest": run.digest})
    return run


@transaction.atomic
def undo_assignment(assignment_id: int, actor: Actor, reason: str) -> Assignment:
    """Take a published assignment back; what it replaced is published again.

    Raises: NotFound, Forbidden, Invalid at `reason`, StateConflict unless it is the one published.
    """
    run = _run(assignment_id, actor, Assignment.State.PUBLISHED)
    told = clean_line(reason)[:500]
    if not told:
        raise Invalid(_("A reason is needed."), {"reason": [_("Say why the assignment is taken back.")]})
    run.state, run.reason = Assignment.State.UNDONE, told
    run.undone_by_id, run.undone_at = actor.user_id, timezone.now()
    run.save(update_fields=["state", "reason", "undone_by", "undone_at"])
    _leave(run.replaces, Assignment.State.PUBLISHED)
    record(actor.user_id, "assignment_undone", f"assignment:{run.pk}", {**_named(run), "reason": told})
    return run


def _leave(run: Assignment | None, state: str) -> None:
    if run is not None:
        Assignment.objects.filter(pk=run.pk).update(state=state)


def _run(assignment_id: int, actor: Actor, state: Assignment.State) -> Assignment:
    """The run, locked after its council, in a state."""
    code = Assignment.objects.filter(pk=assignment_id).values_list("council__code", flat=True).first()
    if code is None:
        raise NotFound
    council = assigning_council(code, actor)
    run = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment_id)
    run.council = council
    if run.state != state:
        raise StateConflict(
            _("This assignment is now “%(state)s”.") % {"state": run.get_state_display()}, state=run.state
        )
    return run


def _refuse_what_no_longer_fits(run: Assignment) -> None:
    """Raise StateConflict where somebody has been recused, has left the council, or a dossier has come or gone."""
    held = Place.objects.filter(hearing=OuterRef("hearing"), seat__person=OuterRef("person"), recused=False)
    claims = Conflict.objects.filter(
        dossier=OuterRef("hearing__dossier"), person=OuterRef("person"), state=Conflict.State.CLAIMED
    )
    lost = run.pairs.filter(~Exists(held) | Exists(claims)).exists()
    served = set(run.pairs.values_list("hearing_id", flat=True).distinct())
    if lost or served != set(waiting(run.council).values_list("pk", flat=True)):
        raise StateConflict(_("The dossiers, the members or their conflicts have changed since. Compute it anew."))


def _named(run: Assignment) -> dict[str, Any]:
    return {"council": run.council.code, "number": run.number, "seed": run.seed}
