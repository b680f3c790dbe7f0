"""Recompute every stored conclusion under its own version of its scheme; fails on any difference."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reviews.models import Conclusion
from reviews.services.conclusions import differences


class Command(BaseCommand):
    help = "Recompute every stored conclusion from its inputs; fails when one comes out otherwise."

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError that names the dossiers and what differs."""
        rows = Conclusion.objects.select_related("scheme", "hearing__dossier").order_by("pk")
        count, wrong = 0, []
        for conclusion in rows.iterator(chunk_size=500):
            count += 1
            if parts := differences(conclusion):
                wrong.append(f"{conclusion.hearing.dossier.reference} ({conclusion.pk}): {', '.join(parts)}")
        if wrong:
            raise CommandError("\n".join([f"{len(wrong)} of {count} conclusions differ:", *wrong]))
        self.stdout.write(f"{count} conclusions replayed, all equal")
