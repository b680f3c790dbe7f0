"""A backup, restored in another place, is the same: every row, every file, every key; and a damaged one touches nothing."""

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from config.env import ROOT
from initiatives.services.files import attach
from journal.services.seals import seal_journal
from operations.services.backup import stored_names
from tests import city, samples
from tests.documents import authority

pytestmark = [pytest.mark.files, pytest.mark.django_db(transaction=True)]
DIGEST = """
import hashlib, json
from django.db import connection
def digests():
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table.startswith("sqlite_stat"):  # SQLite's own count of rows, made anew after each migration
                continue
            cursor.execute(f"SELECT * FROM {table}")
            rows = sorted(repr([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in cursor.fetchall())
            found[table] = [len(rows), hashlib.sha256("\\n".join(rows).encode()).hexdigest()]
    return found
"""


def here():
    scope = {}
    exec(DIGEST, scope)
    return scope["digests"]()


@pytest.fixture
def elsewhere(tmp_path):
    """The environment of a new installation."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    given = {
        "DATA_DIR": str(folder),
        "SEARCH_URL": f"tantivy://{folder / 'index'}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    if connection.vendor == "sqlite":
        yield {**given, "DATABASE_URL": f"sqlite:///{folder / 'new.sqlite3'}"}
        return
    told = connection.settings_dict
    name = f"{told['NAME']}_elsewhere"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
    yield {
        **given,
        "DATABASE_URL": f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{name}",
    }
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def there(environment, *arguments, code=""):
    asked = [sys.executable, "-c", code] if code else [sys.executable, str(ROOT / "manage.py"), *arguments]
    clean = {name: value for name, value in os.environ.items() if name not in ("BROKER_URL", "SIGNING_KEYS")}
    return subprocess.run(asked, cwd=ROOT, env={**clean, **environment}, capture_output=True, text=True, check=False)


def test_a_restored_backup_is_the_same_in_another_place(tmp_path, elsewhere, monkeypatch, settings):
    settings.BACKGROUND = "later"
    if connection.vendor == "postgresql" and not Path("/usr/bin/pg_dump").exists():
        pytest.skip("pg_dump is not installed")
    keys = tmp_path / "keys"
    keys.mkdir()
    monkeypatch.setenv("SIGNING_KEYS", str(authority.written_in(keys)))
    unit = city.unit()
    author = city.actor(at=unit)
    draft = city.draft(author, city.round_at(unit))
    attach(draft.reference, author, "ban-ve.pdf", city.upload("ban-ve.pdf", samples.pdf()))
    seal_journal()
    file = tmp_path / "backup.tar"
    mine = here()
    call_command("backup", str(file))
    assert file.stat().st_mode & 0o777 == 0o600
    done = there(elsewhere, "restore", str(file))
    assert done.returncode == 0, done.stderr
    assert "indexed" in done.stdout
    asked = there(elsewhere, code=f"import django, json; django.setup()\n{DIGEST}\nprint(json.dumps(digests()))")
    assert {table: tuple(told) for table, told in json.loads(asked.stdout).items()} == {
        table: tuple(told) for table, told in mine.items()
    }
    names = list(stored_names())
    assert names
    for name in names:
        with default_storage.open(name) as stored:
            assert (Path(elsewhere["DATA_DIR"]) / "files" / name).read_bytes() == stored.read()
    kept = Path(elsewhere["DATA_DIR"]) / "restored-keys"
    for path in keys.iterdir():
        assert (kept / path.name).read_bytes() == path.read_bytes()


def test_a_damaged_backup_is_refused_before_anything_is_touched(tmp_path):
    city.unit()
    file, wrong = tmp_path / "backup.tar", tmp_path / "wrong.tar"
    call_command("backup", str(file))
    with pytest.raises(CommandError, match="already"):
        call_command("backup", str(file))
    before = here()
    data = bytearray(file.read_bytes())
    at = data.index(b"keys/secret_key") + 520
    data[at] ^= 1
    wrong.write_bytes(data)
    with pytest.raises(CommandError, match="damaged"):
        call_command("restore", str(wrong), "--overwrite")
    with tarfile.open(file) as whole, tarfile.open(wrong, "w") as cut:
        for member in whole.getmembers()[:-1]:
            cut.addfile(member, whole.extractfile(member))
    with pytest.raises(CommandError, match="cut off"):
        call_command("restore", str(wrong), "--overwrite")
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(file))
    assert here() == before
