"""Blind rounds: what the council reads of a dossier without learning who its authors are, and redacted copies of files.

Names, units, e-mail addresses and telephone numbers are covered in every answer. A file is handed over as a copy that
its authors, or who checks the dossier, have redacted; of a file without one the council reads the covered text.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from config.errors import Forbidden, NotFound, StateConflict
from initiatives.choices import CLOSED
from initiatives.files.kinds import refuse
from initiatives.files.reading import pages_of, properties_of
from initiatives.models import Attachment, Dossier, RedactedCopy
from initiatives.policy import may_redact
from initiatives.queries import by_reference
from initiatives.services.content import frozen_content
from initiatives.services.files import plain_name, refuse_size
from initiatives.services.receiving import receive
from journal.services.record import record
from organisation.actor import Actor
from organisation.models import Unit
from organisation.policy import get_visible
from organisation.rules.names import covered, names_in


def identities(content: Mapping[str, Any]) -> set[str]:
    """Everything in a content (as `frozen_content` has it) that names its authors or units."""
    codes = {content["answers"].get("unit") or "", *content["units"]}
    units = Unit.objects.filter(code__in=codes).values_list("code", "name", "short_name")
    authors = {row[key] for row in content["authors"] for key in ("full_name", "person", "workplace")}
    rows = [row for table in ("members", "partners") for row in content["answers"].get(table) or ()]
    team = {row.get(key) for row in rows for key in ("name", "workplace")}
    return {name for name in (content["unit_name"], *authors, *team, *(n for unit in units for n in unit)) if name}


def blinded(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content without authors and units, and with their names covered in every answer."""
    names = identities(content)
    answers = {name: _covered(value, names) for name, value in content["answers"].items() if name != "unit"}
    points = _covered(content.get("points", []), names)
    hidden: dict[str, Any] = {"unit_name": "", "authors": [], "units": [], "files": []}
    return {**content, **hidden, "answers": answers, "points": points}


def _covered(value: Any, names: set[str]) -> Any:
    if isinstance(value, str):
        return covered(value, names)
    if isinstance(value, list):
        return [_covered(one, names) for one in value]
    return {key: _covered(one, names) for key, one in value.items()} if isinstance(value, dict) else value


def add_redacted_copy(
    reference: str, actor: Actor, number: int, name: str, upload: "UploadedFile[bytes]"
) -> RedactedCopy:
    """Keep a copy of a file that names nobody; the one before is superseded.

    Raises: NotFound; Forbidden for others than authors and checkers; StateConflict where the round is not blind or the
    dossier is closed; TooLarge, and Invalid at `file` for what is not taken or still names somebody, with the page.
    """
    dossier, file = _redactable(reference, actor, number)
    name = plain_name(name)
    refuse_size(name, upload.size or 0)
    received = receive(upload, name, actor, f"dossier:{dossier.pk}")
    _refuse_names(upload, name, received.kind, identities(frozen_content(dossier)))
    blob = received.keep()
    with transaction.atomic():
        copy = RedactedCopy.objects.create(of=file, blob=blob, name=name, added_by_id=actor.user_id)
        told = {"name": name, "digest": blob.digest, "of": file.blob.digest}
        record(actor.user_id, "redacted_copy_added", f"dossier:{dossier.pk}", told)
    return copy


def redacted_copy(reference: str, actor: Actor, number: int) -> RedactedCopy:
    """The latest redacted copy of a file of a dossier that the actor sees. Raises NotFound."""
    dossier = get_visible(Dossier, actor, **by_reference(reference))
    found = RedactedCopy.objects.filter(of__dossier=dossier, of_id=number).select_related("blob").order_by("pk").last()
    if found is None:
        raise NotFound
    return found


def latest_copies(files: Iterable[Attachment]) -> dict[int, RedactedCopy]:
    """The redacted copy that stands for each of the files, by the file's id. One statement."""
    rows = RedactedCopy.objects.filter(of__in=list(files)).select_related("blob").defer("blob__pages")
    return {row.of_id: row for row in rows.order_by("pk")}


def _redactable(reference: str, actor: Actor, number: int) -> tuple[Dossier, Attachment]:
    dossier = get_visible(Dossier, actor, **by_reference(reference))
    if not may_redact(actor, dossier):
        raise Forbidden(_("Redacted copies are given by the authors, or by who checks the dossier."))
    if not dossier.round.blind or dossier.state in CLOSED:
        raise StateConflict(_("Redacted copies are for dossiers of blind rounds, until they are decided."))
    file = Attachment.objects.filter(dossier=dossier, pk=number, removed_at=None).select_related("blob").first()
    if file is None:
        raise NotFound
    return dossier, file


def _refuse_names(upload: "UploadedFile[bytes]", name: str, kind: str, names: set[str]) -> None:
    """Raise Invalid if the copy, its name or its properties still name somebody."""
    upload.seek(0)
    pages = pages_of(upload, kind)
    upload.seek(0)
    told = {"name": name}
    if named := names_in(f"{name}\n{properties_of(upload, kind)}", names):
        words = _("The name or the properties of “%(name)s” still say %(who)s. Remove the properties and try again.")
        raise refuse(words % {**told, "who": ", ".join(named)})
    for number, page in enumerate(pages, 1):
        if named := names_in(page, names):
            words = _("“%(name)s” still names %(who)s on page %(page)d.")
            raise refuse(words % {**told, "who": ", ".join(named), "page": number})
