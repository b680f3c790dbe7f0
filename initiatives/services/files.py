"""Attach files to a draft, take them out, hand them to whoever may see the dossier."""

import hashlib
from collections.abc import Sequence

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Invalid, NotFound, TooLarge
from initiatives.files.kinds import JPEG, PDF, PNG, kind_of
from initiatives.files.text import pages_of
from initiatives.models import Attachment, Blob, Dossier
from initiatives.queries import by_reference
from initiatives.rules.answers import clean_line
from initiatives.services.drafts import editable
from initiatives.services.limits import MAX_FILE, MAX_FILES, MAX_TOTAL
from initiatives.services.storage import open_blob, put_stream
from journal.followers import Follower
from journal.models import Event
from journal.services.record import record
from organisation.actor import Actor
from organisation.policy import get_visible

SHOWN_IN_PAGE = {PDF, PNG, JPEG}


@transaction.atomic
def attach(reference: str, actor: Actor, name: str, upload: UploadedFile) -> Attachment:
    """Attach a file to a draft.

    Raises: TooLarge (413) over 25 MB or 100 MB together, Invalid at `file` for what is not taken, and as
    `drafts.editable`.
    """
    dossier = editable(actor, reference, None)
    name = clean_line(name.replace("\\", "/").rpartition("/")[2])[-200:] or "tep"
    size = upload.size or 0
    if size > MAX_FILE:
        message = _("“%(name)s” has %(size)s MB; at most 25 MB are allowed.") % {
            "name": name,
            "size": f"{size / 1048576:.1f}",
        }
        raise TooLarge(message, {"file": [message]})
    standing = Attachment.objects.filter(dossier=dossier, removed_at=None).select_related("blob")
    if sum(file.blob.size for file in standing) + size > MAX_TOTAL:
        raise TooLarge(
            _("All files together may have 100 MB at most."),
            {"file": [_("All files together may have 100 MB at most.")]},
        )
    if len(standing) >= MAX_FILES:
        raise Invalid(_("At most 30 files."), {"file": [_("At most 30 files.")]})
    if not size:
        raise Invalid(_("This file is empty."), {"file": [_("This file is empty.")]})
    kind = kind_of(upload, name)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    blob = put_stream(upload, digest.hexdigest(), size, kind)
    file = Attachment.objects.create(dossier=dossier, blob=blob, name=name, added_by_id=actor.user_id)
    record(actor.user_id, "file_added", f"dossier:{dossier.pk}", {"name": name, "digest": blob.digest, "blob": blob.pk})
    return file


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


def response(reference: str, actor: Actor, number: int, inline: bool = False) -> FileResponse:
    """A file for whoever may see the dossier: as a download; PDF and pictures also in the page. Raises NotFound."""
    dossier = get_visible(Dossier, actor, **by_reference(reference))
    file = Attachment.objects.select_related("blob").filter(dossier=dossier, pk=number).first()
    if file is None:
        raise NotFound
    shown = inline and file.blob.media_type in SHOWN_IN_PAGE
    answer = FileResponse(
        default_storage.open(file.blob.storage, "rb"),
        as_attachment=not shown,
        filename=file.name,
        content_type=file.blob.media_type,
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def read_text(events: Sequence[Event]) -> None:
    """Follower of the outbox: find the text in new files, then have their dossiers indexed again."""
    for event in events:
        blob = Blob.objects.filter(pk=event.data.get("blob", 0), pages=[]).first()
        if blob is None:
            continue
        with open_blob(blob) as stream:
            blob.pages = pages_of(stream, blob.media_type)
        if blob.pages:
            blob.save(update_fields=["pages"])
            record(None, "file_read", event.subject, {"blob": blob.pk, "pages": len(blob.pages)})


FOLLOWER = Follower("texts", read_text, wants=("file_added",))
