"""One city for all tests of a file, made once; each test works on it in a savepoint that is taken back."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.api.building import build
from tests.api.place import Place


@pytest.fixture(scope="module")
def _city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture
def place(_city: Place, db: None) -> Place:
    """The city; what a test does to it is undone."""
    return _city
