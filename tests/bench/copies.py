"""`python -m tests.bench.copies [WORKS ...]`: near copies among works of 60 words: time of a look, size, what is found.

Each asked text is one of the filed with words changed: one in 60, or one in 5. The size is what the samples add to an
index that is otherwise the same. Figures are printed, never judged.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from math import log
from pathlib import Path

from search.documents import PUBLIC, Fields, IndexedDocument, fields_of
from search.engines.layout import TEXTS
from search.engines.tantivy_reader import Reader, opened
from search.engines.tantivy_schema import written
from search.evaluation import corpus
from search.lines import Lines
from search.rules.copies import likeness
from tests.bench.search import DATA, SEED

WORDS = 60
ASKED = 300
EDITS = {"one word in 60": 1, "one word in 5": 12}
BATCH = 1_000


def filed(count: int) -> Iterator[IndexedDocument]:
    """Works of random words as frequent as in the judged corpus; the same each time."""
    chance = random.Random(SEED)
    words = [word for one in corpus(DATA / "corpus.jsonl") for word in one.text.split() if word.isalpha()]
    for number in range(count):
        told = chance.choices(words, k=WORDS)
        title, text = " ".join(told[:12]), " ".join(told[12:])
        yield IndexedDocument(f"d{number}", f"w{number}", title, text=text, rendition=PUBLIC, payload={"title": title})


def edited(work: IndexedDocument, changes: int, chance: random.Random) -> IndexedDocument:
    """With so many words changed."""
    words = f"{work.title} {work.text}".split()
    for at in chance.sample(range(len(words)), changes):
        words[at] = f"khac{chance.randrange(1_000)}"
    return replace(work, title=" ".join(words[:12]), text=" ".join(words[12:]))


def build(place: Path, count: int, sampled: bool) -> int:
    """An index of what finding copies needs, without words; returns its size in bytes."""
    index = opened(place)
    writer, rows = index.writer(heap_size=64_000_000, num_threads=1), filed(count)
    nothing: dict[str, Lines] = {name: [] for name in TEXTS}
    while chunk := list(islice(rows, BATCH)):
        for row, fields in zip(chunk, fields_of(chunk), strict=True):
            kept = Fields({**nothing, "title_x": fields.words["title_x"]}, fields.shingles if sampled else "")
            writer.add_document(written(row, kept))
    writer.commit()
    writer.wait_merging_threads()
    return sum(file.stat().st_size for file in place.iterdir())


def main(count: int) -> float:
    """Measure; returns the median of a look in milliseconds."""
    with tempfile.TemporaryDirectory(prefix="sangkien-copies-") as folder:
        start = time.monotonic()
        size = build(Path(folder) / "with", count, sampled=True)
        took = time.monotonic() - start
        size -= build(Path(folder) / "without", count, sampled=False)
        print(f"{count:,} works: built in {took:.0f} s; the samples take {size / 1e6:.0f} MB")
        return _measured(Reader(Path(folder) / "with"), count)


def _measured(reader: Reader, count: int) -> float:
    chance = random.Random(SEED)
    places = set(chance.sample(range(count), ASKED))
    asked = [work for at, work in enumerate(filed(count)) if at in places]
    times = []
    for name, changes in EDITS.items():
        found = 0
        for work in asked:
            own = edited(work, changes, chance)
            start = time.perf_counter()
            near = reader.alike(sample := own.shingles, frozenset(), 12)
            how = {
                one.key: likeness(sample, one.shingles, near.common, own.title, str(one.payload["title"]))
                for one in near.found
            }
            times.append((time.perf_counter() - start) * 1000)
            found += work.key in how and how[work.key].copy
        print(f"  {name}: found {found} of {len(asked)}")
    half = statistics.median(times)
    print(f"  a look p50 {half:.2f} ms, p95 {sorted(times)[int(len(times) * 0.95)]:.2f} ms", flush=True)
    return half


if __name__ == "__main__":
    sizes = [int(one) for one in sys.argv[1:]] or [20_000, 100_000]
    halves = [main(size) for size in sizes]
    if len(sizes) > 1:
        print(f"exponent {log(halves[-1] / halves[0]) / log(sizes[-1] / sizes[0]):.2f}")
