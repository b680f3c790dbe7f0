"""What is judged, as its reader may know it: for the sheet, the discussion and a page of its own."""

from typing import Any

from django.urls import reverse

from config.errors import NotFound
from frontend.pages.answers import answered_points
from frontend.pages.dossier_parts import sections_of
from organisation.actor import Actor
from reviews.models import Hearing
from reviews.queries.papers import deliveries
from reviews.queries.reading import Measured, ReadFile, measurement_of, reading_of, reads


def reading_context(actor: Actor, hearing: Hearing) -> dict[str, Any]:
    """Sections of answers, the council's points, files, and whether names are hidden. Raises NotFound."""
    read = reads(actor, hearing)
    reading = reading_of(hearing, read)
    return {
        "blind": reading.blind,
        "measured": reading.measured,
        "sections": sections_of(reading.content),
        "points": answered_points(hearing.dossier, hearing.version, read),
        "files": [_file(hearing, one) for one in reading.files if one.pages is None],
        "texts": [one for one in reading.files if one.pages],
        "unread": sum(one.pages == [] for one in reading.files),
    }


def papers_of(actor: Actor, hearing: Hearing) -> dict[str, Any]:
    """When the papers reached the actor, and from when on a session may hear the dossier."""
    [papers] = deliveries([hearing], actor)
    return {"papers": papers}


def points_of(actor: Actor, hearing: Hearing) -> list[dict[str, Any]]:
    """The council's points with the authors' answers, as far as the actor reads the dossier."""
    try:
        return answered_points(hearing.dossier, hearing.version, reads(actor, hearing))
    except NotFound:
        return []


def measured_of(actor: Actor, hearing: Hearing) -> Measured | None:
    """What the expert group measured, as far as the actor reads the dossier."""
    try:
        return measurement_of(hearing, reads(actor, hearing))
    except NotFound:
        return None


def _file(hearing: Hearing, read: ReadFile) -> dict[str, Any]:
    address = reverse("hearing-file", args=[hearing.pk, read.number])
    return {"name": read.name, "address": address, "bytes": read.blob.size, "kind": read.blob.media_type}
