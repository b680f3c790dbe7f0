"""Decisions taken before the system existed, entered with everything they recognised."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from initiatives.services.numbers import next_number
from initiatives.services.past import PastWork, record_past_works, tell_recorded
from journal.services.bulk import insert
from journal.services.record import record
from organisation.actor import Actor
from organisation.models import Unit
from recognition.models import Decision, DecisionItem, Recognition, RegisterImport
from recognition.services.certificates import issue_certificates
from recognition.services.register import enter_all


@transaction.atomic
def record_past_decision(
    actor: Actor, authority: Unit, level: str, signed_on: date, works: Sequence[PastWork], title: str = "",
    signer_name: str = "", signer_post: str = "", demonstration: bool = False, certified: bool = True,
    cited_as: str = "", imported: RegisterImport | None = None,
) -> Decision:  # fmt: skip
    """Enter a decision of the past with everything it recognised, in the order of its list. `certified`: certificates
    are issued now; otherwise the authors have those of the time. `cited_as`: its number and symbol, if they are known;
    else it is numbered now.
    """
    decision = Decision.objects.create(
        authority=authority, level=level, title=title or f"Về việc công nhận sáng kiến, đề tài năm {signed_on.year}",
        signed_on=signed_on, signer_name=signer_name, signer_post=signer_post, state=Decision.State.PUBLISHED,
        published_at=timezone.now(), demonstration=demonstration, made_by_id=actor.user_id, imported=imported,
        year=signed_on.year, **_numbered(authority, signed_on.year, cited_as),
    )  # fmt: skip
    made = record_past_works(actor, authority, level, signed_on, works, demonstration)
    recognised = DecisionItem.Result.RECOGNISED.value
    items = ((decision.pk, one.dossier, recognised, position) for position, one in enumerate(made, 1))
    insert(DecisionItem, ("decision_id", "dossier_id", "result", "position"), items)
    ids = enter_all(made, decision, signed_on)
    if certified:
        for row in Recognition.objects.filter(pk__in=ids).select_related("work", "decision__authority").order_by("pk"):
            issue_certificates(row)
    record(actor.user_id, "decision_recorded", f"decision:{decision.pk}", {"code": decision.code, "works": len(works)})
    tell_recorded([one.dossier for one in made])
    return decision


def _numbered(authority: Unit, year: int, cited_as: str) -> dict[str, Any]:
    if cited_as:
        number = next_number(f"past-decision-{authority.code}-{year}")
        return {"code": f"{authority.code}-{year}-C{number:03}", "cited_as": cited_as}
    number = next_number(f"decision-{authority.code}-{year}")
    return {"code": f"{authority.code}-{year}-{number:03}", "number": number, "symbol": f"QĐ-{authority.code}"}
