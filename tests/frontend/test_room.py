"""The room that follows by itself: cheap while nothing changes, new when something does, silent on what is hidden."""

import re

import pytest
from django.test import Client

from reviews.models import Seat
from reviews.services.conclusions import conclude_hearing
from reviews.services.councils import name_alternates
from reviews.services.polls import cast_ballot, new_receipt, open_poll
from reviews.services.recusals import declare_conflict
from reviews.services.sessions import close_session, mark_attendance
from tests.reviews import factories as f

pytestmark = pytest.mark.django_db
LIVE = {"Live": "1"}


def page_of(person):
    client = Client()
    client.force_login(person.user)
    return client


@pytest.fixture
def town():
    return f.town(f.VOTED)


def room(town, *dossiers):
    hearings = town.hear(*(dossiers or [f.dossier(town.round)]))
    return town.meet([0, 1, 2, 3]), hearings


def follow(page, address, tag):
    return page.get(address, headers={**LIVE, "If-None-Match": tag})


@pytest.mark.parametrize("view", ["", "man-chieu/"])
def test_an_unchanged_poll_costs_three_statements_and_no_body(town, view, django_assert_max_num_queries):
    session, _hearings = room(town, *[f.dossier(town.round) for _n in range(6)])
    page, address = page_of(town.members[3]), f"/phien-hop/{session.pk}/{view}"
    tag = page.get(address, headers=LIVE)["ETag"]
    with django_assert_max_num_queries(3):
        answer = follow(page, address, tag)
    assert (answer.status_code, answer.content) == (304, b"")


def test_whatever_happens_in_the_room_changes_the_tag(town):
    session, [first, second] = room(town, f.dossier(town.round), f.dossier(town.round))
    page, address = page_of(town.members[3]), f"/phien-hop/{session.pk}/"
    name_alternates(town.council.code, f.actor(town.registrar), [{"person": f.person().code, "role": "member"}], "QĐ 4")
    seats, tags = [seat.pk for seat in town.seats()], [page.get(address, headers=LIVE)["ETag"]]

    def poll():
        answer = follow(page, address, tags[-1])
        assert answer.status_code == 200
        tags.append(answer["ETag"])

    mark_attendance(session.pk, town.secretary, seats[:5])
    poll()
    declare_conflict(second.pk, town.chair, "Cùng nhóm", seats[4])
    poll()
    ballot = open_poll(first.pk, town.chair)
    poll()
    cast_ballot(ballot.pk, town.chair, "yes", new_receipt())
    poll()
    for one in town.members[1:5]:
        cast_ballot(ballot.pk, f.actor(one), "yes", new_receipt())
    page_of(town.members[0]).post(f"/phien-hop/{session.pk}/phieu/{ballot.pk}/kiem/")
    poll()
    conclude_hearing(first.pk, town.chair)
    poll()
    assert len(set(tags)) == len(tags)
    assert follow(page, address, tags[-1]).status_code == 304


def test_what_happens_to_a_dossier_that_concerns_somebody_changes_nothing_for_them(town):
    session, [own, _other] = room(town, f.dossier(town.round, [town.members[4]]), f.dossier(town.round))
    page, address = page_of(town.members[4]), f"/phien-hop/{session.pk}/"
    tag = page.get(address, headers=LIVE)["ETag"]
    ballot = open_poll(own.pk, town.chair)
    cast_ballot(ballot.pk, town.chair, "yes", new_receipt())
    assert follow(page, address, tag).status_code == 304
    shown = page.get(f"/phien-hop/{session.pk}/man-chieu/").content.decode()
    assert own.dossier.work.title not in shown


def test_the_tag_of_one_is_of_no_use_to_another(town):
    session, _hearings = room(town)
    address = f"/phien-hop/{session.pk}/"
    tag = page_of(town.members[3]).get(address, headers=LIVE)["ETag"]
    assert follow(page_of(f.person()), address, tag).status_code == 404
    assert follow(page_of(town.members[2]), address, tag).status_code == 200
    assert follow(Client(), address, tag).status_code == 302


