"""One of each paper, filled in as an office would."""

from dataclasses import replace
from datetime import date, datetime

from documents.papers import (
    AgreementPaper,
    Answer,
    AppealAnswerPaper,
    ApplicationPaper,
    AuthorLine,
    CertificatePaper,
    CouncilDecisionPaper,
    ExtractLine,
    ExtractPaper,
    FigureTable,
    InitiativeStatement,
    JustificationPaper,
    MinutesItem,
    MinutesPaper,
    OpeningPaper,
    Paper,
    Part,
    ReceiptPaper,
    RecognitionDecisionPaper,
    RecordPaper,
    ReportPaper,
    RequestDecisionPaper,
    ReturnNoticePaper,
    SheetLine,
    Signature,
    TallyPaper,
    WorkLine,
)

CITY, HEALTH, SCIENCE = "Ủy ban nhân dân thành phố Đà Nẵng", "Sở Y tế", "Sở Khoa học và Công nghệ"
DAY = date(2026, 2, 5)
TITLE = "Ứng dụng mô hình học máy dự báo số ca sốt xuất huyết theo phường"
ADDRESS = "https://sangkien.example.vn/xac-minh/Qm3fZ81kTn0aYb7c/"
DIRECTOR = Signature(post="Giám đốc", name="Nguyễn Văn Quảng")
SECRETARY = Signature(post="Thư ký", name="Phạm Minh Đức")
COUNCIL = "Hội đồng Sáng kiến Sở Y tế"
AUTHORS = (
    AuthorLine("Nguyễn Thị Hồng Nhung", "Trung tâm Y tế Hải Châu", "Phó Trưởng khoa", "Bác sĩ", "60", "12/03/1984"),
    AuthorLine("Trần Đức Vượng", "Sở Y tế", "Chuyên viên", "Thạc sĩ", "40", "05/11/1990"),
)
GROUNDS = (
    "Căn cứ Nghị định số 13/2012/NĐ-CP của Chính phủ ban hành Điều lệ Sáng kiến",
    "Theo đề nghị của Trưởng phòng Quản lý khoa học.",
)
WORKS = (
    WorkLine(TITLE, "Nguyễn Thị Hồng Nhung, Trần Đức Vượng", "Trung tâm Y tế Hải Châu", "SK-2026-0123", "B"),
    WorkLine("Cải tiến quy trình khử khuẩn dụng cụ nội soi", "Lê Văn Hùng", "Bệnh viện Đà Nẵng", "SK-2026-0124", "A"),
)

