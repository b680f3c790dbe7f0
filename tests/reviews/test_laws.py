"""Two hundred random councils, half of them on each database, taken through random steps: the laws hold after each."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests import city
from tests.reviews import factories as f
from tests.reviews.machine import MOST, SPARE, Again, Councils, Scored, Voted

CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
EACH = 25  # councils; a test a machine, so that two processes share the work
MUST_COME_TO = ("substitute", "lock_sheet", "conclude_hearing", "close_session")


@pytest.mark.walk
@pytest.mark.django_db
@pytest.mark.parametrize("machine", [Councils, Again, Scored, Voted], ids=["both", "again", "scored", "voted"])
def test_the_laws_hold_after_every_step(machine):
    city.field()
    machine.town, machine.reached = f.town(machine.scheme, 3), Counter()
    machine.registrar, machine.office = f.actor(machine.town.registrar), f.actor(machine.town.office)
    machine.pool = [f.person() for _n in range(MOST + SPARE + 1)]
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=EACH, stateful_step_count=8, deadline=None, suppress_health_check=CHECKS),
    )
    assert not [name for name in MUST_COME_TO if not machine.reached[name]], "the random steps lead nowhere"
