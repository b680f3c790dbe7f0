"""The papers of recognition: decisions with their list, certificates. Made once when final, kept by digest."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.utils.translation import override

from documents.papers import CertificatePaper, RecognitionDecisionPaper, Signature, WorkLine
from initiatives.choices import Kind, Level, TaskMethod
from initiatives.grades import grade_words
from initiatives.models import Appraisal, Blob, Dossier, Task
from initiatives.rules.budget import money
from initiatives.services.storage import put_bytes
from recognition.models import Certificate, Decision, DecisionItem
from recognition.queries.decisions import Line, lines_of
from recognition.queries.verification import code_of
from recognition.services.issuing import PDF, ask_for_papers, by_of, is_demonstration, issue, keys_of

GROUNDS = (
    "Căn cứ Nghị định số 13/2012/NĐ-CP ngày 02 tháng 3 năm 2012 của Chính phủ ban hành Điều lệ Sáng kiến",
    "Căn cứ Thông tư số 18/2013/TT-BKHCN ngày 01 tháng 8 năm 2013 của Bộ trưởng Bộ Khoa học và Công nghệ",
)
GROUNDS_OF_TOPICS = (
    "Căn cứ Thông tư số 09/2024/TT-BKHCN ngày 27 tháng 12 năm 2024 của Bộ trưởng Bộ Khoa học và Công nghệ",
)
CHANGED = {
    "title": "Tên", "authors": "Tác giả (tỷ lệ đóng góp)", "unit": "Đơn vị", "field": "Lĩnh vực", "grade": "Xếp loại",
}  # fmt: skip
LEVELS = {Level.CITY: "cấp thành phố", Level.DEPARTMENT: "cấp Sở", Level.BASE: "cấp cơ sở"}


def decision_paper(decision: Decision) -> Blob:
    """The decision as it was issued; a draft is printed anew each time and not kept as its paper.

    Raises Unavailable while a paper that is to be signed has not been signed yet.
    """
    if decision.paper is not None:
        return decision.paper
    if decision.state == Decision.State.DRAFT:
        return put_bytes(decision_form(decision).typeset(), PDF)
    if keys_of(decision):
        raise ask_for_papers(decision)
    return issue(decision, decision_form(decision).typeset())


def decision_form(decision: Decision) -> RecognitionDecisionPaper:
    """What the paper of a decision says."""
    lines = lines_of(decision)
    refused = [line for line in lines if line.item.result in _beside(decision)]
    parent = decision.authority.parent
    return RecognitionDecisionPaper(
        issuer=decision.authority.name, superior=parent.name if parent else "", number=decision.reference,
        on=decision.signed_on, demonstration=is_demonstration(decision), subject=decision.title,
        level=LEVELS[Level(decision.level)], recipients=["Như Điều 3", "Lưu: VT"],
        grounds=_grounds(decision), kind=decision.kind, reason=decision.reason,
        refers_to=cited(decision.refers_to) if decision.refers_to else "",
        works=[_line(line) for line in lines if line not in refused], refused=[_line(line) for line in refused],
        signer=Signature(post=decision.signer_post, name=decision.signer_name),
    )  # fmt: skip


def _beside(decision: Decision) -> tuple[str, ...]:
    """The results that stand in part II of the list."""
    if decision.kind == Decision.Kind.REPLACEMENT:
        return (DecisionItem.Result.REVOKED,)
    return (DecisionItem.Result.NOT_RECOGNISED,)


def _grounds(decision: Decision) -> list[str]:
    """What a decision stands on: the council's proposal, or the decision that it changes."""
    if decision.kind in ABOUT:
        return [*GROUNDS_OF_TOPICS, "Theo đề nghị của Hội đồng"]
    general = GROUNDS_OF_TOPICS if _of_topics(decision) else GROUNDS
    if decision.refers_to is None:
        return [*general, "Theo đề nghị của Hội đồng"]
    subject = decision.refers_to.title[:1].lower() + decision.refers_to.title[1:]
    return [
        *general,
        f"Căn cứ Quyết định số {cited(decision.refers_to)} của {decision.refers_to.authority.name} {subject}",
    ]


def _of_topics(decision: Decision) -> bool:
    """Whether all works of a decision are topics: the results of these are recognised by other texts."""
    return not decision.items.exclude(dossier__work__kind=Kind.TOPIC).exists()


