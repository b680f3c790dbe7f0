"""Alternates and terms: named by the decision, seated in the place of who is absent, and nobody counted twice."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from config.errors import Forbidden, Invalid, StateConflict
from initiatives.services.storage import open_blob
from journal.models import Entry
from reviews.models import Seat, Session
from reviews.queries.benches import attendance_for, bench, present_at, quorum_of
from reviews.queries.hearings import hearings_visible_to
from reviews.services.conclusions import conclude_hearing
from reviews.services.councils import name_alternates, set_up_council
from reviews.services.minutes import decision_of, minutes_for, write_minutes
from reviews.services.polls import annul_poll, open_poll
from reviews.services.recusals import declare_conflict, lift_recusal
from reviews.services.sessions import close_session, mark_attendance, open_session, plan_session
from reviews.services.sheets import lock_sheet, save_sheet
from reviews.services.substitutes import resume_seat, substitute
from reviews.services.terms import set_term
from tests.documents.reading import words
from tests.reviews import factories as f

pytestmark = pytest.mark.django_db
ABSENT = 4  # the fifth seat: a plain member


class Place:
    """A council of five with one alternate for members and one for reviewers; the fifth member is absent."""

    def __init__(self, scheme=f.SCORED):
        self.town = f.town(scheme)
        self.spare = f.person("Lê Dự Khuyết")
        self.other = f.person("Trần Phản Biện Dự Khuyết")
        rows = [{"person": self.spare.code, "role": "member"}, {"person": self.other.code, "role": "reviewer"}]
        name_alternates(self.town.council.code, f.actor(self.town.registrar), rows, "QĐ 45/QĐ-SKHCN")
        self.seat, self.alternate = self.town.seats()[ABSENT], Seat.objects.get(person=self.spare)

    def meet(self, *dossiers):
        self.hearings = self.town.hear(*(dossiers or [f.dossier(self.town.round)]))
        self.session = self.town.meet(range(ABSENT))
        for hearing in self.hearings:
            hearing.refresh_from_db()
        return self.hearings[0]

    def sit_in(self):
        return substitute(self.session.pk, self.town.secretary, self.seat.pk, self.alternate.pk)


@pytest.fixture
def place():
    return Place()


def test_an_alternate_is_no_member_until_they_sit_in(place):
    hearing = place.meet()
    assert len(bench(hearing)) == 5
    assert not hearings_visible_to(f.actor(place.spare)).exists()
    with pytest.raises(Invalid):
        mark_attendance(place.session.pk, place.town.secretary, [place.alternate.pk])


def test_the_composition_counts_full_seats_only():
    town = f.town(f.SCORED)
    members = [{"person": one.code, "role": role} for one, role in zip(town.members, f.ROLES, strict=False)]
    alternates = [{**row, "alternate": True} for row in members[2:]]
    with pytest.raises(Invalid) as refused:
        set_up_council(f.actor(town.registrar), town.round, "Hội đồng thiếu", [*members[:2], *alternates])
    assert "seats" in refused.value.fields


def test_nobody_is_the_alternate_of_the_chair_nor_of_themselves(place):
    registrar, code = f.actor(place.town.registrar), place.town.council.code
    for row in ({"person": f.person().code, "role": "chair"}, {"person": place.town.members[1].code, "role": "member"}):
        with pytest.raises(Invalid):
            name_alternates(code, registrar, [row], "QĐ 50")
    with pytest.raises(Forbidden):
        name_alternates(code, place.town.chair, [], "QĐ 50")


def test_the_seat_is_taken_for_the_session_with_quorum_and_base(place):
    hearing = place.meet()
    before = quorum_of(hearing).inputs
    place.sit_in()
    after = quorum_of(hearing).inputs
    assert (before["members"], before["present"]) == (5, 4)
    assert (after["members"], after["present"]) == (5, 5)
    assert place.alternate in present_at(hearing)
    assert place.seat not in bench(hearing)
    assert hearings_visible_to(f.actor(place.spare)).filter(pk=hearing.pk).exists()
    assert Entry.objects.filter(event="substitute_seated", subject=f"session:{place.session.pk}").exists()


def test_an_alternate_votes_and_the_absent_member_does_not():
    place = Place(f.VOTED)
    hearing = place.meet()
    place.sit_in()
    poll = open_poll(hearing.pk, place.town.chair)
    entitled = set(poll.entitlements.values_list("seat__person_id", flat=True))
    assert place.spare.pk in entitled
    assert place.seat.person_id not in entitled


def test_a_sheet_of_the_absent_member_counts_no_more(place):
    [hearing] = place.town.hear(f.dossier(place.town.round))
    place.town.score(hearing)
    place.session = place.town.meet(range(ABSENT))
    place.sit_in()
    with pytest.raises(StateConflict, match="Lê Dự Khuyết"):
        conclude_hearing(hearing.pk, place.town.chair)
    save_sheet(hearing.pk, f.actor(place.spare), scores=f.GOOD[f.SCORED])
    lock_sheet(hearing.pk, f.actor(place.spare))
    made = conclude_hearing(hearing.pk, place.town.chair)
    judges = {row["seat"] for row in made.inputs["sheets"]}
    assert str(place.alternate.pk) in judges
    assert str(place.seat.pk) not in judges


def test_an_alternate_who_wrote_the_work_takes_no_seat_there(place):
    own, free = f.dossier(place.town.round, [place.spare]), f.dossier(place.town.round)
    place.meet(own, free)
    place.sit_in()
    mine, other = place.hearings
    assert attendance_for(mine, [seat.pk for seat in present_at(mine)]).members == 5
    assert place.seat in bench(mine)
    assert place.alternate not in bench(mine)
    assert place.alternate in bench(other)
    assert not hearings_visible_to(f.actor(place.spare)).filter(pk=mine.pk).exists()


def test_a_conflict_declared_while_sitting_in_gives_the_seat_back(place):
    hearing = place.meet()
    place.sit_in()
    declare_conflict(hearing.pk, f.actor(place.spare), "Cùng nhóm")
    assert place.seat in bench(hearing)
    assert quorum_of(hearing).inputs["members"] == 5
    lift_recusal(hearing.pk, place.town.chair, place.alternate.pk, "Không cùng nhóm")
    lift_recusal(hearing.pk, place.town.secretary, place.alternate.pk, "Đã kiểm tra")
    assert sorted(seat.pk for seat in bench(hearing)) == sorted(seat.pk for seat in place.town.seats()[:5])


def test_the_wrong_role_a_present_member_and_a_busy_alternate_are_refused(place):
    place.meet()
    secretary = place.town.secretary
    reviewer = Seat.objects.get(person=place.other)
    for seat, alternate in ((place.seat, reviewer), (place.town.seats()[3], reviewer), (place.seat, place.seat)):
        with pytest.raises(Invalid):
            substitute(place.session.pk, secretary, seat.pk, alternate.pk)
    place.sit_in()
    with pytest.raises(Invalid):
        place.sit_in()
    with pytest.raises(Forbidden):
        substitute(place.session.pk, f.actor(place.town.members[3]), place.seat.pk, place.alternate.pk)


def test_the_member_comes_late_and_takes_the_seat_again(place):
    hearing = place.meet()
    place.sit_in()
    everybody = [seat.pk for seat in place.town.seats()[:5]]
    with pytest.raises(Invalid, match="Dự Khuyết|dự khuyết|alternate"):
        mark_attendance(place.session.pk, place.town.secretary, everybody)
    resume_seat(place.session.pk, place.town.secretary, place.seat.pk)
    assert [seat.pk for seat in present_at(hearing)] == everybody
    assert not hearings_visible_to(f.actor(place.spare)).exists()


def test_what_was_not_concluded_goes_back_to_the_members_when_the_session_closes(place):
    hearing = place.meet()
    place.sit_in()
    close_session(place.session.pk, place.town.secretary)
    assert place.seat in bench(hearing)
    assert place.alternate not in bench(hearing)


def test_no_seat_changes_hands_during_a_vote_and_an_annulled_one_lets_the_alternate_in():
    place = Place(f.VOTED)
    hearing = place.meet()
    poll = open_poll(hearing.pk, place.town.chair)
    with pytest.raises(StateConflict):
        place.sit_in()
    annul_poll(poll.pk, place.town.chair, "Mở nhầm")
    place.sit_in()
    assert place.alternate in present_at(hearing)


def test_the_minutes_say_who_sat_in_for_whom_and_when_people_came(place, time_machine):
    time_machine.move_to("2026-05-20T01:00:00Z", tick=False)
    hearing = place.meet()
    time_machine.shift(timedelta(minutes=40))
    place.sit_in()
    for one in (*place.town.members[:ABSENT], place.spare):
        save_sheet(hearing.pk, f.actor(one), scores=f.GOOD[f.SCORED])
        lock_sheet(hearing.pk, f.actor(one))
    conclude_hearing(hearing.pk, place.town.chair)
    time_machine.shift(timedelta(minutes=20))
    close_session(place.session.pk, place.town.secretary)
    write_minutes(place.session.pk, place.town.secretary)
    shown = " ".join(words(minutes_for(place.session.pk, place.town.secretary)).split())
    assert "Lê Dự Khuyết (Thành viên), dự khuyết, thay Thành viên 5" in shown
    assert "từ 08:40 đến 09:00" in shown
    absent = minutes_for(place.session.pk, f.actor(place.seat.person))
    assert hearing.dossier.work.title in words(absent), "whose seat was taken reads the minutes"


def test_stays_are_kept_and_a_wrong_tick_is_not(place, time_machine):
    time_machine.move_to("2026-05-20T01:00:00Z", tick=False)
    place.meet()
    secretary, seats = place.town.secretary, [seat.pk for seat in place.town.seats()]
    time_machine.shift(timedelta(minutes=30))
    mark_attendance(place.session.pk, secretary, seats[:5])
    time_machine.shift(timedelta(seconds=20))
    mark_attendance(place.session.pk, secretary, seats[:3])
    rows = {row.seat_id: row for row in place.session.attendances.all()}
    assert rows[seats[4]].times == []
    assert [bool(stay["left"]) for stay in rows[seats[3]].times] == [True]
    assert [bool(stay["left"]) for stay in rows[seats[0]].times] == [False]


def test_a_council_meets_within_its_term_only(place):
    town, today = place.town, timezone.localdate()
    town.hear(f.dossier(town.round))
    registrar, code = f.actor(town.registrar), town.council.code
    set_term(code, registrar, today, today + timedelta(days=30), "QĐ 50/QĐ-SKHCN")
    with pytest.raises(Invalid) as refused:
        plan_session(code, town.secretary, today + timedelta(days=31))
    assert "held_on" in refused.value.fields
    session = plan_session(code, town.secretary, today + timedelta(days=30))
    set_term(code, registrar, today - timedelta(days=9), today - timedelta(days=1), "QĐ 51/QĐ-SKHCN")
    with pytest.raises(Invalid):
        open_session(session.pk, town.secretary)
    with pytest.raises(StateConflict):
        town.hear(f.dossier(town.round))
    assert Session.objects.get().state == Session.State.PLANNED


def test_a_term_runs_forward_and_changes_by_a_decision(place):
    registrar, code = f.actor(place.town.registrar), place.town.council.code
    with pytest.raises(Invalid) as refused:
        set_term(code, registrar, date(2026, 2, 1), date(2026, 1, 1), " ")
    assert set(refused.value.fields) == {"term_to", "reason"}
    with pytest.raises(Forbidden):
        set_term(code, place.town.chair, None, None, "QĐ 1")


def test_the_decision_names_alternates_and_the_term(place):
    set_term(place.town.council.code, f.actor(place.town.registrar), date(2026, 1, 1), date(2027, 12, 31), "QĐ 50")
    paper = decision_of(place.town.council.code, f.actor(place.town.registrar))
    with open_blob(paper) as stream:
        shown = " ".join(words(stream.read()).split())
    assert "gồm 05 thành viên" in shown or "05 thành viên" in shown
    assert "Lê Dự Khuyết" in shown
    assert "01/01/2026 – 31/12/2027" in shown


def test_an_alternate_of_the_secretary_runs_the_meeting_only_while_they_sit_in(place):
    town, spare = place.town, f.person()
    name_alternates(town.council.code, f.actor(town.registrar), [{"person": spare.code, "role": "secretary"}], "QĐ 47")
    town.hear(f.dossier(town.round))
    session, seats = town.meet([0, 1, 3, 4]), town.seats()
    alternate = Seat.objects.get(person=spare)
    with pytest.raises(Forbidden):
        mark_attendance(session.pk, f.actor(spare), [])
    substitute(session.pk, town.chair, seats[2].pk, alternate.pk)
    mark_attendance(session.pk, f.actor(spare), [seats[0].pk, alternate.pk])
    close_session(session.pk, f.actor(spare))
    with pytest.raises(Forbidden):
        write_minutes(session.pk, f.actor(spare))
    write_minutes(session.pk, town.chair)
    shown = " ".join(words(minutes_for(session.pk, town.chair)).split())
    assert shown.count(spare.full_name) >= 2, "present in the secretary's seat, and signing"
