"""Walks over many hits: a point in time, so that nothing shifts meanwhile, and each step begins after the last hit."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from elasticsearch import ApiError, TransportError
from elasticsearch.dsl import Search, query

from search.documents import PUBLIC, IndexedDocument
from search.engines.elastic.line import Line, is_missing
from search.engines.elastic.questions import ROW, Asked
from search.engines.interface import EngineDown

STEP = 5_000
KEPT_FOR = "2m"  # between two steps

Body = dict[str, Any]


def digests(line: Line, alias: str) -> Iterator[tuple[str, str]]:
    """Every key with its digest."""
    body = Search().query(query.MatchAll()).sort("_shard_doc").source(False).to_dict()
    rows = every(line, alias, {**body, "docvalue_fields": ["key", "digest"]})
    return ((row["fields"]["key"][0], row["fields"]["digest"][0]) for row in rows)


def documents(line: Line, alias: str) -> Iterator[IndexedDocument]:
    """What the words of the public documents are counted from."""
    body = Search().query(query.Term("rendition", {"value": PUBLIC})).sort("_shard_doc").source(["shown"]).to_dict()
    for row in every(line, alias, body, step=500):
        told = row["_source"]["shown"]
        yield IndexedDocument(row["_id"], "", told["title"], told["names"], told["text"])


def rows(line: Line, alias: str, asked: Asked, offset: int, limit: int) -> Sequence[Any]:
    """A page far down: walked to without fetching what lies before."""
    body = asked.all
    before: Any = None
    with _point(line, alias) as point:
        while offset:
            taken = _page(line, {**body, "_source": False, "size": min(offset, STEP)}, point, before)
            if not taken:
                return []
            before, offset = taken[-1]["sort"], offset - len(taken)
        return _page(line, {**body, "_source": list(ROW), "size": limit}, point, before)


def every(line: Line, alias: str, body: Body, step: int = 0) -> Iterator[Any]:
    """Every hit of a body, in order, some thousands at a time."""
    size = step or STEP
    before: Any = None
    with _point(line, alias) as point:
        while found := _page(line, {**body, "size": size}, point, before):
            yield from found
            before = found[-1]["sort"]


@contextmanager
def _point(line: Line, alias: str) -> Iterator[str]:
    """A state of the index that stays; "" where there is no index."""
    try:
        point = line.read(lambda client: client.open_point_in_time(index=alias, keep_alive=KEPT_FOR))["id"]
    except ApiError as error:
        if not is_missing(error):
            raise
        point = ""
    try:
        yield point
    finally:
        with suppress(ApiError, TransportError, EngineDown):
            if point:
                line.read(lambda client: client.close_point_in_time(id=point))


def _page(line: Line, body: Body, point: str, before: Any) -> list[Any]:
    if not point:
        return []
    asked = {**body, "pit": {"id": point, "keep_alive": KEPT_FOR}, "track_total_hits": False}
    if before is not None:
        asked["search_after"] = before
    found = line.read(lambda client: client.search(body=asked, allow_partial_search_results=False))
    return list(found["hits"]["hits"])
