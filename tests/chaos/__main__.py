"""`make chaos`: the production edition under work while its parts are killed at random moments; then the laws are checked.

    python -m tests.chaos [ROUNDS] [--seed N] [--without-elasticsearch] [--write]

Each round kills every part once, in an order drawn from the seed. `--write` puts the figures into docs/reliability.md.
"""

import argparse
import logging
import os
import random
import sys
import time
from collections import Counter
from pathlib import Path

from tests.chaos.machines import ROOT, House

PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- chaos: begin -->\n", "<!-- chaos: end -->\n"
DRAIN = 240.0


def main(arguments: list[str]) -> int:
    """Returns 1 where a law does not hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rounds", nargs="?", type=int, default=1)
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    parser.add_argument("--without-elasticsearch", action="store_true")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args(arguments)
    house = House(not asked.without_elasticsearch)
    os.environ.update({**house.environment, "BACKGROUND": "later"})
    try:
        report, whole = _run(house, asked.rounds, random.Random(asked.seed), asked.seed)
    finally:
        house.stop()
    print(report)
    if asked.write:
        _write(PAGE, report)
    return 0 if whole else 1


def _run(house: House, rounds: int, chance: random.Random, seed: int) -> tuple[str, bool]:
    import django

    django.setup()
    from django.utils import timezone

    from tests.chaos.laws import held
    from tests.chaos.people import Town

    logging.getLogger("httpx").setLevel("WARNING")
    round_ = _prepare()
    for program in (house.web, house.worker, house.beat):
        program.again()
    town = Town(f"http://127.0.0.1:{house.web.port}", round_, timezone.localdate().isoformat())
    start = time.monotonic()
    town.start()
    killed = _kill(house, rounds, chance)
    town.end()
    seconds = time.monotonic() - start
    drained = _drain()
    rows = list(held(town, house.mail.messages()))
    whole = not any(wrong for what, _count, wrong in rows if "twice" not in what) and not town.faults
    lines = [
        f"Seed {seed}, {timezone.localdate():%d/%m/%Y}: {town.count['operations']} operations in {seconds:.0f} s, "
        f"{sum(killed.values())} parts killed (" + ", ".join(f"{name} {n}" for name, n in killed.items()) + "); "
        f"{town.count['answers lost']} answers lost, "
        f"{sum(n for name, n in town.count.items() if name.startswith('answers 5'))} answers 5xx, "
        f"{town.count['done though the answer was lost']} done though the answer was lost. "
        f"The outbox was empty {drained:.0f} s after the last.",
        "", "| law | looked at | violations |", "|---|---:|---:|",
        *(f"| {what} | {count} | {wrong} |" for what, count, wrong in rows),
    ]  # fmt: skip
    lines += ["", *(f"- {fault}" for fault in town.faults[:20])] if town.faults else []
    return "\n".join(lines) + "\n", whole


def _prepare() -> str:
    """The demonstration's city on its first day; returns the round that is open."""
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from tests import first_day
    from tests.chaos.people import learn_answers

    call_command("migrate", verbosity=0)
    first_day.prepare()
    learn_answers()
    call_command("search", "rebuild", stdout=sys.stderr)
    connection.close()
    return f"so-{timezone.localdate().year}"


def _kill(house: House, rounds: int, chance: random.Random) -> Counter[str]:
    """Every part once a round, each after a while of work, and back after a moment."""
    killed: Counter[str] = Counter()
    time.sleep(8)
    for _round in range(rounds):
        names = list(house.victims)
        chance.shuffle(names)
        for name in names:
            time.sleep(chance.uniform(2, 6))
            house.victims[name].kill()
            killed[name] += 1
            print(f"killed {name}", file=sys.stderr, flush=True)
            time.sleep(chance.uniform(0.5, 3))
            house.victims[name].again()
    time.sleep(8)
    return killed


def _drain() -> float:
    """Wait until nothing is left in the outbox; returns how long that took."""
    from django.db import connection

    from journal.models import Delivery

    connection.close()
    connection.close_pool()  # what was open when the database was killed
    start = time.monotonic()
    while Delivery.objects.exists() and time.monotonic() - start < DRAIN:
        time.sleep(1)
    return time.monotonic() - start


def _write(page: Path, report: str) -> None:
    before, _mark, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _old, _mark, after = rest.partition(END)
    page.write_text(before + BEGIN + "\n" + report + "\n" + END + after, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
