"""Sign-in at a real OpenID provider: who comes in, and whom neither a forged answer nor a claimed address lets in."""

import dataclasses
import os
import time

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from config.identity import IdentitySettings
from journal.models import Entry
from organisation.models import Person, Role, User
from tests import city
from tests.organisation import provider as office
from tests.organisation.test_steps import with_totp

pytestmark = pytest.mark.django_db
START = "/tai-khoan/oidc/co-quan/login/"


@pytest.fixture(scope="module")
def running():
    with office.running() as provider:
        yield provider


@pytest.fixture
def provider(running, settings):
    running.tamper = None
    settings.IDENTITY = IdentitySettings(running.issuer, "sangkien", "bi-mat-cua-ung-dung", "Cổng cán bộ")
    return running


def account(*roles):
    return User.objects.get(pk=city.actor(*roles, at=city.unit()).user_id)


def comes(provider, sub, browser=None, **claims):
    """Somebody comes by the provider; returns their browser and our answer."""
    if claims:
        provider.knows(sub, **{"email_verified": True, "auth_time": int(time.time()), **claims})
    browser = browser or Client()
    return browser, provider.proves(browser, sub, browser.post(START))


def is_in(browser):
    return "_auth_user_id" in browser.session


def test_a_person_known_by_verified_mail_comes_in_and_is_linked_for_good(provider):
    user = account()
    browser, _answer = comes(provider, "a", email=user.person.email.upper())
    assert browser.session["_auth_user_id"] == str(user.pk)
    assert Entry.objects.get(event="identity_linked").subject == f"user:{user.pk}"
    again, _answer = comes(provider, "a", email="khac@example.vn", email_verified=False)
    assert again.session["_auth_user_id"] == str(user.pk)  # it is the identity that is linked, not the address
    page = again.get("/tai-khoan/3rdparty/").content.decode()
    assert "Danh tính liên kết" in page and 'name="account"' in page and "tabs" in page
    again.post("/dang-xuat-moi-noi/")
    assert not is_in(again) and browser.get("/lich/").status_code == 302


@pytest.mark.parametrize("language, said", [("vi", "Không có tài khoản nào"), ("en", "No account belongs")])
def test_a_stranger_is_told_so_and_gets_no_account(provider, language, said):
    browser = Client(headers={"accept-language": language})
    _browser, answer = comes(provider, "b", browser, email="la@example.org")
    assert answer.status_code == 403 and said in answer.text and not is_in(browser)
    assert not User.objects.exists() and not SocialAccount.objects.exists()


def test_neither_unverified_mail_nor_a_closed_account_nor_a_shared_address_comes_in(provider):
    user, closed, one = account(), account(), account()
    User.objects.filter(pk=closed.pk).update(is_active=False)
    Person.objects.filter(pk=account().person_id).update(email=one.person.email)
    tried = [("c", user, False), ("c", user, "true"), ("d", closed, True), ("e", one, True)]
    for sub, whose, verified in tried:
        browser, answer = comes(provider, sub, email=whose.person.email, email_verified=verified)
        assert answer.status_code == 403 and not is_in(browser), sub
    comes(provider, "f", email=user.person.email)
    User.objects.filter(pk=user.pk).update(is_active=False)
    browser, answer = comes(provider, "f")
    assert answer.status_code == 403 and not is_in(browser)


def test_an_address_that_somebody_gave_themselves_opens_nothing(provider):
    thief = account()
    User.objects.filter(pk=thief.pk).update(email="nan-nhan@example.vn")
    browser, answer = comes(provider, "g", email="nan-nhan@example.vn")
    assert answer.status_code == 403 and not is_in(browser)


FORGED = {
    "another key": office.signed_by_another,
    "no signature": office.unsigned,
    "another issuer": lambda token: office.signed_by_another(token, iss="https://evil.example"),
    "for somebody else": {"aud": "ung-dung-khac"},
    "of another issuer, with the provider's key": {"iss": "https://evil.example"},
    "run out": {"exp": 1},
    "no token": lambda token: "",
    "noise": lambda token: "a.b.c",
    "of another sign-in": None,  # set below: a token that was good once
}


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_answer_lets_nobody_in(provider, how):
    user, kept = account(), []
    if how == "of another sign-in":
        provider.tamper = lambda token: kept.append(token) or token
        assert is_in(comes(provider, "h", email=user.person.email)[0])
        provider.tamper = lambda _token: kept[0]
    elif isinstance(FORGED[how], dict):  # the provider's own signature, under what is not meant for us
        provider.tamper = lambda token: provider.signs(token, **FORGED[how])
    else:
        provider.tamper = FORGED[how]
    browser, answer = comes(provider, "h", email=user.person.email)
    assert not is_in(browser) and answer.status_code in (200, 401, 403)
    assert "chưa được đăng nhập" in answer.text


