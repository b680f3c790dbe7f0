"""The papers of recognition: decisions with their list, certificates. Made once when final, kept by digest."""

from django.conf import settings

from documents.papers import CertificatePaper, RecognitionDecisionPaper, Signature, WorkLine
from initiatives.choices import Kind, Level
from initiatives.models import Blob
from initiatives.services.storage import put_bytes
from recognition.models import Certificate, Decision, DecisionItem
from recognition.queries.verification import code_of
from recognition.services.issuing import PDF, ask_for_papers, is_demonstration, issue, keys_of

GROUNDS = (
    "Căn cứ Nghị định số 13/2012/NĐ-CP ngày 02 tháng 3 năm 2012 của Chính phủ ban hành Điều lệ Sáng kiến",
    "Căn cứ Thông tư số 18/2013/TT-BKHCN ngày 01 tháng 8 năm 2013 của Bộ trưởng Bộ Khoa học và Công nghệ",
)
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
    items = list(
        decision.items.select_related("dossier__work__unit")
        .prefetch_related("dossier__work__authors__person")
        .order_by("position")
    )
    parent = decision.authority.parent
    refused = [_line(item) for item in items if item.result == DecisionItem.Result.NOT_RECOGNISED]
    return RecognitionDecisionPaper(
        issuer=decision.authority.name, superior=parent.name if parent else "", number=decision.reference,
        on=decision.signed_on, demonstration=is_demonstration(decision), subject=decision.title,
        level=LEVELS[Level(decision.level)], recipients=["Như Điều 3", "Lưu: VT"],
        grounds=[*GROUNDS, "Theo đề nghị của Hội đồng"], revocation=decision.kind == Decision.Kind.REVOCATION,
        refers_to=decision.refers_to.reference if decision.refers_to else "", reason=decision.reason,
        works=[_line(item) for item in items if item.result != DecisionItem.Result.NOT_RECOGNISED], refused=refused,
        signer=Signature(post=decision.signer_post, name=decision.signer_name),
    )  # fmt: skip


def _line(item: DecisionItem) -> WorkLine:
    work = item.dossier.work
    authors = ", ".join(author.person.full_name for author in work.authors.all())
    return WorkLine(title=work.title, authors=authors, unit=work.unit.name, code=item.dossier.code or "")


def certificate_paper(certificate: Certificate) -> Blob:
    """The certificate as it was issued. Raises Unavailable while one that is to be signed has not been signed yet."""
    if certificate.paper is not None:
        return certificate.paper
    if keys_of(certificate.recognition.decision):
        raise ask_for_papers(certificate.recognition.decision)
    return issue(certificate, certificate_form(certificate).typeset())


def certificate_form(certificate: Certificate) -> CertificatePaper:
    """What the paper of a certificate says."""
    said = certificate.content
    day = certificate.recognition.held_from
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
        grade=said["grade"],
        decision=f"{said['decision']} ngày {day:%d/%m/%Y}",
        serial=certificate.serial,
        verify_url=f"{settings.BASE_URL}/xac-minh/{code}/",
        verification=code,
        signer=Signature(post=said["signer_post"], name=said["signer_name"]),
    )
