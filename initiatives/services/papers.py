"""The papers of a dossier: the application as it was submitted (or stands), and the receipt. And who gets letters."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from documents.papers import Answer, ApplicationPaper, AuthorLine, ReceiptPaper
from initiatives.choices import Purpose
from initiatives.models import Blob, Dossier, Version
from initiatives.rules.forms import Question, questions
from initiatives.services.content import frozen_content
from initiatives.services.letters import write_about
from initiatives.services.storage import open_blob, put_bytes
from journal.followers import Follower
from journal.models import Event

PDF = "application/pdf"
HEADINGS = {
    Purpose.RECOGNITION: "Đơn yêu cầu công nhận sáng kiến",
    Purpose.INFLUENCE: "Đơn đề nghị công nhận hiệu quả, phạm vi ảnh hưởng của sáng kiến",
    Purpose.DETERMINATION: "Phiếu đề xuất nhiệm vụ khoa học và công nghệ",
    Purpose.SELECTION: "Đơn đăng ký thực hiện đề tài",
    Purpose.ACCEPTANCE: "Báo cáo đề nghị nghiệm thu đề tài",
}


def application_pdf(dossier: Dossier) -> bytes:
    """The application: kept for a submitted version, printed anew for a draft."""
    version = dossier.versions.order_by("number").last()
    if version is None or dossier.state in ("draft", "returned"):
        return _application(dossier, frozen_content(dossier), "").typeset()
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


def _application(dossier: Dossier, content: dict, digest: str) -> ApplicationPaper:
    asked = questions(content["purpose"])
    with override("vi"):
        answers = [
            Answer(_(q.label), text)
            for name, q in asked.items()
            if q.kind != "tick" and (text := words(q, content["answers"].get(name), content))
        ]
    return ApplicationPaper(
        issuer=content["unit_name"], on=dossier.received_on, demonstration=settings.DEMONSTRATION or dossier.work.demonstration,
        heading=HEADINGS[Purpose(content["purpose"])], to=dossier.authority.name, title=content["answers"].get("title", ""),
        code=dossier.code or "", authors=[_author(row) for row in content["authors"]], answers=answers,
        files=[f"{row['name']} ({row['size'] // 1024} KB)" for row in content["files"]], digest=digest,
    )  # fmt: skip


def _author(row: dict) -> AuthorLine:
    share = row["share"].rstrip("0").rstrip(".") if "." in row["share"] else row["share"]
    return AuthorLine(
        full_name=row["full_name"], workplace=row["workplace"], job_title=row["job_title"], qualification=row["qualification"],
        share=share.replace(".", ","), born_on="/".join(reversed(row["born_on"].split("-"))) if row["born_on"] else "",
    )  # fmt: skip


def words(question: Question, value: object, content: dict) -> str:
    """An answer as papers write it."""
    if question.kind == "choices":
        labels = dict(question.options)
        return "; ".join(_(labels[name]) for name in value or () if name in labels)  # type: ignore[attr-defined]
    if question.kind == "reference":
        return str(content.get(f"{question.name}_name") or value or "")
    if question.kind == "date" and value:
        return "/".join(reversed(str(value).split("-")))
    if question.kind in ("money", "number") and value not in ("", None):
        return f"{int(str(value)):,}".replace(",", ".")
    return str(value or "")


def receipt_of(dossier: Dossier) -> Blob:
    """The receipt, which says by when the result is due (Thông tư 18/2013/TT-BKHCN, Phụ lục II)."""
    content = dossier.versions.order_by("number")[0].content
    paper = ReceiptPaper(
        issuer=dossier.authority.name, on=dossier.received_on, demonstration=settings.DEMONSTRATION, code=dossier.code or "",
        title=content["answers"].get("title", ""), filer=", ".join(row["full_name"] for row in content["authors"]),
        received_on=dossier.received_on, result_due_on=dossier.result_due_on, files=[row["name"] for row in content["files"]],
    )  # fmt: skip
    return put_bytes(paper.typeset(), PDF)


def handle(events: Sequence[Event]) -> None:
    """Write the letters that an event asks for; each is written once."""
    for event in events:
        write_about(event, attachments_for)


def attachments_for(event: Event, dossier: Dossier) -> list[dict[str, str]]:
    """What goes with the letter: receipt and application after a submission."""
    if event.name != "dossier_submitted":
        return []
    version = dossier.versions.order_by("number").last()
    if version is None:
        return []
    papers = [(f"don-{dossier.reference}.pdf", application_of(version))]
    if version.number == 1:
        papers.insert(0, (f"bien-nhan-{dossier.reference}.pdf", receipt_of(dossier)))
    return [{"name": name, "media_type": PDF, "storage": blob.storage} for name, blob in papers]


FOLLOWER = Follower("papers", handle, wants=("dossier_",))
