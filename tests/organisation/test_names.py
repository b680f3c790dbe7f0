"""Names are found whatever their case, diacritics and blanks, and covered so that nothing of them is left."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisation.rules.names import COVER, covered, name_key, names_in

NAMES = ("Nguyễn Văn An", "Trạm Y tế Hòa Vang", "Lê Ánh")


@pytest.mark.parametrize(
    "text",
    ["Nguyễn Văn An", "NGUYỄN VĂN AN", "nguyen van an", "Nguyễn  Văn\nAn", "(Nguyễn-Văn-An)", "của Nguyễn Văn An, ký"],
)
def test_a_name_is_found_and_covered_however_it_is_written(text):
    for form in ("NFC", "NFD"):
        written = unicodedata.normalize(form, text)
        assert names_in(written, NAMES) == ["Nguyễn Văn An"]
        assert names_in(covered(written, NAMES), NAMES) == []
        assert COVER in covered(written, NAMES)


@pytest.mark.parametrize("text", ["Nguyễn Văn Anh", "Văn An", "Trạm Y tế Hòa Vangg", "Lêánh", ""])
def test_a_part_of_a_name_and_a_longer_word_are_not_the_name(text):
    assert names_in(text, NAMES) == []
    assert covered(text, NAMES) == text


def test_the_longer_of_two_names_is_covered_whole():
    text = "Trung tâm Y tế quận Hải Châu thực hiện"
    assert covered(text, ["Trung tâm Y tế", "Trung tâm Y tế quận Hải Châu"]) == f"{COVER} thực hiện"


@pytest.mark.parametrize(
    "address", ["an.nv@danang.gov.vn", "0905 123 456", "0905.123.456", "+84 905 123 456", "0236-3822-111"]
)
def test_addresses_and_telephone_numbers_are_covered_too(address):
    assert covered(f"Liên hệ {address} để biết.", []) == f"Liên hệ {COVER} để biết."


@pytest.mark.parametrize("figure", ["2.500.000.000 đồng", "năm 2026", "0,85", "12/2021/TT-BKHCN", "05/2026"])
def test_figures_stay(figure):
    assert covered(figure, NAMES) == figure


@given(st.lists(st.text("aăâbcdđeêoôơuư ", max_size=12), max_size=4), st.text("aăâbcdđeêoôơuư .,-\n@0", max_size=80))
def test_what_is_covered_names_nobody(names, text):
    assert names_in(covered(text, names), [name for name in names if len(name_key(name).replace(" ", "")) > 2]) == []
