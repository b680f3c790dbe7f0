"""Sessions, quorum, votes."""

from datetime import date

import pytest

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.models import Author
from journal.models import Entry
from reviews.models import Poll, Session
from reviews.queries.benches import quorum_of
from reviews.queries.mine import my_hearings
from reviews.queries.polls import open_polls, own_entitlement, tally_of
from reviews.services.polls import annul_poll, cast_ballot, close_poll, new_receipt, open_poll
from reviews.services.recusals import declare_conflict, lift_recusal
from reviews.services.sessions import close_session, mark_attendance, open_session, plan_session
from tests.reviews import factories as f

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 20)


@pytest.fixture
def town():
    return f.town(f.VOTED)


@pytest.fixture
def hearing(town):
    return town.hear(f.dossier(town.round))[0]


def test_a_session_takes_all_that_waits_unless_told_otherwise(town):
    one, two, three = town.hear(*[f.dossier(town.round) for _n in range(3)])
    first = plan_session(town.council.code, town.chair, DAY, hearings=[three.pk, one.pk])
    assert [hearing.pk for hearing in first.hearings.order_by("position")] == [three.pk, one.pk]
    second = plan_session(town.council.code, town.chair, DAY)
    assert [hearing.pk for hearing in second.hearings.all()] == [two.pk]
    with pytest.raises(StateConflict):
        plan_session(town.council.code, town.chair, DAY)


def test_what_does_not_wait_is_not_put_on_an_agenda(town, hearing):
    with pytest.raises(Invalid) as refused:
        plan_session(town.council.code, town.chair, DAY, hearings=[hearing.pk, 10**6])
    assert "hearings" in refused.value.fields


def test_a_session_is_opened_once_and_one_at_a_time(town):
    town.hear(f.dossier(town.round), f.dossier(town.round))
    first, second = (
        plan_session(town.council.code, town.chair, DAY, hearings=[h.pk]) for h in town.council.hearings.all()
    )
    open_session(first.pk, town.chair)
    for again in (first, second):
        with pytest.raises(StateConflict):
            open_session(again.pk, town.chair)


def test_ordinary_members_do_not_conduct_the_meeting(town, hearing):
    member = f.actor(town.members[4])
    with pytest.raises(Forbidden):
        plan_session(town.council.code, member, DAY)
    session = town.meet()
    with pytest.raises(Forbidden):
        close_session(session.pk, member)
    with pytest.raises(NotFound):
        close_session(session.pk, f.actor(f.person()))


def test_attendance_is_the_whole_list_of_those_present(town, hearing):
    session = town.meet([0, 1])
    seats = [seat.pk for seat in town.seats()]
    mark_attendance(session.pk, town.chair, seats[1:3])
    assert set(session.attendances.filter(present=True).values_list("seat_id", flat=True)) == set(seats[1:3])
    with pytest.raises(Invalid):
        mark_attendance(session.pk, town.chair, [10**6])


@pytest.mark.parametrize(
    ("present", "met"), [([0, 1, 2, 3], True), ([0, 1, 2], False), ([1, 2, 3, 4], True), ([2, 3, 4], False)]
)
def test_a_vote_opens_only_with_a_quorum_led_by_chair_or_deputy(town, hearing, present, met):
    town.meet(present)
    hearing.refresh_from_db()
    assert quorum_of(hearing).holds is met
    if met:
        assert open_poll(hearing.pk, town.chair).entitlements.count() == len(present)
    else:
        with pytest.raises(StateConflict):
            open_poll(hearing.pk, town.chair)


def test_who_is_recused_counts_neither_among_the_members_nor_among_those_present(town, hearing):
    declare_conflict(hearing.pk, f.actor(town.members[3]), "Cùng nhóm")
    declare_conflict(hearing.pk, f.actor(town.members[4]), "Cùng nhóm")
    town.meet([0, 1, 3, 4])
    hearing.refresh_from_db()
    step = quorum_of(hearing)
    assert (step.inputs["members"], step.inputs["present"], step.holds) == (3, 2, True)
    assert open_poll(hearing.pk, town.chair).entitlements.count() == 2


