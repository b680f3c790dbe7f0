"""What a member reads of the dossier that they judge: all of it, or, in a blind round, what names nobody."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from config.errors import NotFound
from initiatives.models import Attachment, Blob, Dossier, RedactedCopy
from initiatives.services.blinding import blinded, identities
from initiatives.services.content import for_reader
from organisation.actor import Actor
from organisation.policy import visible
from organisation.rules.names import covered
from reviews.models import Hearing


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
class Reading:
    """The version that is judged, in the shape of `frozen_content`; `blind` where names are hidden from the reader."""

    content: dict[str, Any]
    files: Sequence[ReadFile]
    blind: bool


def reads(actor: Actor, hearing: Hearing) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """How a frozen content of the dossier is shown to the actor. Raises NotFound where neither a seat nor an office
    shows it to them.
    """
    if hides_names(actor, hearing):
        if not _judges(actor, hearing):
            raise NotFound
        return blinded
    if not visible(Dossier, actor).filter(pk=hearing.dossier_id).exists():
        raise NotFound
    return partial(for_reader, dossier=hearing.dossier, actor=actor)


def hides_names(actor: Actor, hearing: Hearing) -> bool:
    """Whether the reader is not to know authors and units: until the council has concluded, and unless another right
    (of an office that handles the dossier) shows them the dossier itself.
    """
    if not hearing.dossier.round.blind or hearing.state == Hearing.State.CONCLUDED:
        return False
    return not visible(Dossier, actor).filter(pk=hearing.dossier_id).exists()


def reading_of(actor: Actor, hearing: Hearing) -> Reading:
    """What the actor, who sees the hearing, reads of its dossier. Raises NotFound as `reads`."""
    content, read = hearing.version.content, reads(actor, hearing)
    files, blind = _files(hearing, content), read is blinded
    shown = _redacted(files, identities(content)) if blind else [ReadFile(f.pk, f.name, f.blob) for f in files]
    return Reading(read(content), shown, blind)


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
    rows = RedactedCopy.objects.filter(of__in=files).select_related("blob").order_by("pk")
    copies = {row.of_id: row for row in rows}
    shown = []
    for number, file in enumerate(files, 1):
        if copy := copies.get(file.pk):
            shown.append(ReadFile(file.pk, copy.name, copy.blob))
        else:
            pages = [covered(page, names) for page in file.blob.pages]
            shown.append(ReadFile(file.pk, str(number), file.blob, pages))
    return shown


def file_of(actor: Actor, hearing: Hearing, number: int) -> ReadFile:
    """One file that the actor may open. Raises NotFound."""
    found = next(
        (file for file in reading_of(actor, hearing).files if file.number == number and file.pages is None), None
    )
    if found is None:
        raise NotFound
    return found
