"""`search rebuild`: write the whole index anew from the database. `search check [--repair]`: compare the two."""

import time
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.engines import engine
from search.indexing import everything

BATCH = 1_000


class Command(BaseCommand):
    help = "Rebuild the search index from the database, or compare it with the database."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do."""
        parser.add_argument("action", choices=["rebuild", "check"])
        parser.add_argument("--repair", action="store_true", help="with check: rebuild when the two differ")
        parser.add_argument("--if-empty", action="store_true", help="with rebuild: only when the index holds nothing")

    def handle(self, *args: Any, action: str, repair: bool = False, if_empty: bool = False, **options: Any) -> None:
        """Raises CommandError when the check finds a difference and was not asked to repair it."""
        if action == "rebuild":
            if not (if_empty and engine().count()):
                self.rebuild()
            return
        there, wanted = engine().count(), sum(1 for _document in everything())
        self.stdout.write(f"index {there}, database {wanted}")
        if there != wanted and not repair:
            raise CommandError("The index differs from the database: run search check --repair")
        if there != wanted:
            self.rebuild()

    def rebuild(self) -> None:
        """Write everything anew, a thousand documents at a time."""
        start, done = time.monotonic(), 0
        engine().clear()
        documents = everything()
        while batch := list(islice(documents, BATCH)):
            done += engine().index(batch)
            self.stdout.write(f"  indexed {done} ({time.monotonic() - start:.1f} s)")
