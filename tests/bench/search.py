"""`python -m tests.bench.search WORKS [FOLDER] [URL]`: engines against the bare match of the same works, side by side.

The works recombine the judged corpus, seeded. Raw is the bare engine over an index of its own (see raw.py): a match of two
folded words, each in one of three fields, counted, with the same facets, twenty rows read and the engine's own marks in
them; the row below it marks nothing. With a URL the Elasticsearch engine is measured too. FOLDER keeps the embedded indexes
for another time; those of Elasticsearch stay as `bench<WORKS>` and `benchraw<WORKS>`.

Queries are asked for the first time, unless a row says "again": no plan is remembered, no count kept by the cluster.

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

from search.documents import PUBLIC, IndexedDocument
from search.engines import Engine
from search.engines.elastic import Address, ElasticEngine
from search.engines.embedded import EmbeddedEngine
from search.engines.interface import SearchRequest
from search.evaluation import corpus, read
from tests.bench.raw import Raw, RawElasticsearch, RawTantivy
from tests.bench.starting import start as start_django

SEED = 20260520
DATA = Path(__file__).parents[1] / "search" / "data"
ROUNDS = 2
EVERY = 3  # of the judged queries is enough
UNITS = 300
PAIRS = (
    "giai phap", "hoc sinh", "quan ly", "cong nghe", "benh vien", "nuoc thai", "nang luong", "chuyen doi", "an toan",
)  # fmt: skip
SAID = {
    "raw": "raw, two words, marked",
    "bare": "raw, two words, without marks",
    "two": "two words, whole answer",
    "judged": "judged queries, whole answer",
    "again": "the same again",
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


def measured(acts: Callable[[int, str], dict[str, Act]], forget: Act) -> dict[str, list[float]]:
    """Milliseconds of each act, all of them in turn for every judged query; the first round warms."""
    queries = [query["query"] for query in read(DATA / "queries-dev.jsonl")][::EVERY]
    timed: dict[str, list[float]] = {}
    for turn in range(ROUNDS + 1):
        for at, query in enumerate(queries):
            for name, act in acts(at, query).items():
                if not name.endswith("again"):
                    forget()
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


Made = dict[str, tuple[Engine, Raw]]
"""Each engine, filled, with the bare one."""


def engines(count: int, folder: Path, url: str) -> Made:
    """The engines, filled."""
    made: Made = {"embedded": (EmbeddedEngine(folder), RawTantivy(folder / "raw"))}
    if url:
        address = Address.parse(f"{url}/bench{count}")
        made["elasticsearch"] = (ElasticEngine(address), RawElasticsearch(url, f"benchraw{count}"))
    for name, (engine, raw) in made.items():
        raw.fill(works(count), count)
        if engine.count() != count:
            start = time.monotonic()
            engine.rebuild(works(count))
            print(f"{name}: indexed {count:,} in {time.monotonic() - start:.0f} s", flush=True)
    return made


def forgetting(made: Made) -> Act:
    """What makes every engine answer as if nothing had been asked before."""

    def forget() -> None:
        for engine, _raw in made.values():
            if isinstance(engine, EmbeddedEngine):
                engine.reader()._planners.forget()
            if isinstance(engine, ElasticEngine):
                engine._words.planners().forget()
                engine.line.client.indices.clear_cache(index=engine._indices.alias, request=True)

    return forget


def bare_and_ours(made: Made) -> Callable[[int, str], dict[str, Act]]:
    """The acts of every engine, by engine and row."""

    def acts(at: int, query: str) -> dict[str, Act]:
        pair, begun = PAIRS[at % len(PAIRS)], query[: max(3, len(query) * 2 // 3)]
        found: dict[str, Act] = {}
        for name, (engine, raw) in made.items():
            found |= {
                f"{name} raw": lambda r=raw: r.ask(pair, marks=True),
                f"{name} bare": lambda r=raw: r.ask(pair, marks=False),
                f"{name} two": lambda e=engine: e.search(SearchRequest(words=f"{pair} ")),
                f"{name} judged": lambda e=engine: e.search(SearchRequest(words=query)),
                f"{name} again": lambda e=engine: e.search(SearchRequest(words=query)),
                f"{name} suggest": lambda e=engine: e.suggest(SearchRequest(begun, facets=(), limit=8)),
            }
        return found

    return acts


def whole_stack(made: Made) -> Callable[[int, str], dict[str, Act]]:
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

    def empty(raw: Raw, pair: str) -> None:
        raw.ask(pair, marks=True)
        client.get("/api/v1/search/suggestions/")

    def acts(at: int, query: str) -> dict[str, Act]:
        pair = PAIRS[at % len(PAIRS)]
        found: dict[str, Act] = {}
        for name, (engine, raw) in made.items():
            found |= {
                f"{name} empty": lambda r=raw: empty(r, pair),
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
    forget = forgetting(made)
    bare, whole = measured(bare_and_ours(made), forget), measured(whole_stack(made), forget)
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
