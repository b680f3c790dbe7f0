"""The seldom deeds of a meeting, in the browser's way: forms that say what is wrong, and do it once it is right."""

import pytest
from django.test import Client

from initiatives.choices import State
from initiatives.models import Dossier, Round
from reviews.models import Council, Hearing, Poll
from reviews.services.conclusions import conclude_hearing
from reviews.services.councils import set_up_council
from reviews.services.polls import open_poll
from reviews.services.sessions import close_session, mark_attendance
from tests.documents.reading import words
from tests.reviews import factories as f

pytestmark = pytest.mark.django_db


def page_of(person):
    client = Client()
    client.force_login(person.user)
    return client


@pytest.fixture
def town():
    return f.town(f.VOTED)


@pytest.fixture
def chair(town):
    return page_of(town.members[0])


def test_a_vote_is_annulled_with_a_reason_and_another_opened(town, chair):
    [hearing] = town.hear(f.dossier(town.round))
    session = town.meet()
    poll = open_poll(hearing.pk, town.chair)
    address = f"/phien-hop/phieu/{poll.pk}/huy/"
    assert "Cần điền mục này" in chair.post(address, {"reason": " "}).content.decode()
    assert chair.post(address, {"reason": "Mở nhầm hồ sơ."}).url == f"/phien-hop/{session.pk}/"
    poll.refresh_from_db()
    assert (poll.state, poll.reason) == (Poll.State.ANNULLED, "Mở nhầm hồ sơ.")
    assert chair.post(f"/phien-hop/{session.pk}/ho-so/{hearing.pk}/bo-phieu/").status_code == 302
    assert hearing.polls.filter(state="open").exists()
    assert page_of(town.members[2]).post(address, {"reason": "Không."}).status_code in (403, 422)


def test_a_dossier_goes_back_to_its_author_point_by_point(town, chair):
    [hearing] = town.hear(f.dossier(town.round))
    town.meet()
    address = f"/hoi-dong/ho-so/{hearing.pk}/tra-lai/"
    assert "Nội dung cần bổ sung" in chair.get(address).content.decode()
    empty = chair.post(address, {"reasons-TOTAL_FORMS": "1", "reasons-0-field": "novelty", "reasons-0-text": ""})
    assert empty.status_code == 422
    point = {"reasons-TOTAL_FORMS": "1", "reasons-0-field": "title", "reasons-0-text": "Nêu rõ phạm vi áp dụng."}
    assert chair.post(address, point).status_code == 302
    assert Dossier.objects.get(pk=hearing.dossier_id).state == State.RETURNED


def test_another_council_takes_over(town):
    office = page_of(town.office)
    [hearing] = town.hear(f.dossier(town.round))
    seats = [{"person": f.person().code, "role": role} for role in f.ROLES[:5]]
    other = set_up_council(f.actor(town.registrar), town.round, "Hội đồng thứ hai", seats)
    address = f"/hoi-dong/ho-so/{hearing.pk}/chuyen/"
    assert office.post(address, {"council": "HD-KHONG-CO", "reason": "Nhiều người không tham gia."}).status_code == 422
    assert office.post(address, {"council": other.code, "reason": "Nhiều người không tham gia."}).status_code == 302
    assert Hearing.objects.get(pk=hearing.pk).state == Hearing.State.RELEASED
    assert other.hearings.filter(dossier=hearing.dossier_id).exists()


def test_minutes_take_notes_and_the_papers_of_a_council_are_pdf(town, chair):
    town.hear(f.dossier(town.round))
    session = town.meet()
    close_session(session.pk, town.chair)
    assert chair.post(f"/phien-hop/{session.pk}/ghi-chu/", {"notes": "Ông An hỏi về chi phí."}).status_code == 302
    session.refresh_from_db()
    assert session.notes == "Ông An hỏi về chi phí."
    for address in (f"/phien-hop/{session.pk}/bien-ban.pdf", f"/hoi-dong/{town.council.code}/quyet-dinh.pdf"):
        answer = chair.get(address)
        assert answer.status_code == 200, address
        assert answer.content.startswith(b"%PDF"), address


