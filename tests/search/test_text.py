"""One definition of folding: what is short goes another way than what is long, and comes out the same."""

import sys
from itertools import product

import pytest

from search.highlight import Shown, shown
from search.lines import worded
from search.text import analyse, fold, surface

BMP = "".join(map(chr, range(0x10000)))
ASTRAL = "".join(map(chr, range(0x10000, sys.maxunicode, 97)))
MANY, FEW = 4_096, 64
TONED = "oòóỏõọuùúủũụOÒÙ"


@pytest.mark.parametrize("form", [fold, surface])
def test_every_letter_comes_out_the_same_alone_and_in_a_long_text(form):
    for text in (BMP, ASTRAL):
        for start in range(0, len(text), MANY):
            part = [text[at : at + FEW] for at in range(start, min(start + MANY, len(text)), FEW)]
            assert form("x".join(part)).split("x") == "x".join(map(form, part)).split("x")


def test_tones_move_the_same_in_short_and_long_texts():
    words = ["".join(letters) for letters in product(TONED, "aàeèyỳoAY", "cn ")]
    exact, folded = zip(*analyse(words), strict=True)
    assert len(words) > FEW
    assert list(exact) == list(map(surface, words))
    assert list(folded) == list(map(fold, words))


def test_words_of_lines_are_those_of_the_forms_and_no_line_runs_into_the_next():
    text = "Lọc nước hoà bình | Thúy Hòa\r\nm² số 12/QĐ-UBND || — \n\x1eCuối"
    parts = ["Lọc nước hoà bình", "Thúy Hòa", "m² số 12/QĐ-UBND", "Cuối"]
    [(exact, folded), (nothing, _), (again, _)] = worded([text, " | \n", text])
    assert exact == again == [surface(part).split() for part in parts]
    assert folded == [fold(part).split() for part in parts]
    assert nothing == []


def test_a_passage_ends_with_a_whole_word_and_says_that_the_text_goes_on():
    text = "Kết quả khảo sát cuối năm tăng so với đầu năm. " * 40
    (marked,) = shown([Shown("Tên", text)], None)
    *pieces, last = [piece for piece, _hit in marked.passage]
    assert last == "…"
    assert set("".join(pieces).split()) == set(text.split())
    assert shown([Shown("Tên", "Một câu ngắn.")], None)[0].passage == [("Một câu ngắn.", False)]
