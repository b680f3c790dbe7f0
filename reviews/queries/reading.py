"""What a member reads of the dossier that they judge: all of it, or, in a blind round, what names nobody."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from config.errors import NotFound
from initiatives.models import Attachment, Blob, Dossier, Measurement
from initiatives.services.blinding import blinded, identities, latest_copies
from initiatives.services.content import for_reader
from organisation.actor import Actor
from organisation.policy import visible
from organisation.rules.names import covered
from reviews.models import Hearing
from reviews.queries.grounds import closed_names


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as the reader has it. In a blind round: the redacted copy, or else the covered text alone, under a number
    in place of the name.
    """

    number: int
    name: str
    blob: Blob
    pages: Sequence[str] | None = None
    """The text alone, covered, in place of the bytes."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What an expert group found of the products in the version that is judged; without names where `blind`."""

    held_on: date
    members: Sequence[str]
    products: Sequence[dict[str, Any]]
    findings: str
    blind: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """The version that is judged, in the shape of `frozen_content`; `blind` where names are hidden from the reader."""

    content: dict[str, Any]
    files: Sequence[ReadFile]
    blind: bool
    measured: Measured | None = None


Read = Callable[[dict[str, Any]], dict[str, Any]]


def reads(actor: Actor, hearing: Hearing) -> Read:
    """How a frozen content of the dossier is shown to the actor: whole, but for secrets, to who sees the dossier;
    without names to who judges it while they are closed. Raises NotFound for everybody else.
    """
    if visible(Dossier, actor).filter(pk=hearing.dossier_id).exists():
        return partial(for_reader, dossier=hearing.dossier, actor=actor)
    if closed_names(hearing) and _judges(actor, hearing):
        return blinded
    raise NotFound


def reading_of(hearing: Hearing, read: Read) -> Reading:
    """What somebody reads of the dossier; `read` is what `reads` answered them."""
    content, blind = hearing.version.content, read is blinded
    files = _files(hearing, content)
    shown = _redacted(files, identities(content)) if blind else [ReadFile(f.pk, f.name, f.blob) for f in files]
    return Reading(read(content), shown, blind, measurement_of(hearing, read))


def measurement_of(hearing: Hearing, read: Read) -> Measured | None:
    """The record of the expert group on the version that is judged; the authors' names are covered in a blind round."""
    found = Measurement.objects.filter(version=hearing.version_id).first()
    if found is None:
        return None
    blind = read is blinded
    cover = partial(covered, names=identities(hearing.version.content)) if blind else str
    products = [
        {name: value if name == "met" else cover(value) for name, value in one.items()} for one in found.products
    ]
    return Measured(found.held_on, found.members.splitlines(), products, cover(found.findings), blind)


def _judges(actor: Actor, hearing: Hearing) -> bool:
    """Whether the actor has a place at the hearing, which is still before the council."""
    places = hearing.places.filter(seat__person_id=actor.person_id or 0, recused=False)
    return hearing.state == Hearing.State.OPEN and places.exists()


def _files(hearing: Hearing, content: dict[str, Any]) -> list[Attachment]:
    """The files of the version: those of the dossier that it froze."""
    frozen = {row["digest"] for row in content["files"]}  # the same bytes may be there under two names
    rows = Attachment.objects.filter(dossier=hearing.dossier_id, blob__digest__in=frozen).select_related("blob")
    latest = {(row.blob.digest, row.name): row for row in rows.order_by("pk")}
    wanted = [(row["digest"], row["name"]) for row in content["files"]]
    return [latest[one] for one in wanted if one in latest]


def _redacted(files: Sequence[Attachment], names: set[str]) -> list[ReadFile]:
    copies, shown = latest_copies(files), []
    for number, file in enumerate(files, 1):
        if copy := copies.get(file.pk):
            shown.append(ReadFile(file.pk, copy.name, copy.blob))
        else:
            pages = [covered(page, names) for page in file.blob.pages]
            shown.append(ReadFile(file.pk, str(number), file.blob, pages))
    return shown


def file_of(actor: Actor, hearing: Hearing, number: int) -> ReadFile:
    """One file that the actor may open. Raises NotFound."""
    files = reading_of(hearing, reads(actor, hearing)).files
    found = next((file for file in files if file.number == number and file.pages is None), None)
    if found is None:
        raise NotFound
    return found
