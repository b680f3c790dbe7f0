"""The measuring of a topic's products before its acceptance, by an expert group (tổ chuyên gia) apart from the council.

Source: Thông tư 11/2014/TT-BKHCN: the group is set up where products can be measured; its report is heard after the
leader of the topic has left and before the reviewers.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Forbidden, StateConflict
from initiatives.choices import Level, Purpose, State
from initiatives.models import Contract, Dossier, Measurement
from initiatives.policy import may_measure
from initiatives.queries import by_reference
from initiatives.rules.answers import clean_line, clean_text
from initiatives.rules.apart import MEASURING
from initiatives.services.content import submitted_answers
from initiatives.services.plans import refuse_slips
from initiatives.services.teams import Named, Rows, faults_of_team, read_team
from journal.services.record import record
from organisation.actor import Actor
from organisation.policy import get_visible

LETTERS, LINE, MOST = 5_000, 500, 60
CELLS = ("product", "promised", "measured")


@transaction.atomic
def measure(
    reference: str,
    actor: Actor,
    held_on: date,
    members: Rows,
    products: Rows,
    council: Mapping[int, str],
    findings: str,
) -> Measurement:
    """Keep what the group found: `members` {person: staff code, or name; office}, the head first; `products` {product,
    promised, measured, met}. `council` are the members of the councils that judge the dossier, by id: they do not
    measure for it. Until the council has concluded it may be written anew; the journal keeps every one.

    Raises: NotFound, Forbidden unless the authority's secretary's office or registrar asks, StateConflict unless the
    dossier is before its council, Invalid naming the field.
    """
    dossier = get_visible(Dossier, actor, lock=True, **by_reference(reference))
    if not may_measure(actor, dossier):
        raise Forbidden(_("Measurements are kept by the secretary's office or the registrar of the authority."))
    if not may_be_measured(dossier):
        raise StateConflict(not_now())
    team, rows, said = read_team(members), [_row(one) for one in products], clean_text(findings)[:LETTERS]
    refuse_slips({**_faults(dossier, held_on, team, rows, said), **faults_of_team(dossier, team, council, MEASURING)})
    values = {
        "held_on": held_on, "members": "\n".join(one.line for one in team), "products": rows, "findings": said,
        "made_by_id": actor.person_id, "made_at": timezone.now(),
    }  # fmt: skip
    version = dossier.versions.order_by("number").last()
    found, _made = Measurement.objects.update_or_create(version=version, defaults=values)
    found.people.set([one.person for one in team if one.person])
    told = {name: values[name] for name in ("members", "products", "findings")}
    told |= {"code": dossier.reference, "held_on": held_on.isoformat(), "version": found.version.number}
    record(actor.user_id, "products_measured", f"dossier:{dossier.pk}", told)
    return found


def not_now() -> str:
    """Why nothing can be measured."""
    return _("Products are measured of a topic whose acceptance above the base is before its council.")


def may_be_measured(dossier: Dossier) -> bool:
    """Of an acceptance above the base, from the day on which a council has it until that council has concluded."""
    official = dossier.purpose == Purpose.ACCEPTANCE and dossier.level != Level.BASE
    return official and dossier.state == State.IN_REVIEW


def products_promised(dossier: Dossier) -> list[dict[str, str]]:
    """The products of the dossier under contract: each with its quantity, level and quality."""
    contract = Contract.objects.filter(work=dossier.work_id).select_related("dossier").first()
    rows = submitted_answers(contract.dossier).get("product_rows") or () if contract else ()
    return [{"product": row["name"], "promised": f"{row['quantity']}; {row['measure']}"} for row in rows]


def _row(given: Mapping[str, Any]) -> dict[str, Any]:
    cells: dict[str, Any] = {name: clean_line(str(given.get(name) or ""))[:LINE] for name in CELLS}
    return cells | {"met": bool(given["met"])}


def _faults(
    dossier: Dossier, held_on: date, team: Sequence[Named], rows: Sequence[Any], findings: str
) -> dict[str, list[str]]:
    faults = {} if team else {"members": [_("Name at least one member of the expert group.")]}
    contract = Contract.objects.filter(work=dossier.work_id).first()
    if held_on > timezone.localdate():
        faults["held_on"] = [_("This day has not come yet.")]
    elif contract is not None and held_on < contract.starts_on:
        faults["held_on"] = [_("This day lies before the contract.")]
    if len(rows) > MOST:
        faults["products"] = [_("At most %(limit)d rows.") % {"limit": MOST}]
    if not rows or not all(row[name] for row in rows for name in CELLS):
        faults["products"] = [_("Say of each product what was promised and what was measured.")]
    if not findings:
        faults["findings"] = [_("Say what the group found.")]
    return faults
