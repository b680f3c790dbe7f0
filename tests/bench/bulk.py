"""`python -m tests.bench.bulk URL [WORKS]`: writing to Elasticsearch against the client's own `parallel_bulk`.

Both write the same prepared documents into an index of the same mapping, by turns. Figures are printed, never judged.
"""

import resource
import sys
import time
from collections.abc import Callable

from elasticsearch.helpers import parallel_bulk

from search.documents import fields_of
from search.engines.elastic import Address
from search.engines.elastic.engine import ElasticEngine
from search.engines.elastic.mapping import written
from search.engines.elastic.writing import Operation, write
from tests.bench.search import works

TURNS = 2
MEGABYTE = 1024


def _timed(name: str, count: int, act: Callable[[], None]) -> None:
    start = time.perf_counter()
    act()
    took = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MEGABYTE
    print(f"{name:32} {count / took:8.0f} documents a second; memory at its peak {peak} MB", flush=True)


def main(url: str, count: int) -> None:
    """Measure."""
    engine = ElasticEngine(Address.parse(f"{url}/bench"))
    rows = list(works(count))
    made = [written(row, fields) for row, fields in zip(rows, fields_of(rows), strict=True)]
    client, index = engine.line.writer, engine._indices

    def ours() -> None:
        operations = (Operation(row.key, 1, body) for row, body in zip(rows, made, strict=True))
        write(engine.line, lambda: (index.alias,), operations)

    def theirs() -> None:
        actions = (
            {"_index": index.alias, "_id": row.key, "_source": body} for row, body in zip(rows, made, strict=True)
        )
        for _good, _item in parallel_bulk(client, actions, thread_count=2, chunk_size=2_000):
            pass

    try:
        for _turn in range(TURNS):
            for name, act in (("parallel_bulk, prepared", theirs), ("ours, prepared", ours)):
                engine.drop()
                index.ensure()
                _timed(name, count, act)
        _timed("a rebuild, analysed and counted", count, lambda: _rebuilt(engine, count))
        _timed("the same, twice as many", 2 * count, lambda: _rebuilt(engine, 2 * count))
    finally:
        engine.drop()


def _rebuilt(engine: ElasticEngine, count: int) -> None:
    engine.rebuild(works(count))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20_000)
