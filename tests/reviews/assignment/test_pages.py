"""The pages of assignment, wishes and conflicts: what each person can do there, and what it costs."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from frontend.pages.dossier_parts import actions
from organisation.models import User
from reviews.models import Assignment, Conflict, Place, Preference
from reviews.queries.assigning import published_pairs
from reviews.queries.mine import my_hearings
from reviews.services.assignments import preview_assignment, publish_assignment
from reviews.services.recusals import declare_conflict
from tests.reviews import factories as f

pytestmark = pytest.mark.django_db
MOST_QUERIES = 16


def browser(of):
    made = Client()
    made.force_login(User.objects.get(person=of), "allauth.account.auth_backends.AuthenticationBackend")
    return made


def page(client, address, status=200):
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == status, answer.content[:500]
    assert len(queries) <= MOST_QUERIES, "\n".join(one["sql"][:150] for one in queries)
    return answer.content.decode()


@pytest.fixture
def town():
    """Four dossiers before a council of five."""
    made = f.town()
    made.hearings = made.hear(*[f.dossier(made.round) for _n in range(4)])
    made.base = f"/hoi-dong/{made.council.code}/"
    return made


ASKED = {"per_dossier": "2", "floor": "0", "cap": "", "outside": "0", "reviewers": "0"}


def test_from_the_question_to_publishing_and_taking_back(town):
    office = browser(town.office)
    assert "Phân công phản biện" in page(office, f"{town.base}phan-cong/")
    page(browser(town.members[0]), f"{town.base}phan-cong/")
    moved = office.post(f"{town.base}phan-cong/", ASKED)
    run = Assignment.objects.get()
    assert moved.url == f"/hoi-dong/phan-cong/{run.pk}/"
    shown = page(office, moved.url)
    assert "Thêm 8 lượt phản biện" in shown
    pin = re.search(r'name="pin" value="(\d+)-(\d+)"', shown).groups()
    again = office.post(f"{town.base}phan-cong/", {**ASKED, "pin": "-".join(pin)})
    pinned = Assignment.objects.first()
    assert pinned.pairs.get(pinned=True).hearing_id == int(pin[0])
    assert "Tính lại, giữ các cặp đã đánh dấu" in page(office, again.url)
    office.post(f"{moved.url}cong-bo/")
    assert len(published_pairs(town.council)) == 8
    assert "Phản biện:" in page(office, town.base)
    assert "trùng khớp" in office.post(f"{moved.url}tinh-lai/", follow=True).content.decode()
    office.post(f"{moved.url}thu-hoi/", {"reason": "Nhầm"})
    assert published_pairs(town.council) == set()


def test_what_cannot_be_asked_is_said_on_the_page(town):
    answer = browser(town.office).post(f"{town.base}phan-cong/", {**ASKED, "per_dossier": "9"})
    assert answer.status_code == 422
    assert "Nhập số từ 1 đến 5." in answer.content.decode()


def test_the_cause_is_said_where_there_is_no_assignment(town):
    for member in town.members[1:]:
        declare_conflict(town.hearings[0].pk, f.actor(member), "Cùng nhóm")
    office = browser(town.office)
    moved = office.post(f"{town.base}phan-cong/", ASKED)
    code = town.hearings[0].dossier.code
    assert f"Hồ sơ {code} cần 2 người phản biện, chỉ có 1 người có thể nhận." in page(office, moved.url)


def test_a_member_says_their_wishes_and_sees_what_they_review(town):
    member, hearing = town.members[4], town.hearings[0]
    phone = browser(member)
    assert "Nguyện vọng của tôi" in page(phone, f"{town.base}nguyen-vong/")
    phone.post(f"{town.base}nguyen-vong/", {f"wish-{hearing.pk}": "eager", f"wish-{town.hearings[1].pk}": ""})
    assert list(Preference.objects.values_list("hearing", "person", "wish")) == [(hearing.pk, member.pk, "eager")]
    run = preview_assignment(town.council.code, f.actor(town.office), 2, seed=1)
    publish_assignment(run.pk, f.actor(town.office))
    assert "Được phân công phản biện" in page(phone, f"{town.base}nguyen-vong/")
    mine = my_hearings(f.actor(member))
    assert [one.assigned for one in mine] == sorted((one.assigned for one in mine), reverse=True)
    assert any(one.assigned for one in mine)
    assert "Chấm với tư cách phản biện" in page(phone, "/")
    page(phone, f"{town.base}phan-cong/", 403)


def test_a_wish_to_a_dossier_that_is_not_there_is_refused(town):
    answer = browser(town.members[4]).post(f"{town.base}nguyen-vong/", {"wish-999999": "eager"})
    assert answer.status_code == 422
    assert not Preference.objects.exists()


def test_a_recusal_is_lifted_by_two_people_on_the_page(town):
    hearing, seat = town.hearings[0], town.seats()[4]
    declare_conflict(hearing.pk, f.actor(town.members[4]), "Cùng nhóm")
    office, chair = browser(town.office), browser(town.members[0])
    lift = f"{town.base}xung-dot/{hearing.pk}/{seat.pk}/go-bo/"
    assert "Đề nghị cho tham gia xét" in page(office, f"{town.base}xung-dot/")
    office.post(lift, {"reason": "Đã chuyển nhóm"})
    assert "Cần một người khác" in page(office, f"{town.base}xung-dot/")
    assert Place.objects.get(hearing=hearing, seat=seat).recused
    assert "Xác nhận cho tham gia xét" in page(chair, f"{town.base}xung-dot/")
    chair.post(lift, {"reason": "Đã xem quyết định"})
    assert not Place.objects.get(hearing=hearing, seat=seat).recused


def test_an_author_names_somebody_and_the_office_decides(town):
    dossier, named = town.hearings[0].dossier, town.members[3]
    author = browser(dossier.work.authors.get().person)
    address = f"/ho-so/{dossier.code}/xung-dot/"
    buttons = actions(f.actor(dossier.work.authors.get().person), dossier)
    assert address in [button["address"] for button in buttons]
    assert "Người không nên tham gia xét hồ sơ" in page(author, address)
    assert author.post(address, {"person": "khong-co", "ground": "x"}).status_code == 422
    author.post(address, {"person": named.code, "ground": "Có tranh chấp bản quyền"})
    claim = Conflict.objects.get()
    assert named.full_name in page(author, address)
    office = browser(town.office)
    assert "Có tranh chấp bản quyền" in page(office, f"{town.base}xung-dot/")
    office.post(f"{town.base}xung-dot/{claim.pk}/quyet-dinh/", {"uphold": "1"})
    assert Place.objects.get(hearing=town.hearings[0], seat__person=named).recused
    page(browser(town.members[4]), address, 403)


def test_who_is_tied_by_the_record_is_told_the_ground_and_may_dispute_it(town):
    member = town.members[4]
    found = Conflict.objects.create(dossier=town.hearings[0].dossier, person=member, ground=Conflict.Ground.CO_AUTHOR)
    declare_conflict(town.hearings[0].pk, f.actor(member), "x")
    shown = page(browser(member), f"{town.base}nguyen-vong/")
    assert "Là đồng tác giả với tác giả ở một công trình khác" in shown
    assert town.hearings[0].dossier.code not in shown
    browser(member).post(f"{town.base}nguyen-vong/{found.pk}/phan-doi/", {"text": "Không phải tôi"})
    assert "Không phải tôi" in page(browser(town.office), f"{town.base}xung-dot/")


def test_the_progress_of_a_large_one_is_asked_for_until_it_is_done(town):
    run = preview_assignment(town.council.code, f.actor(town.office), 2, seed=1)
    Assignment.objects.filter(pk=run.pk).update(state="computing", progress=42)
    office = browser(town.office)
    assert f"/hoi-dong/phan-cong/{run.pk}/tien-do/" in page(office, f"/hoi-dong/phan-cong/{run.pk}/")
    answer = office.get(f"/hoi-dong/phan-cong/{run.pk}/tien-do/")
    assert "42" in answer.content.decode()
    assert "HX-Refresh" not in answer
    Assignment.objects.filter(pk=run.pk).update(state="previewed")
    assert office.get(f"/hoi-dong/phan-cong/{run.pk}/tien-do/")["HX-Refresh"] == "true"


def test_who_would_be_recused_is_shown_before_a_dossier_is_put_before_the_council(town):
    colleague, author = town.members[3], f.person()
    f.dossier(town.round, [author, colleague], state="recognised")
    f.dossier(town.round, [author])
    assert f"{town.base}lien-quan/" in page(browser(town.office), town.base)
    page(browser(town.members[4]), f"{town.base}lien-quan/", 404)
    shown = page(browser(town.office), f"{town.base}lien-quan/")
    assert f"{colleague.full_name} (Được công nhận cùng tác giả ở một công trình khác)" in shown


def test_wishes_are_saved_as_they_are_chosen_and_two_windows_are_told_apart(town):
    member, address = browser(town.members[4]), f"{town.base}nguyen-vong/"
    first, second = town.hearings[:2]
    seen = re.search(r'data-revision="(\w+)"', page(member, address)).group(1)
    asked = {"Accept": "application/json", "If-Match": f'"{seen}"'}
    saved = member.post(address, {f"wish-{first.pk}": "eager"}, headers=asked)
    assert saved.status_code == 200
    assert Preference.objects.get().wish == "eager"
    stale = member.post(address, {f"wish-{second.pk}": "not"}, headers=asked)
    assert (stale.status_code, f'"{stale.json()["revision"]}"') == (412, saved["ETag"])
    again = member.post(address, {f"wish-{second.pk}": "not"}, headers={**asked, "If-Match": saved["ETag"]})
    assert again.status_code == 200
    wrong = member.post(address, {"wish-999999": "eager"}, headers={"Accept": "application/json"})
    assert wrong.status_code == 422
    assert Preference.objects.count() == 2
