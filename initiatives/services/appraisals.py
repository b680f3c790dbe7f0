"""The appraisal of the budget of a chosen dossier, by a team of its own (tổ thẩm định kinh phí)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Forbidden, StateConflict
from initiatives.choices import Purpose, Source, State
from initiatives.models import Appraisal, Dossier
from initiatives.policy import may_appraise
from initiatives.queries import by_reference
from initiatives.rules.answers import clean_text
from initiatives.rules.apart import APPRAISING
from initiatives.rules.budget import Line, total
from initiatives.rules.proposals import appraisal_slips, lines_asked
from initiatives.rules.rule_sets import DEFAULT_RULES, RuleSet, rule_sets
from initiatives.services.content import submitted_answers
from initiatives.services.plans import lines_of, refuse_slips
from initiatives.services.teams import Named, Rows, faults_of_team, read_team
from journal.services.record import record
from organisation.actor import Actor
from organisation.policy import get_visible

LETTERS = 5_000


@transaction.atomic
def appraise(
    reference: str, actor: Actor, held_on: date, members: Rows, lines: Rows, council: Mapping[int, str], note: str = ""
) -> Appraisal:
    """Keep what the team found: `members` {person: staff code, or name; office}, the head first; `lines` {item, source,
    year, amount_vnd}, years of the topic. `council` are the members of the councils that judged the dossier, by id:
    they do not appraise it. Until the decision it may be written anew; the journal keeps every one.

    Raises: NotFound, Forbidden unless the authority's secretary's office or registrar asks, StateConflict unless the
    dossier was put first for its task and is not decided yet, Invalid naming the field.
    """
    dossier = get_visible(Dossier, actor, lock=True, **by_reference(reference))
    if not may_appraise(actor, dossier):
        raise Forbidden(_("Appraisals are kept by the secretary's office or the registrar of the authority."))
    if not may_be_appraised(dossier):
        raise StateConflict(_("The budget is appraised of the dossier that was put first, before the decision."))
    asked, given, team = asked_lines(dossier), lines_of(lines), read_team(members)
    refuse_slips({**_faults(dossier, asked, given, held_on), **_faults_of_team(dossier, team, council)})
    values = {
        "held_on": held_on, "members": "\n".join(one.line for one in team), "lines": _kept(asked, given),
        "note": clean_text(note)[:LETTERS], "state_vnd": total(given, Source.STATE),
        "other_vnd": total(given, Source.OTHER), "made_by_id": actor.person_id, "made_at": timezone.now(),
    }  # fmt: skip
    appraisal, _made = Appraisal.objects.update_or_create(dossier=dossier, defaults=values)
    appraisal.people.set([one.person for one in team if one.person])
    told = {name: values[name] for name in ("members", "lines", "state_vnd", "other_vnd")}
    record(actor.user_id, "dossier_appraised", f"dossier:{dossier.pk}", {"code": dossier.reference, **told})
    return appraisal


def _kept(asked: Sequence[Line], given: Sequence[Line]) -> list[dict[str, Any]]:
    was = {(line.item, line.source, line.year): line.amount for line in asked}
    return [
        {"item": line.item, "source": line.source, "year": line.year, "amount_vnd": line.amount,
         "asked_vnd": was.get((line.item, line.source, line.year), 0)}
        for line in given
    ]  # fmt: skip


def _faults_of_team(dossier: Dossier, team: Sequence[Named], council: Mapping[int, str]) -> dict[str, list[str]]:
    faults, least = faults_of_team(dossier, team, council, APPRAISING), rules_of(dossier).appraisers
    if len(team) < least:
        faults["members"] = [_("At least %(n)d people appraise a budget; name each of them.") % {"n": least}]
    return faults


def rules_of(dossier: Dossier) -> RuleSet:
    """The rules under which the topic is opened."""
    return rule_sets()[dossier.task.rule_set if dossier.task else DEFAULT_RULES]


def may_be_appraised(dossier: Dossier) -> bool:
    """Chosen for its task (or selected without one), and not decided yet."""
    if dossier.purpose != Purpose.SELECTION or dossier.state != State.CONCLUDED or dossier.outcome != "passed":
        return False
    return dossier.task is None or dossier.task.winner_id == dossier.pk


def asked_lines(dossier: Dossier) -> list[Line]:
    """The budget that the version submitted last asks for."""
    return lines_asked(submitted_answers(dossier))


def _faults(dossier: Dossier, asked: Sequence[Line], given: Sequence[Line], held_on: date) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    cap = dossier.task.cap_vnd if dossier.task else 0
    months = int(submitted_answers(dossier).get("duration_months") or 0)
    for slip in appraisal_slips(asked, given, cap, rules_of(dossier).shares, months):
        cell = "year" if "last" in slip.params else "amount_vnd"
        field = "lines" if slip.at is None else f"lines.{slip.at}.{cell}"
        faults.setdefault(field, []).append(_(slip.message) % slip.params)
    concluded_on = timezone.localdate(dossier.concluded_at) if dossier.concluded_at else held_on
    if held_on > timezone.localdate():
        faults["held_on"] = [_("This day has not come yet.")]
    elif held_on < concluded_on:
        said = {"day": f"{concluded_on:%d/%m/%Y}"}
        faults["held_on"] = [_("The council concluded on %(day)s; the budget is appraised after that.") % said]
    if not given:
        faults["lines"] = [_("The budget is empty.")]
    return faults
