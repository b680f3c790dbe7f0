"""The words of papers are this package's own, whatever a page says in the same English."""

from pathlib import Path

from babel.messages.pofile import read_po
from django.utils.translation import gettext, override

import documents

CATALOGUE = Path(documents.__file__).parent / "locale/vi/LC_MESSAGES/django.po"


def test_no_other_catalogue_changes_the_words_of_a_paper():
    with CATALOGUE.open("rb") as file:
        own = {message.id: message.string for message in read_po(file, locale="vi") if message.id}
    with override("vi"):
        assert {words: gettext(words) for words in own} == own
