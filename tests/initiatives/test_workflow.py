"""The one workflow: only the table's pairs work, whoever comes second gets a 409."""

import pytest

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.choices import State
from initiatives.services.dossiers import advance, perform
from initiatives.workflow import WORKFLOW
from organisation.actor import NOBODY
from tests import factories as make


@pytest.mark.parametrize("state", State.values)
def test_every_state_is_reached_by_the_workflow(db, state):
    people = make.cast()
    assert make.in_state(state, people, make.round_of(people.units.science)).state == state
