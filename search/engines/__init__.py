"""The engine that this installation searches with: `SEARCH_URL` chooses."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engines.elastic import Address, ElasticEngine
from search.engines.embedded import EmbeddedEngine
from search.engines.interface import Engine, EngineDown, Hit, SearchRequest, SearchResult

__all__ = ["Engine", "EngineDown", "Hit", "SearchRequest", "SearchResult", "engine", "scratch"]

CLUSTER = ("http", "https")


@cache
def engine() -> Engine:
    """The one engine of this process. Raises ImproperlyConfigured for an address that no engine serves."""
    scheme, _colon, place = settings.SEARCH_URL.partition("://")
    if scheme in CLUSTER:
        return ElasticEngine(Address.parse(settings.SEARCH_URL))
    if scheme != "tantivy":
        raise ImproperlyConfigured("SEARCH_URL must look like tantivy:///folder/of/the/index or https://host:9200.")
    return EmbeddedEngine(Path(place))


@contextmanager
def scratch(kind: str, url: str = "") -> Iterator[Engine]:
    """An empty engine of a kind ("embedded", "elasticsearch"), gone afterwards: for evaluation and tests.

    The cluster is the one at `url`, or else that of this installation.
    """
    if kind == "embedded":
        with tempfile.TemporaryDirectory(prefix="sangkien-search-") as folder:
            yield EmbeddedEngine(Path(folder))
        return
    if kind != "elasticsearch":
        raise ImproperlyConfigured(f"No engine is called {kind}.")
    address = Address.parse(url or settings.SEARCH_URL)
    made = ElasticEngine(replace(address, index=f"scratch{secrets.token_hex(4)}"))
    try:
        yield made
    finally:
        made.drop()
