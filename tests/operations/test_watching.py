"""Whoever watches over the server: probes, measures, logs and reports of errors, none of which tells of a person."""

import json
import logging

import pytest
import sentry_sdk
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from sentry_sdk.transport import Transport

from config.tracing import REQUEST_ID
from journal.models import Delivery, Event
from journal.tasks import follow_outbox
from operations.checks import BAD, examine
from operations.logs import Json
from operations.observing import report_errors
from operations.tasks import pulse
from organisation.models import User
from organisation.services.tokens import make_token
from search.engines import engine
from tests import city
from tests.logged import lines_of

TOKEN = "a-token-that-only-prometheus-has"


@pytest.fixture
def logged():
    """What is logged, as the lines of production."""
    with lines_of("operations", "django.request") as lines:
        yield lines


def test_alive_needs_nothing_and_no_known_host_name(settings):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = [], True
    assert Client(headers={"host": "10.0.0.7"}).get("/healthz/").json() == {"alive": True}


def test_a_call_in_the_open_is_refused_and_a_page_is_led_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    call = client.get("/api/v1/units/", headers={"Authorization": "Token abc"})
    assert (call.status_code, call.json()["type"]) == (403, "/problems/unencrypted/")
    assert client.get("/so-lieu/").headers["Location"] == "https://testserver/so-lieu/"
    settings.SECURE_SSL_REDIRECT = False
    assert client.get("/api/v1/", headers={"Authorization": "Token abc"}).status_code != 403


@pytest.mark.django_db
def test_ready_says_what_is_missing(client, settings, monkeypatch):
    assert client.get("/readyz/").json() == {"ready": True, "failing": []}
    monkeypatch.setattr("operations.middleware.pending_migrations", lambda: ["journal.0005_next"])
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:9/0"}
    }
    answer = Client().get("/readyz/")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "failing": ["database", "cache"]})


@pytest.mark.django_db
def test_measures_are_for_who_has_the_token(client, settings):
    assert client.get("/metrics/").status_code == 404
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics/", headers={"authorization": "Bearer wrong"}).status_code == 404
    event = Event.objects.create(name="mail_written", subject="letter:1")
    Delivery.objects.create(event=event, follower="mail", attempts=9)
    client.get("/du-lieu-mo/")
    pulse.apply()
    told = client.get("/metrics/", headers={"authorization": f"Bearer {TOKEN}"}).content.decode()
    for line in (
        'sangkien_requests_total{method="GET",route="du-lieu-mo/",status="200"}', 'sangkien_outbox_waiting{follower="mail"} 1.0',
        'sangkien_outbox_stuck{follower="mail"} 1.0', "sangkien_index_lag_seconds 0.0", "sangkien_journal_unsealed",
        'sangkien_tasks_total{state="SUCCESS",task="operations.tasks.pulse"}', "sangkien_mail_waiting 1.0",
    ):  # fmt: skip
        assert line in told, told


@pytest.mark.django_db
def test_a_request_is_logged_by_its_route_and_id_and_never_by_who_or_what(client, logged):
    answer = client.get("/xac-minh/SECRET-CODE/?q=tran.thi.b@example.vn", headers={"x-request-id": "from-the-proxy-1"})
    assert answer.headers["X-Request-ID"] == "from-the-proxy-1"
    client.get("/khong-co/0905123456/", headers={"x-request-id": "bad id\n"})
    text = json.dumps(logged)
    assert "xac-minh/<str:code>/" in text
    for told in ("SECRET-CODE", "example.vn", "0905123456", "bad id"):
        assert told not in text
    assert logged[0]["request_id"] == "from-the-proxy-1"
    assert all(len(line["request_id"]) >= 8 for line in logged)


@pytest.mark.django_db
def test_who_is_refused_is_told_to_the_log_by_the_number_of_the_account(client, logged):
    user = User.objects.get(pk=city.actor(at=city.unit()).user_id)
    client.force_login(user)
    client.get("/quan-tri/")
    client.get("/ho-so/")
    by_token = {"Authorization": f"Token {make_token(user)[0]}"}
    Client().get("/api/v1/system/", headers=by_token)
    Client().get("/api/v1/system/")
    told = [(line["status"], line.get("account")) for line in logged if line["logger"] == "operations.requests"]
    assert told == [(403, user.pk), (200, None), (403, user.pk), (401, None)]
    assert user.username not in json.dumps(logged)


def test_what_is_logged_of_an_error_holds_no_personal_data():
    said = "duplicate key DETAIL: Key (email)=(b@example.vn) exists. postgres://u:hidden@db/x token=abc 0905123456"
    try:
        raise ValueError(said)
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, said, (), (ValueError, error, error.__traceback__))
    line = Json().format(record)
    assert "ValueError" in line
    for told in ("b@example.vn", "hidden", "abc ", "0905123456"):
        assert told not in line


@pytest.mark.django_db
def test_the_id_of_a_request_goes_with_the_task_it_rings_for(logged):
    from celery import signals

    headers = {}
    mark = REQUEST_ID.set("from-the-request")
    signals.before_task_publish.send(sender="x", headers=headers)
    REQUEST_ID.reset(mark)
    assert headers == {"request_id": "from-the-request"}
    follow_outbox.apply(headers=headers)
    [line] = [line for line in logged if line["logger"] == "operations.tasks"]
    assert (line["task"], line["request_id"]) == ("journal.tasks.follow_outbox", "from-the-request")
    assert REQUEST_ID.get() == ""


def test_sentry_is_told_what_failed_and_of_nobody():
    sent = []

    class Kept(Transport):
        def capture_envelope(self, envelope):
            sent.append(envelope.get_event())

    report_errors("https://key@sentry.example.vn/1", transport=Kept)
    try:
        sentry_sdk.set_user({"email": "b@example.vn"})
        try:
            password = "mat-khau"  # noqa: F841
            raise ValueError("cannot write to b@example.vn")
        except ValueError:
            sentry_sdk.capture_exception()
    finally:
        sentry_sdk.init()
    [event] = sent
    text = json.dumps(event, default=str)
    assert event["exception"]["values"][0]["value"] == "cannot write to [e-mail]"
    assert "b@example.vn" not in text
    assert "mat-khau" not in text


@pytest.mark.django_db
def test_the_doctor_says_of_each_part_what_to_do(settings, tmp_path, capsys):
    settings.SEARCH_URL, settings.DATA_DIR, settings.BACKGROUND = f"tantivy://{tmp_path / 'index'}", tmp_path, "thread"
    engine.cache_clear()
    found = {one.name: one for one in examine()}
    assert not [one for one in found.values() if one.state == BAD]
    assert "search rebuild" in found["search"].words
    settings.BACKGROUND = "celery"
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        9,
    )
    found = {one.name: one for one in examine(["beat", "mail"])}
    assert {one.state for one in found.values()} == {BAD}
    assert "celery -A config beat" in found["beat"].words
    pulse()
    assert examine(["beat"])[0].state == "ok"
    with pytest.raises(CommandError, match="mail"):
        call_command("doctor", "mail", "disk")
    engine.cache_clear()


@pytest.mark.django_db
def test_a_part_that_raises_is_bad_and_the_others_are_examined(monkeypatch):
    monkeypatch.setattr(connection, "cursor", lambda: 1 / 0)
    assert [one.state for one in examine(["database", "disk"])][0] == BAD
