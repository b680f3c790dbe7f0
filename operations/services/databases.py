"""The database into a file and back: SQLite by its backup API, PostgreSQL by its own programs."""

import os
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from django.db import connection

from config.errors import Unavailable

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
RESTORE = (
    "pg_restore",
    "--clean",
    "--if-exists",
    "--no-owner",
    "--no-privileges",
    "--exit-on-error",
    "--single-transaction",
)


def dump(path: Path) -> None:
    """Write the database as it is at one moment, while others go on writing. Raises Unavailable."""
    if connection.vendor == "sqlite":
        with (
            closing(sqlite3.connect(connection.settings_dict["NAME"])) as here,
            closing(sqlite3.connect(path)) as there,
        ):
            here.backup(there)
        return
    _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}"])


def load(path: Path) -> None:
    """Put a written database in the place of this one. Raises Unavailable."""
    if connection.vendor == "sqlite":
        connection.close()
        with (
            closing(sqlite3.connect(path)) as there,
            closing(sqlite3.connect(connection.settings_dict["NAME"])) as here,
        ):
            there.backup(here)
        return
    connection.close()
    _run([*RESTORE, f"--dbname={connection.settings_dict['NAME']}", str(path)])


def is_empty() -> bool:
    """Whether nothing has been put into this database yet."""
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def _run(command: Sequence[str]) -> None:
    told = connection.settings_dict
    where = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = {**os.environ, **{name: str(told[of]) for name, of in where.items() if told.get(of)}}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError:
        raise Unavailable(f"{command[0]} is missing: install the PostgreSQL client.") from None
    if done.returncode:
        raise Unavailable(f"{command[0]}: {done.stderr.strip()[-500:]}")