def test_no_vote_outside_an_open_session(town, hearing):
    with pytest.raises(StateConflict):
        open_poll(hearing.pk, town.chair)
    plan_session(town.council.code, town.chair, DAY)
    with pytest.raises(StateConflict):
        open_poll(hearing.pk, town.chair)


def test_a_scheme_that_only_scores_knows_no_vote():
    town = f.town()
    [hearing] = town.hear(f.dossier(town.round))
    town.meet()
    with pytest.raises(StateConflict):
        open_poll(hearing.pk, town.chair)


@pytest.fixture
def poll(town, hearing):
    town.meet()
    return open_poll(hearing.pk, town.chair)


def cast(town, poll, number, choice="yes", receipt=None):
    receipt = receipt or new_receipt()
    cast_ballot(poll.pk, f.actor(town.members[number]), choice, receipt)
    poll.refresh_from_db()
    return receipt


def test_a_double_click_and_a_retry_put_one_ballot_into_the_box(town, poll):
    receipt = cast(town, poll, 0)
    cast(town, poll, 0, receipt=receipt)
    assert poll.box == [[receipt, "yes"]]


@pytest.mark.parametrize("choice", ["yes", "no"])
def test_a_second_ballot_of_another_kind_is_refused(town, poll, choice):
    receipt = cast(town, poll, 0)
    with pytest.raises(StateConflict):
        cast(town, poll, 0, choice)
    with pytest.raises(StateConflict):
        cast(town, poll, 0, "no", receipt)
    assert len(poll.box) == 1


def test_a_receipt_in_the_box_cannot_be_used_by_another(town, poll):
    receipt = cast(town, poll, 0)
    with pytest.raises(StateConflict):
        cast(town, poll, 1, "yes", receipt)
    assert not own_entitlement(f.actor(town.members[1]), poll).has_cast


@pytest.mark.parametrize(
    "receipt", ["", "short", "Z" * 32, "A" * 32, "0" * 31, "0" * 33, "Nguyễn Văn A", " " + "0" * 31, "0" * 31 + "\n"]
)
def test_a_receipt_has_one_shape_with_no_room_for_a_name(town, poll, receipt):
    with pytest.raises(Invalid) as refused:
        cast_ballot(poll.pk, town.chair, "yes", receipt)
    assert list(refused.value.fields) == ["receipt"]


def test_what_is_not_on_the_ballot_is_refused_without_repeating_it(town, poll):
    with pytest.raises(Invalid) as refused:
        cast_ballot(poll.pk, town.chair, "perhaps", new_receipt())
    assert list(refused.value.fields) == ["choice"]
    assert "perhaps" not in str(refused.value) + str(refused.value.fields)


def test_only_those_present_when_the_vote_opened_may_cast(town, hearing):
    session = town.meet([0, 1, 2, 3])
    poll = open_poll(hearing.pk, town.chair)
    mark_attendance(session.pk, town.chair, [seat.pk for seat in town.seats()])
    with pytest.raises(Forbidden):
        cast(town, poll, 4)
    with pytest.raises(Forbidden):
        cast_ballot(poll.pk, f.actor(town.office), "yes", new_receipt())
    with pytest.raises(NotFound):
        cast_ballot(poll.pk, f.actor(f.person()), "yes", new_receipt())


def test_the_box_is_closed_to_everybody_until_the_vote_has_closed(town, poll):
    for number in range(3):
        cast(town, poll, number)
    for actor in (town.chair, town.secretary, f.actor(town.registrar)):
        with pytest.raises(Forbidden):
            tally_of(actor, poll)
    close_poll(poll.pk, town.chair)
    poll.refresh_from_db()
    found = tally_of(f.actor(town.members[4]), poll)
    assert (found.votes, found.cast, found.entitled) == ({"yes": 3, "no": 0}, 3, 5)
    assert [receipt for receipt, _choice in found.box] == sorted(receipt for receipt, _choice in found.box)


def test_a_box_that_would_tell_whose_ballots_it_holds_is_not_published(town, poll):
    for number in range(2):
        cast(town, poll, number)
        with pytest.raises(StateConflict):
            close_poll(poll.pk, town.chair)
    cast(town, poll, 2)
    assert close_poll(poll.pk, town.chair).state == Poll.State.CLOSED


