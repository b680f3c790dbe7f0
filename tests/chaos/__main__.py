"""`make chaos`: the production edition under work while its parts fail at random moments; then the laws are checked.

    python -m tests.chaos [ROUNDS] [--seed N] [--short] [--without-elasticsearch] [--write]

Each round kills every part once, fills the disk, slows the network and steps the clock, in an order drawn from the seed;
at the end the database fails over to its replica. `--write` puts the figures into docs/reliability.md.
"""

import argparse
import logging
import os
import random
import sys
import time

from tests.chaos.faults import PACES, Faults
from tests.chaos.machines import House, let_serve_here
from tests.chaos.pages import written_into
from tools.services.together import leave_in_order

DRAIN = 480.0


def main(arguments: list[str]) -> int:
    """Returns 1 where a law does not hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rounds", nargs="?", type=int, default=1)
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    parser.add_argument("--short", action="store_true", help="a minute: few operations, nothing is waited for")
    parser.add_argument(
        "--quick", action="store_true", help="the short form with still less waiting, as the suite runs it"
    )
    parser.add_argument("--without-elasticsearch", action="store_true")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args(arguments)
    asked.short = asked.short or asked.quick
    leave_in_order()
    begun = time.monotonic()
    house = House(not asked.without_elasticsearch, not asked.short)
    os.environ.update({**house.environment, "BACKGROUND": "later"})
    try:
        report, whole = _run(house, asked)
    finally:
        house.stop()
    print(f"{report}\n{time.monotonic() - begun:.0f} s in all")
    if asked.write:
        written_into("chaos", report)
    return 0 if whole else 1


def _run(house: House, asked: argparse.Namespace) -> tuple[str, bool]:
    import django

    django.setup()
    from django.utils import timezone

    from tests.chaos.laws import held
    from tests.chaos.people import Town

    logging.getLogger("httpx").setLevel("WARNING")
    round_ = _prepare()
    for program in (house.worker, house.beat, house.web):  # the one that is waited for last
        program.again()
    town = Town(f"http://127.0.0.1:{house.web.port}", round_, timezone.localdate().isoformat())
    start = time.monotonic()
    town.start()
    _tell("work begins")
    pace = "quick" if asked.quick else "short" if asked.short else "full"
    faults = Faults(house, random.Random(asked.seed), PACES[pace])
    faults.happen(asked.rounds)
    town.end()
    seconds = time.monotonic() - start
    _tell(f"work ended after {seconds:.0f} s")
    drained = _drain(asked.short)
    _tell(f"outbox empty after {drained:.0f} s")
    rows = list(held(town, house.mail.messages()))
    whole = not any(wrong for what, _count, wrong in rows if "twice" not in what) and not town.faults
    lines = [
        f"Seed {asked.seed}, {timezone.localdate():%d/%m/%Y}: {town.count['operations']} operations in {seconds:.0f} s; "
        + ", ".join(f"{name} {n}" for name, n in faults.counted.items())
        + f". {town.count['answers lost']} answers lost, "
        f"{sum(n for name, n in town.count.items() if name.startswith('answers 5'))} answers 5xx, "
        f"{town.count['done though the answer was lost']} done though the answer was lost. "
        f"The outbox was empty {drained:.0f} s after the last."
        + "".join(f" Not tried: {name}." for name in faults.left_out),
        "", "| law | looked at | violations |", "|---|---:|---:|",
        *(f"| {what} | {count} | {wrong} |" for what, count, wrong in rows),
    ]  # fmt: skip
    lines += ["", *(f"- {fault}" for fault in town.faults[:20])] if town.faults else []
    return "\n".join(lines) + "\n", whole


def _tell(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


def _prepare() -> str:
    """The demonstration's city on its first day; returns the round that is open."""
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from tests import first_day
    from tests.chaos.people import learn_answers

    call_command("migrate", verbosity=0)
    let_serve_here()
    first_day.prepare()
    learn_answers()
    call_command("search", "rebuild", stdout=sys.stderr)
    connection.close()
    return f"so-{timezone.localdate().year}"


def _hurry() -> None:
    """The waiting of the short form: what a killed worker held, and what is to be tried again, is due at once."""
    from datetime import timedelta

    from django.utils import timezone

    from journal.models import Delivery, Lease
    from organisation.models import Letter

    now = timezone.now()
    Lease.objects.update(until=now)
    Letter.objects.filter(state=Letter.State.SENDING).update(sent_at=now - timedelta(hours=1))
    Delivery.objects.update(not_before=now)


def _drain(short: bool) -> float:
    """Wait until nothing is left in the outbox; returns how long that took."""
    from django.db import connection

    from journal.models import Delivery
    from journal.services.follow import follow_all

    connection.close()
    connection.close_pool()  # what was open when the database was killed
    start = time.monotonic()
    while Delivery.objects.exists() and time.monotonic() - start < DRAIN:
        if short:
            _hurry()
            follow_all()
        time.sleep(1)
    return time.monotonic() - start


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
