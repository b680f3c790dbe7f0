"""Load the demonstration through the ordinary services; what is there already stays as it is."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.env import read_environment
from demonstration import execution, people, present, register, targets, tasks
from initiatives.services.reference import load_fields
from journal.services.planner import inform_planner
from reviews.services.schemes import load_shipped_schemes
from search.engines import engine
from search.indexing import everything


def index_everything() -> int:
    """Fill the index where it is empty; returns how many documents it holds."""
    if not engine().count():
        engine().index(everything())
    return engine().count()


class Command(BaseCommand):
    help = "Load the demonstration: units, people, rounds, a register, targets, and dossiers under way."

    def handle(self, *args: Any, **options: Any) -> None:
        """Each step says what it did; all of them may be repeated. Raises CommandError in production."""
        if read_environment().production:
            raise CommandError("The demonstration is never loaded in production.")
        steps: tuple[tuple[str, Callable[[], int]], ...] = (
            ("fields of application", load_fields),
            ("schemes of judging", load_shipped_schemes),
            ("units", people.load_units),
            ("people", people.load_cast),
            ("published titles", register.load_published),
            ("recognised works", register.load_register),
            ("targets", targets.load_targets),
            ("rounds", present.load_rounds),
            ("dossiers under way", present.load_dossiers),
            ("topics in execution", execution.load_topics),
            ("tasks and calls", tasks.load_tasks),
            ("search index", index_everything),
        )
        if settings.BACKGROUND == "thread":
            settings.BACKGROUND = "later"
        for name, step in steps:
            start = time.monotonic()
            count = step()
            self.stdout.write(f"  {name}: {count} ({time.monotonic() - start:.1f} s)")
        inform_planner()
