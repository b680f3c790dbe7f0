"""Nine members at once in real Chromium: sheets, meeting, recusal, secret ballot, recount, minutes.

Two cast at the same instant, one double-clicks, one loses the connection in the middle, and the server is killed
between: the box has each ballot once, and everybody finds theirs.
"""

from collections import Counter

import pytest
from django.db import connection
from playwright.sync_api import Error as Broken

from demonstration.cast import PASSWORD
from initiatives.services.content import frozen_content
from organisation.models import User
from reviews.models import Poll, Session
from tests.journeys.conftest import Person
from tests.journeys.serving import Served
from tests.reviews import factories as f

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHOICES = ("yes", "yes", "no", "yes", "yes", "no", "yes", "yes", "yes")


@pytest.fixture
def served(transactional_db, tmp_path):
    server = Served(connection.settings_dict, tmp_path)
    server.start()
    yield server
    server.close()


@pytest.fixture
def town(transactional_db):
    """A council of nine that scores and votes, before it two dossiers; the fifth member is the author of the second."""
    made = f.town(f.BOTH, members=9)
    for user in User.objects.exclude(person=None):
        user.set_password(PASSWORD)
        user.save()
    filed = [f.dossier(made.round), f.dossier(made.round, [made.members[4]])]
    for dossier in filed:
        dossier.versions.update(content=frozen_content(dossier))
    made.first, made.second = made.hear(*filed)
    return made


@pytest.fixture
def members(browser, served, town):
    people = [
        Person(browser, served.address, User.objects.get(person=one).username, 360 if n % 2 else 1280)
        for n, one in enumerate(town.members)
    ]
    yield people
    for one in people:
        one.context.close()


def test_nine_members_judge_together(served, town, members):
    for member in members:
        score(member, town.first)
    session = meet(members, town)
    poll = vote(served, members, session)
    recount(members, poll)
    conclude(members[2], session)
    keep_out(members[4], town)


def score(member, hearing):
    member.go(f"/cham-diem/{hearing.dossier.code}/")
    for criterion, points in f.GOOD[f.BOTH].items():
        member.page.fill(f"[name='scores.{criterion}']", points)
    member.press("button[name=lock]")
    assert "Đã khóa phiếu" in member.text()


def meet(members, town):
    secretary = members[2]
    secretary.go(f"/hoi-dong/{town.council.code}/")
    secretary.press("form[action$='/phien-hop/'] [type=submit]")
    secretary.press("form[action$='/mo/'] [type=submit]")
    for box in secretary.page.query_selector_all("[name=present]"):
        box.check()
    secretary.press("form[action$='/diem-danh/'] [type=submit]")
    secretary.press(f"form[action*='/ho-so/{town.first.pk}/'][action$='/bo-phieu/'] [type=submit]")
    return Session.objects.get()


def vote(served, members, session):
    poll = Poll.objects.get()
    for member in members:
        member.go(f"/bo-phieu/{poll.pk}/")
        member.receipt = member.page.input_value("[data-receipt]")
    at_the_same_instant(members[0], members[1])
    double_click(members[2])
    lose_the_connection(members[3], poll)
    members[4].press(button(4))
    served.kill()
    into_the_void(members[5])
    served.start()
    for number in (5, 6, 7, 8):
        again(members[number], number, poll)
    poll.refresh_from_db()
    if poll.state == Poll.State.OPEN:
        members[2].go(f"/phien-hop/{session.pk}/")
        members[2].press("form[action$='/kiem/'] [type=submit]")
    return poll


def button(number):
    return f"button[name=choice][value={CHOICES[number]}]"


def at_the_same_instant(one, other):
    for number, member in enumerate((one, other)):
        member.page.evaluate(
            "selector => setTimeout(() => document.querySelector(selector).click(), 300)", button(number)
        )
    for member in (one, other):
        member.page.wait_for_selector(".receipt")


def double_click(member):
    member.page.dblclick(button(2), no_wait_after=True)
    member.page.wait_for_selector(".receipt")


def lose_the_connection(member, poll):
    member.context.set_offline(True)
    into_the_void(member, button(3))
    member.context.set_offline(False)
    again(member, 3, poll)


def into_the_void(member, selector=None):
    """Press, and get no answer."""
    try:
        member.page.click(selector or button(5), no_wait_after=True)
        member.page.wait_for_selector(".receipt", timeout=1_000)
    except Broken:
        return
    raise AssertionError("an answer came from nowhere")


def again(member, number, poll):
    member.go(f"/bo-phieu/{poll.pk}/")
    member.receipt = member.page.input_value("[data-receipt]")
    member.press(button(number))
    assert member.receipt in member.text()


def recount(members, poll):
    poll.refresh_from_db()
    assert poll.state == Poll.State.CLOSED
    box = dict(poll.box)
    assert len(poll.box) == 9
    assert poll.box == sorted(poll.box)
    assert Counter(box.values()) == Counter(CHOICES)
    for number, member in enumerate(members):
        assert box[member.receipt] == CHOICES[number]
        assert member.receipt in member.go(f"/bo-phieu/{poll.pk}/").inner_text(".box")
        member.shot(f"nine-box-{number}")


def conclude(secretary, session):
    secretary.go(f"/phien-hop/{session.pk}/")
    secretary.press("form[action$='/ket-luan/'] [type=submit]")
    secretary.page.click("[href='#close-session']")  # one dossier is left over: what that means is said first
    secretary.press("form[action$='/dong/'] [type=submit]")
    secretary.shot("nine-closed")
    answer = secretary.context.request.get(f"{secretary.address}/phien-hop/{session.pk}/bien-ban.pdf")
    assert answer.status == 200
    assert answer.body().startswith(b"%PDF")


def keep_out(author, town):
    """The author of the second dossier meets it nowhere in the council's rooms."""
    title = town.second.dossier.work.title
    for path in (f"/hoi-dong/{town.council.code}/", f"/phien-hop/{Session.objects.get().pk}/"):
        assert title not in author.go(path).inner_text("main")
    answer = author.page.goto(f"{author.address}/cham-diem/{town.second.dossier.code}/")
    assert answer.status == 404
