"""A stranger's guesses keep nobody out of their own account, and a known device is no way round the count."""

import hashlib

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from organisation.models import Role, User
from organisation.passwords import BreachedPasswordValidator, PlaceValidator
from tests import city
from tests.organisation.test_steps import PASSWORD, account, signed_in, token

LOGIN = "/tai-khoan/login/"


@pytest.fixture(autouse=True)
def _nobody_is_counted():
    cache.clear()


def tries(browser, login, password=PASSWORD, address="198.51.100.7"):
    return browser.post(LOGIN, {"login": login, "password": password}, REMOTE_ADDR=address).status_code == 302


@pytest.mark.django_db
def test_the_owner_comes_in_from_a_known_device_while_a_stranger_guesses():
    user = account()
    known = signed_in(user)
    known.post("/tai-khoan/logout/")
    stranger = Client()
    for number in range(8):
        assert not tries(stranger, user.username, "sai", f"203.0.113.{number}")
    assert not tries(Client(), user.username)  # from a device that nobody knows, not before five minutes are over
    assert tries(known, user.username, address="203.0.113.1") and tries(known, user.email)


@pytest.mark.django_db
def test_a_known_device_has_a_count_of_its_own_and_only_for_its_account():
    user, other = account(), account()
    known = signed_in(user)
    known.post("/tai-khoan/logout/")
    for number in range(5):
        assert not tries(known, user.username, "sai", f"203.0.113.{number}")
    assert not tries(known, user.username)
    for number in range(5):
        assert not tries(known, other.username, "sai", f"203.0.113.{number}")
    assert not tries(known, other.username)
    forged = Client()
    forged.cookies["device"] = known.cookies["device"].value[:-2] + "xx"
    for number in range(5):
        assert not tries(forged, user.username, "sai", f"203.0.114.{number}")
    assert not tries(Client(), user.username)  # what was forged counted with everybody's


@pytest.mark.django_db
def test_exports_of_what_is_not_public_ask_for_a_fresh_sign_in_and_of_tokens_for_their_scope(settings):
    settings.REAUTHENTICATE_MINUTES = 30
    user = account(Role.REGISTRAR)
    browser, there, api = signed_in(user), "/quyet-dinh/QD-KHONG-CO/chung-nhan.zip", "/api/v1/search/export/"
    assert browser.get(there).status_code == 404
    assert Client().get(api).status_code == 200  # what anybody may fetch
    session = browser.session
    records = session["account_authentication_methods"]
    records[-1]["at"] -= 31 * 60
    session["account_authentication_methods"] = records
    session.save()
    for address in (there, "/tim-kiem/?q=a&xuat=csv"):
        assert browser.get(address).headers["Location"].startswith("/tai-khoan/reauthenticate/"), address
    assert browser.get(api).json()["type"] == "/problems/sign-in-again/"
    for scopes, status in ((None, 403), (["read", "export"], 200)):
        key = token(user, **({"scopes": scopes} if scopes else {})).json()["token"]
        assert APIClient(headers={"authorization": f"Token {key}"}).get(api).status_code == status


@given(st.sets(st.text(min_size=1, max_size=12), max_size=40), st.text(min_size=1, max_size=12))
def test_a_password_is_refused_exactly_if_it_stands_in_the_file(tmp_path_factory, known, tried):
    file = tmp_path_factory.mktemp("breached") / "list.txt"
    lines = sorted(f"{hashlib.sha1(word.encode()).hexdigest().upper()}:{len(word)}" for word in known)
    file.write_text("\r\n".join(lines))
    validator = BreachedPasswordValidator(str(file))
    for word in {tried, *known}:
        if word in known:
            with pytest.raises(ValidationError):
                validator.validate(word)
        else:
            validator.validate(word)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("word", "refused"),
    [
        ("Sangkien@2026", True), ("Đà Nẵng 2020-2025!", True), ("thanhphodanang99", True), ("MatKhau#123456", True),
        ("Sở Y tế 2026", True), ("SYT-sang-kien-1", True), ("da nang co con ca leo cau", False), ("4815162342", False),
        ("hoa-phượng-nở-muộn", False),
    ],
)  # fmt: skip
def test_a_password_of_words_of_the_place_is_refused(word, refused):
    user = User.objects.get(pk=city.actor(at=city.unit("SYT", name="Sở Y tế")).user_id)
    if refused:
        with pytest.raises(ValidationError):
            PlaceValidator().validate(word, user)
    else:
        PlaceValidator().validate(word, user)
    assert PlaceValidator().validate("chim-sơn-ca-hót") is None
