import pytest
from django.db import DatabaseError, connection, transaction

from journal.followers import FOLLOWERS, Follower, register
from journal.models import Delivery, Entry, Event
from journal.services.follow import follow
from journal.services.record import record, tell

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("statement", ["UPDATE journal_entry SET event = 'x'", "DELETE FROM journal_entry"])
def test_the_database_itself_refuses_to_change_or_delete_an_entry(statement):
    record(None, "thing_happened", "thing:1", {"a": 1})
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.get().event == "thing_happened"


@pytest.fixture
def follower():
    seen: list[str] = []
    made = Follower("test", lambda events: seen.extend(event.subject for event in events), wants=("test_",))
    register(made)
    yield made, seen
    del FOLLOWERS["test"]


def test_a_follower_sees_what_it_asked_for_in_order_and_once(follower):
    made, seen = follower
    for number in range(3):
        tell("test_event", f"thing:{number}")
    tell("other_event", "thing:9")
    assert follow(made) == 3
    assert follow(made) == 0
    assert seen == ["thing:0", "thing:1", "thing:2"]
    assert not Event.objects.filter(name="test_event").exists()


def test_a_failing_follower_loses_nothing_and_keeps_the_order(follower):
    made, seen = follower

    def fail(events):
        raise RuntimeError("down")

    tell("test_event", "thing:1")
    assert follow(Follower("test", fail, wants=("test_",))) == 0
    tell("test_event", "thing:2")
    waiting = Delivery.objects.filter(follower="test").order_by("id")
    assert waiting.count() == 2
    assert waiting.first().error == "down"
    Delivery.objects.update(not_before=waiting.first().event.at)
    assert follow(made) == 2
    assert seen == ["thing:1", "thing:2"]
