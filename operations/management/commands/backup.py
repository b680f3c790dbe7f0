"""`backup FILE`: database, stored files and keys in one file that only its owner may read."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.errors import DomainError
from operations.services.backup import write_backup


class Command(BaseCommand):
    help = "Write database, stored files and keys into one new file; the search index can always be made anew."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Raises CommandError if the file is there already or the database cannot be read."""
        try:
            write_backup(file, lambda done: self.stdout.write(f"  {done}"))
        except FileExistsError:
            raise CommandError(f"{file} is there already.") from None
        except DomainError as error:
            file.unlink(missing_ok=True)
            raise CommandError(str(error)) from error
        self.stdout.write(f"written: {file} ({file.stat().st_size / 1e6:.1f} MB). It holds every secret: keep it safe.")
