"""Tokens, the asker, people; what every answer of the API has in common."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from initiatives.choices import State
from organisation import limits
from organisation.models import Membership, Role, Token, User
from organisation.services.tokens import LIFETIME, make_token
from tests import city

pytestmark = pytest.mark.django_db
TOKENS, ME, PEOPLE = "/api/v1/tokens/", "/api/v1/me/", "/api/v1/people/"
PASSWORD = "mat-khau-thu-nghiem"


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


@pytest.fixture
def unit():
    return city.unit()


@pytest.fixture
def officer(unit):
    return city.actor(Role.OFFICER, at=unit, who=city.person("Lê Hồng Cúc", "cuc@example.vn"))


def user_of(actor) -> User:
    return User.objects.get(pk=actor.user_id)


def bearing(key: str):
    caller = city.client()
    caller.credentials(HTTP_AUTHORIZATION=f"Token {key}")
    return caller


# --- tokens ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["username", "email"])
def test_a_token_is_got_by_user_name_or_address_and_password(by, officer):
    user = user_of(officer)
    told = city.client().post(TOKENS, {"username": getattr(user, by), "password": PASSWORD}).json()
    assert set(told) == {"token", "expires"}
    assert bearing(told["token"]).get(ME).json()["username"] == user.username


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"username": "cuc@example.vn", "password": "sai"}, 401),
        ({"username": "khong-co", "password": PASSWORD}, 401),
        ({"username": "cuc@example.vn"}, 400),
        ({"username": "cuc@example.vn", "password": PASSWORD, "admin": True}, 400),
        ({"username": "cuc@example.vn", "password": PASSWORD, "scopes": ["root"]}, 400),
        ({"username": "a\x00b", "password": PASSWORD}, 400),
        ({"username": "x" * 300, "password": PASSWORD}, 400),
    ],
)
def test_who_cannot_prove_it_gets_none(body, status, officer):
    answer = city.client().post(TOKENS, body)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert not Token.objects.exists()


def test_an_account_that_was_closed_gets_none_and_its_token_is_worthless(officer):
    key, _row = make_token(user_of(officer))
    User.objects.update(is_active=False)
    assert bearing(key).get(ME).status_code == 401
    assert city.client().post(TOKENS, {"username": "cuc@example.vn", "password": PASSWORD}).status_code == 401


def test_a_token_expires(officer):
    key, _row = make_token(user_of(officer))
    with time_machine.travel(timezone.now() + LIFETIME + timedelta(seconds=1)):
        assert bearing(key).get(ME).status_code == 401


def test_guessing_is_slowed_down(officer, monkeypatch):
    monkeypatch.setattr(limits.Tokens, "rate", "3/min", raising=False)
    caller = city.client()
    answers = [caller.post(TOKENS, {"username": "cuc@example.vn", "password": "sai"}) for _n in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_all_tokens_of_oneself_are_made_worthless_and_nobody_elses(officer, unit):
    other = city.actor(at=unit)
    keys = [make_token(user_of(actor))[0] for actor in (officer, officer, other)]
    assert bearing(keys[0]).delete(TOKENS).status_code == 204
    assert [bearing(key).get(ME).status_code for key in keys] == [401, 401, 200]


@pytest.mark.parametrize("header", ["Token", "Token x", "Token \xe9", "Bearer abc", "token  "])
def test_a_header_that_is_no_token_is_answered_401(header):
    caller = city.client()
    caller.credentials(HTTP_AUTHORIZATION=header)
    assert caller.get(ME).status_code == 401


def test_the_session_of_the_pages_works_too_but_not_without_csrf(officer):
    caller = city.client()
    caller.handler.enforce_csrf_checks = True
    caller.force_login(user_of(officer))
    assert caller.get(ME).status_code == 200
    assert caller.delete(TOKENS).status_code == 403


# --- the asker ------------------------------------------------------------------------------------------------------


def test_one_is_told_who_one_is_and_how_much_waits(officer, unit):
    told = city.client(officer).get(ME).json()
    assert (told["name"], told["roles"], told["units"], told["tasks"]) == ("Lê Hồng Cúc", ["officer"], ["SYT"], 0)
    city.in_state(State.SUBMITTED, city.actor(at=unit), officer, city.round_at(unit))
    assert city.client(officer).get(ME).json()["tasks"] == 1


def test_a_role_that_has_ended_counts_no_more(officer):
    Membership.objects.update(valid_to=timezone.localdate() - timedelta(days=1))
    told = city.client(officer).get(ME).json()
    assert (told["roles"], told["units"]) == ([], [])


# --- people ---------------------------------------------------------------------------------------------------------


def test_colleagues_are_found_by_name_without_what_is_private(officer):
    assert city.client().get(f"{PEOPLE}?q=le").status_code == 401
    [row] = city.client(officer).get(f"{PEOPLE}?q=cuc le").json()
    assert set(row) == {"code", "full_name", "unit", "job_title"}
    assert row["full_name"] == "Lê Hồng Cúc"


@pytest.mark.parametrize("words", ["", "l", "%25", "%00%00", "__", "khong-co-ai"])
def test_words_that_name_nobody_find_nobody(words, officer):
    answer = city.client(officer).get(f"{PEOPLE}?q={words}")
    assert (answer.status_code, answer.json()) == (200, [])


# --- every answer ---------------------------------------------------------------------------------------------------


def test_what_no_address_or_method_knows_is_a_problem_document_too(officer):
    caller = city.client(officer)
    for answer in (caller.delete(ME), caller.post(ME), caller.get("/api/v1/units/KHONG/")):
        assert answer.status_code in (404, 405)
        assert answer["Content-Type"] == "application/problem+json"


def test_a_body_that_is_no_json_is_named(officer):
    answer = city.client(officer).generic("POST", TOKENS, b'{"username": ', content_type="application/json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    answer = city.client(officer).generic("POST", TOKENS, b"<a/>", content_type="text/xml")
    assert answer.status_code == 415


def test_messages_are_in_the_language_asked_for(officer):
    texts = {
        language: city.client().post(TOKENS, {}, headers={"Accept-Language": language}).json()["title"]
        for language in ("vi", "en")
    }
    assert texts["en"] == "Some fields need mending."
    assert texts["vi"] != texts["en"]


def test_the_schema_is_complete_and_every_error_is_a_problem_document(officer):
    schema = city.client().get("/api/v1/schema/?format=json").json()
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            for status, response in operation["responses"].items():
                if status == "default" or int(status) >= 400:
                    assert set(response["content"]) == {"application/problem+json"}, (method, path, status)
    assert "/api/v1/dossiers/{code}/transitions/{name}/" in schema["paths"]
