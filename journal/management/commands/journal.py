"""`journal seal`: seal what is new. `journal verify`: is every sealed entry as it was written? `journal export FILE`:
the whole journal with its seals, for `journal/checker.py`, which needs no database.
"""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from journal import queries, stamps
from journal.checker import expectation
from journal.models import Seal
from journal.services.seals import seal_journal


class Command(BaseCommand):
    help = "Seal the journal, verify it against its seals, or export it for a check elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do."""
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("seal", help="seal the entries that no seal covers yet")
        verify = actions.add_parser("verify", help="compare every sealed entry with its seal")
        verify.add_argument(
            "--expect", action="append", type=expectation, default=[], metavar="NUMBER:HASH",
            help="a seal as it was published; may be repeated",
        )  # fmt: skip
        export = actions.add_parser("export", help="write entries, seals and time stamps as JSON lines")
        export.add_argument("file", type=Path)

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        """Raises CommandError when the journal is not as it was sealed."""
        getattr(self, f"_{action}")(**options)

    def _seal(self, **options: Any) -> None:
        made, newest = seal_journal(), queries.seals().first()
        self.stdout.write(f"{made} seals made" + (f"; the newest is {newest.number}:{newest.hash}" if newest else ""))

    def _verify(self, expect: list[tuple[int, str]], **options: Any) -> None:
        found = [*queries.faults(dict(expect)), *stamps.faults_of_stamps()]
        for fault in found:
            self.stdout.write(fault)
        if found:
            raise CommandError("The journal is not as it was sealed.")
        self.stdout.write(f"whole: {Seal.objects.count()} seals hold; {queries.unsealed().count()} entries are newer")

    def _export(self, file: Path, **options: Any) -> None:
        file.touch(mode=0o600)
        with file.open("w", encoding="utf-8", errors="surrogatepass") as out:
            for row in queries.exported():
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        self.stdout.write(f"written: {file}")
