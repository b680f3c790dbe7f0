"""In which edition a run of the tests is."""

import os

ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")
