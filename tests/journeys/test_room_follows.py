"""The room follows by itself in real Chromium, says when it has lost the connection, and comes back without help."""

import pytest
from playwright.sync_api import expect

from demonstration.cast import PASSWORD
from organisation.models import User
from reviews.models import Preference, Session
from reviews.services.polls import open_poll
from reviews.services.recusals import declare_conflict
from reviews.services.sessions import mark_attendance
from tests.journeys.conftest import Person
from tests.reviews import factories as f

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SOON = 12_000  # milliseconds: a poll, its longest pause after a short loss, and a slow machine


@pytest.fixture
def town(transactional_db):
    made = f.town(f.VOTED)
    for user in User.objects.exclude(person=None):
        user.set_password(PASSWORD)
        user.save()
    made.hearings = made.hear(f.dossier(made.round), f.dossier(made.round))
    made.session = made.meet([0, 1, 2, 3])
    return made


@pytest.fixture
def sign_in(browser, live_server, town):
    people = []

    def one(number, width=1280):
        username = User.objects.get(person=town.members[number]).username
        people.append(Person(browser, live_server.url, username, width))
        return people[-1]

    yield one
    for person in people:
        assert not person.complaints
        person.context.close()


def state(person):
    return person.page.locator("[data-live-state]")


def test_the_room_is_lost_and_comes_back_by_itself(town, sign_in):
    first, second = town.hearings
    member = sign_in(3, 360)
    page = member.go(f"/phien-hop/{town.session.pk}/")
    expect(page.locator(".tracker-now")).to_contain_text(first.dossier.work.title)
    page.evaluate("window.stillTheSamePage = true")
    member.context.set_offline(True)
    expect(state(member)).to_contain_text("Mất kết nối, đang thử lại", timeout=SOON)
    expect(state(member)).to_have_attribute("data-tone", "warning")
    member.shot("room-lost")
    open_poll(second.pk, town.chair)
    mark_attendance(town.session.pk, town.secretary, [seat.pk for seat in town.seats()])
    member.context.set_offline(False)
    expect(page.locator(".tracker-now")).to_contain_text(second.dossier.work.title, timeout=SOON)
    expect(state(member)).to_contain_text("Đã kết nối lại")
    assert page.evaluate("window.stillTheSamePage") is True
    expect(state(member)).to_have_attribute("data-tone", "", timeout=SOON)
    member.shot("room-back")


def test_the_pauses_grow_while_the_line_is_dead(town, sign_in):
    member = sign_in(3)
    page = member.go(f"/phien-hop/{town.session.pk}/man-chieu/")
    asked = []
    page.on("requestfailed", lambda request: asked.append(page.evaluate("performance.now()")))
    member.context.set_offline(True)
    page.wait_for_timeout(9_000)
    gaps = [later - earlier for earlier, later in zip(asked, asked[1:], strict=False)]
    assert 2 <= len(gaps) <= 5
    assert gaps[-1] > gaps[0]
    member.context.set_offline(False)
    expect(state(member)).to_contain_text("Đã kết nối lại", timeout=SOON)


def test_the_projector_says_who_leaves_and_keeps_no_secret(town, sign_in):
    first, _second = town.hearings
    projector = sign_in(2)
    page = projector.go(f"/phien-hop/{town.session.pk}/man-chieu/")
    declare_conflict(first.pk, town.chair, "Cùng nhóm nghiên cứu", town.seats()[3].pk)
    expect(page.locator("main")).to_contain_text("Thành viên 4", timeout=SOON)
    assert "Cùng nhóm" not in projector.text(), "the ground is not for the room"
    projector.shot("room-projector")


def test_a_form_that_is_being_filled_in_stays_as_it_is(town, sign_in):
    first, _second = town.hearings
    secretary = sign_in(2)
    page = secretary.go(f"/phien-hop/{town.session.pk}/")
    box = page.locator("#attendance-form input[type=checkbox]").last
    box.check()
    open_poll(first.pk, town.chair)
    expect(page.get_by_role("region", name="Đang xét")).to_contain_text("Bỏ phiếu kín", timeout=SOON)
    expect(box).to_be_checked()
    page.locator("#attendance-form button[name=ticked]").click()
    page.wait_for_load_state()
    assert Session.objects.get().attendances.filter(present=True).count() == 5
    secretary.shot("room-attendance")


def test_a_wish_is_saved_at_once_and_after_a_lost_connection(town, sign_in):
    first, second = town.hearings
    member = sign_in(3, 360)
    page = member.go(f"/hoi-dong/{town.council.code}/nguyen-vong/")
    saved = page.locator("[data-autosave-state]")
    page.check(f"[name='wish-{first.pk}'][value=eager]")
    expect(saved).to_contain_text("Đã lưu", timeout=SOON)
    member.context.set_offline(True)
    page.check(f"[name='wish-{second.pk}'][value=not]")
    expect(saved).to_contain_text("Mất kết nối", timeout=SOON)
    member.context.set_offline(False)
    expect(saved).to_contain_text("Đã lưu", timeout=SOON)
    said = dict(Preference.objects.values_list("hearing_id", "wish"))
    assert said == {first.pk: "eager", second.pk: "not"}
