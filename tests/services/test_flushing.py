"""The law of the journal holds in tests as it does outside, and yet each test begins with empty tables."""

import pytest
from django.db import DatabaseError, connection, transaction

from journal.models import Entry


def triggers():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O' ORDER BY tgname")
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_each_transactional_test_begins_without_entries_and_with_every_trigger(turn):
    assert Entry.objects.count() == 0
    assert triggers()
    entry = Entry.objects.create(event="tested", subject=f"turn:{turn}")
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.delete()
