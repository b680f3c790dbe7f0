"""SQLite's planner knows the tables, also those that nobody has read since they were made anew."""

import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection

from journal.services.planner import inform_planner
from tests import city


@pytest.mark.sqlite
@pytest.mark.django_db
def test_the_planner_learns_of_tables_that_it_knew_nothing_of():
    for code in ("SYT", "SGDDT"):
        city.unit(code)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # makes the table of statistics
        cursor.execute("DELETE FROM sqlite_stat1")
        inform_planner()
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'organisation_unit' AND idx LIKE '%path%'")
        [(told,)] = cursor.fetchall()
    assert int(told.split()[0]) == 3  # and the city above them


@pytest.mark.sqlite
@pytest.mark.django_db
def test_a_migration_informs_it():
    city.unit()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("DELETE FROM sqlite_stat1")
        emit_post_migrate_signal(0, interactive=False, db="default")
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'organisation_unit'")
        assert cursor.fetchone()[0]
