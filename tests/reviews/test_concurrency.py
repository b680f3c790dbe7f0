"""Several people at the same instant: each ballot is in the box once, and one of two rivals gets a clear answer."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from config.errors import DomainError, Stale, StateConflict
from initiatives.choices import State
from reviews.models import Conclusion, Hearing, Sheet
from reviews.services.conclusions import conclude_hearing
from reviews.services.councils import assign_dossiers, set_up_council
from reviews.services.polls import cast_ballot, close_poll, new_receipt, open_poll
from reviews.services.recusals import declare_conflict
from reviews.services.sheets import save_sheet
from tests.reviews import factories as f

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Carry the acts out at the same instant, each on a connection of its own; what each came to."""
    gate = threading.Barrier(len(acts))

    def run(act):
        try:
            gate.wait(timeout=10)
            return act()
        except DomainError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def vote():
    town = f.town(f.VOTED)
    [hearing] = town.hear(f.dossier(town.round))
    town.meet()
    return town, hearing, open_poll(hearing.pk, town.chair)


def caster(poll, actor, choice, receipt):
    return lambda: cast_ballot(poll.pk, actor, choice, receipt)


def test_members_who_cast_at_the_same_instant_are_all_counted_once(vote):
    town, _hearing, poll = vote
    acts = [caster(poll, f.actor(one), "yes", new_receipt()) for one in town.members]
    assert at_once(*acts) == [None] * 5
    poll.refresh_from_db()
    assert len(poll.box) == 5
    assert poll.entitlements.filter(has_cast=True).count() == 5


def test_a_double_click_counts_once(vote):
    town, _hearing, poll = vote
    act = caster(poll, town.chair, "no", new_receipt())
    assert at_once(act, act, act, act) == [None] * 4
    poll.refresh_from_db()
    assert len(poll.box) == 1


def test_two_devices_with_two_ballots_get_one_into_the_box(vote):
    town, _hearing, poll = vote
    said = at_once(*[caster(poll, town.chair, choice, new_receipt()) for choice in ("yes", "no", "yes", "no")])
    assert sum(answer is None for answer in said) == 1
    assert all(answer is None or isinstance(answer, StateConflict) for answer in said)
    poll.refresh_from_db()
    assert len(poll.box) == 1


def test_a_ballot_cast_while_the_vote_closes_is_in_the_box_or_refused(vote):
    town, _hearing, poll = vote
    for one in town.members[:4]:
        cast_ballot(poll.pk, f.actor(one), "yes", new_receipt())
    chair = town.chair
    cast, closed = at_once(
        caster(poll, f.actor(town.members[4]), "no", new_receipt()), lambda: close_poll(poll.pk, chair)
    )
    assert not isinstance(closed, DomainError)
    poll.refresh_from_db()
    assert len(poll.box) == (5 if cast is None else 4)


def test_a_conflict_declared_while_the_vote_opens_leaves_no_recused_voter(vote):
    town = f.town(f.VOTED)
    [hearing] = town.hear(f.dossier(town.round))
    town.meet()
    member, chair = f.actor(town.members[4]), town.chair
    at_once(lambda: declare_conflict(hearing.pk, member, "Cùng nhóm"), lambda: open_poll(hearing.pk, chair))
    recused = hearing.places.filter(recused=True).values("seat_id")
    assert not hearing.polls.filter(entitlements__seat__in=recused).exists()


def test_of_two_who_conclude_one_wins_and_the_other_is_told():
    town = f.town()
    [hearing] = town.hear(f.dossier(town.round))
    town.meet()
    town.score(hearing)
    chair, secretary = town.chair, town.secretary
    said = at_once(lambda: conclude_hearing(hearing.pk, chair), lambda: conclude_hearing(hearing.pk, secretary))
    assert sorted(type(answer) for answer in said if not isinstance(answer, Conclusion)) == [StateConflict]
    assert Conclusion.objects.count() == 1


def test_a_dossier_put_before_two_councils_at_once_comes_before_one():
    town = f.town()
    others = [{"person": f.person().code, "role": role} for role in f.ROLES[:5]]
    second = set_up_council(f.actor(town.registrar), town.round, "Hội đồng thứ hai", others)
    dossier, office = f.dossier(town.round), f.actor(town.office)
    said = at_once(
        *[lambda code=code: assign_dossiers(code, office, [dossier.code]) for code in (town.council.code, second.code)]
    )
    assert sum(isinstance(answer, DomainError) for answer in said) == 1
    dossier.refresh_from_db()
    assert (dossier.state, Hearing.objects.count()) == (State.IN_REVIEW, 1)


def test_two_windows_that_begin_a_sheet_at_once_lose_nothing():
    town = f.town()
    [hearing] = town.hear(f.dossier(town.round))
    chair = town.chair
    said = at_once(
        lambda: save_sheet(hearing.pk, chair, scores={"novelty": "30"}, revision=0),
        lambda: save_sheet(hearing.pk, chair, scores={"benefit": "20"}, revision=0),
    )
    assert sum(isinstance(answer, Stale) for answer in said) == 1
    assert len(Sheet.objects.get().scores) == 1