def test_two_who_are_all_may_close(town, hearing):
    for number in (2, 3, 4):
        declare_conflict(hearing.pk, f.actor(town.members[number]), "Cùng nhóm")
    town.meet()
    poll = open_poll(hearing.pk, town.chair)
    cast(town, poll, 0)
    with pytest.raises(StateConflict):
        close_poll(poll.pk, town.chair)
    cast(town, poll, 1, "no")
    assert close_poll(poll.pk, town.chair)


def test_nothing_is_cast_once_closed_but_a_retry_is_answered(town, poll):
    kept = [cast(town, poll, number) for number in range(4)]
    close_poll(poll.pk, town.chair)
    cast(town, poll, 0, receipt=kept[0])
    with pytest.raises(StateConflict):
        cast(town, poll, 4)
    assert len(poll.box) == 4


def test_an_annulled_vote_is_destroyed_unread_and_another_can_be_held(town, hearing, poll):
    receipts = [cast(town, poll, number) for number in range(4)]
    with pytest.raises(StateConflict):
        open_poll(hearing.pk, town.chair)
    with pytest.raises(Invalid):
        annul_poll(poll.pk, town.chair, "")
    annul_poll(poll.pk, town.chair, "Mất kết nối")
    poll.refresh_from_db()
    assert (poll.state, poll.box) == (Poll.State.ANNULLED, [])
    told = Entry.objects.get(event="poll_annulled").data
    assert (told["cast"], told["reason"]) == (4, "Mất kết nối")
    assert not any(receipt in str(told) for receipt in receipts)
    assert open_poll(hearing.pk, town.chair).number == 2


def test_a_published_vote_that_is_annulled_stays_on_record(town, poll):
    for number in range(5):
        cast(town, poll, number)
    close_poll(poll.pk, town.chair)
    annul_poll(poll.pk, town.chair, "Có đơn khiếu nại")
    poll.refresh_from_db()
    assert len(poll.box) == 5
    with pytest.raises(StateConflict):
        annul_poll(poll.pk, town.chair, "again")


def test_a_conflict_is_declared_after_the_vote_is_annulled(town, hearing, poll):
    member = f.actor(town.members[4])
    with pytest.raises(StateConflict):
        declare_conflict(hearing.pk, member, "Cùng nhóm")
    annul_poll(poll.pk, town.chair, "Có thành viên xung đột lợi ích")
    declare_conflict(hearing.pk, member, "Cùng nhóm")
    again = open_poll(hearing.pk, town.chair)
    assert again.entitlements.count() == 4
    with pytest.raises(StateConflict):
        lift_recusal(hearing.pk, town.chair, town.seats()[4].pk, "Nhầm")


def test_who_becomes_an_author_meanwhile_casts_no_ballot_and_spoils_the_vote(town, hearing, poll):
    for number in range(4):
        cast(town, poll, number)
    work = hearing.dossier.work
    Author.objects.create(work=work, person=town.members[4], position=2, share=1, confirmation="confirmed")
    with pytest.raises(NotFound):
        cast(town, poll, 4)
    with pytest.raises(StateConflict):
        close_poll(poll.pk, town.chair)
    annul_poll(poll.pk, town.chair, "Thành viên là tác giả")
    assert open_poll(hearing.pk, town.chair).entitlements.count() == 4


def test_each_sees_their_own_entitlement_only(town, poll):
    cast(town, poll, 0)
    assert [right.has_cast for right in open_polls(town.chair)] == [True]
    assert [right.has_cast for right in open_polls(f.actor(town.members[1]))] == [False]
    assert open_polls(f.actor(town.office)) == []
    [row] = my_hearings(f.actor(town.members[1]))
    assert (row.task, row.poll) == ("vote", poll.pk)


def test_a_session_closes_after_its_votes_and_carries_over_what_is_left(town, hearing, poll):
    session = Session.objects.get()
    with pytest.raises(StateConflict):
        close_session(session.pk, town.chair)
    annul_poll(poll.pk, town.chair, "Hết giờ")
    close_session(session.pk, town.chair)
    session.refresh_from_db()
    assert session.postponed == [hearing.dossier.code]
    again = plan_session(town.council.code, town.chair, DAY)
    assert [h.pk for h in again.hearings.all()] == [hearing.pk]
