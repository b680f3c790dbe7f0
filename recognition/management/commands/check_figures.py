"""`manage.py check_figures [--repair]`: whether the tallies behind the figures are what the register says."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from recognition.queries.tallies import differences
from recognition.services.tallies import fold, rebuild

SHOWN = 20


class Command(BaseCommand):
    help = "Compare the kept tallies with the rows of the register; --repair writes them anew where they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="write the tallies anew if they differ")

    def handle(self, *args: Any, repair: bool = False, **options: Any) -> None:
        found = list(differences())
        for one in found[:SHOWN]:
            self.stderr.write(f"{one.group}: tallied {one.tallied}, in the register {one.counted}")
        if not found:
            self.stdout.write(f"The tallies are what the register says; {fold()} rows folded.")
        elif repair:
            self.stdout.write(f"{len(found)} groups differed; {rebuild()} tallies written anew.")
        else:
            raise CommandError(f"{len(found)} groups differ from the register; --repair writes the tallies anew.")