def test_the_secretary_seats_an_alternate_and_everybody_sees_who_sits_in(town):
    session, [hearing] = room(town)
    spare = f.person("Lê Dự Khuyết")
    name_alternates(town.council.code, f.actor(town.registrar), [{"person": spare.code, "role": "member"}], "QĐ 45")
    seat, alternate = town.seats()[4], Seat.objects.get(person=spare)
    secretary = page_of(town.members[2])
    assert "Cho họp thay" in secretary.get(f"/phien-hop/{session.pk}/").content.decode()
    given = {"seat": seat.pk, "alternate": alternate.pk}
    assert secretary.post(f"/phien-hop/{session.pk}/hop-thay/", given).status_code == 302
    shown = page_of(town.members[3]).get(f"/phien-hop/{session.pk}/").content.decode()
    assert "Lê Dự Khuyết, thay Thành viên 5" in shown
    assert "5 / 5" in shown or "5/5" in shown or "Có mặt: 5" in shown
    assert secretary.post(f"/phien-hop/{session.pk}/nhan-lai-ghe/", {"seat": seat.pk}).status_code == 302
    assert hearing.places.filter(seat=seat).exists()
    assert page_of(town.members[3]).post(f"/phien-hop/{session.pk}/hop-thay/", given).status_code in (302, 403)
    assert not hearing.places.filter(seat=alternate).exists()


def test_terms_and_alternates_have_their_pages(town):
    registrar, code = page_of(town.registrar), town.council.code
    spare = f.person("Lê Dự Khuyết")
    rows = {"seats-TOTAL_FORMS": "1", "seats-0-person": spare.code, "seats-0-role": "member", "reason": "QĐ 45"}
    assert registrar.post(f"/hoi-dong/{code}/du-khuyet/", {**rows, "reason": ""}).status_code == 422
    assert registrar.post(f"/hoi-dong/{code}/du-khuyet/", rows).status_code == 302
    term = {"term_from": "2026-01-01", "term_to": "2027-12-31", "reason": "QĐ 46"}
    assert registrar.post(f"/hoi-dong/{code}/nhiem-ky/", {**term, "term_to": "2025-01-01"}).status_code == 422
    assert registrar.post(f"/hoi-dong/{code}/nhiem-ky/", term).status_code == 302
    shown = registrar.get(f"/hoi-dong/{code}/").content.decode()
    assert "01/01/2026 – 31/12/2027" in shown
    assert "Lê Dự Khuyết" in shown
    assert page_of(town.members[3]).get(f"/hoi-dong/{code}/nhiem-ky/").status_code == 403


def filled(page, session):
    """The words of the filled buttons of the room: what comes next."""
    shown = page.get(f"/phien-hop/{session.pk}/").content.decode()
    return [" ".join(words.split()) for words in re.findall(r'class="btn btn-primary"[^>]*>([^<]+)<', shown)]


def test_what_comes_next_is_the_one_filled_button_of_the_room(town):
    hearings = town.hear(f.dossier(town.round), f.dossier(town.round))
    session = town.meet([])
    secretary, deeds = page_of(town.members[2]), f"/phien-hop/{session.pk}/"
    assert filled(secretary, session) == ["Tất cả có mặt"]
    ticked = {"ticked": "1", "present": [seat.pk for seat in town.seats()[:2]], "seat": [s.pk for s in town.seats()]}
    secretary.post(f"{deeds}diem-danh/", ticked)
    assert session.attendances.filter(present=True).count() == 2
    secretary.post(f"{deeds}diem-danh/", {**ticked, "all": "1"})
    assert session.attendances.filter(present=True).count() == 5
    assert filled(secretary, session) == ["Mở bỏ phiếu kín"]
    secretary.post(f"{deeds}ho-so/{hearings[0].pk}/bo-phieu/")
    assert filled(secretary, session) == ["Bỏ phiếu"]
    assert f"/ho-so/{hearings[0].pk}/ket-luan/" not in secretary.get(deeds).content.decode()
    ballot = hearings[0].polls.get()
    for one in town.members[:5]:
        cast_ballot(ballot.pk, f.actor(one), "yes", new_receipt())
    assert filled(secretary, session) == ["Kết thúc bỏ phiếu và kiểm phiếu"]
    secretary.post(f"{deeds}phieu/{ballot.pk}/kiem/")
    assert filled(secretary, session) == ["Kết luận"]
    secretary.post(f"{deeds}ho-so/{hearings[0].pk}/ket-luan/")
    assert filled(secretary, session) == ["Mở bỏ phiếu kín"], "of the next dossier"


def test_a_session_of_today_is_the_first_thing_its_people_see(town):
    session, _hearings = room(town)
    for one in (town.members[2], town.members[3], town.registrar):
        shown = page_of(one).get("/").content.decode()
        assert f'btn-primary" href="/phien-hop/{session.pk}/"' in shown
    assert "/phien-hop/" not in page_of(f.person()).get("/").content.decode()
    assert (
        f'btn-primary" href="/phien-hop/{session.pk}/"'
        in page_of(town.members[3]).get(f"/hoi-dong/{town.council.code}/").content.decode()
    )
    close_session(session.pk, town.chair)
    assert "/phien-hop/" not in page_of(town.members[3]).get("/").content.decode()
