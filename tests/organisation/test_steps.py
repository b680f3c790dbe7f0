"""Second steps: demanded of some roles, checked for tokens too; and what binds asks for a fresh sign-in."""

import json
import re
import time

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client
from rest_framework.test import APIClient

from organisation.models import Role, User
from tests import city
from tests.logged import lines_of

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-thu-nghiem"


@pytest.fixture(autouse=True)
def _nobody_is_counted():
    cache.clear()


def account(*roles):
    return User.objects.get(pk=city.actor(*roles, at=city.unit()).user_id)


def with_totp(user):
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return lambda: format_hotp_value(hotp_value(secret, int(time.time() // 30)))


def token(user, **given):
    return APIClient().post(
        "/api/v1/tokens/", {"username": user.username, "password": PASSWORD, **given}, format="json"
    )


def signed_in(user):
    browser = Client()
    answer = browser.post("/tai-khoan/login/", {"login": user.username, "password": PASSWORD})
    assert answer.status_code == 302
    return browser


def test_a_token_needs_the_second_step_where_there_is_one():
    user = account()
    assert token(user).status_code == 200
    code = with_totp(user)
    assert token(user).status_code == 401
    assert token(user, code="000000").status_code == 401
    assert token(user, code=code()).status_code == 200
    spare = RecoveryCodes.activate(user).get_unused_codes()[0]
    assert token(user, code=spare).status_code == 200
    assert token(user, code=spare).status_code == 401  # spent


def test_a_role_that_demands_it_sees_nothing_before_it_is_set_up(settings):
    settings.MFA_REQUIRED_ROLES = ["administrator"]
    chief, other = account(Role.ADMINISTRATOR), account(Role.REGISTRAR)
    browser = signed_in(chief)
    assert browser.get("/quan-tri/").headers["Location"].startswith("/tai-khoan/2fa/")
    assert browser.get("/api/v1/me/").status_code == 302
    assert browser.get("/tai-khoan/2fa/").status_code == 200
    assert token(chief).status_code == 401
    with_totp(chief)
    assert browser.get("/quan-tri/").status_code == 200
    assert signed_in(other).get("/ho-so/").status_code == 200


def test_guessing_passwords_for_tokens_counts_with_those_of_the_page():
    user = account()
    for _attempt in range(5):
        assert token(user, password="wrong").status_code == 401
    answer = token(user)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    page = Client().post("/tai-khoan/login/", {"login": user.username, "password": PASSWORD})
    assert (page.status_code, page.headers["Retry-After"]) == (429, "300")


def test_what_binds_asks_for_a_fresh_sign_in_and_keeps_nothing_of_what_was_sent(settings):
    settings.REAUTHENTICATE_MINUTES = 30
    user = account(Role.REGISTRAR)
    browser = signed_in(user)
    there = "/quyet-dinh/QD-KHONG-CO/ky/"
    assert browser.post(there, {"signer_name": "Mật"}).status_code == 404  # fresh: the page is asked
    session = browser.session
    records = session["account_authentication_methods"]
    records[-1]["at"] -= 31 * 60
    session["account_authentication_methods"] = records
    session.save()
    answer = browser.post(there, {"signer_name": "Mật"}, headers={"referer": "http://testserver/quyet-dinh/X/"})
    assert answer.headers["Location"] == "/tai-khoan/reauthenticate/?next=%2Fquyet-dinh%2FX%2F"
    assert "Mật" not in str(dict(browser.session))
    api = browser.post(
        "/api/v1/ballots/", {"poll": 1, "choice": "yes", "receipt": "x"}, content_type="application/json"
    )
    assert (api.status_code, api.json()["type"]) == (403, "/problems/sign-in-again/")
    done = browser.post(answer.headers["Location"], {"password": PASSWORD})
    assert done.headers["Location"] == "/quyet-dinh/X/"
    assert browser.post(there).status_code == 404


def test_a_new_password_does_not_stand_for_the_second_step(mailoutbox):
    user = account()
    with_totp(user)
    User.objects.filter(pk=user.pk).update(email="hai.buoc@example.vn")
    browser = Client()
    browser.post("/tai-khoan/password/reset/", {"email": "hai.buoc@example.vn"})
    link = re.search(r"/tai-khoan/password/reset/key/\S+", mailoutbox[-1].body)[0]
    form = browser.get(link).headers["Location"]
    fresh = "mot-mat-khau-khac-han-2026"
    assert browser.post(form, {"password1": fresh, "password2": fresh}).status_code == 302
    assert browser.get("/du-lieu-cua-toi/").status_code == 302  # nobody is signed in by it
    browser.post("/tai-khoan/login/", {"login": user.username, "password": fresh})
    assert browser.get("/du-lieu-cua-toi/").status_code == 302  # and the second step is still asked for


@pytest.fixture
def told():
    """What is logged of sign-ins, as production writes it."""
    with lines_of("organisation.sign_in") as lines:
        yield lines


def test_sign_ins_are_told_to_the_log_and_nobody_is_named(told):
    user = account()
    with_totp(user)
    browser = Client()
    browser.post("/tai-khoan/login/", {"login": user.username, "password": "sai-mat-khau"})
    browser.post("/tai-khoan/login/", {"login": "khong-co-ai", "password": "sai-mat-khau"})
    browser.post("/tai-khoan/login/", {"login": user.username, "password": PASSWORD})
    browser.post("/tai-khoan/2fa/authenticate/", {"code": "000000"})
    spare = RecoveryCodes.activate(user).get_unused_codes()[0]
    browser.post("/tai-khoan/2fa/authenticate/", {"code": spare})
    token(user)
    shown = [(line["how"], line["held"], line.get("account")) for line in told]
    assert shown == [
        ("password", False, user.pk),
        ("password", False, None),
        ("second step", False, user.pk),
        ("password+mfa", True, user.pk),
        ("second step", False, user.pk),
    ]
    assert not [word for word in (user.username, "khong-co-ai", "sai-mat-khau", spare) if word in json.dumps(told)]
