"""Whatever people type comes out in letters that the faces have."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from documents.letters import _letters, printable

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)


@given(ANYTHING)
def test_only_known_letters_come_out(text):
    assert all(ord(letter) in _letters() for letter in printable(text))


@given(ANYTHING)
def test_nothing_unseen_comes_out_but_line_ends(text):
    assert all(letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs") for letter in printable(text))


@given(ANYTHING)
def test_printing_twice_changes_nothing(text):
    assert printable(printable(text)) == printable(text)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_text_stays_as_it_is(text):
    assert printable(text) == text
