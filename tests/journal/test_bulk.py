"""Rows in bulk: what is read again is what was given, whatever it holds."""

from datetime import UTC, datetime

import pytest

from journal.models import Entry
from journal.services import bulk

pytestmark = pytest.mark.django_db
TEXTS = [
    "", "plain", "a\tb", "a\nb\r\nc", "\\", "\\N", "\\.", "\\t", "C:\\sáng kiến\\n", " blanks ", "“Đề tài”", '"', "'; --",
    "NULL", "\x1b\x7f",
]  # fmt: skip
AT = datetime(2021, 3, 5, 7, 8, 9, 123456, tzinfo=UTC)
FIELDS = ("actor_id", "event", "subject", "data", "at")


def given(texts):
    return [(None, "told", text, {"said": text, "within": [text, None, 1.5, True]}, AT) for text in texts]


def test_texts_are_kept_as_they_are_also_where_a_database_reads_something_else_in_them():
    bulk.insert(Entry, FIELDS, given(TEXTS))
    assert list(Entry.objects.filter(event="told").order_by("pk").values_list(*FIELDS)) == given(TEXTS)


def test_more_rows_than_are_written_at_once_come_in_their_order_and_none_is_written_where_there_are_none(monkeypatch):
    monkeypatch.setattr(bulk, "BATCH", 2)
    rows = given(f"{number}" for number in range(5))
    bulk.write(bulk.made(Entry, FIELDS, rows))
    bulk.insert(Entry, FIELDS, [])
    assert list(Entry.objects.filter(event="told").order_by("pk").values_list(*FIELDS)) == rows


def test_defaults_are_those_of_the_model():
    bulk.insert(Entry, ("event", "subject"), [("told", "one"), ("told", "two")])
    rows = Entry.objects.filter(event="told").values_list("actor_id", "data").distinct()
    assert list(rows) == [(None, {})]
    assert Entry.objects.filter(event="told", at__isnull=False).count() == 2


def test_ids_are_given_once():
    first, second = (bulk.new_ids(Entry, 3) for _time in range(2))
    bulk.insert(Entry, ("id", "event", "subject"), [(pk, "told", "one") for pk in first])
    later = Entry.objects.create(event="told", subject="two")
    assert len({*first, *second, later.pk}) == 7
