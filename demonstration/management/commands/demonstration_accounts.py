"""Print one account for each role: `role username password`."""

from typing import Any

from django.core.management.base import BaseCommand

from demonstration.cast import CAST, PASSWORD


class Command(BaseCommand):
    help = "Print one account for each role of the demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line each."""
        for player in CAST:
            self.stdout.write(f"{player.stands_for} {player.username} {PASSWORD}")
