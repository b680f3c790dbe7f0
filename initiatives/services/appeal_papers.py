"""The answer to an appeal, and the letters about it."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from config.errors import NotFound
from documents.papers import AppealAnswerPaper, Signature
from initiatives.choices import ANSWERED_APPEALS, AppealState
from initiatives.models import Appeal
from initiatives.rules.appeals import terms_on
from initiatives.services.letters import people_of
from journal.followers import Follower
from journal.models import Event
from organisation.services.mail import write_letter


def answer_pdf(appeal: Appeal) -> bytes:
    """The decision by which an appeal was answered, typeset from what is kept. Raises NotFound before that."""
    if appeal.state not in ANSWERED_APPEALS or appeal.decided_on is None:
        raise NotFound
    dossier, terms = appeal.dossier, terms_on(appeal.decided_on)
    parent = dossier.authority.parent
    with override("vi"):
        contested, remedy = str(appeal.get_contested_display()), str(appeal.get_remedy_display())
    return AppealAnswerPaper(
        issuer=dossier.authority.name, superior=parent.name if parent else "", number=appeal.decision_number,
        on=appeal.decided_on, demonstration=settings.DEMONSTRATION or dossier.work.demonstration, appeal=appeal.code,
        appellant=appeal.appellant, title=dossier.work.title, dossier=dossier.reference, contested=contested,
        upheld=appeal.state == AppealState.UPHELD, findings=appeal.findings, reason=appeal.reason, remedy=remedy,
        further_by=terms.further_by(appeal.decided_on),
        grounds=[
            f"Căn cứ {terms.sources['answer'].document}",
            f"Xét đơn khiếu nại số {appeal.code} ngày {appeal.lodged_on:%d/%m/%Y} của {appeal.appellant}",
        ],
        recipients=[appeal.appellant, "Lưu: VT"], signer=Signature(authority="THỦ TRƯỞNG CƠ QUAN"),
    ).typeset()  # fmt: skip


def write(events: Sequence[Event]) -> None:
    """Follower of the outbox: tell the authors, the filer and whoever lodged the appeal; each once."""
    for event in events:
        appeal = _appeal(event)
        if appeal is not None:
            _write(event, appeal)


def _appeal(event: Event) -> Appeal | None:
    rows = Appeal.objects.select_related("dossier__work", "dossier__authority", "lodged_by__person")
    return rows.filter(pk=event.subject.partition(":")[2]).first() if event.name in TOLD else None


def _write(event: Event, appeal: Appeal) -> None:
    people = {person.pk: person for person in people_of(appeal.dossier)}
    if appeal.lodged_by and appeal.lodged_by.person:
        people.setdefault(appeal.lodged_by.person.pk, appeal.lodged_by.person)
    context = {"appeal": appeal, "dossier": appeal.dossier, "state": AppealState(TOLD[event.name]).label}
    with transaction.atomic():
        for person in people.values():
            key = f"event:{event.pk}:{person.pk}"
            write_letter(person, "initiatives/letters/appeal.txt", context | {"told": TOLD[event.name]}, key=key)


TOLD = {
    "appeal_lodged": AppealState.LODGED, "appeal_taken_up": AppealState.TAKEN_UP,
    "appeal_not_taken_up": AppealState.NOT_TAKEN_UP, "appeal_upheld": AppealState.UPHELD,
    "appeal_rejected": AppealState.REJECTED, "appeal_withdrawn": AppealState.WITHDRAWN,
}  # fmt: skip
FOLLOWER = Follower("appeals", write, wants=("appeal_",), batch=20)
