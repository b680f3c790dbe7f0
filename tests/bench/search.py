"""`python -m tests.bench.search WORKS [FOLDER]`: the embedded engine against raw tantivy on the same index, side by side.

The works recombine the judged corpus, seeded. Raw is a bare match of two folded words (title, names and text), counted,
with the same facets and twenty rows read: what no search page could do without. Figures are printed, never judged.
"""

import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tantivy import Occur, Query

from search.documents import PUBLIC, IndexedDocument
from search.engines.embedded import EmbeddedEngine
from search.engines.interface import FACETS, SearchRequest
from search.evaluation import corpus, read

SEED = 20260520
DATA = Path(__file__).parents[1] / "search" / "data"
ROUNDS = 3
UNITS = 300


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
        yield IndexedDocument(
            key=f"d{number}", work_code=f"w{number}", title=" ".join(one[: len(one) // 2 + 1] + other[len(other) // 2 :]),
            names=" | ".join([*chance.sample(names, 3), str(year)]), text=". ".join(chance.choices(sentences, k=12)),
            codes=(f"SK-{year}-{number:06}",), kind=chance.choice(["initiative", "topic"]), level=chance.choice(["base", "city"]),
            field=f"F{chance.randrange(12)}", unit=unit, units=(unit,), year=year, state="recognised", rendition=PUBLIC,
            payload={"title": "", "number": number},
        )  # fmt: skip


def _raw(engine: EmbeddedEngine, words: str) -> None:
    """The bare match."""
    reader = engine.reader()
    schema, searcher = reader._index.schema, reader.searcher
    fields = ("title_f", "names_f", "text_f")
    both = Query.boolean_query(
        [
            (Occur.Must, Query.boolean_query([(Occur.Should, Query.term_query(schema, f, word)) for f in fields]))
            for word in words.split()
        ]
    )
    found = searcher.search(both, 20)
    searcher.aggregate(both, {name: {"terms": {"field": name, "size": 1000}} for name in FACETS})
    for _score, address in found.hits:
        searcher.doc(address)["shown"]


def _timed(act: Callable[[], Any]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def _say(name: str, times: list[float], floor: float = 0.0) -> float:
    half = statistics.median(times)
    ratio = f"{half / floor:6.2f} x raw" if floor else ""
    print(f"{name:34} p50 {half:7.1f}  p95 {sorted(times)[int(len(times) * 0.95)]:7.1f} ms {ratio}", flush=True)
    return half


def main(count: int, folder: Path) -> None:
    """Index, then measure."""
    engine = EmbeddedEngine(folder)
    if engine.count() != count:
        start = time.monotonic()
        engine.rebuild(works(count))
        print(f"indexed {count:,} in {time.monotonic() - start:.0f} s")
    queries = [query["query"] for query in read(DATA / "queries-dev.jsonl")]
    two = [
        "giai phap",
        "hoc sinh",
        "quan ly",
        "cong nghe",
        "benh vien",
        "nuoc thai",
        "nang luong",
        "chuyen doi",
        "an toan",
    ]
    timed: dict[str, list[float]] = {"raw": [], "plan": [], "full": [], "two": [], "suggest": [], "top": []}
    for turn in range(ROUNDS + 1):
        for at, query in enumerate(queries):
            pair = two[at % len(two)]
            acts: dict[str, Callable[[], Any]] = {
                "raw": lambda p=pair: _raw(engine, p),
                "two": lambda p=pair: engine.search(SearchRequest(words=f"{p} ")),
                "plan": lambda q=query: engine.reader()._plan(SearchRequest(words=q)),
                "top": lambda q=query: engine.search(SearchRequest(words=q, facets=())),
                "full": lambda q=query: engine.search(SearchRequest(words=q)),
                "suggest": lambda q=query: engine.suggest(SearchRequest(q[: max(3, len(q) * 2 // 3)])),
            }
            for name, act in acts.items():
                took = _timed(act)
                if turn:
                    timed[name].append(took)
    floor = _say("raw tantivy, two words", timed["raw"])
    _say("two words, whole answer", timed["two"], floor)
    _say("judged queries, whole answer", timed["full"], floor)
    _say("the same without facets", timed["top"], floor)
    _say("of that the plan", timed["plan"])
    _say("suggestions", timed["suggest"])
    print(f"memory at its peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main(
        int(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else Path(tempfile.mkdtemp(prefix="sangkien-search-"))
    )