STATEMENT = InitiativeStatement(
    investor="Ngân sách của đơn vị", field="Y tế dự phòng", problem="Hóa chất chia đều, không theo nguy cơ.",
    first_applied_on="01/06/2025", solution_types="Giải pháp kỹ thuật", known_solution="Phun định kỳ.",
    description="Bước 1: lấy số liệu.\nBước 2: dự báo.", novelty="Dự báo theo phường.",
    applicability="Mọi phường trong thành phố.", confidential="Khóa truy cập số liệu.", conditions="Một máy chủ.",
    benefit="Giảm ca bệnh.", benefit_vnd="1.250.000.000", benefit_by_users="Trạm y tế xác nhận.",
)  # fmt: skip
APPLICATION = ApplicationPaper(
    issuer=HEALTH, on=DAY, to=COUNCIL, heading="Đơn yêu cầu công nhận sáng kiến", title=TITLE, code="SK-2026-0123",
    authors=AUTHORS, answers=STATEMENT.rows(), files=("Mô tả.pdf (1.240 KB)",), digest="9f86d081884c7d65",
    first_users=(AuthorLine("Lê Thị Mỹ Hạnh", "Trạm Y tế Thạch Thang", work="Nhập số liệu lăng quăng"),),
)  # fmt: skip
RECEIPT = ReceiptPaper(
    issuer=HEALTH, superior=CITY, on=DAY, code="SK-2026-0123", title=TITLE, filer="Nguyễn Thị Hồng Nhung",
    received_on=DAY, result_due_on=date(2026, 5, 15), files=("Mô tả.pdf", "Xác nhận.pdf"),
)  # fmt: skip
OPENING = OpeningPaper(
    issuer=SCIENCE, superior=CITY, on=DAY, round_title="Tuyển chọn đề tài năm 2026", at="09 giờ 05 ngày 15/02/2026",
    closed_on=DAY, witnesses=("Nguyễn Văn Quảng", "Đại diện tổ chức nộp hồ sơ"), secretary=SECRETARY, chair=DIRECTOR,
    dossiers=(("DT-2026-0007", TITLE, HEALTH, "14/02/2026 16:20", "9f86d081884c7d659a2feaa0c55ad015" * 2),),
)  # fmt: skip
RETURN = ReturnNoticePaper(
    issuer=SCIENCE, superior=CITY, number="07/TB-SKHCN", on=DAY, code="SK-2026-0123", title=TITLE, filer="Bà Nhung",
    filed_on=date(2026, 1, 20), reasons=(Answer("Tỷ lệ đóng góp", "Tổng là 95%, cần đúng 100%."),),
    respond_by=date(2026, 3, 5), recipients=("Như trên", "Lưu: VT"),
    signer=Signature("Phó Giám đốc", "Lê Thị Thục", "KT. GIÁM ĐỐC"),
)  # fmt: skip
REFUSAL = replace(RETURN, refusal=True, respond_by=None, rule="Điều 3 Điều lệ Sáng kiến")
COUNCIL_DECISION = CouncilDecisionPaper(
    issuer=HEALTH, superior=CITY, number="05/QĐ-SYT", on=DAY, council=COUNCIL, round_title="Đợt 1 năm 2026",
    seats=(("Nguyễn Văn Quảng", "Giám đốc", "Chủ tịch"), ("Phạm Minh Đức", "Trưởng phòng", "Thư ký")),
    grounds=GROUNDS, decided_by="Giám đốc Sở Y tế", recipients=("Như Điều 3", "Lưu: VT"), signer=DIRECTOR,
)  # fmt: skip
TALLY = TallyPaper(
    issuer=HEALTH, number="02/BB-HĐSK", on=DAY, council=COUNCIL, title=TITLE, code="SK-2026-0123", entitled=5, cast=5,
    invalid=1, count=(("Tán thành", 3), ("Không tán thành", 1)), box=(("3F9A-77C1", "Tán thành"), ("8CC1-F00D", "Trắng")),
    rule="Ít nhất 2/3 thành viên tán thành (Điều 8 Thông tư 18/2013/TT-BKHCN)", conclusion="không đạt",
    secretary=SECRETARY, chair=DIRECTOR,
)  # fmt: skip
ITEM = MinutesItem(
    code="SK-2026-0123", title=TITLE, unit="Trung tâm Y tế Hải Châu", present="Có mặt 4 trên 5 thành viên.",
    recused=("Đỗ Thị Kim Liên (đồng tác giả)",), scores=(("Tính mới", "33,50"), ("Hiệu quả", "25,00")), total="58,50",
    count=(("Tán thành", "3"), ("Không tán thành", "1")),
    steps=("Tổng điểm 58,50 ≥ 50: đạt (QĐ 465/QĐ-SGDĐT, mục 4)",), conclusion="Đạt, xếp loại C.",
)  # fmt: skip
MINUTES = MinutesPaper(
    issuer=HEALTH, number="03/BB-HĐSK", on=DAY, council=COUNCIL, venue="Phòng họp số 2", began="08 giờ 00",
    ended="11 giờ 30", present=("Nguyễn Văn Quảng (Chủ tịch)", "Phạm Minh Đức (Thư ký)"), absent=("Hoàng Anh Tuấn",),
    items=(ITEM, ITEM, ITEM), notes="Chuyển sang phiên sau: SK-2026-0130.", chair=DIRECTOR, secretary=SECRETARY,
)  # fmt: skip
JUSTIFICATION = JustificationPaper(
    issuer=HEALTH, on=DAY, council=COUNCIL, item=ITEM, rules="Sáng kiến cơ sở, dn-gddt-2026, phiên bản 1",
    criteria=("Tính mới", "Hiệu quả"), concluded="10:15, 05/02/2026", chair=DIRECTOR, secretary=SECRETARY,
    sheets=(
        SheetLine("Nguyễn Văn Quảng (Chủ tịch)", ("33,5", "25"), "58,50", "Cần nêu rõ phạm vi."),
        SheetLine("Phạm Minh Đức (Thư ký)", ("34", "–"), "34,00"),
    ),
    box=(("3F9A-77C1", "Tán thành"), ("8CC1-F00D", "Trắng")),
)  # fmt: skip
RECOGNITION = RecognitionDecisionPaper(
    issuer=SCIENCE, superior=CITY, number="12/QĐ-SKHCN", on=DAY, subject="Về việc công nhận sáng kiến cấp Sở",
    level="cấp Sở", grounds=GROUNDS, decided_by="Giám đốc Sở Khoa học và Công nghệ", works=WORKS * 12,
    recipients=("Như Điều 3", "Lưu: VT, QLKH"), signer=DIRECTOR,
)  # fmt: skip
REVOCATION = replace(
    RECOGNITION, number="", on=None, subject="Về việc hủy bỏ công nhận sáng kiến", kind="revocation", works=WORKS[:1],
    refers_to="12/QĐ-SKHCN ngày 05/02/2026", reason="Trùng với giải pháp đã được công nhận trước đó.",
)  # fmt: skip
CORRECTED = replace(WORKS[0], changes=(
    ("Tên", TITLE, TITLE.replace("phường", "phường, xã")),
    ("Tác giả (tỷ lệ đóng góp)", "Nguyễn Thị Hồng Nhung (60%), Trần Đức Vượng (40%)",
     "Nguyễn Thị Hồng Nhung (55%), Trần Đức Vượng (45%)"),
))  # fmt: skip
CORRECTION = replace(
    REVOCATION, number="14/QĐ-SKHCN", on=DAY, subject="Về việc đính chính Quyết định số 12/QĐ-SKHCN", kind="correction",
    works=(CORRECTED,), reason="Nhầm tỷ lệ đóng góp khi nhập danh sách.",
)  # fmt: skip
REPLACEMENT = replace(
    CORRECTION, number="15/QĐ-SKHCN", subject="Về việc thay thế Quyết định số 12/QĐ-SKHCN", kind="replacement",
    refused=WORKS[1:],
)  # fmt: skip
CERTIFICATE = CertificatePaper(
    issuer=SCIENCE, superior=CITY, on=DAY, heading="Giấy chứng nhận sáng kiến", full_name="Nguyễn Thị Hồng Nhung",
    workplace="Trung tâm Y tế Hải Châu", co_authors="Trần Đức Vượng (Sở Y tế)", share="60", title=TITLE, level="cấp Sở",
    grade="B", decision="12/QĐ-SKHCN ngày 05/02/2026", serial="2026/SKHCN/0045", verify_url=ADDRESS, signer=DIRECTOR,
)  # fmt: skip
UNITS = FigureTable(
    "Kết quả công nhận theo đơn vị", ("Đơn vị", "Trong tháng", "Lũy kế từ đầu năm", "Cùng kỳ năm 2025", "Thay đổi"),
    [("Trung tâm Y tế Hải Châu", "1", "12", "9", "3")] * 60, ("Tổng toàn thành phố", "60", "1.234", "1.002", "232"),
    "Sáng kiến của hai đơn vị tính cho mỗi đơn vị một lần.",
)  # fmt: skip
REPORT = ReportPaper(
    issuer=CITY, on=DAY, subject="Về kết quả công nhận sáng kiến, đề tài tháng 01 năm 2026", as_of=date(2026, 1, 31),
    definitions="219022033259", annexes=(UNITS,), meanings=(Answer("Kỳ gốc", "Kết quả của kỳ trước."),),
    tables=(
        FigureTable("Chỉ tiêu", ("Chỉ tiêu", "Kỳ gốc", "Cần có", "Đã đạt", "Theo tiến độ", "Còn thiếu", "Dự báo (90%)", "Khả năng đạt"),
                    [("Tăng 20% sáng kiến cấp Sở, nhiệm kỳ 2025–2030", "33", "40", "14", "12", "26", "21–76", "51%")]),
        FigureTable("Hồ sơ đang xử lý", ("Cơ quan", "Đã nộp"), ()),
    ),
    recipients=("Lãnh đạo (để báo cáo)", "Lưu: VT"), signer=Signature(post="Thủ trưởng cơ quan"),
)  # fmt: skip

