"""The role under which the production edition serves: it does all the work, and changes nothing that stands."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError, connection, transaction
from django.test import Client

from journal.models import Entry
from journal.services.seals import seal_journal
from operations.checks import OK, WARNING, examine
from operations.services.serving_role import let_serve
from recognition.models import Recognition
from reviews.services.sweep import SWEPT
from tests.api.building import build
from tests.editions import ON_POSTGRES

ROLE = "sangkien_trial"
REFUSED = (
    "UPDATE journal_entry SET event = 'x'", "DELETE FROM journal_seal", "DELETE FROM recognition_report",
    "ALTER TABLE journal_entry DISABLE TRIGGER ALL", "DROP TABLE recognition_recognition", "TRUNCATE initiatives_dossier",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'x', now())", "CREATE TABLE mine (x int)",
    "SET session_replication_role = replica", "COPY (SELECT 1) TO PROGRAM 'true'", "SELECT pg_read_file('/etc/passwd')",
)  # fmt: skip


@contextmanager
def serving() -> Iterator[None]:
    """As that role."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def refused(statement: str) -> bool:
    """Whether the database says that this role may not (SQLSTATE 42501)."""
    with pytest.raises(DatabaseError) as caught:
        execute(statement)
    return getattr(caught.value.__cause__, "sqlstate", "") == "42501"


@pytest.mark.postgres
@pytest.mark.django_db
def test_whoever_serves_does_the_main_job_and_changes_nothing_that_stands():
    let_serve(ROLE)
    with serving():
        place = build()  # dossiers, councils, ballots, decisions, register, an import, appeals, contracts, seals
        assert Recognition.objects.exists() and Entry.objects.exists()
        seal_journal()
        for statement in REFUSED:
            assert refused(statement), statement
        for table in SWEPT:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = %s::regclass", [table])
                assert cursor.fetchone() == (True,)
        assert [one.state for one in examine(["database", "migrations"])] == [OK, OK]
        browser = Client()
        browser.force_login(place.user("registrar"))
        assert browser.get("/so-dang-ky/").status_code == 200
    assert examine(["database"])[0].state == WARNING


@pytest.mark.postgres
@pytest.mark.django_db
def test_what_a_migration_brings_is_given_to_who_serves():
    let_serve(ROLE)
    execute("CREATE TABLE brought (id int)")
    with serving():
        assert refused("SELECT * FROM brought")
    emit_post_migrate_signal(0, interactive=False, db="default")
    with serving():
        execute("SELECT * FROM brought")
        assert refused("DELETE FROM journal_entry")


@pytest.mark.django_db
def test_the_owner_is_not_let_serve_and_a_file_has_no_roles():
    with pytest.raises(CommandError, match="owns the tables|no roles"):
        call_command("grant", connection.settings_dict["USER"] if ON_POSTGRES else ROLE)
