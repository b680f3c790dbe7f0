"""`python -m tests.bench.search WORKS [FOLDER] [URL]`: engines against the bare match on the same index, side by side.

The works recombine the judged corpus, seeded. Raw is a match of two folded words, each in one of three fields, counted,
with the same facets and twenty rows read: what no search page could do without. It marks nothing. With a URL the
Elasticsearch engine is measured too, against the same as one request of the bare client. FOLDER keeps the embedded
index for another time; that of Elasticsearch stays as `bench<WORKS>`.

`whole` is the page as Django answers it in this process (session, rights, template), against raw and an empty answer.
Figures are printed, never judged.
"""

import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from tantivy import Occur, Query

from search.documents import PUBLIC, IndexedDocument
from search.engines import Engine
from search.engines.elastic import Address, ElasticEngine
from search.engines.embedded import EmbeddedEngine
from search.engines.interface import FACETS, SearchRequest
from search.evaluation import corpus, read
from tests.bench.starting import start as start_django

SEED = 20260520
DATA = Path(__file__).parents[1] / "search" / "data"
ROUNDS = 2
LARGE = 500_000  # works from which every third query is enough
UNITS = 300
FIELDS = ("title_f", "names_f", "text_f")
PAIRS = (
    "giai phap", "hoc sinh", "quan ly", "cong nghe", "benh vien", "nuoc thai", "nang luong", "chuyen doi", "an toan",
)  # fmt: skip
SAID = {
    "raw": "raw, two words",
    "two": "two words, whole answer",
    "judged": "judged queries, whole answer",
    "suggest": "suggestions",
    "empty": "raw and an empty answer",
    "page": "judged queries, the page",
    "api": "judged queries, the API",
}

Act = Callable[[], Any]


