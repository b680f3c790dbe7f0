"""`grant ROLE`: let web, worker and beat serve under a role of PostgreSQL that owns nothing. Run it as the owner."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.errors import Invalid
from operations.services.serving_role import let_serve

PASSWORD = "SERVING_PASSWORD"  # noqa: S105 - the name of a variable


class Command(BaseCommand):
    help = f"Let a role of PostgreSQL serve, made where it is missing; its password stands in {PASSWORD}."

    def add_arguments(self, parser: CommandParser) -> None:
        """The role."""
        parser.add_argument("role")

    def handle(self, *args: Any, role: str, **options: Any) -> None:
        """Say what came of it."""
        try:
            let_serve(role, os.environ.get(PASSWORD, ""))
        except Invalid as error:
            raise CommandError(str(error.message)) from None
        self.stdout.write(f"{role} reads and writes rows; tables belong to whoever migrates.")
