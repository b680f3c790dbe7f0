"""Reads for pages, API and exports, scoped by policy."""

from typing import Any

from django.db.models import Q, QuerySet

from initiatives.models import Dossier
from journal.models import Entry
from organisation.actor import Actor
from organisation.policy import visible


def by_reference(reference: str) -> dict[str, Any]:
    """The look-up for a code or a draft's address."""
    return {"draft_code": reference} if reference.startswith("N-") else {"code": reference}


def history_of(dossier: Dossier) -> QuerySet[Entry]:
    """What happened to a dossier, its authors and its files, the latest first."""
    happened = Q(event__startswith="dossier_") | Q(event__startswith="author_") | Q(event__startswith="file_")
    return Entry.objects.filter(happened, subject=f"dossier:{dossier.pk}").order_by("-id")


def dossiers_visible_to(actor: Actor) -> QuerySet[Dossier]:
    """Dossiers with what every list shows of them."""
    return visible(Dossier, actor).select_related("work__unit", "work__field", "round", "authority")
