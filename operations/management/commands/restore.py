"""`restore FILE`: bring back what `backup` wrote, into a new installation; then migrate, and write the index anew."""

import tarfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.errors import DomainError
from operations.services.backup import restore_backup


class Command(BaseCommand):
    help = "Bring back database, stored files and keys from a backup, migrate, and rebuild the search index."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """From where."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--overwrite", action="store_true", help="though this database is not empty")

    def handle(self, *args: Any, file: Path, overwrite: bool, **options: Any) -> None:
        """Raises CommandError, having touched nothing, if the backup is damaged or there is something here already."""
        try:
            restore_backup(file, overwrite, lambda done: self.stdout.write(f"  {done}"))
        except (DomainError, tarfile.TarError, OSError) as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0)
        call_command("search", "rebuild", stdout=self.stdout)
        key = settings.DATA_DIR / "restored-keys" / "secret_key"
        if key.read_text().partition("\n")[0] != settings.SECRET_KEY:
            self.stdout.write(
                f"SECRET_KEY here is another: set it to the first line of {key}, or printed QR codes fail."
            )
