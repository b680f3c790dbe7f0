"""The papers of a dossier: the application as it was submitted (or stands), the receipt, the notice of a return or
refusal; and what goes with which letter.
"""

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from documents.papers import (
    Answer,
    ApplicationPaper,
    AuthorLine,
    InitiativeStatement,
    ReceiptPaper,
    ReturnNoticePaper,
    Signature,
)
from documents.papers.paper import Paper
from initiatives.choices import PURPOSES_OF, Kind, Purpose
from initiatives.models import Blob, Dossier, Notice, Version
from initiatives.rules.forms import Question, questions
from initiatives.services.content import label_of, shown_content
from initiatives.services.letters import notice_of, write_about
from initiatives.services.signing import kept, keys_of
from initiatives.services.storage import open_blob, put_bytes
from journal.followers import Follower
from journal.models import Event
from organisation.actor import Actor

PDF = "application/pdf"
HEADINGS = {
    Purpose.RECOGNITION: "Đơn yêu cầu công nhận sáng kiến",
    Purpose.INFLUENCE: "Đơn đề nghị công nhận hiệu quả, phạm vi ảnh hưởng của sáng kiến",
    Purpose.DETERMINATION: "Phiếu đề xuất nhiệm vụ khoa học và công nghệ",
    Purpose.SELECTION: "Đơn đăng ký thực hiện đề tài",
    Purpose.ACCEPTANCE: "Báo cáo đề nghị nghiệm thu đề tài",
}
STATED = {field.name for field in fields(InitiativeStatement)} - {"more"}
ELSEWHERE = ("title", "unit", "summary")  # stands in the head or the opening, or is for the register only


def application_pdf(dossier: Dossier, actor: Actor) -> bytes:
    """The application: as kept with the version last submitted; printed anew for a draft, or without its secrets."""
    version = dossier.versions.order_by("number").last()
    content = shown_content(dossier, actor)
    if version is None or content != version.content:
        return _application(dossier, content, "").typeset()
    with open_blob(application_of(version)) as stream:
        data: bytes = stream.read()
    return data


def application_of(version: Version) -> Blob:
    """The printed application of a version, made at first need."""
    if version.application is not None:
        return version.application
    blob = put_bytes(_application(version.dossier, version.content, version.digest).typeset(), PDF)
    Version.objects.filter(pk=version.pk, application=None).update(application=blob)
    return blob


def _application(dossier: Dossier, content: dict[str, Any], digest: str) -> ApplicationPaper:
    purpose = Purpose(content["purpose"])
    with override("vi"):
        answers = _rows(content)
    return ApplicationPaper(
        issuer=content["unit_name"],
        on=dossier.received_on,
        demonstration=_for_show(dossier),
        heading=HEADINGS[purpose],
        to=dossier.authority.name,
        title=content["answers"].get("title", ""),
        code=dossier.code or "",
        topic=purpose in PURPOSES_OF[Kind.TOPIC],
        authors=[_author(row) for row in content["authors"]],
        answers=answers,
        files=[f"{row['name']} ({-(-row['size'] // 1024)} KB)" for row in content["files"]],
        digest=digest,
    )


def _for_show(dossier: Dossier) -> bool:
    return settings.DEMONSTRATION or dossier.work.demonstration


def _rows(content: dict[str, Any]) -> Sequence[Answer]:
    """The answered rows: of an initiative in the order of the law's form, of a topic in that of its own."""
    asked = {name: q for name, q in questions(content["purpose"]).items() if q.kind != "tick" and name not in ELSEWHERE}
    texts = {name: words(question, content["answers"].get(name), content) for name, question in asked.items()}
    if content["purpose"] in PURPOSES_OF[Kind.INITIATIVE]:
        more = [Answer(_(asked[name].label), text) for name, text in texts.items() if name not in STATED]
        return InitiativeStatement(**{name: texts[name] for name in STATED if name in texts}, more=more).rows()
    return [Answer(_(asked[name].label), text) for name, text in texts.items() if text]


def _author(row: dict[str, str]) -> AuthorLine:
    return AuthorLine(
        full_name=row["full_name"],
        workplace=row["workplace"],
        job_title=row["job_title"],
        qualification=row["qualification"],
        share=plain_share(row["share"]),
        born_on=_day(row["born_on"]),
    )


def plain_share(share: str) -> str:
    """A share as papers write it: "33.50" becomes "33,5"."""
    whole, _point, rest = share.partition(".")
    return f"{whole},{rest.rstrip('0')}".rstrip(",")


