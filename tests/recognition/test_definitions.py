"""Every figure has a published definition, and every definition the function that computes it."""

import inspect

import pytest
from django.utils import translation

from recognition import definitions
from recognition.definitions import DEFINITIONS, Definition, defined, version
from recognition.queries import contributions, processing
from recognition.queries.processing import MEDIANS, RATES


def test_a_figure_without_a_definition_cannot_be_named():
    with pytest.raises(KeyError):
        defined("no-such-figure")
    assert len({one.key for one in DEFINITIONS}) == len(DEFINITIONS)
    assert all(callable(one.query) for one in DEFINITIONS)


def test_what_is_shown_is_computed_by_what_its_definition_names():
    for key, (query, *_more) in (RATES | MEDIANS).items():
        assert defined(key).query is query
    computed = {one.query for one in DEFINITIONS}
    for module in (contributions, processing):  # every one of their functions of a target or of days is a figure
        own = [value for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__]
        figures = [one for one in own if inspect.isfunction(one) and not one.__name__.startswith("_")]
        assert set(figures) - computed <= {processing.processing, processing.year_until}


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
