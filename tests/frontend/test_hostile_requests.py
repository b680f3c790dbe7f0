"""What somebody who means ill tries first: another's session, other hosts, redirections, caches, forged posts, logs."""

import json
import logging

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver

from operations.logs import Json
from organisation.models import Role
from tests import city, samples
from tests.organisation.test_steps import PASSWORD, account, signed_in

pytestmark = pytest.mark.django_db
ELSEWHERE = ("https://evil.example/", "//evil.example/", "/\\evil.example", "https:evil.example", "javascript:alert(1)")


@pytest.fixture(autouse=True)
def _nobody_is_counted():
    cache.clear()


def test_a_session_that_somebody_planted_is_not_the_one_that_is_signed_in():
    user, browser = account(), Client()
    browser.get("/")
    planted = browser.session
    planted["planted"] = "x"
    planted.save()
    before = planted.session_key
    browser.cookies["sessionid"] = before
    browser.post("/tai-khoan/login/", {"login": user.username, "password": PASSWORD})
    assert browser.session.session_key != before
    thief = Client()
    thief.cookies["sessionid"] = before
    assert thief.get("/ho-so/").status_code == 302


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nobody_is_led_elsewhere(address):
    user, browser = account(), Client()
    answer = browser.post(f"/tai-khoan/login/?next={address}", {"login": user.username, "password": PASSWORD})
    assert answer.status_code == 302 and "evil" not in answer.headers["Location"]
    for path, sent in (("/ngon-ngu/setlang/", {"language": "en"}), ("/giao-dien/", {"theme": "dark"})):
        answer = browser.post(path, {**sent, "next": address})
        assert answer.status_code in (204, 302) and "evil" not in answer.headers.get("Location", ""), path
    again = browser.get("/dang-nhap-lai/", {"next": address}).content.decode()
    assert f'href="{address}"' not in again


def test_another_host_is_refused_and_none_gets_into_a_letter(settings):
    user = account()
    settings.ALLOWED_HOSTS = ["testserver"]
    stranger = Client(raise_request_exception=False)
    assert stranger.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert stranger.get("/api/v1/units/", headers={"Host": "evil.example"}).status_code == 400
    sent = Client().post(
        "/tai-khoan/password/reset/", {"email": user.email}, headers={"X-Forwarded-Host": "evil.example"}
    )
    assert sent.status_code == 302 and mail.outbox and "evil" not in mail.outbox[-1].body


def test_no_store_of_a_shared_machine_keeps_what_is_somebody_s():
    user = account(Role.OFFICER)
    unit = user.person.memberships.get().unit
    dossier = city.submitted(city.actor(at=unit, who=user.person), city.round_at(unit))
    browser = signed_in(user)
    for path in ("/", "/ho-so/", f"/ho-so/{dossier.reference}/", "/du-lieu-cua-toi/", f"/ho-so/{dossier.reference}/don.pdf",
                 "/api/v1/me/", "/api/v1/dossiers/"):  # fmt: skip
        answer = browser.get(path)
        assert answer.status_code == 200 and "no-store" in answer.headers.get("Cache-Control", ""), path
    assert "no-store" not in Client().get("/sang-kien/").headers.get("Cache-Control", "")


def test_the_session_of_a_page_cannot_be_used_by_a_forged_post():
    user = account()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    for path in ("/api/v1/dossiers/", "/api/v1/tokens/", "/api/v1/calendar/", "/api/v1/me/data/"):
        send = browser.delete if path == "/api/v1/tokens/" else browser.post
        assert send(path, {}, content_type="application/json").status_code == 403, path
    for path in ("/dang-xuat-moi-noi/", "/du-lieu-cua-toi/", "/thu-bao/", "/tai-khoan/logout/"):
        assert browser.post(path).status_code == 403, path


@pytest.mark.parametrize("name", ["a\r\nSet-Cookie: x=1.pdf", "../../etc/passwd.pdf", 'a".pdf; x="y.pdf', "a\x00b.pdf"])
def test_the_name_of_a_file_is_only_ever_a_name(name):
    user = account()
    unit = user.person.memberships.get().unit
    draft = city.draft(city.actor(at=unit, who=user.person), city.round_at(unit))
    browser = signed_in(user)
    sent = browser.post(f"/api/v1/dossiers/{draft.reference}/files/", {"file": city.upload(name, samples.pdf())})
    assert sent.status_code in (201, 400, 422)
    for file in browser.get(f"/api/v1/dossiers/{draft.reference}/files/").json():
        answer = browser.get(f"/api/v1/files/{file['id']}/content/")
        assert answer.headers["Content-Disposition"].count("\n") == 0 and "Set-Cookie" not in answer.headers
        assert "/" not in file["name"] and "\x00" not in file["name"]


def test_no_line_of_the_log_can_be_forged():
    line = logging.LogRecord("x", logging.WARNING, "", 0, "tried %s", ('a\n{"level": "INFO"}\r\x1b[31m',), None)
    said = Json().format(line)
    assert "\n" not in said and "\r" not in said and "\x1b" not in said and json.loads(said)["level"] == "WARNING"


def test_the_trace_method_tells_nothing_and_no_page_of_django_s_own_administration_is_there():
    assert Client().generic("TRACE", "/").status_code in (403, 405)
    assert Client().get("/admin/").status_code == 404 and "admin/" not in str(get_resolver().url_patterns)
