"""Every figure has a published definition, and every definition the function that computes it."""

import pytest
from django.utils import translation

from recognition import definitions
from recognition.definitions import DEFINITIONS, Definition, defined, version


def test_a_figure_without_a_definition_cannot_be_named():
    with pytest.raises(KeyError):
        defined("no-such-figure")
    assert len({one.key for one in DEFINITIONS}) == len(DEFINITIONS)
    assert all(callable(one.query) for one in DEFINITIONS)


def test_the_version_is_the_same_in_every_language_and_another_for_other_words(monkeypatch):
    told = version()
    with translation.override("en"):
        assert version.__wrapped__() == told
    first = DEFINITIONS[0]
    other = Definition(first.key, first.title, "Something else.", first.query)
    monkeypatch.setattr(definitions, "DEFINITIONS", (other, *DEFINITIONS[1:]))
    assert version.__wrapped__() != told


def test_the_page_of_definitions_says_all_of_them(client, db):
    page = client.get("/dinh-nghia/").content.decode()
    assert version() in page
    for one in DEFINITIONS:
        assert f'id="{one.key}"' in page and one.source in page
