"""The engine that this installation searches with: `SEARCH_URL` chooses."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engines.embedded import EmbeddedEngine
from search.engines.interface import Engine, Hit, SearchRequest, SearchResult

__all__ = ["Engine", "Hit", "SearchRequest", "SearchResult", "engine", "scratch"]


@cache
def engine() -> Engine:
    """The one engine of this process. Raises ImproperlyConfigured for an address that no engine serves."""
    scheme, _colon, place = settings.SEARCH_URL.partition("://")
    if scheme != "tantivy":
        raise ImproperlyConfigured("SEARCH_URL must look like tantivy:///folder/of/the/index.")
    return EmbeddedEngine(Path(place))


@contextmanager
def scratch(kind: str) -> Iterator[Engine]:
    """An empty engine of a kind ("embedded"), gone afterwards: for evaluation and tests."""
    if kind != "embedded":
        raise ImproperlyConfigured(f"No engine is called {kind}.")
    with tempfile.TemporaryDirectory(prefix="sangkien-search-") as folder:
        yield EmbeddedEngine(Path(folder))
