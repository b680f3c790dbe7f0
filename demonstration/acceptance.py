"""A topic that is done and before the council that accepts it, its products measured by an expert group."""

from datetime import date

from django.utils import timezone

from demonstration.present import as_user, sent
from initiatives.models import Contract, Dossier
from initiatives.rules.calendar import months_after
from initiatives.services.contracts import perform_on_report
from initiatives.services.dossiers import perform
from initiatives.services.drafts import save_answers
from initiatives.services.stages import file_next
from organisation.models import Person
from reviews.services.appraising import measure_apart
from reviews.services.councils import assign_dossiers, set_up_council

ANSWERS = {
    "results": "Đã chế tạo mười thiết bị, lắp đặt tại bốn ao nuôi, vận hành liên tục ba tháng.",
    "products": "Mười thiết bị quan trắc; phần mềm trên điện thoại; tài liệu hướng dẫn sử dụng.",
    "self_assessment": "Đạt đầy đủ các chỉ tiêu đăng ký; sai số đo độ mặn tốt hơn yêu cầu.",
    "application": "Bốn hộ nuôi tôm đang dùng; trung tâm khuyến nông đề nghị tiếp nhận.", "declaration": True,
}  # fmt: skip
PRODUCTS = (
    {"product": "Thiết bị quan trắc", "promised": "10 thiết bị; sai số độ mặn không quá 1‰",
     "measured": "10 thiết bị; sai số lớn nhất 0,6‰", "met": True},
    {"product": "Phần mềm trên điện thoại", "promised": "Cảnh báo trong vòng 5 phút",
     "measured": "Chậm nhất 7 phút khi sóng yếu", "met": False},
)  # fmt: skip
EXPERTS = (
    {"name": "Trịnh Công Đo", "office": "Trung tâm Kỹ thuật tiêu chuẩn đo lường chất lượng 2"},
    {"name": "Lương Thị Kiểm", "office": "Khoa Thủy sản, trường đại học"},
)
FOUND = "Thiết bị vượt yêu cầu về sai số. Phần mềm cần chỉnh cách gửi lại khi sóng yếu."


def put_up_for_acceptance(contract: Contract, seats: tuple[tuple[str, str], ...]) -> Dossier:
    """Its reports accepted, its dossier filed before the term ends, before a council of these seats, and measured."""
    for report in contract.reports.exclude(state="planned").order_by("number"):
        perform_on_report(contract.code, report.number, "accept", as_user("canbotp"))
    dossier = _filed(contract)
    _before_council(dossier, seats)
    measure_apart(dossier.reference, as_user("coquantp"), timezone.localdate(), EXPERTS, PRODUCTS, FOUND)
    return dossier


def days_of_work(begins: date) -> list[date]:
    """When its four parts were begun and finished in fact."""
    return [months_after(begins, number) for number in (0, 4, 8, 11, 13)]


def _filed(contract: Contract) -> Dossier:
    """By the principal investigator; found valid."""
    author, today = as_user("tacgia"), timezone.localdate()
    draft = file_next(author, contract.dossier.reference, f"nt-{today.year}")
    save_answers(draft.draft_code, author, ANSWERS)
    dossier = perform(draft.draft_code, "submit", author)
    return perform(dossier.reference, "admit", as_user("canbotp"))


def _before_council(dossier: Dossier, seats: tuple[tuple[str, str], ...]) -> None:
    rows = [{"person": Person.objects.get(user__username=name).code, "role": role} for name, role in seats]
    today = timezone.localdate()
    council = set_up_council(
        as_user("coquantp"), dossier.round, f"Hội đồng nghiệm thu {dossier.reference}", decision_number="77/QĐ-UBND",
        decided_on=today, seats=rows,
    )  # fmt: skip
    sent(assign_dossiers(council.code, as_user("canbotp"), [dossier.reference]), today)