def works(count: int) -> Iterator[IndexedDocument]:
    """As many works, made of halves of titles and of shuffled sentences; the same each time."""
    chance = random.Random(SEED)
    sources = list(corpus(DATA / "corpus.jsonl"))
    titles = [one.title.split() for one in sources]
    sentences = [sentence for one in sources for sentence in one.text.replace("\n", " ").split(". ") if sentence]
    names = [part.strip() for one in sources for part in one.names.split("|") if len(part.split()) > 2]
    for number in range(count):
        one, other = chance.choice(titles), chance.choice(titles)
        year = chance.randint(2005, 2026)
        unit = f"U{chance.randrange(UNITS)}"
        title = " ".join(one[: len(one) // 2 + 1] + other[len(other) // 2 :])
        code = f"SK-{year}-{number:06}"
        yield IndexedDocument(
            key=f"d{number}", work_code=f"w{number}", title=title,
            names=" | ".join([*chance.sample(names, 3), str(year)]), text=". ".join(chance.choices(sentences, k=12)),
            codes=(code,), kind=chance.choice(["initiative", "topic"]), level=chance.choice(["base", "city"]),
            field=f"F{chance.randrange(12)}", unit=unit, units=(unit,), year=year, state="recognised", rendition=PUBLIC,
            payload={
                "code": code, "title": title, "summary": "", "kind": "initiative", "unit": unit, "level": "base",
                "state": "recognised", "year": year, "authors": [], "work": number, "demonstration": False,
            },
        )  # fmt: skip


def bare_tantivy(engine: EmbeddedEngine, words: str) -> None:
    """The bare match of the embedded engine."""
    reader = engine.reader()
    schema, searcher = reader._index.schema, reader.searcher
    both = Query.boolean_query(
        [
            (Occur.Must, Query.boolean_query([(Occur.Should, Query.term_query(schema, f, word)) for f in FIELDS]))
            for word in words.split()
        ]
    )
    found = searcher.search(both, 20)
    searcher.aggregate(both, {name: {"terms": {"field": name, "size": 1000}} for name in FACETS})
    for _score, address in found.hits:
        searcher.doc(address)["shown"]


def bare_elasticsearch(engine: ElasticEngine, words: str) -> None:
    """The bare match of the cluster, in one request."""
    each: list[dict[str, Any]] = [{"multi_match": {"query": word, "fields": list(FIELDS)}} for word in words.split()]
    engine.line.client.search(
        index=engine._indices.alias,
        query={"bool": {"must": each}},
        size=20,
        track_total_hits=True,
        source_includes=["key", "group", "shown"],
        aggs={name: {"terms": {"field": name, "size": 1000}} for name in FACETS},
        request_cache=False,
    )


def measured(count: int, acts: Callable[[int, str], dict[str, Act]]) -> dict[str, list[float]]:
    """Milliseconds of each act, all of them in turn for every judged query; the first round warms."""
    queries = [query["query"] for query in read(DATA / "queries-dev.jsonl")][:: 3 if count >= LARGE else 1]
    timed: dict[str, list[float]] = {}
    for turn in range(ROUNDS + 1):
        for at, query in enumerate(queries):
            for name, act in acts(at, query).items():
                start = time.perf_counter()
                act()
                if turn:
                    timed.setdefault(name, []).append((time.perf_counter() - start) * 1000)
    return timed


def say(title: str, timed: dict[str, list[float]], floor: str) -> None:
    """One table; ratios to the row `floor`."""
    print(title, flush=True)
    least = _p50_p95(timed[floor])
    for name, times in timed.items():
        half, most = _p50_p95(times)
        ratios = "" if name == floor else f"{half / least[0]:6.2f} x and {most / least[1]:5.2f} x"
        print(f"  {SAID.get(name, name):30} p50 {half:7.1f}  p95 {most:7.1f} ms {ratios}", flush=True)


def _p50_p95(times: Iterable[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return statistics.median(ordered), ordered[int(len(ordered) * 0.95)]


def engines(count: int, folder: Path, url: str) -> dict[str, tuple[Engine, Callable[[str], None]]]:
    """Each engine, filled, with its bare match."""
    embedded = EmbeddedEngine(folder)
    made: dict[str, tuple[Engine, Callable[[str], None]]] = {
        "embedded": (embedded, lambda words: bare_tantivy(embedded, words))
    }
    if url:
        cluster = ElasticEngine(Address.parse(f"{url}/bench{count}"))
        made["elasticsearch"] = (cluster, lambda words: bare_elasticsearch(cluster, words))
    for name, (engine, _bare) in made.items():
        if engine.count() != count:
            start = time.monotonic()
            engine.rebuild(works(count))
            print(f"{name}: indexed {count:,} in {time.monotonic() - start:.0f} s", flush=True)
    return made


def bare_and_ours(made: dict[str, tuple[Engine, Callable[[str], None]]]) -> Callable[[int, str], dict[str, Act]]:
    """The acts of every engine, by engine and row."""

    def acts(at: int, query: str) -> dict[str, Act]:
        pair, begun = PAIRS[at % len(PAIRS)], query[: max(3, len(query) * 2 // 3)]
        found: dict[str, Act] = {}
        for name, (engine, bare) in made.items():
            found |= {
                f"{name} raw": lambda b=bare: b(pair),
                f"{name} two": lambda e=engine: e.search(SearchRequest(words=f"{pair} ")),
                f"{name} judged": lambda e=engine: e.search(SearchRequest(words=query)),
                f"{name} suggest": lambda e=engine: e.suggest(SearchRequest(begun, facets=(), limit=8)),
            }
        return found

    return acts


def whole_stack(made: dict[str, tuple[Engine, Callable[[str], None]]]) -> Callable[[int, str], dict[str, Act]]:
    """Page and API as Django answers them in this process, each engine in the place of the configured one."""
    start_django()
    from django.test import Client

    from search import queries

    client = Client()

    def answered(engine: Engine, address: str, query: str) -> None:
        queries.engine = lambda: engine  # type: ignore[assignment]
        answer = client.get(address, {"q": query})
        if answer.status_code != 200 or not answer.content:
            raise RuntimeError(answer.status_code)

    def empty(bare: Callable[[str], None], pair: str) -> None:
        bare(pair)
        client.get("/api/v1/search/suggestions/")

    def acts(at: int, query: str) -> dict[str, Act]:
        pair = PAIRS[at % len(PAIRS)]
        found: dict[str, Act] = {}
        for name, (engine, bare) in made.items():
            found |= {
                f"{name} empty": lambda b=bare: empty(b, pair),
                f"{name} page": lambda e=engine: answered(e, "/tim-kiem/", query),
                f"{name} api": lambda e=engine: answered(e, "/api/v1/search/", query),
            }
        return found

    return acts


def of(name: str, timed: dict[str, list[float]]) -> dict[str, list[float]]:
    """The rows of one engine."""
    return {key.partition(" ")[2]: times for key, times in timed.items() if key.startswith(f"{name} ")}


def main(count: int, folder: Path, url: str = "") -> None:
    """Index what is not there yet, then measure."""
    made = engines(count, folder, url)
    bare, whole = measured(count, bare_and_ours(made)), measured(count, whole_stack(made))
    for name in made:
        say(f"{name}, {count:,} works", of(name, bare), "raw")
        say(f"{name}, {count:,} works, whole stack", of(name, whole), "empty")
    print(f"memory at its peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main(
        int(sys.argv[1]),
        Path(sys.argv[2]) if len(sys.argv) > 2 else Path(tempfile.mkdtemp(prefix="sangkien-search-")),
        sys.argv[3] if len(sys.argv) > 3 else "",
    )
