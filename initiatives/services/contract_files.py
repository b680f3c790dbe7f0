"""Files of a contract, a report or a request: judged, stored and served as those of dossiers are."""

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse
from django.utils.translation import gettext as _

from config.errors import Forbidden, NotFound, StateConflict
from initiatives.choices import ReportState, RequestState
from initiatives.files.kinds import refuse
from initiatives.models import Contract, ContractFile, ContractRequest, Progress
from initiatives.policy import may_execute, may_supervise
from initiatives.services.files import Judged, judged, served
from initiatives.services.limits import MAX_FILES
from journal.services.record import record
from organisation.actor import Actor
from organisation.policy import get_visible

WHERE: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    "report": (Progress, (ReportState.PLANNED, ReportState.RETURNED)),
    "request": (ContractRequest, (RequestState.FILED,)),
}


def attach_to_contract(
    code: str, actor: Actor, upload: "UploadedFile[bytes]", to: str = "", number: int = 0
) -> ContractFile:
    """Attach a file to a contract, or to its report or request (`to`) of that number while it is open.

    Raises: NotFound, Forbidden, StateConflict once it was submitted or decided, TooLarge, and as
    `receiving.receive`.
    """
    with transaction.atomic():
        contract, _part = _place(code, actor, to, number)
    files = judged([upload], actor, f"contract:{contract.pk}")
    return put_to_contract(code, actor, files, to, number)[0]


@transaction.atomic
def put_to_contract(
    code: str, actor: Actor, files: Sequence[Judged], to: str = "", number: int = 0
) -> list[ContractFile]:
    """Put judged files to it: all of them, or none. Raises as `attach_to_contract`."""
    contract, part = _place(code, actor, to, number)
    beside = part.files if part else contract.files.filter(report=None, request=None)
    if beside.count() + len(files) > MAX_FILES:
        raise refuse(_("At most 30 files."))
    put = []
    for name, blob in files:
        file = ContractFile(contract=contract, blob=blob, name=name, added_by_id=actor.user_id)
        if part:
            setattr(file, to, part)
        file.save()
        put.append(file)
        told = {"name": name, "digest": blob.digest, "to": to, "number": number}
        record(actor.user_id, "contract_file_added", f"contract:{contract.pk}", told)
    return put


def _place(code: str, actor: Actor, to: str, number: int) -> tuple[Contract, Any]:
    """What the file is attached to, locked, if the actor may attach to it now."""
    contract = get_visible(Contract, actor, lock=True, code=code)
    if not (may_execute(actor, contract) or (not to and may_supervise(actor, contract))):
        raise Forbidden(_("This is for others to do."))
    if not to:
        return contract, None
    if to not in WHERE:
        raise NotFound
    model, states = WHERE[to]
    part = model.objects.filter(contract=contract, number=number).first()
    if part is None:
        raise NotFound
    if part.state not in states:
        raise StateConflict(_("It has been submitted and can no longer be changed."), state=part.state)
    return contract, part


def file_response(code: str, actor: Actor, number: int, inline: bool = False) -> FileResponse:
    """A file for whoever may see the contract. Raises NotFound."""
    contract = get_visible(Contract, actor, code=code)
    file = contract.files.select_related("blob").filter(pk=number).first()
    if file is None:
        raise NotFound
    return served(file.name, file.blob, inline)
