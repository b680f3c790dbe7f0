"""Reads for pages, API and exports, scoped by policy."""

from typing import Any

from django.db.models import QuerySet

from initiatives.models import Dossier
from organisation.actor import Actor
from organisation.policy import visible


def by_reference(reference: str) -> dict[str, Any]:
    """The look-up for a code or a draft's address."""
    return {"draft_code": reference} if reference.startswith("N-") else {"code": reference}


def dossiers_visible_to(actor: Actor) -> QuerySet[Dossier]:
    """Dossiers with what every list shows of them."""
    return visible(Dossier, actor).select_related("work__unit", "work__field", "round", "authority")
