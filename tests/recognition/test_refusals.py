"""What may not be decided, and what is said to who tries."""

from datetime import timedelta

import pytest
from django.utils import timezone

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.services.stages import file_next
from organisation.models import Role
from recognition.models import Decision
from recognition.services.changes import draft_revocation
from recognition.services.decisions import (
    draft_decision,
    drop_draft,
    publish_decision,
    sign_decision,
)
from tests import city


@pytest.fixture
def unit(db):
    return city.unit()


@pytest.fixture
def registrar(unit):
    return city.actor(Role.REGISTRAR, at=unit)


@pytest.fixture
def dossier(unit):
    return city.concluded(city.actor(at=unit), city.round_at(unit))


@pytest.fixture
def draft(unit, registrar, dossier):
    return draft_decision(registrar, unit, "department", [dossier.code])


def signed(draft, registrar):
    return sign_decision(draft.code, registrar, timezone.localdate(), "Võ Thành Đạt", "Giám đốc")


def test_a_decision_needs_dossiers_of_its_authority_and_level(unit, registrar, dossier):
    for codes in ([], ["KHONG-CO-0001"]):
        with pytest.raises(Invalid) as told:
            draft_decision(registrar, unit, "department", codes)
        assert "dossiers" in told.value.fields
    with pytest.raises(Invalid):
        draft_decision(registrar, unit, "city", [dossier.code])


def test_a_dossier_stands_in_one_draft_and_is_free_again_when_it_is_dropped(unit, registrar, dossier, draft):
    with pytest.raises(Invalid):
        draft_decision(registrar, unit, "department", [dossier.code])
    drop_draft(draft.code, registrar)
    assert draft_decision(registrar, unit, "department", [dossier.code]).state == Decision.State.DRAFT


def test_a_work_is_recognised_once_at_a_level(unit, registrar, dossier, draft):
    publish_decision(signed(draft, registrar).code, registrar)
    again = city.concluded(city.actor(at=unit), city.round_at(unit))
    again.work = dossier.work
    again.save()
    with pytest.raises(Invalid):
        draft_decision(registrar, unit, "department", [again.code])


@pytest.mark.parametrize(
    "name, post, days, field",
    [
        ("", "Giám đốc", 0, "signer_name"),
        ("Võ Thành Đạt", " ", 0, "signer_post"),
        ("Võ Đạt", "Giám đốc", 1, "signed_on"),
    ],
)
def test_a_signature_needs_a_name_a_post_and_a_day_that_has_come(registrar, draft, name, post, days, field):
    with pytest.raises(Invalid) as told:
        sign_decision(draft.code, registrar, timezone.localdate() + timedelta(days), name, post)
    assert set(told.value.fields) == {field}


def test_who_does_not_hold_the_authority_neither_sees_nor_changes_its_drafts(draft):
    stranger = city.actor(Role.REGISTRAR, at=city.unit("SXD"))
    for act in (lambda: drop_draft(draft.code, stranger), lambda: signed(draft, stranger)):
        with pytest.raises(NotFound):
            act()


def test_who_sees_a_decision_but_does_not_draft_it_is_told_so(registrar, draft):
    public = publish_decision(signed(draft, registrar).code, registrar)
    reader = city.actor(at=city.unit("SXD"))
    for act in (lambda: drop_draft(public.code, reader), lambda: publish_decision(public.code, reader)):
        with pytest.raises(Forbidden):
            act()


def test_what_is_signed_is_neither_dropped_nor_published_twice(registrar, draft):
    code = signed(draft, registrar).code
    with pytest.raises(StateConflict):
        drop_draft(code, registrar)
    publish_decision(code, registrar)
    with pytest.raises(StateConflict):
        publish_decision(code, registrar)


def test_a_revocation_needs_a_decision_in_force_a_reason_and_the_registrar(unit, registrar, dossier, draft):
    with pytest.raises(NotFound):
        draft_revocation(registrar, "KHONG-CO", [], "Lý do")
    with pytest.raises(StateConflict):
        draft_revocation(registrar, draft.code, [], "Lý do")
    old = publish_decision(signed(draft, registrar).code, registrar)
    with pytest.raises(Invalid):
        draft_revocation(registrar, old.code, [dossier.code], "  ")
    with pytest.raises(Forbidden):
        draft_revocation(city.actor(Role.OFFICER, at=unit), old.code, [dossier.code], "Lý do")


def test_only_what_stands_below_is_nominated_to_a_round_of_the_city(unit, registrar, dossier, draft):
    officer = city.actor(Role.OFFICER, at=unit)
    round_ = city.round_at(unit.parent, level="city", purpose="influence")
    with pytest.raises(Invalid):
        file_next(officer, dossier.code, round_.code)
    publish_decision(signed(draft, registrar).code, registrar)
    with pytest.raises(Invalid) as told:
        file_next(officer, dossier.code, "KHONG-CO")
    assert "round" in told.value.fields
    assert file_next(officer, dossier.code, round_.code).level == "city"
