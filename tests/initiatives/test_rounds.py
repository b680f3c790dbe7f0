"""Rounds are opened by the registrar of their authority, within the limits that the form knows."""

from datetime import date

import pytest

from config.errors import Forbidden, Invalid
from initiatives.models import Round
from initiatives.services.rounds import open_round
from organisation.models import Role
from tests import city

FIRST, LAST = date(2026, 3, 1), date(2026, 4, 30)


@pytest.fixture
def registrar(unit):
    return city.actor(Role.REGISTRAR, at=unit)


def opened(actor, unit, title="Đợt 1", first=FIRST, last=LAST, **limits):
    return open_round(actor, unit, title, "recognition", "department", first, last, **limits)


def test_rounds_of_a_year_are_numbered(registrar, unit):
    assert [opened(registrar, unit).code for _ in range(2)] == ["SYT-2026-01", "SYT-2026-02"]
    assert Round.objects.filter(authority=unit, kind="initiative").count() == 2


def test_its_limits_may_be_set(registrar, unit):
    assert opened(registrar, unit, check_working_days=7, min_share=15).check_working_days == 7


@pytest.mark.parametrize(
    "given, field", [({"title": " "}, "title"), ({"last": date(2026, 2, 1)}, "closes_on"), ({"colour": 1}, "colour")]
)
def test_what_is_wrong_is_named(registrar, unit, given, field):
    with pytest.raises(Invalid) as told:
        opened(registrar, unit, **given)
    assert set(told.value.fields) == {field}
    assert not Round.objects.filter(authority=unit).exists()


def test_an_officer_opens_none(unit):
    with pytest.raises(Forbidden):
        opened(city.actor(Role.OFFICER, at=unit), unit)
