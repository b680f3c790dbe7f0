"""`python -m tests.bench.rebuild WORKS FILE`: `search rebuild` from the database against the client's own `parallel_bulk`.

`DATABASE_URL` and `SEARCH_URL` say where; a database without works is filled first (see generate.py), for this is no place
for data that anybody needs. FILE keeps the first 200,000 of the same documents as Elasticsearch takes them, made once, a line each. The floor is
given the first 20,000 of them as plain data and writes them down with the client's serializer; a second one reads all from FILE and sends them as
they are. Each is run before and after. All end with an index that answers. Figures are printed, never judged.
"""

import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from elasticsearch.helpers import parallel_bulk

from tests.bench.starting import start as start_django

CHUNK = 2_000
PREPARED = 200_000
HELD = 20_000
EVERY = 100_000
MEGABYTE = 1024


def main(works: int, file: Path) -> None:
    """Fill, prepare, measure."""
    start_django()
    _filled(works)
    if not file.exists():
        _prepared(file)
    with file.open("rb") as lines:
        count = sum(1 for _line in lines)
    print(f"{count:,} prepared documents of {file.stat().st_size / count:.0f} bytes", flush=True)
    plain = [(key, orjson.loads(body)) for key, body in islice(_lines(file), HELD)]
    floors: dict[str, Callable[[], int]] = {
        "parallel_bulk, prepared documents": lambda: _theirs(plain),
        "parallel_bulk, written down already": lambda: _theirs(_lines(file)),
    }
    before = {name: _timed(name, floor) for name, floor in floors.items()}
    ours = _timed("search rebuild, from the database", _ours)
    for name, floor in floors.items():
        print(f"{2 * ours / (before[name] + _timed(name, floor)):.2f} x {name}", flush=True)


def _filled(works: int) -> None:
    from django.db import connection

    from demonstration import people
    from initiatives.models import Work
    from initiatives.services.reference import load_fields
    from tests.bench.generate import City

    class WithoutCouncils(City):
        """Sheets are not searched."""

        def _hearings(self, dossiers: list[Any]) -> None:
            pass

    if Work.objects.count() < works:
        load_fields()
        people.load_units()
        people.load_cast()
        WithoutCouncils(works).build(lambda words: print("  generated", words, flush=True))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a database does for itself that was not filled a minute ago


def _prepared(file: Path) -> None:
    """Documents as the cluster takes them, each with its key before it."""
    from search.documents import fields_of
    from search.engines.elastic.mapping import written
    from search.indexing import everything

    rows, made = islice(everything(), PREPARED), file.with_suffix(".new")
    with made.open("wb") as lines:
        while chunk := list(islice(rows, CHUNK)):
            for row, fields in zip(chunk, fields_of(chunk), strict=True):
                lines.write(row.key.encode() + b"\t" + written(row, fields) + b"\n")
    made.replace(file)


def _theirs(documents: Iterable[tuple[str, Any]]) -> int:
    from search.engines import engine

    ours: Any = engine()
    client, index = ours.line.writer, ours._indices
    name = index._make(f"{index.alias}-floor")
    actions = ({"_index": name, "_id": key, "_source": body} for key, body in documents)
    count = sum(good for good, _item in parallel_bulk(client, actions, thread_count=2, chunk_size=CHUNK))
    client.indices.refresh(index=name)
    client.indices.delete(index=name)
    return count


def _lines(file: Path) -> Iterator[tuple[str, bytes]]:
    with file.open("rb") as lines:
        for line in lines:
            key, _tab, body = line.rstrip(b"\n").partition(b"\t")
            yield key.decode(), body


def _ours() -> int:
    from search import indexing

    start = time.monotonic()

    def say(done: int) -> None:
        if done % EVERY == 0:
            print(f"  {done:>9,} documents, {time.monotonic() - start:5.0f} s, {_resident()} MB", flush=True)

    return indexing.rebuild(say)


def _resident() -> int:
    """The memory that this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // MEGABYTE**2


def _timed(name: str, act: Callable[[], int]) -> float:
    """Documents a second."""
    start = time.perf_counter()
    count = act()
    took = time.perf_counter() - start
    print(f"{name:36} {count / took:8.0f} documents a second, {count:,} in {took:.0f} s", flush=True)
    return count / took


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
