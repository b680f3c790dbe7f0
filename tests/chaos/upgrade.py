"""`make upgrade`: the previous release goes on serving beside the schema of this one, as it does while servers are
replaced one by one; then both serve side by side; then the laws are checked.

    python -m tests.chaos.upgrade [--write]

Which release that is says deploy/previous-release.toml; its code is taken from git.
"""

import argparse
import logging
import os
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from tests.chaos.machines import ROOT, Program
from tests.chaos.pages import written_into
from tests.chaos.plain import Services
from tools.services import smtp
from tools.services.process import free_port
from tools.services.together import leave_in_order

COMMIT = tomllib.loads((ROOT / "deploy" / "previous-release.toml").read_text())["commit"]
WORK = 25.0


@contextmanager
def previous_code(folder: Path) -> Iterator[Path]:
    """A checkout of the previous release, gone afterwards."""
    place = folder / "previous"
    subprocess.run(
        ["git", "worktree", "add", "--detach", str(place), COMMIT], cwd=ROOT, check=True, capture_output=True
    )
    try:
        catalogues = [str(path.relative_to(place)) for path in place.rglob("*.po")]
        subprocess.run([sys.executable, "-m", "tools.install.catalogues", *catalogues], cwd=place, check=True)
        yield place
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", str(place)], cwd=ROOT, check=False)


class Watcher:
    """Asks a page of the old server again and again; remembers the slowest answer, and every one that was none."""

    def __init__(self, address: str) -> None:
        self.address, self.slowest, self.count, self.bad = address, 0.0, 0, 0
        self.ending = threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def _watch(self) -> None:
        with httpx.Client(timeout=60) as line:
            while not self.ending.is_set():
                start = time.monotonic()
                try:
                    self.bad += line.get(self.address).status_code >= 500
                except httpx.HTTPError:
                    self.bad += 1
                self.slowest, self.count = max(self.slowest, time.monotonic() - start), self.count + 1

    def end(self) -> None:
        """Ask no more."""
        self.ending.set()
        self.thread.join()


def main(arguments: list[str]) -> int:
    """Returns 1 where something does not hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args(arguments)
    leave_in_order()
    with ExitStack() as stack:
        report, whole = _upgrade(stack)
    print(report)
    if asked.write:
        written_into("upgrade", report)
    return 0 if whole else 1


def _upgrade(stack: ExitStack) -> tuple[str, bool]:
    services = Services(stack, with_search=False)
    folder, environment = services.folder, services.environment
    old = stack.enter_context(previous_code(folder))
    _manage(old, environment, "from django.core.management import call_command as c; c('migrate', verbosity=0)")
    _manage(old, environment, "from tests.first_day import prepare; prepare()")
    programs = [
        Program(name, folder, environment, free_port() if name == "web" else 0, old) for name in ("web", "worker")
    ]
    new = Program("web", folder, environment, free_port())
    for program in [*programs, new]:
        stack.callback(program.kill)
    for program in programs:
        program.again()
    return _work(environment, programs[0], new, services.letters)


def _manage(where: Path, environment: dict[str, str], code: str) -> None:
    told = {**os.environ, **environment, "BACKGROUND": "later"}
    subprocess.run([sys.executable, "-c", f"import django; django.setup()\n{code}"], cwd=where, env=told, check=True)


def _work(environment: dict[str, str], old: Program, new: Program, letters: smtp.Sink) -> tuple[str, bool]:
    os.environ.update({**environment, "BACKGROUND": "later"})
    import django

    django.setup()
    logging.getLogger("httpx").setLevel("WARNING")
    from django.core.management import call_command
    from django.utils import timezone

    from tests.chaos.laws import held
    from tests.chaos.people import Town, learn_answers

    page = f"http://127.0.0.1:{old.port}/so-dang-ky/"
    for _worker in range(8):  # so that the first answers of a server are not taken for slow ones
        httpx.get(page, timeout=60)
    watcher = Watcher(page)
    time.sleep(2)
    start = time.monotonic()
    call_command("migrate", verbosity=0)
    seconds = time.monotonic() - start
    watcher.end()
    learn_answers()
    new.again()
    round_, today = f"so-{timezone.localdate().year}", timezone.localdate().isoformat()
    towns = [
        Town(f"http://127.0.0.1:{port}", round_, today, name) for name, port in (("cũ", old.port), ("mới", new.port))
    ]
    for town in towns:
        town.start()
    time.sleep(WORK)
    for town in towns:
        town.end()
    return _told(towns, seconds, watcher, letters, held)


def _told(towns, seconds, watcher, letters, held) -> tuple[str, bool]:  # type: ignore[no-untyped-def]
    from journal.models import Delivery
    from journal.services.follow import follow_all

    one, other = towns
    answers = sum(
        n for town in towns for name, n in town.count.items() if name.startswith(("answers 5", "answers lost"))
    )
    faults = [fault for town in towns for fault in town.faults]
    done = [town.count["operations"] for town in towns]
    one.filed |= other.filed
    one.files += other.files
    one.ballots |= other.ballots
    one.numbers += other.numbers
    until = time.monotonic() + 240
    while Delivery.objects.exists() and time.monotonic() < until:
        follow_all()
        time.sleep(0.5)
    rows = [row for row in held(one, letters.messages()) if "index" not in row[0]]
    wrong = [row for row in rows if row[2] and "twice" not in row[0]]
    lines = [
        f"From {COMMIT[:7]}: the migrations took {seconds:.1f} s, meanwhile the old server answered {watcher.count} requests, "
        f"the slowest in {watcher.slowest:.2f} s, {watcher.bad} badly. Then {done[0]} operations on the old server and {done[1]} "
        f"on the new one, side by side over the new schema: {answers} answers lost or 5xx; "
        + (", ".join(f"{what}: {n} of {count} wrong" for what, count, n in wrong) or f"all {len(rows)} laws hold") + ".",
        *(f"- {fault}" for fault in faults[:20]),
    ]  # fmt: skip
    return "\n".join(lines) + "\n", not (wrong or faults or watcher.bad or answers)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