@pytest.mark.django_db(transaction=True)
def test_the_form_of_the_notes_opens_outside_of_a_transaction():
    town = f.town(f.VOTED)
    town.hear(f.dossier(town.round))
    session = town.meet()
    assert page_of(town.members[0]).get(f"/phien-hop/{session.pk}/ghi-chu/").status_code == 200


def test_what_a_conclusion_rests_on_is_one_paper_for_who_runs_the_council():
    town = f.town(f.BOTH)
    [hearing] = town.hear(f.dossier(town.round))
    address = f"/hoi-dong/ho-so/{hearing.pk}/can-cu.pdf"
    chair = page_of(town.members[0])
    town.meet()
    town.score(hearing)
    town.vote(hearing, *["yes"] * len(town.members))
    assert chair.get(address).status_code == 409
    conclude_hearing(hearing.pk, town.chair)
    shown = words(chair.get(address).content)
    assert hearing.dossier.work.title in shown
    assert town.members[4].full_name in shown, "whose sheet says what"
    assert page_of(town.members[3]).get(address).status_code == 403


def test_members_change_until_judging_has_begun(town):
    page = page_of(town.registrar)
    address = f"/hoi-dong/{town.council.code}/thanh-vien/"
    seats = [(seat.person.code, seat.role) for seat in town.council.seats.all()]
    assert all(code in page.get(address).content.decode() for code, _role in seats)
    newcomer = f.person()
    rows = [*seats[:-1], (newcomer.code, seats[-1][1])]
    given = {"seats-TOTAL_FORMS": str(len(rows))}
    for n, (code, role) in enumerate(rows):
        given |= {f"seats-{n}-person": code, f"seats-{n}-role": role}
    assert page.post(address, given).status_code == 302
    assert Council.objects.get(pk=town.council.pk).seats.filter(person=newcomer).exists()
    none = {"seats-TOTAL_FORMS": "0"}
    assert page.post(address, none).status_code == 422


def test_a_round_is_opened_with_its_scheme_and_may_change_it(town):
    page = page_of(town.registrar)
    given = {
        "authority": town.round.authority_id, "title": "Đợt thử", "purpose": town.round.purpose, "level": town.round.level,
        "opens_on": "2026-01-01", "closes_on": "2026-12-31", "check_working_days": 20, "answer_working_days": 20,
        "result_months": 3, "scheme": f.VOTED,
    }  # fmt: skip
    assert page.post("/dot-xet/moi/", given).status_code == 302
    made = Round.objects.get(title="Đợt thử")
    assert made.scheme_binding.scheme.code == f.VOTED
    shown = page.get("/dot-xet/").content.decode()
    assert f"/dot-xet/{made.code}/bo-tieu-chi/" in shown
    other = page.get(f"/dot-xet/{made.code}/bo-tieu-chi/")
    assert made.scheme_binding.scheme.title in other.content.decode()
    stranger = page_of(f.person())
    assert (
        stranger.post(f"/dot-xet/{made.code}/bo-tieu-chi/", {"scheme": made.scheme_binding.scheme_id}).status_code
        == 403
    )


def test_without_a_quorum_the_room_says_what_is_missing_and_offers_neither_vote_nor_conclusion(town, chair):
    [hearing] = town.hear(f.dossier(town.round))
    session = town.meet([0, 1])
    there = f"/phien-hop/{session.pk}/"
    said = chair.get(there).content.decode()
    assert "Chưa đủ điều kiện họp" in said and "Mở bỏ phiếu kín" not in said and "/ket-luan/" not in said
    assert chair.post(f"{there}ho-so/{hearing.pk}/bo-phieu/").status_code in (302, 409) and not hearing.polls.exists()
    mark_attendance(session.pk, town.chair, [seat.pk for seat in town.seats()])
    said = chair.get(there).content.decode()
    assert "Chưa đủ điều kiện họp" not in said and "Mở bỏ phiếu kín" in said
