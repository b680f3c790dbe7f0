"""The database itself refuses to change or delete journal entries (law 2), on both databases."""

from dataclasses import dataclass
from typing import Any

VERBS = ("update", "delete")
SQLITE = [
    f"""CREATE TRIGGER journal_entry_no_{verb} BEFORE {verb.upper()} ON journal_entry
    BEGIN SELECT RAISE(ABORT, 'journal entries are append-only'); END"""
    for verb in VERBS
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
        for verb in VERBS:
            schema_editor.execute(f"DROP TRIGGER journal_entry_no_{verb}")
        return
    schema_editor.execute("DROP TRIGGER journal_entry_append_only ON journal_entry")
    schema_editor.execute("DROP TRIGGER journal_entry_no_truncate ON journal_entry")
    schema_editor.execute("DROP FUNCTION journal_append_only()")


@dataclass(frozen=True, slots=True)
class AppendOnly:
    """The same for a table of another package: `install` and `remove` are for its migration."""

    table: str

    def install(self, apps: Any, schema_editor: Any) -> None:
        """Create the triggers."""
        for statement in self._sqlite() if schema_editor.connection.vendor == "sqlite" else self._postgres():
            schema_editor.execute(statement)

    def remove(self, apps: Any, schema_editor: Any) -> None:
        """Drop them (only for migrating back)."""
        if schema_editor.connection.vendor == "sqlite":
            for verb in VERBS:
                schema_editor.execute(f"DROP TRIGGER {self.table}_no_{verb}")
            return
        schema_editor.execute(f"DROP TRIGGER {self.table}_append_only ON {self.table}")
        schema_editor.execute(f"DROP TRIGGER {self.table}_no_truncate ON {self.table}")
        schema_editor.execute(f"DROP FUNCTION {self.table}_refuse()")

    def _sqlite(self) -> list[str]:
        return [
            f"""CREATE TRIGGER {self.table}_no_{verb} BEFORE {verb.upper()} ON {self.table}
            BEGIN SELECT RAISE(ABORT, '{self.table} is append-only'); END"""
            for verb in VERBS
        ]

    def _postgres(self) -> list[str]:
        return [
            f"""CREATE FUNCTION {self.table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION '{self.table} is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
            f"""CREATE TRIGGER {self.table}_append_only BEFORE UPDATE OR DELETE ON {self.table}
            FOR EACH ROW EXECUTE FUNCTION {self.table}_refuse()""",
            f"""CREATE TRIGGER {self.table}_no_truncate BEFORE TRUNCATE ON {self.table}
            FOR EACH STATEMENT EXECUTE FUNCTION {self.table}_refuse()""",
        ]
