"""`retention`: remove or anonymise what has been kept as long as the table says. Celery's beat and the server's thread
do it every hour; `--dry-run` tells what would go.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from operations.rules.retention import RULES
from operations.services.retention import keep_to_the_periods


class Command(BaseCommand):
    help = "Remove or anonymise personal data that has been kept as long as the table of retention says."

    def add_arguments(self, parser: CommandParser) -> None:
        """The one option."""
        parser.add_argument("--dry-run", action="store_true", help="count what is due, change nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """One line a rule."""
        for name, count in keep_to_the_periods(dry=dry_run).items():
            rule = RULES[name]
            self.stdout.write(f"{count:7} {name:9} {rule.what}: {rule.then}" + (" (due)" if dry_run else ""))
