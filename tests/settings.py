"""Settings for tests: the project's own, in a data folder of this process, with what only costs time made cheap.

The database comes from DATABASE_URL as everywhere: `tools.suite` runs the suite once on SQLite and once on PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_data = Path(tempfile.mkdtemp(prefix=f"sangkien-{os.getpid()}-test-"))  # swept by the harness if we are killed
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["DATA_DIR"] = str(_data)
(_data / "static").mkdir()

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, REST_FRAMEWORK  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

BACKGROUND = "later"  # no thread works beside a test, or after its database has gone; who wants one says so

REAUTHENTICATE_MINUTES = 0  # tests sign people in without a password; those of the second step say otherwise

# Look for a static file when it is asked for: every test client would otherwise list them all, 45 ms each time.
WHITENOISE_AUTOREFRESH = True

# All tests come from one address; those of the limits set their own.
REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"] = dict.fromkeys(REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"], "100000/min")

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as people have it: WAL and two writers at once cannot be tried in memory.
    DATABASES["default"]["TEST"] = {"NAME": str(_data / "test.sqlite3")}
else:
    # A pool is bound to the name that the database had when it was first asked for, and tests rename theirs: Django's
    # own way round a `postgres` database that cannot be reached would then migrate the wrong one.
    del DATABASES["default"]["OPTIONS"]["pool"]
