"""The answer to an appeal, signed where the authority has a key, and the letters about it."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from config.errors import NotFound, Unavailable
from documents.papers import AppealAnswerPaper, Signature
from documents.signing.sources import KeySource
from initiatives.choices import ANSWERED_APPEALS, AppealState
from initiatives.models import Appeal, Blob
from initiatives.rules.appeals import terms_on
from initiatives.services.letters import people_of
from initiatives.services.signing import PDF, kept, keys_of
from initiatives.services.storage import open_blob
from journal.followers import Follower
from journal.models import Event
from journal.services.record import tell
from organisation.services.mail import write_letter

ASKED = "appeal_paper_asked"


def answer_pdf(appeal: Appeal) -> bytes:
    """The decision by which an appeal was answered, as it was issued. It is made when its letters are written; here
    where somebody asks before that, unless it is to be signed.

    Raises: NotFound before it is answered; Unavailable while it is being signed.
    """
    if appeal.state not in ANSWERED_APPEALS:
        raise NotFound
    if appeal.paper is None and _keys(appeal):
        tell(ASKED, f"appeal:{appeal.pk}")
        raise Unavailable(_("The paper is being made and signed. Come back in a minute."))
    with open_blob(appeal.paper or _issued(appeal)) as stream:
        data: bytes = stream.read()
    return data


def _keys(appeal: Appeal) -> Sequence[KeySource]:
    dossier = appeal.dossier
    return keys_of(dossier.authority, appeal.signer_name, dossier.work.demonstration)


@transaction.atomic
def _issued(appeal: Appeal) -> Blob:
    """The answer, made and signed once, then kept. Raises SigningError."""
    appeal = Appeal.objects.select_for_update(of=("self",)).select_related(*AROUND).get(pk=appeal.pk)
    if appeal.paper is None:
        pdf, about = answer_form(appeal).typeset(), f"appeal:{appeal.pk}"
        appeal.paper = kept(pdf, _keys(appeal), appeal.dossier.authority, appeal.decision_number, about)
        appeal.save(update_fields=["paper"])
    return appeal.paper


def answer_form(appeal: Appeal) -> AppealAnswerPaper:
    """What the paper says."""
    decided_on = appeal.decided_on or appeal.lodged_on
    dossier, terms = appeal.dossier, terms_on(decided_on)
    parent = dossier.authority.parent
    with override("vi"):
        contested, remedy = str(appeal.get_contested_display()), str(appeal.get_remedy_display())
    return AppealAnswerPaper(
        issuer=dossier.authority.name, superior=parent.name if parent else "", number=appeal.decision_number,
        on=decided_on, demonstration=settings.DEMONSTRATION or dossier.work.demonstration, appeal=appeal.code,
        appellant=appeal.appellant, title=dossier.work.title, dossier=dossier.reference, contested=contested,
        upheld=appeal.state == AppealState.UPHELD, findings=appeal.findings, reason=appeal.reason, remedy=remedy,
        further_by=terms.further_by(decided_on),
        grounds=[
            f"Căn cứ {terms.sources['answer'].document}",
            f"Xét đơn khiếu nại số {appeal.code} ngày {appeal.lodged_on:%d/%m/%Y} của {appeal.appellant}",
        ],
        recipients=[appeal.appellant, "Lưu: VT"], signer=_signature(appeal),
    )  # fmt: skip


def _signature(appeal: Appeal) -> Signature:
    """Who signed; of answers of before names were asked for, the head of the authority."""
    if not appeal.signer_name:
        return Signature(authority="THỦ TRƯỞNG CƠ QUAN")
    return Signature(post=appeal.signer_post, name=appeal.signer_name)


def write(events: Sequence[Event]) -> None:
    """Follower of the outbox: make the answer; tell the authors, the filer and whoever lodged the appeal, each once."""
    for event in events:
        appeal = _appeal(event)
        if appeal is not None:
            papers = _papers(appeal, event)
            if event.name in TOLD:
                _write(event, appeal, papers)


def _appeal(event: Event) -> Appeal | None:
    rows = Appeal.objects.select_related(*AROUND, "lodged_by__person")
    return rows.filter(pk=event.subject.partition(":")[2]).first() if event.name in {*TOLD, ASKED} else None


def _papers(appeal: Appeal, event: Event) -> list[dict[str, str]]:
    """What goes with the letter: the answer."""
    if event.name not in ANSWERS:
        return []
    blob = appeal.paper or _issued(appeal)
    return [{"name": f"{appeal.code}.pdf", "media_type": PDF, "storage": blob.storage}]


def _write(event: Event, appeal: Appeal, papers: Sequence[dict[str, str]]) -> None:
    people = {person.pk: person for person in people_of(appeal.dossier)}
    if appeal.lodged_by and appeal.lodged_by.person:
        people.setdefault(appeal.lodged_by.person.pk, appeal.lodged_by.person)
    context = {"appeal": appeal, "dossier": appeal.dossier, "state": AppealState(TOLD[event.name]).label}
    with transaction.atomic():
        for person in people.values():
            key = f"event:{event.pk}:{person.pk}"
            told = context | {"told": TOLD[event.name]}
            write_letter(person, "initiatives/letters/appeal.txt", told, papers, key=key)


TOLD = {
    "appeal_lodged": AppealState.LODGED, "appeal_taken_up": AppealState.TAKEN_UP,
    "appeal_not_taken_up": AppealState.NOT_TAKEN_UP, "appeal_upheld": AppealState.UPHELD,
    "appeal_rejected": AppealState.REJECTED, "appeal_withdrawn": AppealState.WITHDRAWN,
}  # fmt: skip
ANSWERS = {"appeal_upheld", "appeal_rejected", ASKED}
AROUND = ("dossier__work", "dossier__authority__parent", "paper")
FOLLOWER = Follower("appeals", write, wants=("appeal_",), batch=20)
