"""Writes docs/reference/personal-data.md from the inventory."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.env import ROOT
from operations.personal import INVENTORY, Kept
from operations.rules.retention import RULES

HEAD = """# Personal data

Generated from `operations/personal.py`, which a test holds against the models: a field about people that is not here
fails it. The frame is Decree 13/2023/NĐ-CP and Law 91/2025/QH15 on personal data; which article is the ground of which
row, and how long a row may be kept where no other law says so, is for the authority's legal officer to decide.

A person fetches what is kept about them under **Your account → Your data**, or `POST /api/v1/me/data/`: after a fresh
sign-in, noted in the journal. Rows marked *own* are in it; the others note who did an official act, which the journal
tells. Secrets and other people are left out. Contents of files are fetched with their dossiers.

## What is removed, and when

From `operations/rules/retention.py`; an hourly task and `manage.py retention [--dry-run]` keep to it, and the journal
notes how many rows.

{rules}

Nothing is counted from what is removed: rows stay and lose their words, so statistics, the register, the search and
the journal's seals come out as before (`tests/operations/test_retention.py`). Filed dossiers, minutes, decisions,
certificates and the register are not removed by age: the law on archives and the authority's schedule decide, and the
system does not yet carry that schedule out. The journal is sealed and never changed: it holds the numbers of people
and accounts, staff codes, names of files, and the reasons that people wrote; once a name is gone, nothing in the
database leads from a staff code to a person. A backup keeps what it saved: `deploy/systemd/sangkien-backup.service`
and the operator decide for how long.

A person asks to be forgotten under **Your data**, or `POST /api/v1/me/erasure/`; an administrator decides within 72
hours under **Administration → Retention**, with a sentence that the person is told. Granted, it is done at once,
whatever the period; refused, it says why.

## What is kept

| what | fields about people | why | how long | who sees it | own | removed by |
|---|---|---|---|---|---|---|
"""
RULE_HEAD = "| rule | what | days | counted from | what becomes of it | basis |\n|---|---|---:|---|---|---|\n"


class Command(BaseCommand):
    """`--check` fails where the page is stale."""

    help = "Write the inventory of personal data into the documentation."

    def add_arguments(self, parser: CommandParser) -> None:
        """The one option."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Write, or compare."""
        page = ROOT / "docs" / "reference" / "personal-data.md"
        text = HEAD.replace("{rules}", _rules()) + "".join(
            f"| `{label}` | {' | '.join(_cells(label, kept))} |\n" for label, kept in sorted(INVENTORY.items())
        )
        if not check:
            page.write_text(text)
        elif not page.exists() or page.read_text() != text:
            raise CommandError("docs/reference/personal-data.md is stale: manage.py document_personal_data")


def _cells(label: str, kept: Kept) -> tuple[str, ...]:
    rules = ", ".join(rule.name for rule in RULES.values() if label in rule.holds)
    return ", ".join(kept.fields), kept.why, kept.until, kept.seen, "yes" if kept.own else "–", rules or "–"


def _rules() -> str:
    rows = (
        f"| {rule.name} | {rule.what} | {rule.days} | {rule.begins} | {rule.then} | {rule.basis} |\n"
        for rule in RULES.values()
    )
    return RULE_HEAD + "".join(rows)
