"""What an administrator does to an account, and when a session ends."""

import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from journal.models import Entry
from organisation.models import Letter, Role, Token
from organisation.services.tokens import make_token
from organisation.sessions import SEEN
from tests import city
from tests.organisation.test_steps import account, signed_in, token, with_totp

pytestmark = pytest.mark.django_db
WHY = "Mất điện thoại; đã gặp trực tiếp, kiểm tra thẻ công chức."


@pytest.fixture(autouse=True)
def _nobody_is_counted():
    cache.clear()


@pytest.fixture
def office():
    return signed_in(account(Role.ADMINISTRATOR))


def test_a_lost_second_step_is_taken_away_for_a_reason_and_its_owner_is_told(office):
    user = account(Role.REGISTRAR)
    browser = signed_in(user)
    there, listed = f"/quan-tri/nguoi/{user.person.code}/buoc-hai/", "/quan-tri/nguoi/"
    assert there not in office.get(listed).content.decode()
    assert office.post(there, {"reason": WHY}).status_code == 422  # there is none
    with_totp(user)
    assert token(user).status_code == 401
    assert there in office.get(listed).content.decode()
    assert office.post(there, {"reason": "Mất"}).status_code == 422
    assert browser.post(there, {"reason": WHY}).status_code == 403 and Authenticator.objects.filter(user=user).exists()
    assert office.post(there, {"reason": WHY}).status_code == 302
    assert not Authenticator.objects.filter(user=user).exists()
    assert browser.get("/ho-so/").status_code == 302 and token(user).status_code == 200
    entry = Entry.objects.get(event="second_step_reset")
    assert (entry.subject, entry.data["reason"]) == (f"person:{user.person_id}", WHY)
    letter = Letter.objects.get(person=user.person)
    assert WHY in letter.body and letter.to == user.person.email


def test_somebody_is_signed_out_everywhere_and_comes_in_again(office):
    user = account()
    browser, key = signed_in(user), make_token(user)[0]
    assert office.post(f"/quan-tri/nguoi/{user.person.code}/dang-xuat/", {"reason": WHY}).status_code == 302
    assert browser.get("/ho-so/").status_code == 302 and not Token.objects.filter(user=user).exists()
    assert Client().get("/api/v1/me/", headers={"Authorization": f"Token {key}"}).status_code == 401
    assert signed_in(user).get("/ho-so/").status_code == 200
    assert Letter.objects.filter(person=user.person).count() == 1


def test_nobody_does_it_to_their_own_account_or_to_who_has_none(office):
    chief = account(Role.ADMINISTRATOR)
    own, none = chief.person.code, city.person().code
    for deed in ("dang-xuat", "buoc-hai"):
        assert signed_in(chief).post(f"/quan-tri/nguoi/{own}/{deed}/", {"reason": WHY}).status_code == 422
        assert office.post(f"/quan-tri/nguoi/{none}/{deed}/", {"reason": WHY}).status_code == 422


def test_a_session_ends_when_nothing_is_done_and_at_last_in_any_case(settings):
    settings.SESSION_IDLE_HOURS = 12
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        idle, busy = signed_in(account()), signed_in(account())
        for hours in range(0, 14 * 24, 11):
            clock.move_to(now + timedelta(hours=hours))
            assert busy.get("/ho-so/").status_code == 200, hours
        assert idle.get("/ho-so/").status_code == 302  # was not seen for days
        clock.move_to(now + timedelta(days=14, minutes=1))
        assert busy.get("/ho-so/").status_code == 302
    assert not Session.objects.exists()


def test_being_seen_is_written_down_now_and_then_only(settings):
    settings.SESSION_IDLE_HOURS = 12
    browser = signed_in(account())
    browser.get("/ho-so/")
    first = browser.session[SEEN]
    browser.get("/ho-so/")
    assert browser.session[SEEN] == first
    with time_machine.travel(time.time() + 6 * 60):
        browser.get("/ho-so/")
        assert browser.session[SEEN] > first
