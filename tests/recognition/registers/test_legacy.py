"""Text in TCVN3 (ABC) and VNI fonts comes out in Unicode, and Unicode stays what it is."""

import json
import unicodedata
from pathlib import Path

import pytest

from recognition.rules.registers import legacy
from recognition.rules.registers.legacy import from_tcvn3, from_vni, is_syllable, mended, reading_of

CORPUS = Path(__file__).parents[2] / "search" / "data" / "corpus.jsonl"
TITLES = [unicodedata.normalize("NFC", json.loads(line)["title"]) for line in CORPUS.read_text("utf-8").splitlines()]
# What real files of the time hold.
PAIRS = [
    ("tcvn3", "S¸ng kiÕn c¶i tiÕn kü thuËt", "Sáng kiến cải tiến kỹ thuật"),
    ("tcvn3", "NguyÔn V¨n ¸nh, TrÇn ThÞ B×nh", "Nguyễn Văn ánh, Trần Thị Bình"),
    ("tcvn3", "§µ N½ng", "Đà Nẵng"),
    ("tcvn3", "øng dông c«ng nghÖ th«ng tin", "ứng dụng công nghệ thông tin"),
    ("vni", "Saùng kieán caûi tieán kyõ thuaät", "Sáng kiến cải tiến kỹ thuật"),
    ("vni", "ÑAØ NAÜNG", "ĐÀ NẴNG"),
    ("vni", "Nguyeãn Vaên Höôùng", "Nguyễn Văn Hướng"),
    ("vni", "ñöôøng saét", "đường sắt"),
]


@pytest.mark.parametrize(("reading", "written", "meant"), PAIRS)
def test_legacy_text_is_read(reading, written, meant):
    assert mended(written, reading) == meant
    assert reading_of([written, "SK-01", "12/2021"]) == reading


@pytest.mark.parametrize("title", TITLES[::7])
def test_unicode_stays_in_whatever_form_and_sheet(title):
    for form in ("NFC", "NFD"):
        for prior in legacy.READINGS:
            assert mended(unicodedata.normalize(form, title), prior) == legacy.from_unicode(title)


def _back(title, table):
    """The title as it was typed then; TCVN3 has no capitals with tones."""
    return "".join(table.get(char) or table.get(char.lower()) or char if not char.isascii() else char for char in title)


@pytest.mark.parametrize(
    ("reading", "table"),
    [
        ("tcvn3", {letter: chr(code) for code, letter in legacy._FROM_TCVN3.items()}),
        ("vni", {letter: code for code, letter in reversed(legacy._FROM_VNI.items())}),
    ],
)
def test_every_title_of_the_corpus_survives_the_way_there_and_back(reading, table):
    lost = [title for title in TITLES if mended(_back(title, table), reading).lower() != title.lower()]
    assert not lost


def test_every_letter_has_one_writing_in_each_font():
    letters = {unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in legacy.TONES}
    assert letters <= set(map(from_tcvn3, map(chr, legacy._FROM_TCVN3)))
    both = letters | {letter.upper() for letter in letters}
    assert both - set("ìíÌÍ") <= set(map(from_vni, legacy._FROM_VNI))  # these four are what they are


@pytest.mark.parametrize("word", ["nghiệm", "thuở", "giải", "quyển", "khuya", "ý", "Đường"])
def test_syllables(word):
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", ["café", "Saùng", "kiÕn", "strand", "", "Müller"])
def test_what_is_no_syllable(word):
    assert not is_syllable(word)


def test_an_icelandic_eth_is_a_d_with_a_stroke():
    assert mended("Ðà Nẵng") == "Đà Nẵng"
