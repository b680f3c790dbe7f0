"""The engine that this installation searches with: `SEARCH_URL` chooses."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engines.embedded import EmbeddedEngine
from search.engines.interface import Engine, Hit, SearchRequest, SearchResult

__all__ = ["Engine", "Hit", "SearchRequest", "SearchResult", "engine"]


@cache
def engine() -> Engine:
    """The one engine of this process. Raises ImproperlyConfigured for an address that no engine serves."""
    scheme, _colon, place = settings.SEARCH_URL.partition("://")
    if scheme != "tantivy":
        raise ImproperlyConfigured("SEARCH_URL must look like tantivy:///folder/of/the/index.")
    return EmbeddedEngine(Path(place))
