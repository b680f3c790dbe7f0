"""Appeals for pages and API, scoped by policy."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Q, QuerySet

from config.errors import NotFound
from initiatives.choices import AppealState, Contested
from initiatives.models import Appeal
from organisation.actor import Actor
from organisation.policy import listed, visible

COLUMNS = (
    "id", "code", "state", "contested", "lodged_on", "due_on", "decided_on", "appellant", "dossier__code",
    "dossier__work__title", "dossier__authority__code", "dossier__authority__name",
)  # fmt: skip


def narrowed_appeals(query: Mapping[str, Any]) -> Q:
    """What the parameters of a list ask for; what is not understood is left out."""
    found = Q()
    if (state := query.get("state")) in AppealState.values:
        found &= Q(state=state)
    if (contested := query.get("contested")) in Contested.values:
        found &= Q(contested=contested)
    if authority := query.get("authority"):
        found &= Q(dossier__authority__code=str(authority).replace("\x00", ""))
    if dossier := query.get("dossier"):
        found &= Q(dossier__code=str(dossier).replace("\x00", ""))
    return found


def appeal_list(actor: Actor, query: Mapping[str, Any]) -> QuerySet[Appeal]:
    """Appeals that the actor sees, narrowed down."""
    return listed(Appeal, actor).filter(narrowed_appeals(query))


def appeal_seen_by(actor: Actor, code: str) -> Appeal:
    """One of them with what its page shows. Raises NotFound where there is none, or none for the actor."""
    rows = visible(Appeal, actor).select_related(
        "dossier__work", "dossier__authority__parent", "dossier__round", "handler", "lodged_by", "paper"
    )
    appeal = rows.filter(code=code).first()
    if appeal is None:
        raise NotFound
    return appeal


def appeals_on(actor: Actor, dossier_id: int) -> list[dict[str, Any]]:
    """The appeals on a dossier that the actor sees, the latest first."""
    rows = visible(Appeal, actor).filter(dossier=dossier_id).order_by("-id")
    return [dict(row) for row in rows.values("code", "state", "contested", "lodged_on", due=F("due_on"))]