def test_what_the_provider_signed_for_us_is_believed(provider):
    provider.tamper = provider.signs  # so the forged ones above are refused for what is forged
    assert is_in(comes(provider, "q", email=account().person.email)[0])


def test_a_forged_state_or_one_of_another_browser_lets_nobody_in(provider):
    user = account()
    provider.knows("i", email=user.person.email, email_verified=True)
    mine, theirs = Client(), Client()
    answer = provider.proves(theirs, "i", mine.post(START))
    assert not is_in(theirs) and not is_in(mine) and "chưa được đăng nhập" in answer.text


def test_a_provider_that_names_another_issuer_is_not_believed(provider, settings):
    settings.IDENTITY = dataclasses.replace(
        settings.IDENTITY, issuer=provider.issuer.replace("localhost", "127.0.0.1") + "/"
    )
    browser = Client()
    assert browser.post(START).status_code != 302 and not is_in(browser)


def test_our_second_step_holds_unless_the_operator_believes_the_providers(provider, settings):
    settings.MFA_REQUIRED_ROLES = ["registrar"]
    user = account(Role.REGISTRAR)
    told = {"email": user.person.email, "amr": ["pwd", "otp"]}
    browser, _answer = comes(provider, "k", **told)
    assert browser.get("/ho-so/").headers["Location"].startswith("/tai-khoan/2fa/")
    settings.IDENTITY = dataclasses.replace(settings.IDENTITY, second_step=frozenset({"otp"}))
    assert comes(provider, "k", **told)[0].get("/ho-so/").status_code == 200
    with_totp(user)
    assert is_in(comes(provider, "k", **told)[0])
    browser, answer = comes(provider, "k", email=user.person.email, amr=["pwd"])
    assert answer.headers["Location"].startswith("/tai-khoan/2fa/") and not is_in(browser)


def test_what_binds_counts_from_when_the_person_proved_who_they_are(provider, settings):
    settings.REAUTHENTICATE_MINUTES = 30
    user = account(Role.REGISTRAR)
    user.set_unusable_password()
    user.save()
    there, hour = "/quyet-dinh/QD-KHONG-CO/ky/", 3600
    browser, _answer = comes(provider, "l", email=user.person.email, auth_time=int(time.time()) - hour)
    assert browser.post(there).headers["Location"].startswith("/dang-nhap-lai/")
    browser, _answer = comes(provider, "l", browser, email=user.person.email)
    assert browser.post(there).status_code == 404  # fresh: the page is asked
    browser, _answer = comes(provider, "l", email=user.person.email, auth_time=None)
    assert browser.post(there).status_code == 302  # who does not say when, has not said that it was now


def test_who_may_register_becomes_an_author_without_a_role(provider, settings):
    settings.IDENTITY = dataclasses.replace(settings.IDENTITY, self_registration=True)
    browser, _answer = comes(provider, "m", email="moi@example.vn", name="Lê Thị Mới")
    user = User.objects.get(pk=browser.session["_auth_user_id"])
    assert (user.person.full_name, user.person.memberships.count(), user.has_usable_password()) == (
        "Lê Thị Mới",
        0,
        False,
    )
    unverified, answer = comes(provider, "n", email="moi2@example.vn", email_verified=False)
    assert answer.status_code == 403 and not is_in(unverified)


def test_without_a_provider_there_is_neither_button_nor_address():
    browser = Client()
    assert "oidc" not in browser.get("/tai-khoan/login/").text
    assert browser.post(START).status_code == 404


@pytest.mark.browser
def test_the_button_leads_out_of_a_strict_page(provider, live_server, browser):
    user = account()
    provider.knows("o", email=user.person.email, email_verified=True)
    page = browser.new_context(locale="vi").new_page()
    page.goto(f"{live_server.url}/tai-khoan/login/")
    for width in (360, 1280) if (folder := os.environ.get("SCREENSHOTS")) else ():
        page.set_viewport_size({"width": width, "height": 800})
        page.screenshot(path=f"{folder}/login-{width}.png", full_page=True)
    page.get_by_role("button", name="Đăng nhập bằng Cổng cán bộ").click()
    page.wait_for_url(f"{provider.issuer}/**")
    page.locator("input[name=sub]").fill("o")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/**")
    assert page.locator(".top-name").first.inner_text() == user.person.full_name
    page.context.close()
