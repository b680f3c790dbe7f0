"""The database itself refuses to change or delete journal entries (law 2), on both databases."""

from typing import Any

SQLITE = [
    f"""CREATE TRIGGER journal_entry_no_{verb} BEFORE {verb.upper()} ON journal_entry
    BEGIN SELECT RAISE(ABORT, 'journal entries are append-only'); END"""
    for verb in ("update", "delete")
]
POSTGRES = [
    """CREATE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'journal entries are append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER journal_entry_append_only BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_append_only()""",
    """CREATE TRIGGER journal_entry_no_truncate BEFORE TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_append_only()""",
]


def install(apps: Any, schema_editor: Any) -> None:
    """Create the triggers."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def remove(apps: Any, schema_editor: Any) -> None:
    """Drop them (only for migrating back)."""
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER journal_entry_no_{verb}")
        return
    schema_editor.execute("DROP TRIGGER journal_entry_append_only ON journal_entry")
    schema_editor.execute("DROP TRIGGER journal_entry_no_truncate ON journal_entry")
    schema_editor.execute("DROP FUNCTION journal_append_only()")
