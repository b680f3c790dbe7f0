"""`search rebuild`: write a new index from the database and put it in the place of the old. `search check [--repair]`:
compare the two, work by work. `search evaluate`: rankings of judged queries over a corpus, from a scratch index.
"""

import json
import time
from argparse import FileType
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import indexing
from search.engines import engine, scratch
from search.evaluation import corpus as works_of
from search.evaluation import judged, rankings, read

EVERY = 10_000


class Command(BaseCommand):
    help = "Rebuild the search index, compare it with the database, or evaluate an engine on judged queries."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do."""
        actions = parser.add_subparsers(dest="action", required=True)
        rebuild = actions.add_parser("rebuild", help="write the whole index anew; the old one answers meanwhile")
        rebuild.add_argument("--if-empty", action="store_true", help="only when the index holds nothing")
        check = actions.add_parser("check", help="compare the index with the database")
        check.add_argument("--repair", action="store_true", help="index again what differs")
        evaluate = actions.add_parser("evaluate", help="rank judged queries over a corpus in a scratch index")
        evaluate.add_argument("--queries", type=Path, required=True)
        evaluate.add_argument("--corpus", type=Path, required=True)
        evaluate.add_argument("--engine", choices=["embedded", "elasticsearch"], default="embedded")
        evaluate.add_argument("--out", type=FileType("w", encoding="utf-8"), help="rankings, as JSON lines")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        """Raises CommandError when the check finds a difference and was not asked to repair it."""
        getattr(self, f"_{action}")(**options)

    def _rebuild(self, if_empty: bool = False, **options: Any) -> None:
        """Write everything anew and say how far it is."""
        if if_empty and engine().count():
            return
        start = time.monotonic()

        def say(done: int) -> None:
            if done % EVERY == 0:
                self.stdout.write(f"  indexed {done} ({time.monotonic() - start:.1f} s)")

        done = indexing.rebuild(say)
        self.stdout.write(f"indexed {done} documents in {time.monotonic() - start:.1f} s")

    def _check(self, repair: bool = False, **options: Any) -> None:
        """Compare, and mend if asked."""
        found = indexing.compare()
        self.stdout.write(f"missing {len(found.missing)}, stale {len(found.stale)}, left over {len(found.left_over)}")
        if not found.differs:
            return
        if not repair:
            raise CommandError("The index differs from the database: run search check --repair")
        indexing.repair(found)
        self.stdout.write("repaired")

    def _evaluate(self, queries: Path, corpus: Path, engine: str, out: TextIO | None = None, **options: Any) -> None:
        """Write rankings, and say how good they are by class of query."""
        asked = read(queries)
        with scratch(engine) as chosen:
            chosen.rebuild(works_of(corpus))
            found = dict(rankings(chosen, asked))
        if out is not None:
            out.writelines(json.dumps({"query_id": name, "ranking": keys}) + "\n" for name, keys in found.items())
            out.close()
        self.stdout.write(f"{'class':12} {'nDCG@10':>8} {'recall@10':>9} {'MRR':>6} {'success@1':>9}")
        for name, one in judged(asked, found).items():
            row = f"{one.ndcg:8.3f} {one.recall:9.3f} {one.reciprocal:6.3f} {one.success:9.3f}"
            self.stdout.write(f"{name:12} {row}")
