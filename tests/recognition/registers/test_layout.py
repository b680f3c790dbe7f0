"""Sheets as offices keep them: titles above, headers of two rows, headings between, totals, signatures below."""

import pytest

from recognition.rules.registers.cells import text_of
from recognition.rules.registers.layout import FIELDS, columns_of, field_of, folded, heading_of, kind_of_row, layout_of

ROWS = [
    ["ỦY BAN NHÂN DÂN THÀNH PHỐ ĐÀ NẴNG"],
    ["DANH SÁCH SÁNG KIẾN ĐƯỢC CÔNG NHẬN NĂM 2021", "", "", ""],
    ["(Kèm theo Quyết định số 12/QĐ-UBND ngày 5/3/2021)"],
    [],
    ["STT", "Tên sáng kiến", "Tác giả", "", "Đơn vị công tác", "Ghi chú"],
    ["", "", "Họ và tên", "Tỷ lệ đóng góp (%)", "", ""],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
    ["I", "Sở Y tế", "", "", "", ""],
    [1.0, "Số hóa bệnh án", "Nguyễn Văn An\nLê Bình", "60\n40", "Bệnh viện Đà Nẵng", ""],
    ["", "Cộng: 1 sáng kiến"],
    ["II. Sở Giáo dục và Đào tạo"],
    [2, "Cộng đồng học tập số", "Lê Ánh", "100", "THPT Phan Châu Trinh"],
    [3, "", "Lê Ba", "100", ""],
    ["Tổng cộng", "2"],
    ["Người lập biểu"],
]


def test_the_header_is_found_below_the_titles_with_its_second_row():
    layout = layout_of(ROWS)
    assert (layout.top, layout.below) == (4, 6)
    assert layout.columns == {"number": 0, "title": 1, "authors": 2, "shares": 3, "unit": 4}
    assert layout.is_whole


def test_each_row_is_what_it_is():
    layout = layout_of(ROWS)
    kinds = [kind_of_row([text_of(cell) for cell in row], layout) for row in ROWS[layout.below :]]
    assert kinds == ["numbers", "heading", "work", "total", "heading", "work", "work", "total", "blank"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["I", "Sở Y tế"], "Sở Y tế"),
        (["II. Sở Y tế"], "Sở Y tế"),
        (["A.", "Lĩnh vực y tế"], "Lĩnh vực y tế"),
        (["Sở Y tế"], "Sở Y tế"),
    ],
)
def test_a_heading_without_its_number(row, said):
    assert heading_of(row) == said


@pytest.mark.parametrize(
    "headings",
    [
        ["TT", "Tên đề tài", "Chủ nhiệm đề tài", "Cơ quan chủ trì", "Ngày nghiệm thu", "Xếp loại", "Số QĐ"],
        ["Số TT", "TÊN ĐỀ TÀI / SÁNG KIẾN", "HỌ VÀ TÊN TÁC GIẢ", "ĐƠN VỊ", "Lĩnh vực", "Cấp", "Năm"],
        ["No", "Title", "Authors", "Unit", "Date"],
    ],
)
def test_headers_of_one_row(headings):
    layout = layout_of([["Danh mục"], headings, ["1", "Một", "Lê Ánh"]])
    assert layout.top == 1
    assert {"title", "authors", "unit"} <= layout.columns.keys()


@pytest.mark.parametrize(
    "rows", [[], [["a", "b"]], [["STT", "Ghi chú"]], [["Tổng hợp kết quả năm 2021"], ["10", "20"]]]
)
def test_where_nothing_looks_like_a_header_there_is_none(rows):
    assert layout_of(rows) is None


@pytest.mark.parametrize("name", FIELDS)
def test_a_column_is_known_by_each_of_its_names(name):
    assert {field_of(words)[0] for words in FIELDS[name]} == {name}


def test_a_field_takes_one_column_the_surest():
    assert columns_of([folded(one) for one in ("Tên", "Tên sáng kiến", "Tác giả")]) == {"title": 0, "authors": 2}


def test_columns_that_shorten_the_word_for_decision_are_known():
    headings = [folded(one) for one in ("Tên sáng kiến", "Tác giả", "Số QĐ", "Ngày QĐ")]
    assert columns_of(headings) == {"title": 0, "authors": 1, "decision": 2, "day": 3}