def _day(text: str) -> str:
    return "/".join(reversed(text.split("-")))


def words(question: Question, value: Any, content: dict[str, Any]) -> str:
    """An answer as papers write it."""
    if question.kind == "reference":
        return str(content.get(f"{question.name}_name") or value or "")
    if value in ("", None):
        return ""
    return WRITTEN[question.kind](question, value) if question.kind in WRITTEN else str(value)


def _chosen(question: Question, value: Any) -> str:
    labels = dict(question.options)
    return "; ".join(_(labels[name]) for name in ([value] if isinstance(value, str) else value) if name in labels)


def _figure(question: Question, value: Any) -> str:
    return f"{int(value):,}".replace(",", ".")


def _table(question: Question, value: Any) -> str:
    return "\n".join(_row(question, row) for row in value)


def _row(question: Question, row: dict[str, Any]) -> str:
    cells = ((_(column.label), words(column, row.get(column.name), {})) for column in question.columns)
    return "- " + "; ".join(f"{label}: {text}" for label, text in cells if text)


WRITTEN: dict[str, Callable[[Question, Any], str]] = {
    "choices": _chosen, "choice": _chosen, "money": _figure, "number": _figure, "rows": _table,
    "date": lambda question, value: _day(str(value)),
}  # fmt: skip


def receipt_of(dossier: Dossier) -> Blob:
    """The receipt, which says by when the result is due (Thông tư 18/2013/TT-BKHCN, Phụ lục II)."""
    content = dossier.versions.order_by("number")[0].content
    paper = ReceiptPaper(
        issuer=dossier.authority.name,
        on=dossier.received_on,
        demonstration=_for_show(dossier),
        code=dossier.code or "",
        title=content["answers"].get("title", ""),
        filer=", ".join(row["full_name"] for row in content["authors"]),
        received_on=dossier.received_on,
        result_due_on=dossier.result_due_on,
        files=[row["name"] for row in content["files"]],
    )
    return _kept(paper, dossier)


def notice_paper(notice: Notice) -> Blob:
    """The notice of a return or a refusal, with its reasons by row of the form."""
    dossier, content = notice.dossier, notice.version.content
    names = [row["full_name"] for row in content["authors"]]
    with override("vi"):
        reasons = [Answer(str(label_of(dossier.purpose, row["field"])), row["text"]) for row in notice.reasons]
    paper = ReturnNoticePaper(
        issuer=dossier.authority.name,
        on=notice.made_at.date(),
        demonstration=_for_show(dossier),
        code=dossier.code or "",
        title=content["answers"].get("title", ""),
        filer=", ".join(names),
        filed_on=dossier.received_on,
        refusal=notice.kind == Notice.Kind.REFUSAL,
        reasons=reasons,
        rule=notice.rule,
        respond_by=notice.answer_by,
        recipients=names,
        signer=Signature(name=notice.made_by.full_name if notice.made_by else ""),
    )
    return _kept(paper, dossier, paper.signer.name)


def _kept(paper: Paper, dossier: Dossier, signer: str = "") -> Blob:
    """What the authority gives out about a dossier, signed where it has a key. Raises SigningError."""
    keys = keys_of(dossier.authority, signer, paper.demonstration)
    return kept(paper.typeset(), keys, dossier.authority, dossier.reference, f"dossier:{dossier.pk}")


def handle(events: Sequence[Event]) -> None:
    """Write the letters that an event asks for; each is written once."""
    for event in events:
        write_about(event, attachments_for)


def attachments_for(event: Event, dossier: Dossier) -> list[dict[str, str]]:
    """What goes with the letter: receipt and application after a submission, the notice after a return or refusal."""
    papers: list[tuple[str, Blob]] = []
    version = dossier.versions.filter(submitted_at__lte=event.at).order_by("number").last()
    if event.name == "dossier_submitted" and version is not None:
        papers = [(f"don-{dossier.reference}.pdf", application_of(version))]
        if version.number == 1:
            papers.insert(0, (f"bien-nhan-{dossier.reference}.pdf", receipt_of(dossier)))
    elif event.name in ("dossier_returned", "dossier_refused") and (notice := notice_of(event, dossier)):
        papers = [(f"thong-bao-{dossier.reference}.pdf", notice_paper(notice))]
    return [{"name": name, "media_type": PDF, "storage": blob.storage} for name, blob in papers]


FOLLOWER = Follower("papers", handle, wants=("dossier_", "author_declined"), batch=20)
