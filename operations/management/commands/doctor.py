"""`doctor`: is every part well, and what is to be done where it is not?"""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations.checks import BAD, OK, UNUSED, WARNING, examine
from operations.checks.keeping import KEEPING
from operations.checks.working import WORKING


class Command(BaseCommand):
    help = "Examine every part of this installation: green, or a sentence that says what to do."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Which parts; all if none is named."""
        parser.add_argument("parts", nargs="*", choices=[*KEEPING, *WORKING, []], metavar="PART")

    def handle(self, *args: Any, parts: list[str], **options: Any) -> None:
        """Raises CommandError when a part is bad."""
        painted: dict[str, Callable[[str], str]] = {
            OK: self.style.SUCCESS,
            UNUSED: str,
            WARNING: self.style.WARNING,
            BAD: self.style.ERROR,
        }
        found = examine(parts)
        for one in found:
            self.stdout.write(f"{painted[one.state](f'{one.state:8}')} {one.name:13} {one.words}")
        if bad := [one.name for one in found if one.state == BAD]:
            raise CommandError(f"Not well: {', '.join(bad)}")
