"""One city for all tests of a file, made once; each test works on it in a savepoint that is taken back."""

import sys
from collections.abc import Iterator, Mapping
from typing import Any, cast

import pytest
from django.core.cache import cache
from django.core.signals import got_request_exception, request_finished, request_started
from django.db import close_old_connections, transaction
from pytest_django import DjangoDbBlocker

from organisation.services.tokens import make_token
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


@pytest.fixture
def keys(place: Place) -> Mapping[str, dict[str, str]]:
    """Headers by person, made when somebody is asked for."""

    class Keys(dict[str, dict[str, str]]):
        def __missing__(self, who: str) -> dict[str, str]:
            self[who] = {"Authorization": f"Token {make_token(place.user(who))[0]}"}
            return self[who]

    return Keys(anonymous={})


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The server leaves the connection open, as Django's own test client has it: the city would be lost with it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def faults() -> Iterator[list[BaseException]]:
    """What the server would hide behind a page 500."""
    seen: list[BaseException] = []

    def notice(**_kwargs: Any) -> None:
        seen.append(cast(BaseException, sys.exception()))

    got_request_exception.connect(notice)
    yield seen
    got_request_exception.disconnect(notice)