def cited(decision: Decision) -> str:
    """Number, symbol and day, as papers cite a decision."""
    return f"{decision.reference} ngày {decision.signed_on:%d/%m/%Y}" if decision.signed_on else decision.reference


def _line(line: Line) -> WorkLine:
    changes = tuple((CHANGED[change.name], change.before, change.after) for change in line.changes)
    work = WorkLine(title=line.title, authors=", ".join(line.authors), unit=line.unit, code=line.code, changes=changes)
    if line.item.decision.kind in ABOUT:
        return ABOUT[line.item.decision.kind](work, line.item.dossier)
    return replace(work, result=_graded(line.grade, line.item.dossier.work.kind))


def _task(work: WorkLine, proposal: Dossier) -> WorkLine:
    """A task as the council worded it, under the title of the task."""
    task = Task.objects.select_related("assigned_to").filter(proposal=proposal).first()
    if task is None:
        return work
    method = TASK_METHODS[TaskMethod(task.method)] + (f": {task.assigned_to.name}" if task.assigned_to else "")
    about = [
        ("Mục tiêu", task.goals), ("Sản phẩm dự kiến", task.products), ("Nơi ứng dụng", task.applied_by),
        ("Phương thức thực hiện", method),
    ]  # fmt: skip
    return replace(work, title=task.title, about=about)


def _approved(work: WorkLine, dossier: Dossier) -> WorkLine:
    """An approved topic: its task, term and budget as appraised."""
    appraisal = Appraisal.objects.filter(dossier=dossier).first()
    version = dossier.versions.order_by("number").last()
    if appraisal is None or version is None:
        return work
    sums = f"{money(appraisal.state_vnd)} đồng; nguồn khác: {money(appraisal.other_vnd)} đồng"
    about = [("Nhiệm vụ", dossier.task.code)] if dossier.task else []
    about += [("Thời gian", f"{version.content['answers'].get('duration_months')} tháng"), ("Ngân sách nhà nước", sums)]
    return replace(work, about=about)


TASK_METHODS = {TaskMethod.SELECTION: "Tuyển chọn", TaskMethod.DIRECT: "Giao trực tiếp"}
ABOUT: Mapping[str, Callable[[WorkLine, Dossier], WorkLine]] = {
    Decision.Kind.TASKS: _task, Decision.Kind.APPROVAL: _approved,
}  # fmt: skip


def certificate_paper(certificate: Certificate) -> Blob:
    """The certificate as it was issued. Raises Unavailable while one that is to be signed has not been signed yet."""
    if certificate.paper is not None:
        return certificate.paper
    by = by_of(certificate)
    if keys_of(by):
        raise ask_for_papers(by)
    return issue(certificate, certificate_form(certificate).typeset())


def certificate_form(certificate: Certificate) -> CertificatePaper:
    """What the paper of a certificate says."""
    said = certificate.content
    topic = said["kind"] == Kind.TOPIC
    code = code_of(certificate)
    return CertificatePaper(
        issuer=said["authority"],
        on=certificate.issued_on,
        demonstration=is_demonstration(certificate.recognition.decision),
        heading="Giấy chứng nhận kết quả đề tài" if topic else "Giấy chứng nhận sáng kiến",
        topic=topic,
        full_name=said["full_name"],
        workplace=said["workplace"],
        co_authors=", ".join(said["co_authors"]),
        share=said["share"].rstrip("0").rstrip(".").replace(".", ","),
        title=said["title"],
        level=LEVELS[Level(said["level"])],
        grade=_graded(said["grade"], said["kind"]),
        decision=_ground(certificate),
        serial=certificate.serial,
        verify_url=f"{settings.BASE_URL}/xac-minh/{code}/",
        verification=code,
        signer=Signature(post=said["signer_post"], name=said["signer_name"]),
    )


def _graded(code: str, kind: str) -> str:
    """A grade in the words of papers."""
    with override("vi"):
        return grade_words(code, kind)


def _ground(certificate: Certificate) -> str:
    """By which decision, and by which it was corrected."""
    said = certificate.content
    day = date.fromisoformat(said["decided_on"])
    corrected = f", được đính chính theo Quyết định số {said['corrected_by']}" if said.get("corrected_by") else ""
    return f"{said['decision']} ngày {day:%d/%m/%Y}{corrected}"
