"""What every upload passes before it is kept: whole, of a kind taken, without viruses, without traces."""

import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from config.errors import Unavailable
from initiatives.files.antivirus import NotScanned, found_in
from initiatives.files.kinds import JPEG, PNG, kind_of, refuse
from initiatives.files.picture import redrawn
from initiatives.models import Blob
from initiatives.services.storage import digest_of, put_stream, storage_failed
from journal.services.record import record
from organisation.actor import Actor

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Received:
    """A file that may be kept: what it is, and its bytes as they will be."""

    kind: str
    stream: Any
    size: int

    def keep(self) -> Blob:
        """Put it into the storage, by the digest of what is kept."""
        return put_stream(self.stream, digest_of(self.stream), self.size, self.kind)


def receive(upload: "UploadedFile[bytes]", name: str, actor: Actor, about: str) -> Received:
    """Judge an upload. Nothing may be locked meanwhile: this reads the file, and asks others.

    Raises Invalid at `file` for what is not taken, and Unavailable where the disk or the scanner fails.
    """
    refuse_lost(upload)
    kind = kind_of(upload, name)
    refuse_infected(upload, name, actor, about)
    if kind not in (PNG, JPEG):
        return Received(kind, upload, upload.size or 0)
    try:
        drawn = redrawn(upload, kind)
    except ValueError as error:
        raise refuse(_("This picture is broken. Save it again.")) from error
    return Received(kind, ContentFile(drawn), len(drawn))


def refuse_lost(upload: "UploadedFile[bytes]") -> None:
    """Raises Unavailable where the disk did not take all of the upload."""
    if reason := getattr(upload, "lost", ""):
        logger.error("an upload was lost: %s", reason)
        raise storage_failed()


def refuse_infected(upload: "UploadedFile[bytes]", name: str, actor: Actor, about: str) -> None:
    """Raises Invalid, with an entry in the journal, where the scanner finds something; Unavailable where it is down
    and files must be scanned.
    """
    if not settings.ANTIVIRUS_URL:
        return
    try:
        found = found_in(upload, settings.ANTIVIRUS_URL)
    except NotScanned as error:
        if settings.ANTIVIRUS_DOWN == "refuse":
            logger.error("the virus scanner does not answer, files are refused: %s", error)
            raise Unavailable(
                _("Files cannot be checked for viruses at the moment: try again in a few minutes.")
            ) from error
        logger.warning("the virus scanner does not answer, a file was taken unseen: %s", error)
        return
    if found:
        with transaction.atomic():
            record(actor.user_id, "file_refused", about, {"name": name, "digest": digest_of(upload), "found": found})
        shown = {"name": name, "found": found}
        raise refuse(_("“%(name)s” holds malicious code (%(found)s) and was not kept. Check your device.") % shown)
