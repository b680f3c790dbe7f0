"""Attach files to a draft, take them out, hand them to whoever may see the dossier."""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import FileResponse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from config.errors import Invalid, NotFound, TooLarge
from initiatives.files.kinds import JPEG, PDF, PNG, refuse
from initiatives.files.reading import pages_of
from initiatives.models import Attachment, Blob, Dossier, Version
from initiatives.queries import by_reference
from initiatives.rules.answers import clean_line
from initiatives.services.drafts import editable
from initiatives.services.limits import MAX_FILE, MAX_FILES, MAX_TOTAL
from initiatives.services.receiving import receive
from initiatives.services.storage import open_blob, opened
from journal.followers import Follower
from journal.models import Event
from journal.services.record import record, tell
from organisation.actor import Actor
from organisation.policy import get_visible

SHOWN_IN_PAGE = {PDF, PNG, JPEG}
logger = logging.getLogger(__name__)
Judged = tuple[str, Blob]
"""The name of a file and its bytes, kept, but not yet part of anything."""


def attach(reference: str, actor: Actor, name: str, upload: "UploadedFile[bytes]") -> Attachment:
    """Attach a file to a draft. It is judged and stored before anything is locked.

    Raises: TooLarge (413) over 25 MB or 100 MB together, Invalid and Unavailable as `receiving.receive`, and as
    `drafts.editable`.
    """
    name, size = plain_name(name), upload.size or 0
    with transaction.atomic():
        dossier = editable(actor, reference, None)
        _refuse_excess(dossier, name, size)
        about = f"dossier:{dossier.pk}"
    received = receive(upload, name, actor, about)
    blob = received.keep()
    with transaction.atomic():
        dossier = editable(actor, reference, None)
        _refuse_excess(dossier, name, received.size)
        file = Attachment.objects.create(dossier=dossier, blob=blob, name=name, added_by_id=actor.user_id)
        told = {"name": name, "digest": blob.digest, "blob": blob.pk}
        record(actor.user_id, "file_added", f"dossier:{dossier.pk}", told)
    return file


def judged(uploads: "Iterable[UploadedFile[Any]]", actor: Actor, about: str) -> list[Judged]:
    """Judge and store uploads, before anything is locked. Raises as `attach`."""
    named = [(plain_name(upload.name or ""), upload) for upload in uploads]
    for name, upload in named:
        refuse_size(name, upload.size or 0)
    return [(name, _received(upload, name, actor, about)) for name, upload in named]


def _received(upload: "UploadedFile[Any]", name: str, actor: Actor, about: str) -> Blob:
    """Of several, the refusal says which one."""
    try:
        return receive(upload, name, actor, about).keep()
    except Invalid as error:
        raise refuse(f"“{name}”: {error.message}" if name not in str(error.message) else error.message) from error


def plain_name(name: str) -> str:
    """The last part of a path on one line, its ending kept. It is shown, and never used as a path."""
    return clean_line(name.replace("\\", "/").rpartition("/")[2])[-200:] or "tep"


def refuse_size(name: str, size: int) -> None:
    """Raise TooLarge, or Invalid for an empty file."""
    if size > MAX_FILE:
        shown = {"name": name, "size": number_format(round(size / 1024**2, 1), 1)}
        raise _too_large(_("“%(name)s” has %(size)s MB; at most 25 MB are allowed.") % shown)
    if not size:
        raise refuse(_("This file is empty."))


def _refuse_excess(dossier: Dossier, name: str, size: int) -> None:
    """Raise TooLarge or Invalid if a file of this size can not be added."""
    refuse_size(name, size)
    sizes = Attachment.objects.filter(dossier=dossier, removed_at=None).values_list("blob__size", flat=True)
    if len(sizes) >= MAX_FILES:
        raise refuse(_("At most 30 files."))
    if sum(sizes) + size > MAX_TOTAL:
        raise _too_large(_("All files together may have 100 MB at most."))


def _too_large(message: str) -> TooLarge:
    return TooLarge(message, {"file": [message]})


@transaction.atomic
def remove(reference: str, actor: Actor, number: int) -> None:
    """Take a file out of a draft; versions that have frozen it keep it. Raises NotFound, and as `drafts.editable`."""
    dossier = editable(actor, reference, None)
    file = Attachment.objects.filter(dossier=dossier, pk=number, removed_at=None).first()
    if file is None:
        raise NotFound
    file.removed_at = timezone.now()
    file.save(update_fields=["removed_at"])
    record(actor.user_id, "file_removed", f"dossier:{dossier.pk}", {"name": file.name, "digest": file.blob.digest})


def readable(dossiers: QuerySet[Dossier, Any] | Sequence[Dossier]) -> QuerySet[Attachment]:
    """The files of some dossiers that stand, or stood when a version was frozen: what nobody submitted is gone."""
    frozen = Version.objects.filter(
        dossier=OuterRef("dossier"), submitted_at__gte=OuterRef("added_at"), submitted_at__lt=OuterRef("removed_at")
    )
    kept = Q(removed_at=None) | Exists(frozen)
    return Attachment.objects.filter(kept, dossier__in=dossiers).select_related("blob", "dossier")


def response(reference: str, actor: Actor, number: int, inline: bool = False) -> FileResponse:
    """A file for whoever may see the dossier: as a download; PDF and pictures also in the page. Raises NotFound."""
    dossier = get_visible(Dossier, actor, **by_reference(reference))
    file = readable([dossier]).filter(pk=number).first()
    if file is None:
        raise NotFound
    return served(file.name, file.blob, inline)


def served(name: str, blob: Blob, inline: bool) -> FileResponse:
    """The bytes, so that nothing in them runs: not sniffed, no scripts, in a page only as PDF or picture."""
    shown, stream = inline and blob.media_type in SHOWN_IN_PAGE, opened(blob)
    answer = FileResponse(stream, as_attachment=not shown, filename=name, content_type=blob.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    viewed = shown and blob.media_type == PDF  # browsers show no PDF in a sandbox; its scripts never reach us
    answer["Content-Security-Policy"] = "frame-ancestors 'self'" if viewed else "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer


def read_text(events: Sequence[Event]) -> None:
    """Follower of the outbox: find the text in new files, then have their dossiers indexed again."""
    for event in events:
        blob = Blob.objects.filter(pk=event.data.get("blob", 0), pages=[]).first()
        if blob is None:
            continue
        try:
            with open_blob(blob) as stream:
                blob.pages = pages_of(stream, blob.media_type)
        except FileNotFoundError:
            logger.exception("the bytes of %s are gone", blob)
            continue
        if blob.pages:
            blob.save(update_fields=["pages"])
            tell("file_read", event.subject, {"blob": blob.pk})


FOLLOWER = Follower("texts", read_text, wants=("file_added",), batch=5)