APPEAL = AppealAnswerPaper(
    issuer=HEALTH, superior=CITY, number="09/QĐ-SYT", on=DAY, appeal="KN-2026-0001", appellant="Nguyễn Thị Hồng Nhung",
    title=TITLE, dossier="SK-2026-0123", contested="Kết luận của hội đồng", upheld=True, findings="Có căn cứ.",
    reason="Hội đồng chưa xét phụ lục 2.", remedy="Hồ sơ được đưa ra hội đồng xét lại", further_by=date(2026, 3, 9),
    grounds=GROUNDS, recipients=("Người khiếu nại", "Lưu: VT"), signer=DIRECTOR,
)  # fmt: skip

CONTRACT = AgreementPaper(
    issuer=SCIENCE, superior=CITY, number="07/HĐ-SKHCN", on=DAY, subject=TITLE, contract="07/HĐ-SKHCN", grounds=GROUNDS,
    orderer=Answer(SCIENCE, parts=[Answer("Đại diện", "Nguyễn Văn Quảng, Giám đốc")]),
    holder=Answer(HEALTH, parts=[Answer("Đại diện", "Phạm Minh Đức, Trưởng phòng")]),
    articles=(
        Part("Tên và mục tiêu", TITLE), Part("Nội dung", heads=("Việc", "Sản phẩm"), rows=[("Thu thập số liệu", "Bộ số liệu")] * 40),
        Part("Kinh phí", table=FigureTable("", ("Khoản", "Số tiền"), [("Công lao động", "150.000.000")], ("Cộng", "150.000.000"))),
    ),
    for_orderer="Nguyễn Văn Quảng", for_holder="Phạm Minh Đức",
)  # fmt: skip
ANNEX = replace(CONTRACT, number="01/PL-07/HĐ-SKHCN", annex=1, articles=(
    Part("Thời hạn", facts=[Answer("Cũ", "12 tháng"), Answer("Mới", "18 tháng")]),
))  # fmt: skip
RECORD = RecordPaper(
    issuer=SCIENCE, superior=CITY, on=DAY, subject=TITLE, facts=[Answer("Hợp đồng", "07/HĐ-SKHCN")],
    sections=(*CONTRACT.articles, Part("Nhận xét", "Đúng tiến độ.")), left=SECRETARY, right=DIRECTOR,
)  # fmt: skip
REQUEST = RequestDecisionPaper(
    issuer=SCIENCE, superior=CITY, number="08/QĐ-SKHCN", on=DAY, subject="Về việc gia hạn thực hiện", what="gia hạn thực hiện",
    title=TITLE, contract="07/HĐ-SKHCN", grounds=GROUNDS, reason="Chờ kết quả thử nghiệm.",
    changes=(("Thời hạn", "12 tháng", "18 tháng"),), recipients=("Như Điều 2", "Lưu: VT"), signer=DIRECTOR,
)  # fmt: skip

