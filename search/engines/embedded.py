"""The embedded engine: tantivy, an index folder beside the database. One writer at a time over all processes.

    <folder>/<digest of the schema>/current -> g3     the index that is read; moved when a rebuild is done
    <folder>/<digest of the schema>/g3/               segments, and vocabulary.npz

Readers look at the time of one file before each search and read anew when it has changed; a folder that is gone or
damaged is an empty index.
"""

import fcntl
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from tantivy import Query

from search.documents import PUBLIC, IndexedDocument, fields_of
from search.engines.interface import Hit, Neighbours, SearchRequest, SearchResult
from search.engines.tantivy_reader import Reader, opened
from search.engines.tantivy_schema import DIGEST, index_in, written
from search.vocabulary import Tally, Vocabulary

HEAP = 64_000_000  # bytes of the writer
REBUILT_IN = 2 * HEAP  # half as many segments, each of which is asked
BATCH = 1_000
STALE = 0.02  # the share of documents that may change before words are counted anew
WHOLE = "whole"  # the file that says that an index was written from everything


class EmbeddedEngine:
    """An index in `folder`, under a name with the schema's digest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / DIGEST
        self._lock = threading.RLock()
        self._seen: tuple[str, int] | None = None
        self._reader: Reader | None = None

    # -- writing -------------------------------------------------------------------------------------------------------

    @contextmanager
    def _writing(self) -> Iterator[Path]:
        """The only writer: other threads wait for the lock, other processes for the file; gives the index to write."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._lock, (self.folder / "writer.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield self._current()

    def _current(self) -> Path:
        """The folder of the index that is read; made where there is none."""
        link = self.folder / "current"
        if not link.exists():
            self._point_to(_fresh(self.folder))
        return link.resolve()

    def _point_to(self, generation: Path) -> None:
        index_in(generation)
        link = self.folder / "next"
        link.unlink(missing_ok=True)
        link.symlink_to(generation.name)
        link.replace(self.folder / "current")

    def _change(self, act: Callable[[Any], int]) -> int:
        """Let `act` use a writer, then commit; returns what it returned."""
        with self._writing() as place:
            index = opened(place)
            writer = index.writer(heap_size=HEAP, num_threads=1)
            try:
                done = act(writer)
                writer.commit()
                writer.wait_merging_threads()
            finally:
                del writer
            self._count_words(place, index, done)
            self._seen = None
        return done

    def _count_words(self, place: Path, index: Any, changed: int) -> None:
        """Count the words of the public documents anew when enough of them have changed."""
        tally_file = place / "changed"
        index.reload()
        searcher = index.searcher()
        since = changed + (int(tally_file.read_text() or 0) if tally_file.exists() else 0)
        if since <= STALE * searcher.num_docs and (place / "vocabulary.npz").exists():
            tally_file.write_text(str(since))
            return
        tally = Tally()
        public = Query.term_query(index.schema, "rendition", PUBLIC, "basic")
        hits = searcher.search(Query.const_score_query(public, 1.0), max(searcher.num_docs, 1), count=False).hits
        addresses = (address for _score, address in hits)
        while chunk := list(islice(addresses, BATCH)):
            tally.add_fields(fields_of([_read(searcher.doc(address)) for address in chunk]))
        _keep_words(place, tally)

    def index(self, documents: Iterable[IndexedDocument]) -> int:
        """Write documents by key; returns how many."""
        rows = iter(documents)
        first = list(islice(rows, BATCH))
        if not first:
            return 0

        def act(writer: Any) -> int:
            done, chunk = 0, first
            while chunk:
                for row, fields in zip(chunk, fields_of(chunk), strict=True):
                    writer.delete_documents_by_term("key", row.key)
                    writer.add_document(written(row, fields))
                done += len(chunk)
                chunk = list(islice(rows, BATCH))
            return done

        return self._change(act)

    def delete(self, keys: Iterable[str], as_of: int = 0) -> None:
        """Take documents out. Writers come one after the other here, so nothing hangs on `as_of`."""
        gone = list(keys)
        if gone:
            self._change(lambda writer: sum(bool(writer.delete_documents_by_term("key", key)) for key in gone))

    def rebuild(self, documents: Iterable[IndexedDocument], say: Callable[[int], None] = lambda done: None) -> int:
        """Write a new index beside the old and put it in its place at the end; says how many are done as it goes."""
        self.folder.mkdir(parents=True, exist_ok=True)
        place = _fresh(self.folder)
        index = opened(place)
        tally, rows, done = Tally(), iter(documents), 0
        writer = index.writer(heap_size=REBUILT_IN, num_threads=1)
        while chunk := list(islice(rows, BATCH)):
            fields = fields_of(chunk)
            for row, analysed in zip(chunk, fields, strict=True):
                writer.add_document(written(row, analysed))
            tally.add_fields([one for row, one in zip(chunk, fields, strict=True) if row.rendition == PUBLIC])
            done += len(chunk)
            say(done)
        writer.commit()
        writer.wait_merging_threads()
        del writer
        _keep_words(place, tally)
        (place / WHOLE).touch()
        with self._writing() as old:
            self._point_to(place)
            self._seen = None
            shutil.rmtree(old, ignore_errors=True)
        return done

    def clear(self) -> None:
        """Take everything out."""
        self.rebuild(())

    # -- reading -------------------------------------------------------------------------------------------------------

    def reader(self) -> "Reader":
        """What is to be read now; opened anew after a change by whatever process."""
        meta = self.folder / "current" / "meta.json"
        with suppress(FileNotFoundError):
            stat = meta.stat()
            now = (f"{stat.st_dev}:{stat.st_ino}", stat.st_mtime_ns)
            if self._reader is not None and self._seen == now:
                return self._reader
        with self._lock:
            with self._writing() as place:
                stat = (place / "meta.json").stat()
                self._reader = Reader(place, self._reader)
            self._seen = (f"{stat.st_dev}:{stat.st_ino}", stat.st_mtime_ns)
            return self._reader

    def whole(self) -> bool:
        """Whether the index was written from everything, and not begun by a change."""
        return (self.folder / "current" / WHOLE).exists()

    def count(self) -> int:
        """How many documents there are."""
        return int(self.reader().searcher.num_docs)

    def digests(self) -> Iterator[tuple[str, str]]:
        """Every key with the digest of what is indexed for it."""
        return self.reader().digests()

    def search(self, request: SearchRequest) -> SearchResult:
        """Find."""
        return self.reader().search(request)

    def suggest(self, request: SearchRequest) -> Sequence[Hit]:
        """What an unfinished query may lead to."""
        return self.reader().suggest(request)

    def keys(self, request: SearchRequest) -> Iterator[str]:
        """Every matching key, in order."""
        return self.reader().keys(request)

    def payloads(self, request: SearchRequest) -> Iterator[Mapping[str, Any]]:
        """What a row shows of every match, in order."""
        return self.reader().payloads(request)

    def alike(self, shingles: Set[str], tokens: frozenset[str], limit: int = 12) -> Neighbours:
        """What shares most of the shingles, among what holders of the tokens see."""
        return self.reader().alike(shingles, tokens, limit)


def _fresh(folder: Path) -> Path:
    """A folder for the next index."""
    taken = [int(path.name[1:]) for path in folder.glob("g*") if path.name[1:].isdecimal()]
    place = folder / f"g{max(taken, default=0) + 1}"
    place.mkdir()
    return place


def _keep_words(place: Path, tally: Tally) -> None:
    made = place / "vocabulary.new"
    made.write_bytes(Vocabulary.of(tally).to_bytes())
    made.replace(place / "vocabulary.npz")
    (place / "changed").write_text("0")


def _read(document: Any) -> IndexedDocument:
    """What the words of a stored document are counted from."""
    told = orjson.loads(bytes(document["shown"][0]))
    return IndexedDocument(document["key"][0], "", told["title"], told["names"], told["text"])
