"""The migrated database that tests begin with: made once for a run, and copied by each of its processes."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.base.creation import BaseDatabaseCreation
from filelock import FileLock

NAME = "migrated"


@contextmanager
def copied(shared: Path) -> Iterator[None]:
    """Inside, Django's making of a test database copies what the first process of the run has migrated.

    `shared` is a folder that all processes of the run, and of no other, have in common. A process that comes while
    another migrates waits for it: 84 migrations take half a minute of a processor.
    """
    original = BaseDatabaseCreation.create_test_db

    def create_test_db(self: BaseDatabaseCreation, *args: Any, **options: Any) -> str:
        with FileLock(shared / f"{NAME}.lock"):
            return _on_sqlite(self, original, shared, *args, **options) ...
