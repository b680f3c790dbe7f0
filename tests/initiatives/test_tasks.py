"""Tasks: worded after the council, listed by decision, called for, awarded; direct assignment; the appraisal."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.choices import State, TaskState
from initiatives.models import Appraisal, Task
from initiatives.queries.tasks import takes_dossiers
from initiatives.services.dossiers import advance, perform
from initiatives.services.drafts import begin_dossier
from initiatives.services.stages import file_next
from initiatives.services.tasks import perform_on_task, word_task
from organisation.actor import NOBODY
from organisation.policy import get_visible, visible
from reviews.services.appraising import appraise_apart
from tests import city, topics
from tests.selection import BUDGET, TEAM, WORDED, called, chosen, competing, listed, proposal

pytestmark = pytest.mark.django_db


def test_a_task_is_worded_only_once_the_council_has_passed_its_proposal(play):
    round_ = city.round_at(play.authority, kind="topic", purpose="determination", level="city")
    early, failed = city.admitted(play.author, round_), proposal(play, "not_passed")
    for dossier in (early, failed):
        with pytest.raises(Invalid):
            word_task(dossier.reference, play.registrar, WORDED)
    passed = proposal(play)
    with pytest.raises(Forbidden):
        word_task(passed.reference, play.officer, WORDED)
    with pytest.raises(Invalid) as refused:
        advance(passed.pk, "recognise", NOBODY, through="decision")
    assert passed.reference in str(refused.value.message)
    task = word_task(passed.reference, play.registrar, WORDED)
    with pytest.raises(StateConflict):
        word_task(passed.reference, play.registrar, WORDED)
    again = perform_on_task(task.code, "word", play.registrar, {**WORDED, "goals": "Mục tiêu khác"})
    assert (again.goals, again.state) == ("Mục tiêu khác", TaskState.WORDED)
    with pytest.raises(NotFound):
        get_visible(Task, city.actor(at=city.unit("SYT")), code=task.code)
    advance(passed.pk, "recognise", NOBODY, through="decision", decision="05/QĐ-SKHCN")
    assert visible(Task, NOBODY).get().list_number == "05/QĐ-SKHCN"
    with pytest.raises(StateConflict):
        perform_on_task(task.code, "word", play.registrar, WORDED)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"method": "direct", "assigned_to": "VNC"}, "grounds"), ({"method": "direct", "grounds": "Mật"}, "assigned_to"),
        ({"assigned_to": "VNC"}, "assigned_to"), ({"method": "direct", "grounds": "Mật", "assigned_to": "KHONG"}, "assigned_to"),
        ({"method": "direct", "grounds": "Mật", "assigned_to": "VNC", "rule_set": "nafosted"}, "method"),
        ({"most_months": 61}, "most_months"), ({"goals": " "}, "goals"),
    ],
)  # fmt: skip
def test_the_wording_says_what_is_wrong(play, given, field):
    with pytest.raises(Invalid) as refused:
        word_task(proposal(play).reference, play.registrar, {**WORDED, **given})
    assert set(refused.value.fields) == {field}


def test_a_direct_assignment_is_for_its_unit_alone_and_called_for_by_itself(play):
    direct = listed(play, method="direct", assigned_to="VNC", grounds="Nhiệm vụ cấp bách", cap_vnd=0)
    other = listed(play)
    with pytest.raises(Invalid):
        called(play, direct, other)
    round_ = called(play, direct)
    assert not round_.sealed
    strangers = topics.Play(**{**vars(play), "author": city.actor(at=city.unit("SYT"))})
    draft = competing(strangers, round_, unit="SYT")
    with pytest.raises(Invalid) as refused:
        perform(draft.draft_code, "submit", strangers.author)
    assert set(refused.value.fields) == {"unit"}
    assert perform(competing(play, round_).draft_code, "submit", play.author).task == direct


def test_a_dossier_in_a_call_is_for_one_of_its_tasks_and_within_its_bounds(play):
    first, second = listed(play, cap_vnd=699_999_999), listed(play, title="Nhiệm vụ hai")
    round_ = called(play, first, second)
    assert round_.sealed and takes_dossiers(Task.objects.get(pk=first.pk))
    with pytest.raises(StateConflict):
        called(play, first)
    with pytest.raises(Invalid) as refused:
        begin_dossier(play.author, round_.code)
    assert set(refused.value.fields) == {"task"}
    draft = competing(play, round_, second.code)
    assert begin_dossier(play.author, round_.code, task_code=second.code).work.title == "Nhiệm vụ hai"
    assert perform(draft.draft_code, "submit", play.author).task == second
    over = competing(play, round_, first.code)
    with pytest.raises(Invalid) as refused:
        perform(over.draft_code, "submit", play.author)
    assert set(refused.value.fields) == {"budget"}
    with time_machine.travel(timezone.now() + timedelta(11), tick=False):
        assert not takes_dossiers(Task.objects.get(pk=first.pk))


def test_the_proposer_goes_on_to_compete_for_the_task_of_their_own_proposal(play):
    task, other = listed(play), listed(play)
    round_ = called(play, task)
    assert file_next(play.author, task.proposal.reference, round_.code).task == task
    with pytest.raises(Invalid):
        file_next(play.author, other.proposal.reference, round_.code)


def test_a_budget_is_appraised_of_the_first_and_becomes_that_of_the_contract(play):
    dossier, today = chosen(play), timezone.localdate()
    with pytest.raises(Invalid):
        advance(dossier.pk, "recognise", NOBODY, through="decision")
    given = {"held_on": today, "members": TEAM, "lines": BUDGET}
    for field, wrong in (
        ("members", {"members": TEAM[:2]}), ("members.2.person", {"members": [*TEAM[:2], TEAM[0]]}), ("lines", {"lines": []}),
        ("members.3.person", {"members": [*TEAM, {"person": "T-KHONG"}]}), ("held_on", {"held_on": today + timedelta(1)}), ("lines", {"lines": [{**BUDGET[2], "amount_vnd": 100_000_001}]}),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            appraise_apart(dossier.reference, play.registrar, **{**given, **wrong})
        assert set(refused.value.fields) == {field}
    for who in (play.author, play.officer):
        with pytest.raises(Forbidden):
            appraise_apart(dossier.reference, who, **given)
    made = appraise_apart(dossier.reference, play.registrar, **given)
    assert (made.state_vnd, made.other_vnd) == (700_000_000, 100_000_000)
    cut = appraise_apart(dossier.reference, play.registrar, **{**given, "lines": BUDGET[:1]})
    assert (cut.state_vnd, Appraisal.objects.count()) == (300_000_000, 1)
    assert advance(dossier.pk, "recognise", NOBODY, through="decision").state == State.RECOGNISED
    with pytest.raises(StateConflict):
        appraise_apart(dossier.reference, play.registrar, **given)
    assert Task.objects.get(pk=dossier.task_id).state == TaskState.AWARDED


def test_where_the_first_is_not_approved_the_task_may_be_called_for_anew(play):
    dossier = chosen(play)
    advance(dossier.pk, "decline", NOBODY, through="decision")
    task = Task.objects.get(pk=dossier.task_id)
    assert (task.state, task.winner, task.round) == (TaskState.LISTED, None, None)
    assert called(play, task).tasks.get() == task
    task.refresh_from_db()
    with pytest.raises(StateConflict):
        perform_on_task(task.code, "drop", play.registrar, {"reason": "Hết nhu cầu"})


def test_a_task_of_the_list_is_dropped_with_its_reason(play):
    task = listed(play)
    with pytest.raises(Invalid):
        perform_on_task(task.code, "drop", play.registrar, {"reason": ""})
    dropped = perform_on_task(task.code, "drop", play.registrar, {"reason": "Hết nhu cầu"})
    assert (dropped.state, dropped.dropped_because) == (TaskState.DROPPED, "Hết nhu cầu")
    assert not visible(Task, NOBODY).exists()
