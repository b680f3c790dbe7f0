"""An administrator sees the system as somebody does: told to all whom it concerns, without changing anything, briefly."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from initiatives.models import Round
from journal.models import Entry
from organisation.models import Membership, Role, Viewing
from organisation.services.tokens import make_token
from organisation.viewing import CLOSED
from tests import city
from tests.api.test_rights import patterns
from tests.organisation.test_steps import account, signed_in

pytestmark = pytest.mark.django_db
WHY = {"reason": "Người dùng báo không thấy hồ sơ của mình."}


@pytest.fixture
def cast(settings):
    settings.REAUTHENTICATE_MINUTES = 30
    user, chief = account(), account(Role.ADMINISTRATOR)
    unit = user.person.memberships.get().unit
    dossier = city.submitted(city.actor(at=unit, who=user.person), city.round_at(unit))
    return user, chief, dossier


def begun(chief, user):
    browser = signed_in(chief)
    answer = browser.post(f"/quan-tri/nguoi/{user.person.code}/xem-nhu/", WHY)
    assert answer.status_code == 302 and answer.headers["Location"] == "/"
    return browser


def test_they_see_what_the_person_sees_and_it_is_said_on_every_page_and_to_everybody(cast):
    user, chief, dossier = cast
    browser = begun(chief, user)
    page = browser.get(f"/ho-so/{dossier.reference}/")
    assert page.status_code == 200 and page.headers["Cache-Control"] == "no-store"
    for path in ("/", "/ho-so/", "/sang-kien/", f"/ho-so/{dossier.reference}/"):
        assert f"với tư cách {user.person.full_name}" in browser.get(path).content.decode(), path
    assert browser.get("/quan-tri/").status_code == 403  # it is not theirs
    subjects = set(Entry.objects.filter(event="viewing_began").values_list("actor", "subject"))
    assert subjects == {(chief.pk, f"user:{chief.pk}"), (chief.pk, f"user:{user.pk}")}
    own = signed_in(user)
    assert WHY["reason"] in own.get("/du-lieu-cua-toi/").content.decode()
    assert own.get("/api/v1/me/viewings/").json()[0]["administrator"] == chief.person.full_name
    assert browser.post("/quan-tri/xem-nhu/dung/").status_code == 302
    assert browser.get(f"/ho-so/{dossier.reference}/").status_code == 404  # administrators read no dossiers
    assert Viewing.objects.get().ended_at and Entry.objects.filter(event="viewing_ended").count() == 2


def test_nothing_can_be_changed_by_page_or_by_call(cast):
    user, chief, dossier = cast
    browser = begun(chief, user)
    before = Entry.objects.count()
    for path in ("/ho-so/moi/", f"/ho-so/{dossier.reference}/", "/nguoi-la/", "/tim-kiem/", "/dang-xuat-moi-noi/"):
        assert browser.post(path, {}).status_code in (403, 404), path
    call = f"/api/v1/dossiers/{dossier.reference}/transitions/withdraw/"
    answer = browser.post(call, {"reason": "Rút"}, content_type="application/json")
    assert answer.status_code == 403 and answer.headers["Content-Type"] == "application/problem+json"
    draft = f"/api/v1/dossiers/{dossier.reference}/"
    assert browser.patch(draft, {}, content_type="application/json").status_code == 403
    assert Entry.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_not_even_a_page_that_would_write_while_it_is_read_writes(cast, monkeypatch):
    user, chief, _dossier = cast
    browser = begun(chief, user)

    def writes(*_args, **_more):
        Membership.objects.update(job_title="viết khi đọc")

    monkeypatch.setattr("frontend.pages.home.render", writes)
    assert browser.get("/").status_code == 403
    assert not Membership.objects.filter(job_title="viết khi đọc").exists()


def test_sheets_ballots_councils_the_account_and_exports_stay_closed(cast):
    user, chief, _dossier = cast
    browser = begun(chief, user)
    for path in (
        "/cham-diem/HS-1/", "/bo-phieu/1/", "/phien-hop/1/", "/du-lieu-cua-toi/", "/lich/", "/tai-khoan/2fa/",
        "/tai-khoan/sessions/", "/api/v1/sheets/", "/api/v1/ballots/", "/api/v1/hearings/", "/api/v1/me/data/",
        "/tim-kiem/?q=a&xuat=xlsx",
    ):  # fmt: skip
        assert browser.get(path).status_code in (403, 405), path


def test_every_view_of_councils_and_accounts_is_among_the_closed():
    left = []
    for pattern in get_resolver().url_patterns:
        for view in views_of(pattern):
            about = view.__module__
            if about.startswith(("reviews.", "allauth.", "operations.")) and not CLOSED.match(about):
                left.append(about)
    assert not left and len(list(patterns(get_resolver()))) > 100


def views_of(pattern):
    if hasattr(pattern, "url_patterns"):
        for inner in pattern.url_patterns:
            yield from views_of(inner)
    else:
        yield pattern.callback


def test_it_needs_a_fresh_sign_in_and_a_reason_and_is_never_of_an_administrator_or_by_token(cast):
    user, chief, _dossier = cast
    other = account(Role.ADMINISTRATOR)
    browser = signed_in(chief)
    page = f"/quan-tri/nguoi/{user.person.code}/xem-nhu/"
    assert browser.post(page, {"reason": "xem"}).status_code == 422
    assert browser.post(f"/quan-tri/nguoi/{other.person.code}/xem-nhu/", WHY).status_code == 403
    assert signed_in(account(Role.REGISTRAR)).post(page, WHY).status_code == 403
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        assert browser.post(page, WHY).headers["Location"].startswith("/tai-khoan/reauthenticate/")
    key = make_token(chief)[0]
    answer = Client().post(page, WHY, headers={"Authorization": f"Token {key}"})
    assert answer.headers["Location"].startswith("/tai-khoan/login/") and not Viewing.objects.exists()


def test_it_ends_by_itself_and_with_the_role_of_who_looks(cast):
    user, chief, dossier = cast
    browser = begun(chief, user)
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        assert browser.get(f"/ho-so/{dossier.reference}/").status_code == 404
        assert "với tư cách" not in browser.get("/").content.decode()
    browser = begun(chief, user)
    Membership.objects.filter(person=chief.person).update(valid_to=timezone.localdate() - timedelta(days=1))
    assert browser.get(f"/ho-so/{dossier.reference}/").status_code == 404


def test_who_has_filed_under_seal_is_not_looked_through(cast):
    user, chief, _dossier = cast
    Round.objects.update(sealed=True)
    answer = signed_in(chief).post(f"/quan-tri/nguoi/{user.person.code}/xem-nhu/", WHY)
    assert answer.status_code == 403 and not Viewing.objects.exists()
