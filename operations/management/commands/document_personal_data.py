"""Writes docs/reference/personal-data.md from the inventory."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.env import ROOT
from operations.personal import INVENTORY, Kept

HEAD = """# Personal data

Generated from `operations/personal.py`, which a test holds against the models: a field about people that is not here
fails it. The frame is Decree 13/2023/NĐ-CP and Law 91/2025/QH15 on personal data; which article is the ground of which
row, and how long a row may be kept where no other law says so, is for the authority's legal officer to decide.

A person fetches what is kept about them under **Your account → Your data**, or `POST /api/v1/me/data/`: after a fresh
sign-in, noted in the journal. Rows marked *own* are in it; the others note who did an official act, which the journal
tells. Secrets and other people are left out. Contents of files are fetched with their dossiers.

**There is no retention with anonymisation yet**: nothing is removed by age.

| what | fields about people | why | how long | who sees it | own |
|---|---|---|---|---|---|
"""


class Command(BaseCommand):
    """`--check` fails where the page is stale."""

    help = "Write the inventory of personal data into the documentation."

    def add_arguments(self, parser: CommandParser) -> None:
        """The one option."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Write, or compare."""
        page = ROOT / "docs" / "reference" / "personal-data.md"
        text = HEAD + "".join(
            f"| `{label}` | {' | '.join(_cells(kept))} |\n" for label, kept in sorted(INVENTORY.items())
        )
        if not check:
            page.write_text(text)
        elif not page.exists() or page.read_text() != text:
            raise CommandError("docs/reference/personal-data.md is stale: manage.py document_personal_data")


def _cells(kept: Kept) -> tuple[str, ...]:
    return ", ".join(kept.fields), kept.why, kept.until, kept.seen, "yes" if kept.own else "–"
