"""What the schema promises is kept: calls made up from it, right and wrong ones, as several people, on one city.

Each call is made in a savepoint and taken back, so that every one meets the same city; the calls are the same at every
run. Half of the addresses made up lead to things that are there, and what a table knows to succeed is sent too.
"""

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, cast

import hypothesis
import pytest
import schemathesis
from django.core.cache import cache as cache_of_django
from django.core.signals import got_request_exception, request_finished, request_started
from django.db import close_old_connections, transaction
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, strategies
from schemathesis.config import (
    ChecksConfig,
    GenerationConfig,
    PositiveDataAcceptanceConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)
from schemathesis.generation import GenerationMode

from config.wsgi import pages
from organisation.services.tokens import make_token
from tests import samples
from tests.api.calls import CALLS, Call, filled
from tests.api.rights import right_to
from tests.editions import ON_POSTGRES

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
# What is made up does not depend on the database, nor does the shape of an answer on who asks for it.
EACH, ASKERS = (3, 1) if ON_POSTGRES else (10, 3)
POSSIBLE = ["2xx", "401", "403", "404", "409", "412", "422", "428", "429"]


def served(environ: Any, start_response: Any) -> list[bytes]:
    """The application, in this thread, which has the city; answers are closed once read, as every server does."""
    answer = pages(environ, start_response)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


def closed(described: dict[str, Any]) -> dict[str, Any]:
    """An answer has what the schema names and no more: a field that nobody described may tell what it must not.

    Problems are open by RFC 9457, 3.2.
    """
    for name, component in described["components"]["schemas"].items():
        if "properties" in component and name != "Problem" and not name.endswith("Request"):
            component.setdefault("additionalProperties", False)
    return described


@cache
def schema() -> Any:
    """The schema as it is served, over the application in this process."""
    generation = GenerationConfig(
        deterministic=True, modes=list(GenerationMode), allow_x00=False, with_security_parameters=False
    )
    checks = ChecksConfig(positive_data_acceptance=PositiveDataAcceptanceConfig(expected_statuses=POSSIBLE))
    checks.missing_required_header.expected_statuses = ["401", "403", "404", "428"]
    project = ProjectConfig(generation=generation, checks=checks)
    config = SchemathesisConfig(projects=ProjectsConfig(default=project), seed=1)
    made = schemathesis.openapi.from_dict(closed(SchemaGenerator().get_schema(public=True)), config=config)
    made.app = served
    return made


def by_operation() -> dict[tuple[str, str], list[Call]]:
    """The calls that the table knows, by operation."""
    found: dict[tuple[str, str], list[Call]] = {}
    for call in CALLS:
        found.setdefault(call.operation, []).append(call)
    return found


@pytest.fixture
def keys(place) -> Mapping[str, dict[str, str]]:
    """Headers by person, made when somebody is asked for."""

    class Keys(dict[str, dict[str, str]]):
        def __missing__(self, who: str) -> dict[str, str]:
            self[who] = {"Authorization": f"Token {make_token(place.user(who))[0]}"}
            return self[who]

    return Keys(anonymous={})


@pytest.fixture(autouse=True)
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


def keep(case: Any, headers: dict[str, str], faults: list[BaseException]) -> int:
    """Make a call and hold the answer against every promise; returns the status."""
    cache_of_django.clear()  # the guard against guessing passwords would soon answer for everybody
    with transaction.atomic():
        # WSGI hands compressed answers on as they are
        answer = case.call(headers={"Accept-Encoding": "identity", **headers})
        if faults:
            raise faults.pop()
        case.validate_response(answer, headers=headers)
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_what_succeeds_is_as_the_schema_says(call, place, keys, faults):
    method, path = call.operation
    body = {"file": samples.pdf()} if call.upload else filled(call.body, place)
    media = {"media_type": "multipart/form-data" if call.upload else "application/json"} if body is not None else {}
    case = schema()[path][method].Case(
        path_parameters=filled(call.fill, place), query=filled(call.query, place), headers={"If-Match": call.match} if call.match else {},
        **({"body": body} if body is not None else {}), **media,
    )  # fmt: skip
    for who in sorted(right_to(call).may)[:ASKERS] or ["registrar"]:
        keep(case, keys[who], faults)


@pytest.mark.parametrize("operation", by_operation(), ids=" ".join)
def test_whatever_is_sent_the_schema_is_kept(operation, place, keys, faults):
    method, path = operation
    described, calls = schema()[path][method], by_operation()[operation]
    known = [filled(call.fill, place) for call in calls]
    cases = strategies.one_of(
        *[described.as_strategy(mode, path_parameters=fill) for mode in GenerationMode for fill in known[:2]],
        described.as_strategy(),
    )
    who = strategies.sampled_from(sorted({*right_to(calls[0]).may, "anonymous", "stranger", "registrar", "author"}))

    @hypothesis.settings(
        max_examples=EACH, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @hypothesis.given(case=cases, who=who)
    def holds(case, who):
        keep(case, keys[who], faults)

    holds()
