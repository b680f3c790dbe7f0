"""Where the cluster is, from `SEARCH_URL`.

http://127.0.0.1:9200                                        one node, index "sangkien"
https://user:secret@a:9200,https://b:9200/sangkien?replicas=2&ca=/etc/ssl/search.pem
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,60}")


@dataclass(frozen=True, slots=True)
class Address:
    """Nodes without their path, who asks, the name of the index, and how it is spread."""

    nodes: tuple[str, ...]
    index: str = "sangkien"
    user: tuple[str, str] | None = None
    authority: str = ""
    """File with the certificate of the authority that signed the cluster's."""
    shards: int = 1
    replicas: str = "0-1"
    """A number, or a range that follows the number of nodes."""

    @classmethod
    def parse(cls, url: str) -> "Address":
        """Read `SEARCH_URL`. Raises ImproperlyConfigured with what is wrong."""
        *nodes, last = url.split(",")
        parts = urlsplit(last)
        nodes = [*nodes, f"{parts.scheme}://{parts.netloc}"]
        told = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        index = parts.path.strip("/") or "sangkien"
        if unknown := set(told) - {"ca", "shards", "replicas"}:
            raise ImproperlyConfigured(f"SEARCH_URL has {unknown.pop()}=…, but knows only ca, shards and replicas.")
        if not _NAME.fullmatch(index):
            raise ImproperlyConfigured(f"SEARCH_URL names the index {index!r}: use small letters, digits, - and _.")
        bare = [_bare(node) for node in nodes]
        return cls(
            tuple(node for node, _user in bare),
            index,
            next((user for _node, user in bare if user), None),
            told.get("ca", ""),
            int(told.get("shards", 1)),
            told.get("replicas", "0-1"),
        )


def _bare(node: str) -> tuple[str, tuple[str, str] | None]:
    """The address of a node with its port but without who asks, and who does."""
    parts = urlsplit(node.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ImproperlyConfigured(f"SEARCH_URL names {node!r}: each node must look like https://host:9200.")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = parts.port or (443 if parts.scheme == "https" else 9200)
    user = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    return f"{parts.scheme}://{host}:{port}", user
