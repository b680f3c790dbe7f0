"""Following the outbox: one event that cannot be dealt with holds back only itself; one process at a time."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from journal.followers import FOLLOWERS, Follower, register
from journal.models import Delivery, Event, Lease
from journal.services import background
from journal.services.follow import follow, follow_all, pending
from journal.services.leases import LEASE
from journal.services.record import tell

pytestmark = pytest.mark.django_db


class Reader:
    """A follower that remembers what it read, and fails on subjects named poison."""

    def __init__(self, batch: int = 500) -> None:
        self.seen: list[str] = []
        self.batches: list[int] = []
        self.poison: set[str] = set()
        self.start = timezone.now() + timedelta(seconds=1)
        self.follower = Follower("reader", self.handle, wants=("read_",), batch=batch)

    def handle(self, events: list[Event]) -> None:
        if any(event.subject in self.poison for event in events):
            raise ValueError("cannot be read")
        self.batches.append(len(events))
        self.seen += [event.subject for event in events]

    def tell(self, *subjects: str) -> None:
        for subject in subjects:
            tell("read_me", subject)

    def later(self, seconds: float = 0) -> int:
        """Follow some seconds from the start of the test."""
        with time_machine.travel(self.start + timedelta(seconds=seconds), tick=False):
            return follow(self.follower)


@pytest.fixture
def reader():
    made = Reader()
    register(made.follower)
    yield made
    del FOLLOWERS["reader"]


def test_a_batch_is_no_larger_than_the_follower_wants(reader):
    small = Reader(batch=2)
    register(small.follower)
    small.tell("1", "2", "3", "4", "5")
    assert follow(small.follower) == 5
    assert small.batches == [2, 2, 1]


def test_one_event_that_fails_waits_alone_and_the_others_get_through(reader):
    reader.poison = {"2"}
    reader.tell("1", "2", "3", "4")
    assert reader.later(0) == 0  # the batch as a whole
    assert reader.later(2) == 1  # one by one: the second fails
    assert reader.later(3) == 2  # while it waits, the others go on
    assert reader.seen == ["1", "3", "4"]
    [stuck] = Delivery.objects.filter(follower="reader").select_related("event")
    assert (stuck.event.subject, stuck.error) == ("2", "cannot be read")
    reader.tell("5")
    assert reader.later(4) == 1
    reader.poison = set()
    assert reader.later(60) == 1
    assert reader.seen == ["1", "3", "4", "5", "2"]
    assert not Event.objects.filter(name="read_me").exists()


def test_what_fails_waits_longer_each_time_but_not_for_ever(reader):
    reader.poison = {"1"}
    reader.tell("1")
    now, waits = 0.0, []
    for _turn in range(12):
        assert reader.later(now) == 0
        due = (Delivery.objects.get(follower="reader").not_before - reader.start).total_seconds()
        waits.append(due - now)
        now = due
    assert waits[:9] == sorted(waits[:9])
    assert waits[0] <= 2
    assert all(450 <= wait <= 600 for wait in waits[9:])  # not all at the same moment


def test_an_event_that_comes_again_after_a_crash_is_not_lost(reader):
    reader.tell("1")
    delivery = Delivery.objects.get(follower="reader")
    reader.handle([delivery.event])  # done, and then the process dies before it could say so
    assert follow(reader.follower) == 1
    assert reader.seen == ["1", "1"]


def test_only_who_holds_the_lease_delivers_and_a_dead_holder_loses_it(reader):
    reader.tell("1")
    Lease.objects.create(follower="reader", owner="somebody else", until=timezone.now() + LEASE)
    assert follow(reader.follower) == 0
    Lease.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert follow(reader.follower) == 1


def test_who_has_lost_the_lease_on_the_way_stops(reader):
    robbed = Reader(batch=1)

    def rob(events: list[Event]) -> None:
        robbed.seen += [event.subject for event in events]
        Lease.objects.update(owner="somebody else", until=timezone.now() + LEASE)

    robbed.follower = Follower("reader", rob, wants=("read_",), batch=1)
    register(robbed.follower)
    robbed.tell("1", "2")
    assert follow(robbed.follower) == 1
    assert robbed.seen == ["1"]
    assert Lease.objects.get(follower="reader").owner == "somebody else"


def test_what_waits_is_counted_by_follower(reader):
    reader.tell("1", "2")
    assert pending()["reader"] == 2


def test_an_event_of_a_transaction_that_is_rolled_back_was_never_told(reader):
    with pytest.raises(RuntimeError), transaction.atomic():
        reader.tell("1")
        raise RuntimeError
    assert follow_all() == 0


def test_followers_are_woken_after_the_commit_and_not_before(reader, settings, django_capture_on_commit_callbacks):
    settings.BACKGROUND = "inline"
    with django_capture_on_commit_callbacks(execute=True):
        reader.tell("1")
        assert reader.seen == []
    assert reader.seen == ["1"]


def test_a_broker_that_is_down_fails_nothing_that_has_been_committed(
    reader, settings, monkeypatch, django_capture_on_commit_callbacks
):
    def down() -> None:
        raise ConnectionError

    monkeypatch.setattr("journal.services.record.wake", down)
    with django_capture_on_commit_callbacks(execute=True):
        reader.tell("1")
    assert Delivery.objects.filter(follower="reader").exists()


def test_the_thread_does_what_is_due_every_hour_and_outlives_what_fails(monkeypatch):
    done: list[str] = []

    def fails() -> None:
        done.append("fails")
        raise RuntimeError

    monkeypatch.setattr(background, "HOURLY", [fails, lambda: done.append("works")])
    monkeypatch.setattr(background, "close_old_connections", lambda: None)
    worker, clock = background._Worker(), [0.0]
    monkeypatch.setattr(background.time, "monotonic", lambda: clock[0])
    for seconds in (0.0, 1_000.0, 2_000.0, 3_700.0):
        clock[0] = seconds
        worker.turn()
    assert done == ["fails", "works", "fails", "works"]


def test_a_clock_that_was_set_back_holds_up_nobody(reader):
    ahead = timezone.now() + timedelta(hours=2)
    reader.tell("1", "2")
    Delivery.objects.filter(follower="reader").update(not_before=ahead)
    Lease.objects.update_or_create(follower="reader", defaults={"owner": "gone", "until": ahead + LEASE})
    assert follow(reader.follower) == 2
    assert reader.seen == ["1", "2"]
