"""What each paper has to say."""

from dataclasses import replace

from documents.papers import Answer, InitiativeStatement
from tests.documents.papers import (
    APPLICATION,
    COUNCIL_DECISION,
    JUSTIFICATION,
    MINUTES,
    RECEIPT,
    RECOGNITION,
    REFUSAL,
    REPORT,
    RETURN,
    REVOCATION,
    TALLY,
    WORKS,
)
from tests.documents.reading import lost, pages, words


def test_the_application_has_the_rows_of_the_form_in_their_order():
    assert not lost(
        words(APPLICATION.typeset()),
        "ĐƠN YÊU CẦU CÔNG NHẬN SÁNG KIẾN", "Mã hồ sơ: SK-2026-0123", "Kính gửi: Hội đồng Sáng kiến Sở Y tế",
        "Tôi (chúng tôi) ghi tên dưới đây", "Nguyễn Thị Hồng Nhung", "12/03/1984", "Bác sĩ", "60", "Trần Đức Vượng",
        "là tác giả (nhóm tác giả) đề nghị xét công nhận sáng kiến: Ứng dụng mô hình",
        "Chủ đầu tư tạo ra sáng kiến", "Ngân sách của đơn vị", "Lĩnh vực áp dụng", "Hóa chất chia đều",
        "áp dụng lần đầu", "01/06/2025", "Mô tả bản chất", "Giải pháp kỹ thuật", "Phun định kỳ.", "Bước 1", "Bước 2",
        "Dự báo theo phường.", "Khả năng áp dụng", "cần được bảo mật", "Khóa truy cập", "điều kiện cần thiết",
        "theo ý kiến của tác giả", "1.250.000.000", "theo ý kiến của tổ chức, cá nhân", "Trạm y tế xác nhận",
        "những người đã tham gia", "Lê Thị Mỹ Hạnh", "Nhập số liệu lăng quăng", "Tài liệu kèm theo", "Mô tả.pdf",
        "xin cam đoan", "Đà Nẵng, ngày 05 tháng 02 năm 2026", "NGƯỜI NỘP ĐƠN", "Nguyễn Thị Hồng Nhung", "9f86d081884c7d65",
    )  # fmt: skip


def test_rows_without_an_answer_are_left_out():
    rows = InitiativeStatement(field="Y tế", benefit_vnd="5.000.000", more=(Answer("Ảnh hưởng", ""),)).rows()
    assert [(row.text, [part.text for part in row.parts]) for row in rows] == [("Y tế", []), ("", ["5.000.000"])]


def test_the_application_for_a_topic_does_not_speak_of_an_initiative():
    topic = replace(APPLICATION, topic=True, heading="Đơn đăng ký thực hiện đề tài", answers=(), first_users=())
    text = words(topic.typeset())
    assert "đề nghị xét nhiệm vụ khoa học và công nghệ" in text
    assert "sáng kiến:" not in text


def test_the_receipt_says_by_when_the_result_is_due():
    assert not lost(
        words(RECEIPT.typeset()),
        "GIẤY BIÊN NHẬN HỒ SƠ", "Sở Y tế đã nhận hồ sơ của ông (bà): Nguyễn Thị Hồng Nhung.", "SK-2026-0123",
        "Ngày nhận hồ sơ: ngày 05 tháng 02 năm 2026", "Ngày trả kết quả: ngày 15 tháng 5 năm 2026", "Mô tả.pdf",
        "Xác nhận.pdf", "NGƯỜI NỘP HỒ SƠ", "NGƯỜI NHẬN HỒ SƠ",
    )  # fmt: skip
    assert "không có tài liệu kèm theo" in words(replace(RECEIPT, files=()).typeset())


def test_a_return_says_what_is_missing_and_by_when():
    assert not lost(
        words(RETURN.typeset()),
        "THÔNG BÁO", "Về việc yêu cầu sửa đổi, bổ sung hồ sơ SK-2026-0123", "Kính gửi: Bà Nhung",
        "nộp ngày 20 tháng 01 năm 2026", "1. Tỷ lệ đóng góp: Tổng là 95%, cần đúng 100%.", "ngày 05 tháng 3 năm 2026",
    )  # fmt: skip


def test_a_refusal_gives_its_reasons_and_the_rule():
    text = words(REFUSAL.typeset())
    assert not lost(text, "Về việc từ chối tiếp nhận", "1. Tỷ lệ đóng góp", "Quy định áp dụng: Điều 3 Điều lệ")
    assert "nộp lại" not in text


def test_the_council_decision_names_the_members_and_their_seats():
    assert not lost(
        words(COUNCIL_DECISION.typeset()),
        "QUYẾT ĐỊNH Về việc thành lập Hội đồng Sáng kiến Sở Y tế", "GIÁM ĐỐC SỞ Y TẾ", "Căn cứ", "QUYẾT ĐỊNH:",
        "Điều 1.", "gồm 02 thành viên", "Nguyễn Văn Quảng", "Chủ tịch", "Phạm Minh Đức", "Thư ký", "Điều 2.", "Điều 3.",
        "Nơi nhận:", "Như Điều 3", "GIÁM ĐỐC",
    )  # fmt: skip


