"""One migrated database for all processes of a run: the first migrates it, every one begins with a copy.

The migrations, of which Django draws all models anew at each step, take half a minute of a processor.
"""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

NAME = "migrated"


def lend(shared: Path) -> bool:
    """Let the test database of this process be made from the run's migrated one.

    `shared` is a folder that the processes of this run have in common, and no other. Whoever comes while another
    migrates waits for it. True: the database is there already and is to be kept (SQLite). False: Django makes it, from
    the template that is now named in its settings (PostgreSQL).
    """
    test = connection.settings_dict["TEST"]
    own = connection.creation._get_test_db_name()
    file = shared / f"{NAME}.sqlite3"
    template = str(file) if connection.vendor == "sqlite" else f"{connection.settings_dict['NAME']}_{NAME}"
    with _one_at_a_time(shared / f"{NAME}.lock"):
        done = shared / f"{NAME}.done"
        if not done.exists():
            _migrate(template)
            done.touch()
    if connection.vendor == "sqlite":
        shutil.copy(file, own)
        return True
    test["TEMPLATE"] = template
    return False


def _migrate(name: str) -> None:
    """Make a database of this name as Django makes a test's, and leave it."""
    before, test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    own, test["NAME"] = test["NAME"], name
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    finally:
        connection.close()
        test["NAME"] = own
        settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = before


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
