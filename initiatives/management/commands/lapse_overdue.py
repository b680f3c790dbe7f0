"""Close returned dossiers that were not answered in time, where neither Celery's beat nor the server's thread runs."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from initiatives.services.dossiers import lapse_overdue


class Command(BaseCommand):
    help = "Close returned dossiers whose day to answer has passed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the codes, one a line."""
        for code in lapse_overdue(timezone.localdate()):
            self.stdout.write(code)
