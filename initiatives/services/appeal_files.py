"""Files of an appeal: judged, stored and served as those of dossiers are. Who sees the appeal sees them, none else."""

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse
from django.utils.translation import gettext as _

from config.errors import Forbidden, NotFound, StateConflict
from initiatives.choices import OPEN_APPEALS
from initiatives.files.kinds import refuse
from initiatives.models import Appeal, AppealFile
from initiatives.policy import may_attach_to_appeal
from initiatives.services.files import Judged, judged, served
from initiatives.services.limits import MAX_FILES
from journal.services.record import record
from organisation.actor import Actor
from organisation.policy import get_visible


def put_to(appeal: Appeal, actor: Actor, files: Sequence[Judged]) -> list[AppealFile]:
    """Put judged files to an appeal, inside the transaction of the caller. Raises Invalid where there are too many."""
    if appeal.files.count() + len(files) > MAX_FILES:
        raise refuse(_("At most 30 files."))
    put = []
    for name, blob in files:
        put.append(AppealFile.objects.create(appeal=appeal, blob=blob, name=name, added_by_id=actor.user_id))
        told = {"code": appeal.code, "name": name, "digest": blob.digest}
        record(actor.user_id, "appeal_file_added", f"appeal:{appeal.pk}", told)
    return put


def attach_to_appeal(code: str, actor: Actor, uploads: "Sequence[UploadedFile[Any]]") -> list[AppealFile]:
    """Attach files to an open appeal: a party, whoever lodged it, or the authority.

    Raises: NotFound, Forbidden, StateConflict once it was answered or withdrawn, and as `files.attach`.
    """
    about = f"appeal:{_open(code, actor).pk}"
    files = judged(uploads, actor, about)
    with transaction.atomic():
        return put_to(_open(code, actor, lock=True), actor, files)


def takes_files(actor: Actor, appeal: Appeal) -> bool:
    """Whether the actor may attach to it now."""
    return appeal.state in OPEN_APPEALS and may_attach_to_appeal(actor, appeal)


def _open(code: str, actor: Actor, lock: bool = False) -> Appeal:
    appeal = get_visible(Appeal, actor, lock=lock, code=code)
    if not may_attach_to_appeal(actor, appeal):
        raise Forbidden(_("This is for others to do."))
    if appeal.state not in OPEN_APPEALS:
        raise StateConflict(_("The appeal is closed; nothing is added to it any more."), state=appeal.state)
    return appeal


def file_of_appeal(code: str, actor: Actor, number: int, inline: bool = False) -> FileResponse:
    """A file for whoever may see the appeal. Raises NotFound."""
    file = get_visible(Appeal, actor, code=code).files.select_related("blob").filter(pk=number).first()
    if file is None:
        raise NotFound
    return served(file.name, file.blob, inline)
