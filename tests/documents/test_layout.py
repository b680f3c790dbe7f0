"""The page of Nghị định 30/2020/NĐ-CP, Phụ lục I: size, margins, page numbers, head, faces."""

from dataclasses import replace
from datetime import date

import pytest

from tests.documents.papers import COUNCIL_DECISION, MINUTES, PAPERS, RECOGNITION, RETURN, REVOCATION
from tests.documents.reading import fonts, language, line, lines, lost, metadata, page_number, page_sizes, pages

PORTRAIT = sorted(set(PAPERS) - {"certificate"})


@pytest.fixture(scope="module")
def printed() -> dict[str, bytes]:
    return {name: paper.typeset() for name, paper in PAPERS.items()}


@pytest.mark.parametrize("name", PORTRAIT)
def test_papers_are_a4_upright(printed, name):
    assert set(page_sizes(printed[name])) == {(210.0, 297.0)}


def test_a_certificate_is_a4_across_on_one_page(printed):
    assert page_sizes(printed["certificate"]) == [(297.0, 210.0)]


@pytest.mark.parametrize("name", PORTRAIT)
def test_nothing_stands_in_the_margins_but_the_page_number(printed, name):
    for number in range(len(pages(printed[name]))):
        inside = [found for found in lines(printed[name], number) if not found.text.isdigit() or found.top > 20]
        assert all(found.left >= 29.9 and found.right <= 195.5 for found in inside)
        assert all(found.top >= 19.5 and found.bottom <= 277.5 for found in inside)


def test_the_first_page_has_no_number_and_the_others_have_it_centred_in_the_top_margin(printed):
    assert page_number(printed["minutes"], 0) is None
    second = page_number(printed["minutes"], 1)
    assert second.text == "2"
    assert second.middle == pytest.approx(30 + 165 / 2, abs=0.5)


def test_an_annex_counts_its_own_pages(printed):
    assert pages(printed["recognition"])[1].startswith("Phụ lục DANH SÁCH")
    assert page_number(printed["recognition"], 1) is None
    assert page_number(printed["recognition"], 2).text == "2"


def test_the_head_names_the_bodies_on_the_left_and_the_state_on_the_right(printed):
    pdf = printed["return"]
    superior, state, motto = line(pdf, "ỦY BAN"), line(pdf, "CỘNG HÒA"), line(pdf, "Độc lập - Tự do - Hạnh phúc")
    assert superior.right < state.left
    assert state.top == pytest.approx(superior.top, abs=1)
    assert motto.middle == pytest.approx(state.middle, abs=0.5)
    assert line(pdf, "SỞ KHOA HỌC").top > superior.top


def test_number_and_date_stand_on_one_line(printed):
    number, day = line(printed["return"], "Số: 07/TB-SKHCN"), line(printed["return"], "ngày 05 tháng 02 năm 2026")
    assert number.bottom == pytest.approx(day.bottom, abs=1)
    assert number.right < day.left


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 5), "Đà Nẵng, ngày 05 tháng 02 năm 2026"),
        (date(2026, 11, 20), "Đà Nẵng, ngày 20 tháng 11 năm 2026"),
        (date(2026, 3, 9), "Đà Nẵng, ngày 09 tháng 3 năm 2026"),
        (None, "Đà Nẵng, ngày … tháng … năm …"),
    ],
)
def test_days_under_10_and_the_months_1_and_2_have_a_leading_0(day, words):
    assert words in pages(replace(RETURN, on=day).typeset())[0]


def test_a_draft_leaves_room_for_its_number(printed):
    assert "Số: ……" in pages(printed["revocation"])[0]


def test_a_council_issues_its_own_minutes(printed):
    text = pages(printed["minutes"])[0]
    assert not lost(text, "SỞ Y TẾ", "HỘI ĐỒNG SÁNG KIẾN SỞ Y TẾ", "Số: 03/BB-HĐSK")


def test_each_ground_ends_with_a_semicolon_and_the_last_with_a_stop(printed):
    text = pages(printed["council_decision"])[0]
    assert "ban hành Điều lệ Sáng kiến;" in text
    assert "Trưởng phòng Quản lý khoa học." in text


def test_recipients_stand_left_level_with_who_signs(printed):
    label, post = line(printed["return"], "Nơi nhận:"), line(printed["return"], "KT. GIÁM ĐỐC")
    assert label.top == pytest.approx(post.top, abs=1.5)
    assert label.right < 105 < post.left
    assert "- Như trên; - Lưu: VT." in pages(printed["return"])[0]


def test_there_is_room_to_sign_between_the_post_and_the_name(printed):
    post, name = line(printed["return"], "PHÓ GIÁM ĐỐC"), line(printed["return"], "Lê Thị Thục")
    assert 20 <= name.top - post.bottom <= 30


@pytest.mark.parametrize("seats", range(4, 20, 3))
def test_a_signature_never_stands_alone_on_its_page(seats):
    paper = replace(COUNCIL_DECISION, seats=COUNCIL_DECISION.seats * seats)
    last = pages(paper.typeset())[-1]
    assert "Điều 3." in last
    assert "Nguyễn Văn Quảng" in last


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_every_letter_is_in_our_faces_and_they_are_embedded(printed, name):
    found = fonts(printed[name])
    assert found
    assert all(face.partition("+")[2].startswith("Official") and embedded for face, embedded in found)


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_a_paper_says_what_it_is_and_who_issued_it(printed, name):
    found = metadata(printed[name])
    assert found["Title"]
    assert found["Author"] == PAPERS[name].issuer


def test_it_says_that_it_is_vietnamese(printed):
    assert language(printed["receipt"]) == "vi"
    assert language(PAPERS["receipt"].typeset("en")) == "en"


@pytest.mark.parametrize(
    "paper", [MINUTES, RECOGNITION, PAPERS["certificate"]], ids=["minutes", "decision", "certificate"]
)
def test_demonstration_papers_say_so_on_every_page(paper):
    said = "DỮ LIỆU MINH HỌA – không có giá trị pháp lý"
    assert all(said in page for page in pages(replace(paper, demonstration=True).typeset()))
    assert not any(said in page for page in pages(paper.typeset()))


def test_a_courtesy_copy_says_which_text_is_the_official_one():
    text = pages(REVOCATION.typeset("en"))[0]
    assert "The Vietnamese text is the official one." in text
    assert not lost(text, "SOCIALIST REPUBLIC OF VIETNAM", "DECISION", "Article 1. Revokes the recognition")
