"""`manage.py import_register FILE`: bring in an old register from the command line, as the page does."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from config.errors import DomainError, Invalid
from organisation.actor import actor_of
from organisation.models import Unit, User
from recognition.models import RegisterImport
from recognition.services.imports.desk import ask_to_store, read_now, store_now, take_file
from recognition.services.imports.settling import put_down
from recognition.services.imports.words import problem_in_words


class Command(BaseCommand):
    help = "Bring in an old register from XLSX, XLS, ODS or CSV; --dry-run stores nothing and tells every problem."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and what holds where it says nothing."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--user", required=True, help="user name of the registrar who brings it in")
        parser.add_argument("--authority", required=True, help="code of the authority")
        parser.add_argument("--dry-run", action="store_true")
        for name in ("sheet", "header", "level", "kind", "decision", "day", "unit", "headings"):
            parser.add_argument(f"--{name}")
        parser.add_argument("--map", action="append", default=[], metavar="NAME=CODE", help="a unit by its old name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with everything that is wrong."""
        user = User.objects.select_related("person").filter(username=options["user"]).first()
        authority = Unit.objects.filter(code=options["authority"]).first()
        if user is None or authority is None:
            raise CommandError(_("No such user, or no such authority."))
        try:
            with transaction.atomic():
                run = self._read(options, actor_of(user), authority)
                if not options["dry_run"]:
                    run = store_now(ask_to_store(run.pk, actor_of(user)))
                    if run.state != RegisterImport.State.STORED:
                        raise Invalid(_("The register has changed meanwhile, or is not whole: look at its problems."))
                    self._tell(_("Stored: %(n)d works, import %(id)d.") % {"n": run.report["works"], "id": run.pk})
                else:
                    transaction.set_rollback(True)
        except DomainError as error:
            lines = [str(error.message), *(f"{name}: {text}" for name, texts in error.fields.items() for text in texts)]
            raise CommandError("\n".join(filter(None, lines))) from error

    def _read(self, options: dict[str, Any], actor: Any, authority: Unit) -> RegisterImport:
        path: Path = options["file"]
        with path.open("rb") as stream:
            upload = UploadedFile(File(stream), path.name, size=path.stat().st_size)
            run = take_file(actor, authority, upload)
        said = {
            name: options[name]
            for name in ("sheet", "header", "level", "kind", "decision", "day", "unit", "headings")
            if options[name] is not None
        }
        units = dict(one.rsplit("=", 1) for one in options["map"] if "=" in one)
        put_down(run, {**said, "units": units})
        read_now(run)
        self._report(run)
        return run

    def _report(self, run: RegisterImport) -> None:
        told = run.report
        if "fault" in told:
            raise CommandError(told["fault"])
        counts = _("%(rows)d rows: %(works)d works to enter, %(known)d known already, %(problems)d problems.")
        self._tell(counts % {name: told[name] for name in ("rows", "works", "known", "problems")})
        for problem in run.problems.values("row", "field", "code", "shown"):
            self._tell(problem_in_words(run, problem))
        for unit in told["unknown_units"]:
            near = ", ".join(f"{one['code']} {one['name']}" for one in unit["proposals"]) or "–"
            words = _("Unknown unit “%(name)s” (%(n)d works); perhaps: %(near)s")
            self._tell(words % {"name": unit["name"], "n": unit["works"], "near": near})
        for decision in told["decisions"]:
            self._tell(f"{decision['day']} {decision['level']} {decision['decision'] or '–'}: {decision['works']}")

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
