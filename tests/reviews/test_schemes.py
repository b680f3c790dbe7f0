"""Schemes as versioned data: shipped, edited into new versions, bound to rounds."""

import pytest

from config.errors import Forbidden, Invalid, NotFound, Stale, StateConflict
from reviews.models import SchemeVersion
from reviews.queries.schemes import fitting, latest_versions, parsed, version_of
from reviews.rules.shipped import shipped_texts
from reviews.services.schemes import bind_scheme, edit_scheme, load_shipped_schemes
from tests.reviews import factories as f

pytestmark = pytest.mark.django_db
CODE = f.SCORED


@pytest.fixture
def registrar():
    return f.actor(f.person("", f.authority(), f.Role.REGISTRAR))


@pytest.fixture
def text():
    return shipped_texts()[CODE]


def test_shipped_schemes_are_loaded_once():
    assert load_shipped_schemes() == len(shipped_texts()) >= 15
    assert load_shipped_schemes() == 0
    assert all(parsed(row).code == row.code and parsed(row).version == row.version for row in latest_versions())


def test_a_changed_shipped_text_becomes_a_new_version_and_the_old_one_stays(text):
    load_shipped_schemes({CODE: text})
    before = version_of(CODE)
    assert load_shipped_schemes({CODE: text.replace("Sở Giáo dục", "Sở Giáo Dục", 1) + "\n# changed\n"}) == 1
    assert version_of(CODE).version == before.version + 1
    assert version_of(CODE, before.version).text == before.text


def test_an_edit_by_a_registrar_is_a_new_version_which_a_reload_does_not_touch(text, registrar):
    load_shipped_schemes({CODE: text})
    edited = edit_scheme(registrar, version_of(CODE).text + "\n# for this year\n", version=1)
    assert (edited.version, edited.shipped, parsed(edited).version) == (2, False, 2)
    assert load_shipped_schemes({CODE: text}) == 0
    with pytest.raises(Stale):
        edit_scheme(registrar, text + "\n# again\n", version=1)
    with pytest.raises(Invalid):
        edit_scheme(registrar, edited.text)


def test_a_text_that_is_no_scheme_is_refused_line_by_line(text, registrar):
    load_shipped_schemes({CODE: text})
    with pytest.raises(Invalid) as refused:
        edit_scheme(registrar, text.replace("version = 1", "version = 1\nbeauty = 5", 1))
    assert refused.value.extra["problems"][0]["code"] == "unknown_key"
    assert refused.value.extra["problems"][0]["line"] > 1
    assert SchemeVersion.objects.count() == 1


def test_only_registrars_edit_schemes(text):
    load_shipped_schemes({CODE: text})
    with pytest.raises(Forbidden):
        edit_scheme(f.actor(f.person("", f.authority(), f.Role.OFFICER)), text + "\n#\n")


def test_a_round_is_bound_by_its_own_registrar_to_a_scheme_that_fits(text):
    town = f.town()
    load_shipped_schemes()
    registrar = f.actor(town.registrar)
    with pytest.raises(Invalid):
        bind_scheme(town.round, "tt45-2016-determination", registrar)
    with pytest.raises(NotFound):
        bind_scheme(town.round, "no-such-scheme", registrar)
    with pytest.raises(Forbidden):
        bind_scheme(town.round, CODE, f.actor(f.town().registrar))
    assert bind_scheme(town.round, CODE, registrar).scheme.code == CODE
    assert CODE in [row.code for row in fitting(town.round)]


def test_the_scheme_of_a_round_stays_once_a_council_has_a_dossier_of_it():
    town = f.town()
    town.hear(f.dossier(town.round))
    with pytest.raises(StateConflict):
        bind_scheme(town.round, CODE, f.actor(town.registrar))
