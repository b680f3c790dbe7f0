"""Indexes for the tables of all, and how one takes the place of another while people work."""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


def where_filled(field: str, name: str) -> models.Index:
    """The index of a key that few rows have. The others, above all those of old registers, do not pay for it."""
    return models.Index(fields=[field], name=name, condition=Q((f"{field}__isnull", False)))


class AddIndexBeside(AddIndexConcurrently):
    """Add an index; on PostgreSQL concurrently, so that nobody who writes waits. The migration is not atomic."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """As each database does it."""
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        else:
            migrations.AddIndex.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """As each database does it."""
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)
        else:
            migrations.AddIndex.database_backwards(self, app_label, schema_editor, from_state, to_state)


class FieldWithoutIndex(migrations.AlterField):
    """A field loses its own index and nothing else: `AlterField` alone would make the foreign key anew, and have all
    rows checked under a lock. `names`: what the index is called, and the other that PostgreSQL has for a text.
    """

    def __init__(self, model_name: str, name: str, field: Any, names: tuple[str, ...]) -> None:
        super().__init__(model_name, name, field)
        self.names = names

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take the index away; on PostgreSQL without having anybody wait."""
        how = "CONCURRENTLY " if schema_editor.connection.vendor == "postgresql" else ""
        for name in self.names:
            schema_editor.execute(f"DROP INDEX {how}IF EXISTS {schema_editor.quote_name(name)}")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make it again."""
        model = to_state.apps.get_model(app_label, self.model_name)
        field = model._meta.get_field(self.name)
        schema_editor.execute(schema_editor._create_index_sql(model, fields=[field], name=self.names[0]))
