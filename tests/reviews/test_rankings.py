"""Those who compete for a task are ranked by the scheme; one wins, and what the rules cannot part is for the council."""

import pytest

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.choices import TaskState
from initiatives.models import Dossier, Round, Task
from reviews.queries.rankings import reads_ranking, standings
from reviews.services.conclusions import conclude_hearing
from reviews.services.rankings import settle_ranking
from tests import city
from tests.reviews import factories as f

pytestmark = pytest.mark.django_db
FULL = {"overview": "12", "content": "24", "products": "16", "application": "16", "plan": "16", "capacity": "16"}
GOOD = {**FULL, "content": "20"}
SAME = {**FULL, "products": "12"}
POOR = {**FULL, "content": "2", "products": "2", "plan": "2"}


class Call:
    """A call that has closed, for a task, with a council of seven."""

    def __init__(self):
        self.town = f.town("tt20-2023-selection", 7)
        unit = self.town.round.authority
        Round.objects.filter(pk=self.town.round.pk).update(closes_on="2026-01-31")
        self.town.round.refresh_from_db()
        self.task = Task.objects.create(
            code="NV-2026-777", proposal=f.dossier(self.town.round), authority=unit, level=self.town.round.level,
            title="Nhiệm vụ", goals="Mục tiêu", products="Sản phẩm", applied_by="Sở", method="selection",
            rule_set="province-2025", state=TaskState.CALLED, round=self.town.round,
        )  # fmt: skip
        self.registrar = f.actor(self.town.registrar)

    def compete(self, *scores):
        """As many dossiers, each with the sheets of all members alike."""
        made = []
        for _score in scores:
            dossier = f.dossier(self.town.round)
            Dossier.objects.filter(pk=dossier.pk).update(task=self.task)
            made.append(Dossier.objects.get(pk=dossier.pk))
        hearings = self.town.hear(*made)
        for hearing, score in zip(hearings, scores, strict=True):
            self.town.score(hearing, **score)
        self.town.meet()
        for hearing in hearings:
            conclude_hearing(hearing.pk, self.town.chair)
        return made


@pytest.fixture
def call():
    return Call()


def state_of(call):
    return Task.objects.values_list("state", "winner").get(pk=call.task.pk)


def test_the_highest_total_above_the_pass_mark_wins(call):
    good, full, poor = call.compete(GOOD, FULL, POOR)
    found = standings(call.task)
    assert [(one.dossier, one.place) for one in found.competitors] == [(full, 1), (good, 2), (poor, 0)]
    with pytest.raises(Invalid):
        settle_ranking(call.task.code, call.registrar, good.code, "Có kinh nghiệm hơn")
    assert settle_ranking(call.task.code, call.town.chair).winner == full
    assert state_of(call) == (TaskState.CHOSEN, full.pk)
    with pytest.raises(StateConflict):
        settle_ranking(call.task.code, call.registrar)


def test_what_the_rules_cannot_part_is_for_the_council_with_its_reason(call):
    ones, others = call.compete(GOOD, SAME)  # equal totals, and equal sheets of the chair
    found = standings(call.task)
    assert found.outcome == "needs_decision" and {one.place for one in found.competitors} == {1}
    for given, field in (({}, "winner"), ({"winner": "SK-0"}, "winner"), ({"winner": ones.code}, "reason")):
        with pytest.raises(Invalid) as refused:
            settle_ranking(call.task.code, call.registrar, **given)
        assert field in refused.value.fields
    made = settle_ranking(call.task.code, call.registrar, others.code, "Có đối ứng nhiều hơn")
    assert (made.winner, made.reason) == (others, "Có đối ứng nhiều hơn")


def test_where_nobody_passed_the_task_goes_back_to_the_list(call):
    call.compete(POOR)
    assert settle_ranking(call.task.code, call.registrar).winner is None
    assert state_of(call) == (TaskState.LISTED, None)


def test_nothing_is_settled_before_the_call_has_closed_and_all_are_concluded(call):
    waiting = f.dossier(call.town.round)
    Dossier.objects.filter(pk=waiting.pk).update(task=call.task)
    with pytest.raises(StateConflict) as refused:
        settle_ranking(call.task.code, call.registrar)
    assert waiting.code in str(refused.value.message)
    Round.objects.filter(pk=call.town.round.pk).update(closes_on="2040-12-31")
    with pytest.raises(StateConflict):
        settle_ranking(call.task.code, call.registrar)
    Round.objects.filter(pk=call.town.round.pk).update(closes_on="2026-01-31", sealed=True)
    assert standings(Task.objects.get(pk=call.task.pk)).competitors == ()


def test_who_competes_learns_nothing_of_the_ranking_and_settles_none(call):
    [dossier] = call.compete(FULL)
    team = f.actor(dossier.work.authors.get().person)
    assert not reads_ranking(team, call.task)
    with pytest.raises(NotFound):
        settle_ranking(call.task.code, team)
    with pytest.raises(NotFound):
        settle_ranking(call.task.code, city.actor())
    member = f.actor(call.town.members[5])
    assert reads_ranking(member, call.task)
    with pytest.raises(Forbidden):
        settle_ranking(call.task.code, member)
