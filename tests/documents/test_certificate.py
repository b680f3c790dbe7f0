"""The certificate: what it says, that it always fits its page, and that its QR code can be read."""

from dataclasses import replace
from itertools import product

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import segno

from documents.qr import MASK
from tests.documents.papers import ADDRESS, CERTIFICATE, TITLE
from tests.documents.reading import line, lines, lost, page_sizes, words

LONG_TITLE = ("Giải pháp số hóa quy trình tiếp nhận, phân loại và theo dõi hồ sơ một cửa liên thông giữa các sở " * 6)[
    :500
]
MANY = ", ".join(f"Nguyễn Thị Hồng Nhung {number} (Bệnh viện Phụ sản – Nhi thành phố)" for number in range(20))
SUMMARY = "Hằng tuần hệ thống lấy số ca bệnh, lượng mưa và mật độ lăng quăng của từng phường. " * 12


def test_it_says_all_that_the_form_asks_for():
    full = replace(CERTIFICATE, investor="Sở Y tế", summary="Dự báo theo tuần.", benefit="Giảm 18% số ca.")
    assert not lost(
        words(full.typeset()),
        "ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI", "GIẤY CHỨNG NHẬN SÁNG KIẾN", "SỞ KHOA HỌC VÀ CÔNG NGHỆ", "chứng nhận",
        "Ông (Bà): Nguyễn Thị Hồng Nhung", "Trung tâm Y tế Hải Châu", "là đồng tác giả sáng kiến (tỷ lệ đóng góp: 60%)",
        TITLE, "Đồng tác giả: Trần Đức Vượng", "Chủ đầu tư tạo ra sáng kiến: Sở Y tế", "Dự báo theo tuần.", "Giảm 18%",
        "được công nhận cấp Sở theo Quyết định số 12/QĐ-SKHCN ngày 05/02/2026, xếp loại B", "2026/SKHCN/0045",
        "Đà Nẵng, ngày 05 tháng 02 năm 2026", "GIÁM ĐỐC", "Nguyễn Văn Quảng",
    )  # fmt: skip


def test_a_sole_author_is_no_co_author():
    assert "là tác giả sáng kiến" in words(replace(CERTIFICATE, co_authors="").typeset())


def test_a_topic_is_not_called_an_initiative():
    text = words(replace(CERTIFICATE, topic=True, heading="Giấy chứng nhận kết quả đề tài").typeset())
    assert "là đồng tác giả nhiệm vụ khoa học và công nghệ" in text
    assert "sáng kiến" not in text


@pytest.mark.parametrize(
    ("title", "co_authors", "summary"), list(product(("Khay nội soi", LONG_TITLE), ("", MANY), ("", SUMMARY)))
)
def test_whatever_it_says_stays_on_one_page_above_the_signature(title, co_authors, summary):
    pdf = replace(CERTIFICATE, title=title, co_authors=co_authors, summary=summary, benefit=summary).typeset()
    assert len(page_sizes(pdf)) == 1
    said, foot = line(pdf, "theo Quyết định"), line(pdf, "Đà Nẵng, ngày 05")
    assert said.bottom < foot.top
    assert line(pdf, "GIẤY CHỨNG NHẬN").bottom < min(found.top for found in lines(pdf) if "chứng nhận" in found.text)


def test_a_short_text_is_set_larger_than_a_long_one():
    def height(**said: str) -> float:
        found = line(replace(CERTIFICATE, **said).typeset(), "được công nhận cấp")
        return found.bottom - found.top

    assert height(title="Khay nội soi", co_authors="") > 1.5 * height(title=LONG_TITLE, co_authors=MANY)


def test_its_qr_code_leads_to_the_page_that_verifies_it():
    """Module by module: what is printed is the code of the address."""
    page = pypdfium2.PdfDocument(CERTIFICATE.typeset())[0]
    left, bottom, right, top = next(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])).get_bounds()
    picture = page.render(scale=4).to_pil().convert("L")
    code = segno.make(ADDRESS, error="m", micro=False, mask=MASK)
    modules = code.symbol_size(border=2)[0]
    assert right - left == pytest.approx(27 * 72 / 25.4, abs=0.5)

    def dark(column: int, row: int) -> bool:
        across = left + (column + 2.5) * (right - left) / modules
        down = page.get_height() - top + (row + 2.5) * (top - bottom) / modules
        return picture.getpixel((int(across * 4), int(down * 4))) < 128

    printed = [[dark(column, row) for column in range(modules - 4)] for row in range(modules - 4)]
    assert printed == [[bool(module) for module in row] for row in code.matrix]


def test_without_an_address_there_is_no_code():
    page = pypdfium2.PdfDocument(replace(CERTIFICATE, verify_url="").typeset())[0]
    assert not list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]))
