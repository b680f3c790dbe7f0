"""`make load`: so many people at the last hour of a round file, upload, autosave and search against the production commands.

    python -m tests.chaos.load [--people 500] [--minutes 4] [--server granian|gunicorn] [--write]

Each thinks some seconds between two steps. Meanwhile somebody tries codes of certificates as fast as they can, from one
address: they are to be told 429 with Retry-After, and nobody else.
"""

import argparse
import asyncio
import json
import os
import random
import sys
import time
from collections import Counter, defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import aiohttp

from tests.chaos.machines import Program, as_serving, let_serve_here
from tests.chaos.pages import written_into
from tests.chaos.plain import Services
from tools.services.process import free_port
from tools.services.together import leave_in_order

THINK = (4.0, 16.0)
RAMP = 30.0
WORDS = ("sang kien", "tiet kiem nuoc", "phan mem quan ly", "y te", "giao duc", "chuyen doi so", "rac thai", "do thi")
GUNICORN = ["gunicorn", "config.wsgi:application", "--workers", "2", "--threads", "4", "--bind"]


@dataclass
class Seen:
    """What was answered."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    bad: Counter[str] = field(default_factory=Counter)
    abuse: Counter[int] = field(default_factory=Counter)
    retry_after: int = 0
    memory: list[tuple[float, int]] = field(default_factory=list)


class Person:
    """One of them, at an address of their own."""

    def __init__(self, line: aiohttp.ClientSession, number: int, key: str, seen: Seen) -> None:
        self.line, self.seen, self.number = line, seen, number
        address = f"10.{number // 62_500}.{number // 250 % 250}.{number % 250 + 1}"
        self.headers = {"Authorization": f"Token {key}", "If-Match": "*", "X-Forwarded-For": address}
        self.headers["Prefer"] = "return=minimal"
        self.chance = random.Random(number)

    async def ask(self, what: str, method: str, path: str, **sent: Any) -> Any:
        """One step, and a while of thought; returns the answer's JSON, or where the new thing is."""
        start = time.monotonic()
        try:
            async with self.line.request(method, path, headers=self.headers, **sent) as answer:
                body = await answer.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            self.seen.bad[f"{what}: {type(error).__name__}"] += 1
            return None
        self.seen.took[what].append(time.monotonic() - start)
        if not answer.ok:
            self.seen.bad[f"{what}: {answer.status}"] += 1
            return None
        await asyncio.sleep(self.chance.uniform(*THINK))
        return answer.headers.get("Location") or (json.loads(body) if body else None)

    async def work(self, round_: str, answers: dict[str, Any], file: bytes, until: float) -> None:
        """File one dossier after the other."""
        await asyncio.sleep(self.chance.uniform(0, RAMP))
        turn = 0
        while time.monotonic() < until:
            turn += 1
            title = f"Giải pháp {self.number}-{turn} của giờ cuối"
            where = await self.ask("begin", "POST", "dossiers/", json={"round": round_, "title": title})
            if not where:
                await asyncio.sleep(1)
                continue
            names = list(answers)
            for cut in (len(names) // 3, 2 * len(names) // 3, len(names)):
                part = {name: answers[name] for name in names[:cut]} | {"title": title}
                await self.ask("autosave", "PATCH", where, json={"answers": part})
            data = file + b"\n%" + self.chance.randbytes(50_000).hex().encode()
            form = aiohttp.FormData()
            form.add_field("file", data, filename="mo-ta.pdf")
            await self.ask("upload", "POST", f"{where}files/", data=form)
            await self.ask("search", "GET", "search/", params={"q": self.chance.choice(WORDS)})
            await self.ask("own dossiers", "GET", "dossiers/")
            await self.ask("submit", "POST", f"{where}transitions/submit/", json={})


async def _abuse(line: aiohttp.ClientSession, seen: Seen, until: float) -> None:
    headers = {"X-Forwarded-For": "203.0.113.9"}
    while time.monotonic() < until:
        async with line.get(f"certificates/verify/{random.randrange(10**12):012d}/", headers=headers) as answer:
            await answer.read()
        seen.abuse[answer.status] += 1
        if answer.status == 429:
            seen.retry_after += answer.headers.get("retry-after", "").isdigit()
        await asyncio.sleep(0.1)


async def _watch(programs: list[Program], seen: Seen, until: float) -> None:
    start = time.monotonic()
    while time.monotonic() < until:
        seen.memory.append((time.monotonic() - start, sum(map(_resident, programs))))
        await asyncio.sleep(5)


def _resident(program: Program) -> int:
    """Bytes of a program and of all that it started."""
    total, group = 0, program.process.pid if program.process else 0
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(place.name)) == group:
                total += int((place / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, ValueError):
            continue
    return total


def main(arguments: list[str]) -> int:
    """Returns 1 where somebody was not served."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--minutes", type=float, default=4)
    parser.add_argument("--server", choices=["granian", "gunicorn"], default="granian")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args(arguments)
    leave_in_order()
    with ExitStack() as stack:
        report, good = _measured(stack, asked)
    print(report)
    if asked.write and asked.server == "granian":
        written_into("load granian", report)
    return 0 if good else 1


def _measured(stack: ExitStack, asked: argparse.Namespace) -> tuple[str, bool]:
    services = Services(stack, with_search=True)
    os.environ.update({**services.environment, "BACKGROUND": "later"})
    import django

    django.setup()
    keys, round_, answers = _prepared(asked.people)
    ours = {**as_serving(services.environment), "PROXIES": "1"}
    programs = [
        Program(name, services.folder, ours, free_port() if name == "web" else 0) for name in ("web", "worker", "beat")
    ]
    if asked.server == "gunicorn":
        at = programs[0].command.index(next(word for word in programs[0].command if word.endswith("granian")))
        own = [str(Path(sys.executable).parent / GUNICORN[0]), *GUNICORN[1:], f"127.0.0.1:{programs[0].port}"]
        programs[0].command[at:] = own
    for program in programs:
        stack.callback(program.kill)
        program.again()
    seen, load = Seen(), os.getloadavg()[0]
    asyncio.run(
        _rush(f"http://127.0.0.1:{programs[0].port}/api/v1/", programs, keys, round_, answers, seen, asked.minutes)
    )
    limited = set(seen.abuse) == {404, 429} and seen.abuse[429] == seen.retry_after
    return _told(seen, asked, load), limited and not seen.bad


def _prepared(people: int) -> tuple[list[str], str, dict[str, Any]]:
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from organisation.models import Unit, User
    from organisation.services.tokens import make_token
    from tests import city, first_day

    call_command("migrate", verbosity=0)
    let_serve_here()
    first_day.prepare()
    unit = Unit.objects.get(code="SKHCN")
    actors = [city.actor(at=unit) for _number in range(people)]
    keys = [make_token(user)[0] for user in User.objects.filter(pk__in=[actor.user_id for actor in actors])]
    answers = city.answers("recognition", "SKHCN", field="cntt")
    call_command("search", "rebuild", stdout=sys.stderr)
    connection.close()
    return keys, f"so-{timezone.localdate().year}", answers


async def _rush(
    address: str, programs: list[Program], keys: list[str], round_: str, answers: dict[str, Any], seen: Seen, minutes: float
) -> None:  # fmt: skip
    from tests import samples

    until = time.monotonic() + minutes * 60
    waits = aiohttp.ClientTimeout(total=60)
    kept = {"connector": aiohttp.TCPConnector(limit=0), "cookie_jar": aiohttp.DummyCookieJar()}
    async with aiohttp.ClientSession(address, timeout=waits, **kept) as line:
        people = [Person(line, number, key, seen) for number, key in enumerate(keys)]
        file = samples.pdf()
        work = [person.work(round_, answers, file, until) for person in people]
        tasks = [
            asyncio.ensure_future(one) for one in (*work, _abuse(line, seen, until), _watch(programs, seen, until))
        ]
        _done, left = await asyncio.wait(tasks, timeout=minutes * 60)
        for task in left:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _told(seen: Seen, asked: argparse.Namespace, load: float) -> str:
    every = [took for rows in seen.took.values() for took in rows]
    early = [size for at, size in seen.memory if RAMP <= at <= RAMP + 60]
    late = [size for at, size in seen.memory if at >= seen.memory[-1][0] - 60]
    rows = [("all", every), *sorted(seen.took.items())]
    megabytes = [sum(sizes) / len(sizes) / 1e6 if sizes else 0 for sizes in (early, late)]
    lines = [
        f"{date.today():%d/%m/%Y}, {asked.server}, {asked.people} people, {asked.minutes:g} minutes, two cores that also carry "
        f"the services, the load tool, and others' work (load average before: {load:.1f}): {len(every)} requests, "
        f"{len(every) / asked.minutes / 60:.0f} a second, {sum(seen.bad.values())} errors"
        + "".join(f"; {what} {count}" for what, count in seen.bad.most_common(6))
        + f". Memory of web, worker and beat: {megabytes[0]:.0f} MB in the second minute, {megabytes[1]:.0f} MB in the last. "
        f"Somebody trying codes: {seen.abuse[429]} of {sum(seen.abuse.values())} answered 429, "
        f"{seen.retry_after} of them with Retry-After; {seen.bad.total() and sum(n for w, n in seen.bad.items() if '429' in w)} "
        "of the others were.",
        "", "| step | requests | p50 ms | p95 ms | p99 ms |", "|---|---:|---:|---:|---:|",
        *(f"| {what} | {len(took)} | {_at(took, 50)} | {_at(took, 95)} | {_at(took, 99)} |" for what, took in rows),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _at(took: list[float], percent: int) -> int:
    return round(1000 * sorted(took)[min(len(took) - 1, len(took) * percent // 100)]) if took else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
