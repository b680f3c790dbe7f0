"""What the schema promises is kept: calls made up from it, right and wrong ones, as several people, on one city.

Each call is made in a savepoint and taken back, so that every one meets the same city; the calls are the same at every
run. Half of the addresses made up lead to things that are there, and what a table knows to succeed is sent too.
"""

from typing import Any

import hypothesis
import pytest
from django.core.cache import cache as cache_of_django
from django.db import transaction
from hypothesis import HealthCheck, Phase, strategies
from schemathesis.generation import GenerationMode

from tests import samples
from tests.api.calls import CALLS, filled
from tests.api.contract import by_operation, schema
from tests.api.rights import right_to
from tests.editions import ON_POSTGRES

pytestmark = [pytest.mark.django_db, pytest.mark.walk, pytest.mark.usefixtures("one_connection")]
# What is made up does not depend on the database, nor does the shape of an answer on who asks for it.
EACH, ASKERS = (3, 1) if ON_POSTGRES else (10, 3)


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
