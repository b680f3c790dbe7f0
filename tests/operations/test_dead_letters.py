"""What failed for good is given up after days, seen by the administrator on a page and over the API, and tried again."""

from datetime import timedelta

import pytest
import time_machine
from celery import current_app
from django.test import Client
from django.utils import timezone
from kombu.exceptions import OperationalError

from config import settings as project
from initiatives import tasks
from journal.followers import FOLLOWERS, Follower, Undeliverable, register
from journal.models import Delivery, Entry
from journal.services.follow import GIVE_UP, LONGEST_WAIT, follow, follow_all
from journal.services.record import tell
from operations.checks import examine
from operations.models import FailedTask
from operations.queries import figures
from organisation.models import Role, User
from tests import city

pytestmark = pytest.mark.django_db


@pytest.fixture
def broken():
    """A follower that always fails, and what it was asked."""
    asked = []

    def fail(events):
        asked.append(len(events))
        raise ConnectionError("the other side is down")

    follower = Follower("broken", fail, wants=("test_",))
    register(follower)
    yield follower, asked
    del FOLLOWERS["broken"]


@pytest.fixture
def browser():
    made = Client()
    made.force_login(User.objects.get(pk=city.actor(Role.ADMINISTRATOR, at=city.unit()).user_id))
    return made


def test_it_is_tried_ever_more_slowly_for_days_and_then_given_up(broken):
    follower, asked = broken
    tell("test_event", "thing:1")
    start, waits = timezone.now(), []
    while (delivery := Delivery.objects.get()).given_up_at is None:
        with time_machine.travel(delivery.not_before + timedelta(seconds=1), tick=False):
            now = timezone.now()
            follow(follower)
            waits.append((Delivery.objects.get().not_before - now).total_seconds())
        assert len(asked) < 1_000
    assert 1 <= waits[0] <= 2
    assert all(0.75 * LONGEST_WAIT <= wait <= LONGEST_WAIT for wait in waits[10:])
    assert len({round(wait, 3) for wait in waits[10:30]}) > 10  # not all at the same moment
    assert GIVE_UP <= delivery.given_up_at - start <= GIVE_UP + timedelta(seconds=2 * LONGEST_WAIT)
    with time_machine.travel(start + timedelta(days=30)):
        assert follow(follower) == 0
    assert len(asked) == delivery.attempts


def test_what_can_never_be_done_is_given_up_at_once_and_the_others_are_done():
    def some(events):
        raise Undeliverable({event.pk: "nobody there" for event in events if event.subject == "thing:2"})

    follower = Follower("some", some, wants=("test_",))
    register(follower)
    try:
        for number in range(4):
            tell("test_event", f"thing:{number}")
        follow(follower)
        [left] = Delivery.objects.filter(follower="some")
    finally:
        del FOLLOWERS["some"]
    assert (left.event.subject, left.error, bool(left.given_up_at)) == ("thing:2", "nobody there", True)


def test_the_administrator_sees_what_was_given_up_and_tries_it_again(broken, browser):
    tell("test_event", "thing:1")
    Delivery.objects.update(attempts=400, error="the other side is down", given_up_at=timezone.now())
    assert follow_all() == 0
    [row] = browser.get("/api/v1/deliveries/").json()
    assert row["given_up_at"]
    page = browser.get("/quan-tri/he-thong/").content.decode()
    assert "Đã ngừng thử" in page
    assert examine(["outbox"])[0].state == "warning"
    told = {(name, *labels.values()): value for name, _about, labels, value in figures()}
    assert (told["outbox_given_up", "broken"], told["outbox_waiting", "broken"]) == (1, 0)
    assert told["outbox_lag_seconds", "broken"] == 0
    assert browser.post(f"/api/v1/deliveries/{row['id']}/replay/").status_code == 200
    again = Delivery.objects.get()
    assert (again.given_up_at, again.attempts) == (None, 0)
    assert Entry.objects.get(event="delivery_replayed").data["follower"] == "broken"


# --- tasks ----------------------------------------------------------------------------------------------------------


def test_a_task_is_tried_again_and_then_seen_and_run_again_and_gone_when_it_succeeds(browser, monkeypatch):
    tried = []

    def fail(day):
        tried.append(day)
        raise ConnectionError("cannot reach b@example.vn")

    with monkeypatch.context() as down:
        down.setattr("initiatives.services.reminders.remind", fail)
        for _hour in range(2):
            tasks.remind_of_execution.apply()
    assert len(tried) == 2 * (1 + tasks.remind_of_execution.max_retries)
    [row] = browser.get("/api/v1/failed-tasks/").json()
    assert (row["name"], row["times"]) == ("initiatives.tasks.remind_of_execution", 2)
    assert "example.vn" not in row["error"]
    assert row["name"] in browser.get("/quan-tri/he-thong/").content.decode()
    assert examine(["outbox"])[0].state == "warning"
    sent = []
    monkeypatch.setattr(tasks.remind_of_execution, "apply_async", lambda *_given, **_told: sent.append(row["name"]))
    assert browser.post(f"/quan-tri/he-thong/chay-lai/{row['id']}/").status_code == 302
    assert sent == [row["name"]]
    assert Entry.objects.get(event="task_replayed").subject == f"task:{row['name']}"
    monkeypatch.undo()
    tasks.remind_of_execution.apply()
    assert not FailedTask.objects.exists()
    assert browser.post(f"/api/v1/failed-tasks/{row['id']}/run/").status_code == 404


def test_a_task_is_not_lost_where_the_queue_is_down(browser, monkeypatch):
    row = FailedTask.objects.create(name=tasks.lapse_overdue.name)

    def down(*_given, **_told):
        raise OperationalError("refused")

    monkeypatch.setattr(tasks.lapse_overdue, "apply_async", down)
    assert browser.post(f"/api/v1/failed-tasks/{row.pk}/run/").status_code == 503
    assert FailedTask.objects.exists()


def test_every_task_is_bounded_acknowledged_late_and_given_to_another_worker_when_its_own_dies():
    planned = {entry["task"] for entry in project.CELERY_BEAT_SCHEDULE.values()}
    current_app.autodiscover_tasks(force=True)
    assert planned <= set(current_app.tasks)
    conf = current_app.conf
    assert (conf.task_acks_late, conf.task_reject_on_worker_lost) == (True, True)
    assert conf.task_soft_time_limit < conf.task_time_limit < conf.broker_transport_options["visibility_timeout"]
    for name in planned - {"journal.tasks.follow_outbox", "operations.tasks.pulse"}:  # rung again within a minute
        task = current_app.tasks[name]
        assert (task.max_retries, task.retry_jitter) == (5, True)