def test_the_tally_gives_the_count_and_the_box_to_count_it_again():
    text, annex = pages(TALLY.typeset())
    assert not lost(
        text, "BIÊN BẢN KIỂM PHIẾU", "phát ra): 5", "thu về: 5", "không hợp lệ: 1", "Tán thành 3", "Không tán thành 1",
        "Quy định áp dụng: Ít nhất 2/3", "Kết luận: không đạt", "THƯ KÝ", "CHỦ TỌA",
    )  # fmt: skip
    assert not lost(annex, "Phụ lục", "1 3F9A-77C1 Tán thành", "2 8CC1-F00D Trắng")


def test_the_basis_of_a_conclusion_gives_every_sheet_the_rule_and_the_box():
    text = words(JUSTIFICATION.typeset())
    assert not lost(
        text, "CĂN CỨ KẾT LUẬN Hồ sơ SK-2026-0123", "dn-gddt-2026, phiên bản 1", "(1) Tính mới; (2) Hiệu quả",
        "Nguyễn Văn Quảng (Chủ tịch) 33,5 25 58,50", "Phạm Minh Đức (Thư ký) 34 – 34,00", "Cần nêu rõ phạm vi.",
        "Tán thành 3", "Tổng điểm 58,50 ≥ 50", "Đạt, xếp loại C.", "THƯ KÝ", "CHỦ TỌA", "1 3F9A-77C1 Tán thành",
    )  # fmt: skip


def test_a_tally_without_a_chair_is_signed_by_the_secretary_alone():
    text = pages(replace(TALLY, chair=replace(TALLY.chair, name="")).typeset())[0]
    assert "THƯ KÝ" in text
    assert "CHỦ TỌA" not in text


def test_the_minutes_tell_who_came_and_why_each_conclusion_was_reached():
    assert not lost(
        words(MINUTES.typeset()),
        "BIÊN BẢN Họp Hội đồng Sáng kiến Sở Y tế", "Thời gian bắt đầu: 08 giờ 00, ngày 05 tháng 02 năm 2026",
        "Địa điểm: Phòng họp số 2.", "Có mặt 02 thành viên", "Nguyễn Văn Quảng (Chủ tịch)", "Vắng mặt 01 thành viên",
        "Hoàng Anh Tuấn", "1. Ứng dụng mô hình", "Mã hồ sơ: SK-2026-0123", "Có mặt 4 trên 5 thành viên",
        "Không tham gia xét hồ sơ này: Đỗ Thị Kim Liên (đồng tác giả)", "Tính mới 33,50", "Tổng điểm 58,50",
        "Tán thành 3", "Tổng điểm 58,50 ≥ 50: đạt (QĐ 465/QĐ-SGDĐT, mục 4)", "Kết luận: Đạt, xếp loại C.",
        "2. Ứng dụng mô hình", "Nội dung khác", "phiên sau: SK-2026-0130", "kết thúc vào 11 giờ 30", "THƯ KÝ",
        "Phạm Minh Đức", "CHỦ TỌA", "Nguyễn Văn Quảng",
    )  # fmt: skip


def test_the_recognition_decision_has_three_articles_and_its_list():
    text = words(RECOGNITION.typeset())
    assert not lost(
        text, "QUYẾT ĐỊNH Về việc công nhận sáng kiến cấp Sở", "Căn cứ", "QUYẾT ĐỊNH:",
        "Điều 1. Công nhận 24 sáng kiến, đề tài cấp Sở", "Điều 2.", "giấy chứng nhận", "Điều 3.", "thi hành",
        "Phụ lục", "(Kèm theo Quyết định số 12/QĐ-SKHCN ngày 05 tháng 02 năm 2026 của Sở Khoa học và Công nghệ)",
        "SK-2026-0123 Ứng dụng mô hình", "Trần Đức Vượng Trung tâm Y tế Hải Châu B", "24 SK-2026-0124",
    )  # fmt: skip


def test_what_is_not_recognised_stands_in_a_part_of_its_own():
    text = words(replace(RECOGNITION, works=WORKS[:1], refused=WORKS[1:]).typeset())
    assert not lost(
        text, "Không công nhận 01 hồ sơ", "I. Công nhận", "SK-2026-0123", "II. Không công nhận", "SK-2026-0124"
    )


def test_a_revocation_names_the_decision_the_reason_and_the_void_certificates():
    assert not lost(
        words(REVOCATION.typeset()),
        "Điều 1. Hủy bỏ việc công nhận tại Quyết định số 12/QĐ-SKHCN ngày 05/02/2026 đối với 01 sáng kiến",
        "Lý do: Trùng với giải pháp đã được công nhận trước đó.", "Điều 2. Giấy chứng nhận đã cấp", "không còn giá trị",
        "DANH SÁCH SÁNG KIẾN, ĐỀ TÀI BỊ HỦY BỎ CÔNG NHẬN",
    )  # fmt: skip


def test_the_report_says_of_which_day_it_is_and_by_which_definitions_and_numbers_its_parts():
    assert not lost(
        words(REPORT.typeset()),
        "Số: ……", "BÁO CÁO Về kết quả công nhận", "đến hết ngày 31 tháng 01 năm 2026", "phiên bản 219022033259",
        "I. Chỉ tiêu", "Tăng 20% sáng kiến cấp Sở", "21–76", "II. Hồ sơ đang xử lý", "Không có số liệu.", "Nơi nhận:",
        "THỦ TRƯỞNG CƠ QUAN", "Phụ lục", "Trung tâm Y tế Hải Châu", "Tổng toàn thành phố", "1.234", "Kỳ gốc. Kết quả",
    )  # fmt: skip
    assert "tạm tính" in words(replace(REPORT, provisional=True).typeset())
