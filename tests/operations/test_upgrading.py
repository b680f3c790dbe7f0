"""Migrations that are newer than the previous release neither lock the tables that it uses nor break what it writes."""

import io
import tomllib

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django_migration_linter.sql_analyser import analyse_sql_statements, get_sql_analyser_class

from config.env import ROOT

PREVIOUS = tomllib.loads((ROOT / "deploy" / "previous-release.toml").read_text())["migrations"]


def newer():
    """The migrations of ours that the previous release does not have."""
    loader = MigrationLoader(connection)
    known = {node for app, name in PREVIOUS.items() for node in loader.graph.forwards_plan((app, name))}
    return [loader.graph.nodes[key] for key in sorted(loader.graph.nodes) if key[0] in PREVIOUS and key not in known]


def errors_of(app, name):
    out = io.StringIO()
    call_command("sqlmigrate", app, name, stdout=out)
    rows = [line for line in out.getvalue().splitlines() if line and not line.startswith("--")]
    return analyse_sql_statements(get_sql_analyser_class("postgresql"), rows)[0]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)  # what is done concurrently asks to be told outside of one
def test_newer_migrations_let_the_previous_release_go_on_working():
    found = newer()
    assert {
        f"{one.app_label}.{one.name}": errors for one in found if (errors := errors_of(one.app_label, one.name))
    } == {}


@pytest.mark.postgres
def test_what_would_break_it_is_found():
    for statement in (
        "ALTER TABLE a ADD COLUMN b integer NOT NULL;", "ALTER TABLE a DROP COLUMN b;", "ALTER TABLE a RENAME TO b;",
        "ALTER TABLE a ALTER COLUMN b TYPE bigint;",
    ):  # fmt: skip
        assert analyse_sql_statements(get_sql_analyser_class("postgresql"), [statement])[0], statement
