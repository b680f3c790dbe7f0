"""The database from one address. Of several hosts, by commas, the one that takes writes is used: after a fail-over the
next connection finds the new one.
"""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

import dj_database_url

PORT = "5432"
PATIENCE = 3  # seconds for each host


def parse(url: str) -> dict[str, Any]:
    """What Django needs: `postgres://USER:PASSWORD@A:5432,B:5432/NAME`, or one host, or SQLite."""
    parts = urlsplit(url)
    lead, at, places = parts.netloc.rpartition("@")
    if "," not in places:
        return dict(dj_database_url.parse(url))
    hosts = [place.rpartition(":") if ":" in place else (place, ":", PORT) for place in places.split(",")]
    found: dict[str, Any] = dict(dj_database_url.parse(urlunsplit(parts._replace(netloc=f"{lead}{at}{hosts[0][0]}"))))
    found["HOST"], found["PORT"] = (",".join(row[part] for row in hosts) for part in (0, 2))
    options: dict[str, Any] = {"target_session_attrs": "read-write", "connect_timeout": PATIENCE}
    options.update(dict(found.get("OPTIONS") or {}))
    return {**found, "OPTIONS": options}
