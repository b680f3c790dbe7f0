"""The faces: all letters of Vietnamese in four styles, as wide as those of Times New Roman."""

import unicodedata
from itertools import product

import pytest
from fontTools.ttLib import TTFont

from documents.letters import FACES, MISSING, printable

STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
MARKS = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VIETNAMESE = {unicodedata.normalize("NFC", "".join(pair)) for pair in product("aăâeêioôơuưyAĂÂEÊIOÔƠUƯY", MARKS)} | {
    "đ",
    "Đ",
}
# Thousandths of an em, from the metrics of Times-Roman, Times-Bold, Times-Italic and Times-BoldItalic that Adobe published.
TIMES = {
    "Regular": {"A": 722, "a": 444, "m": 778, "0": 500, " ": 250, ".": 250, "Q": 722},
    "Bold": {"A": 722, "a": 500, "m": 833, "0": 500, " ": 250, ".": 250, "Q": 778},
    "Italic": {"A": 611, "a": 500, "m": 722, "0": 500, " ": 250, ".": 250, "Q": 722},
    "BoldItalic": {"A": 667, "a": 500, "m": 778, "0": 500, " ": 250, ".": 250, "Q": 722},
}


def face(style: str) -> TTFont:
    return TTFont(FACES / f"OfficialSerif-{style}.ttf")


@pytest.mark.parametrize("style", STYLES)
def test_a_face_has_every_letter_of_vietnamese(style):
    assert len(VIETNAMESE) == 12 * 2 * 6 + 2
    assert {letter for letter in VIETNAMESE if ord(letter) not in face(style).getBestCmap()} == set()


@pytest.mark.parametrize("style", STYLES)
def test_its_letters_are_as_wide_as_those_of_times(style):
    found = face(style)
    names, em = found.getBestCmap(), found["head"].unitsPerEm
    assert {letter: round(found["hmtx"][names[ord(letter)]][0] * 1000 / em) for letter in TIMES[style]} == TIMES[style]


@pytest.mark.parametrize("style", STYLES)
def test_it_bears_no_reserved_name(style):
    names = {name.nameID: name.toUnicode() for name in face(style)["name"].names}
    assert names[1] == "Official Serif"
    assert not any("Liberation" in names[number] for number in (1, 3, 4, 6))


def test_signs_of_science_and_law_are_there():
    text = "CO₂ m² ½ ≤ ≥ ± × → α-amylase µg 25 °C № § “…” – 1.250.000 ₫ €"
    assert printable(text) == text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("không\u00a0ngắt", "không\u00a0ngắt"),
        ("Ａ１", "A1"),
        ("gạch\u2011nối", "gạch-nối"),
        ("\ufb01nal", "\ufb01nal"),
        ("漢", MISSING),
        ("\ue000", MISSING),
    ],
)
def test_text_is_spelled_in_letters_that_the_faces_have(typed, printed):
    assert printable(typed) == printed