EXTRACT = ExtractPaper(
    issuer=CITY, on=DAY, as_of=date(2025, 12, 31), definitions="219022033259", signer=Signature(post="Thủ trưởng cơ quan"),
    asked=[Answer("Cấp", "Cấp Sở"), Answer("Năm", "2025")], address="https://sangkien.example.vn/so-dang-ky/?year=2025",
    lines=[ExtractLine(TITLE, "SK-2025-0123", "Nguyễn Thị Hồng Nhung, Trần Đức Vượng", HEALTH, "Cấp Sở",
                       "12/QĐ-SKHCN 05/02/2025", "Đã hủy bỏ ngày 01/06/2025")] * 30,
)  # fmt: skip
ISSUED_EXTRACT = replace(
    EXTRACT, issuer=SCIENCE, superior=CITY, number="05/TL-SKHCN", as_of=DAY, taken=datetime(2026, 2, 5, 14, 5),
    recipient="Trung tâm Y tế Hải Châu", recipients=("Trung tâm Y tế Hải Châu", "Lưu: VT"), signer=DIRECTOR,
    verify_url=ADDRESS, verification="0123456789abcdefghjkmn",
)  # fmt: skip

PAPERS: dict[str, Paper] = {
    "application": APPLICATION, "receipt": RECEIPT, "opening": OPENING, "return": RETURN, "refusal": REFUSAL,
    "council_decision": COUNCIL_DECISION, "tally": TALLY, "minutes": MINUTES, "justification": JUSTIFICATION, "recognition": RECOGNITION,
    "revocation": REVOCATION, "correction": CORRECTION, "replacement": REPLACEMENT, "certificate": CERTIFICATE,
    "report": REPORT, "appeal": APPEAL, "appeal_rejected": replace(APPEAL, upheld=False, remedy=""),
    "extract": EXTRACT, "issued_extract": ISSUED_EXTRACT, "contract": CONTRACT, "annex": ANNEX, "request": REQUEST,
    "request_refused": replace(REQUEST, refused=True, changes=(("Số tháng", "", "6"),)),
    **{f"record_{kind}": replace(RECORD, kind=kind)
       for kind in ("progress", "inspection", "settlement", "appraisal", "measurement")},
}  # fmt: skip
