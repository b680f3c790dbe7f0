"""What most tests of dossiers begin with: a unit, its round, an author and who checks."""

import pytest

from organisation.models import Role
from tests import city


@pytest.fixture
def unit(db):
    return city.unit()


@pytest.fixture
def round_(unit):
    return city.round_at(unit)


@pytest.fixture
def author(unit):
    return city.actor(at=unit)


@pytest.fixture
def checker(unit):
    return city.actor(Role.OFFICER, at=unit)


@pytest.fixture
def calls(author):
    return city.client(author)
