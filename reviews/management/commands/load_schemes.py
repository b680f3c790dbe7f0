"""Store the shipped schemes; what is stored already stays, what has changed becomes a new version."""

from typing import Any

from django.core.management.base import BaseCommand

from reviews.services.schemes import load_shipped_schemes


class Command(BaseCommand):
    help = "Store the shipped schemes of judging; may be repeated."

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many versions are new."""
        self.stdout.write(f"{load_shipped_schemes()} new versions")
