"""What expert groups have measured."""

from django.db.models import QuerySet

from initiatives.models import Dossier, Measurement
from organisation.actor import Actor
from organisation.policy import listed


def measurements_visible_to(actor: Actor) -> QuerySet[Measurement]:
    """Of the dossiers that the actor may see, the latest of a dossier first."""
    rows = Measurement.objects.filter(version__dossier__in=listed(Dossier, actor).values("pk"))
    return rows.select_related("version__dossier__work", "version__dossier__authority__parent").order_by("-pk")


def latest_measurement(dossier: Dossier) -> Measurement | None:
    """That of the version measured last."""
    return Measurement.objects.filter(version__dossier=dossier).order_by("version__number").last()
