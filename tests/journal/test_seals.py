"""Whoever owns the database can change, drop, insert and reorder entries, past every trigger; each is found."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from journal import checker
from journal.models import Entry, Seal, Stamp
from journal.queries import exported, faults, unsealed
from journal.services import seals
from journal.services.record import record
from journal.stamps import fault_of, faults_of_stamps
from tests.documents import authority
from tests.flushing import without_triggers

CHECKER = Path(checker.__file__)


def journal(*counts):
    """So many entries before each seal; what is left over is not sealed."""
    for count in counts:
        for number in range(count):
            record(None, "thing_happened", f"thing:{number}", {"title": "Sáng kiến", "share": 33.5, "deep": [1, None]})
        seals.seal_journal()


def by_the_owner(statement):
    with without_triggers(connection), connection.cursor() as cursor:
        cursor.execute(statement)


def ids():
    return list(Entry.objects.order_by("id").values_list("id", flat=True))


def swapped(one, other):
    """Two rows change places: all that they say, but their ids."""
    columns = "event, subject, at"
    take = f"(SELECT {columns} FROM journal_entry AS o WHERE o.id = {one} + {other} - journal_entry.id)"
    return f"UPDATE journal_entry SET ({columns}) = {take} WHERE id IN ({one}, {other})"


def tree(leaves):
    """RFC 6962, 2.1, as it is written."""
    if len(leaves) == 1:
        return leaves[0]
    at = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + tree(leaves[:at]) + tree(leaves[at:])).digest()


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40))
def test_the_root_is_that_of_rfc_6962(leaves):
    assert checker.merkle_root(leaves) == tree(leaves).hex()


@pytest.mark.django_db
def test_a_journal_is_sealed_in_batches_each_chained_to_the_last(monkeypatch):
    monkeypatch.setattr(seals, "BATCH", 4)
    journal(10, 0, 1)
    rows = list(Seal.objects.order_by("number"))
    assert [row.count for row in rows] == [4, 4, 2, 1]
    assert [row.previous for row in rows] == [checker.START, *(row.hash for row in rows[:-1])]
    assert not unsealed().exists()
    assert list(faults({4: rows[3].hash})) == []


OWNER = {
    "changed": lambda all_: f"UPDATE journal_entry SET subject = 'thing:99' WHERE id = {all_[1]}",
    "data changed": lambda all_: f"UPDATE journal_entry SET data = '{{}}' WHERE id = {all_[4]}",
    "dropped": lambda all_: f"DELETE FROM journal_entry WHERE id = {all_[1]}",
    "dropped last": lambda all_: f"DELETE FROM journal_entry WHERE id = {all_[-1]}",
    "inserted": lambda all_: (
        "INSERT INTO journal_entry (id, at, event, subject, data) "
        f"SELECT {all_[0]} - 1, at, event, subject, data FROM journal_entry WHERE id = {all_[0]}"
    ),
    "reordered": lambda all_: swapped(all_[0], all_[2]),
    "reordered across a seal": lambda all_: swapped(all_[0], all_[4]),
    "seal changed": lambda _all: "UPDATE journal_seal SET root = previous WHERE number = 2",
    "seal dropped": lambda _all: "DELETE FROM journal_seal WHERE number = 1",
}


@pytest.mark.django_db
@pytest.mark.parametrize("deed", OWNER)
def test_what_the_owner_of_the_database_does_is_found_there_and_in_an_export(deed, tmp_path):
    journal(3, 3)
    statement = OWNER[deed](ids())
    assert list(faults({})) == []
    by_the_owner(statement)
    assert list(faults({}))
    found, _counts = checker.faults_of_lines(map(json.dumps, exported()))
    assert found
    with pytest.raises(CommandError):
        call_command("journal", "verify")


@pytest.mark.django_db
def test_a_journal_written_wholly_anew_is_found_by_who_noted_a_seal():
    journal(3, 3)
    noted = Seal.objects.get(number=2).hash
    by_the_owner("DELETE FROM journal_seal")
    by_the_owner(f"UPDATE journal_entry SET subject = 'thing:99' WHERE id = {ids()[0]}")
    seals.seal_journal()
    assert list(faults({})) == []
    assert list(faults({2: noted})) == ["seal 2: is not the one that was published"]


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["journal_seal", "journal_stamp"])
def test_the_database_itself_refuses_to_change_or_delete_a_seal_or_a_stamp(table):
    journal(1)
    Stamp.objects.create(seal_id=1, token=b"x")
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET at = NULL"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.django_db
def test_the_checker_needs_the_file_alone(tmp_path):
    journal(3, 2)
    record(None, "thing_happened", "thing:new", {})
    call_command("journal", "export", str(tmp_path / "journal.jsonl"))
    head = Seal.objects.get(number=2)

    def checked(file, *options):
        asked = [sys.executable, "-I", "-S", str(CHECKER), str(file), *options]
        done = subprocess.run(asked, capture_output=True, text=True, cwd=tmp_path, env={}, check=False)
        return done.returncode, done.stdout

    code, said = checked(tmp_path / "journal.jsonl", "--expect", f"2:{head.hash}")
    assert (code, said) == (0, "6 entries, 2 seals, 1 unsealed, 0 stamps\nwhole\n")
    assert checked(tmp_path / "journal.jsonl", "--expect", f"2:{'0' * 64}")[0] == 1
    lines = (tmp_path / "journal.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    for wrong in (lines[:-1], [lines[1], lines[0], *lines[2:]], lines[1:], [lines[0], *lines]):
        (tmp_path / "wrong.jsonl").write_text("".join(wrong), encoding="utf-8")
        assert checked(tmp_path / "wrong.jsonl")[0] == 1


@pytest.mark.django_db
def test_the_newest_seal_is_stamped_and_a_stamp_of_another_hash_is_found(settings, tmp_path):
    with authority.time_stamping() as address:
        settings.SIGNING = authority.settings_in(tmp_path, timestamp_url=address)
        journal(2)
    stamp = Stamp.objects.get()
    assert list(faults_of_stamps()) == []
    assert checker.faults_of_lines(map(json.dumps, exported()))[0] == []
    assert "another hash" in fault_of(bytes(stamp.token), b"\x00" * 32)
    assert "cannot be read" in fault_of(b"nothing", b"\x00" * 32)
    settings.SIGNING = authority.settings_in(tmp_path, timestamp_url="http://127.0.0.1:9/")
    journal(1)  # nobody stamps: the seal stands, and will be stamped later
    assert (Seal.objects.count(), Stamp.objects.count()) == (2, 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_entry_that_is_committed_late_is_not_left_behind_the_seal(monkeypatch):
    """PostgreSQL gives ids before it commits: while a writer is under way, nothing above its id is sealed."""
    monkeypatch.setattr(seals, "PATIENCE", 0.2)
    other = connections.create_connection("default")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(
                "INSERT INTO journal_entry (at, event, subject, data) VALUES (now(), 'late', 'thing:0', '{}')"
            )
        record(None, "early", "thing:1", {})
        assert seals.seal_journal() == 0
        other.commit()
    finally:
        other.close()
    assert seals.seal_journal() == 1
    assert Seal.objects.get().count == 2


@pytest.mark.django_db
def test_seals_are_published(client):
    journal(3, 2)
    newest = Seal.objects.get(number=2)
    told = client.get("/api/v1/journal/seals/").json()["results"]
    assert [row["number"] for row in told] == [2, 1]
    assert checker.seal_hash(told[0]) == told[0]["hash"] == newest.hash
    assert client.get("/api/v1/journal/seals/2/").json() == told[0]
    assert client.get("/api/v1/journal/seals/9/").status_code == 404
    assert newest.hash in client.get("/nhat-ky/").content.decode()
