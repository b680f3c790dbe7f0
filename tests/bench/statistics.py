"""`python -m tests.bench.statistics SIZE`: figures over SIZE recognitions beside the best bare SQL for the same answer.

On the database of DATABASE_URL (an SQLite file of its own without it). By turns in one run; figures are printed, never
judged. `rows` is SQL over the register itself, `tallies` SQL over the kept tallies: the faster one is the floor.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

SEED, ROUNDS, BATCH = 20260520, 15, 50_000
YEARS = range(2012, 2027)
LEVELS, KINDS = (("department", 0.75), ("city", 0.25)), (("initiative", 0.7), ("topic", 0.3))
SHARED, REVOKED = 0.06, 0.02
STANDS = "r.recorded_to IS NULL AND r.held_to IS NULL"
BASED = """
    WITH g AS ({groups}) SELECT g.unit, g.level, g.year, g.n, b.n, CASE WHEN b.n > 0 THEN 100.0 * (g.n - b.n) / b.n END
    FROM g LEFT JOIN g b ON b.unit = g.unit AND b.level = g.level AND b.year = g.year - 1 ORDER BY g.n DESC
"""
ROWS = BASED.format(
    groups="SELECT c.unit_id AS unit, r.level, r.year, COUNT(*) AS n FROM recognition_credit c "
    f"JOIN recognition_recognition r ON r.id = c.recognition_id WHERE {STANDS} GROUP BY 1, 2, 3"
)
TALLIES = BASED.format(
    groups="SELECT unit, level, year, SUM(n) AS n FROM recognition_tally WHERE grain = 3 GROUP BY 1, 2, 3"
)
PERIOD = "r.level = 'city' AND r.held_from BETWEEN '2020-07-01' AND '2025-06-30'"
TARGET = f"SELECT COUNT(*) FROM recognition_recognition r WHERE {STANDS} AND {PERIOD}"


class Loader:
    """Writes the register by bulk statements, past the services; the triggers count along."""

    def __init__(self, size: int) -> None:
        from initiatives.models import Field, Round
        from organisation.models import Unit
        from recognition.models import Decision

        self.size, self.random = size, random.Random(SEED)
        self.units = list(Unit.objects.order_by("pk").values_list("pk", flat=True))
        self.weights = [1 / (1 + n % 40) for n in range(len(self.units))]
        self.fields = list(Field.objects.values_list("pk", flat=True))
        top = Unit.objects.get(code="UBND")
        day = date(2012, 1, 1)
        self.rounds = Round.objects.create(
            code="B", title="B", kind="initiative", purpose="recognition", level="city", authority=top, opens_on=day,
            closes_on=date(2030, 1, 1),
        )  # fmt: skip
        self.top = top.pk
        self.decision = Decision.objects.create(
            code="B", authority=top, level="city", title="B", year=2012, number=1, signed_on=day, state="published"
        ).pk

    def load(self) -> None:
        """All of it, a batch at a time."""
        from django.db import transaction

        for first in range(0, self.size, BATCH):
            with transaction.atomic():
                self._batch(min(BATCH, self.size - first), first)

    def _batch(self, count: int, first: int) -> None:
        from initiatives.models import Dossier, Work
        from journal.services.bulk import insert, new_ids
        from recognition.models import Credit, Recognition

        works, dossiers, ids = new_ids(Work, count), new_ids(Dossier, count), new_ids(Recognition, count)
        facts = [self._fact() for _n in range(count)]
        insert(Work, ("id", "kind", "title", "unit_id", "field_id", "public"), (
            (work, kind, f"Sáng kiến số {first + n}", units[0], field, True)
            for n, (work, (_level, kind, field, units, _day)) in enumerate(zip(works, facts, strict=True))
        ))  # fmt: skip
        insert(Dossier, ("id", "draft_code", "code", "work_id", "round_id", "purpose", "level", "unit_id",
                         "authority_id", "state", "channel"), (
            (dossier, f"N-{first + n}", f"SK-B-{first + n}", work, self.rounds.pk, "recognition", level, units[0],
             self.top, "recognised", "paper")
            for n, (dossier, work, (level, _kind, _field, units, _day)) in enumerate(
                zip(dossiers, works, facts, strict=True))
        ))  # fmt: skip
        insert(Recognition, ("id", "work_id", "dossier_id", "decision_id", "level", "kind", "field_id", "unit_id",
                             "grade", "held_from", "held_to", "recorded_from", "year"), (
            (pk, work, dossier, self.decision, level, kind, field, units[0], "", day,
             day + timedelta(90) if self.random.random() < REVOKED else None,
             datetime(day.year, day.month, day.day, 8, tzinfo=UTC), day.year)
            for pk, work, dossier, (level, kind, field, units, day) in zip(ids, works, dossiers, facts, strict=True)
        ))  # fmt: skip
        insert(Credit, ("recognition_id", "unit_id"), (
            (pk, unit) for pk, (_l, _k, _f, units, _d) in zip(ids, facts, strict=True) for unit in units
        ))  # fmt: skip

    def _fact(self) -> tuple[str, str, int, list[int], date]:
        chance = self.random
        level, kind = (chance.choices([v for v, _w in of], [w for _v, w in of])[0] for of in (LEVELS, KINDS))
        units = chance.choices(self.units, self.weights, k=2 if chance.random() < SHARED else 1)
        day = date(chance.choice(YEARS), 1, 1) + timedelta(chance.randrange(320))
        return level, kind, chance.choice(self.fields), list(dict.fromkeys(units)), day


def main(size: int) -> None:
    """Load, then measure."""
    folder = tempfile.mkdtemp(prefix="sangkien-bench-")
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
    os.environ.update(DATA_DIR=folder, BACKGROUND="later", ALLOWED_HOSTS="testserver")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from demonstration import people, targets
    from initiatives.services.reference import load_fields
    from journal.services.planner import inform_planner
    from recognition.queries.tallies import differences
    from recognition.services.tallies import fold

    call_command("migrate", verbosity=0)
    load_fields(), people.load_units(), people.load_cast(), targets.load_targets()
    _timed(f"loaded {size:,} on {connection.vendor}", Loader(size).load)
    _timed("folded", fold)
    inform_planner()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    _timed("compared with the register", lambda: print(f"  {len(list(differences()))} differences"))
    _measure()


def _timed(name: str, act: Callable[[], Any]) -> None:
    start = time.monotonic()
    act()
    print(f"{name}: {time.monotonic() - start:.1f} s", flush=True)


def _measure() -> None:
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from recognition.models import Tally
    from recognition.queries.register import RegisterFilter
    from recognition.queries.statistics import counted

    leader, public = Client(), Client()
    user = get_user_model().objects.get(username="lanhdao")
    leader.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    by = ("unit", "level", "year")
    tag = public.get("/api/v1/statistics/recognised/?by=unit,level,year").headers.get("ETag", "")
    known = {"HTTP_IF_NONE_MATCH": tag}
    acts: dict[str, Callable[[], Any]] = {
        "bare SQL, tallies": lambda: _sql(TALLIES),
        "ours: counted, unit level year": lambda: counted(by, RegisterFilter()),
        "API, unit level year": lambda: _got(public, "/api/v1/statistics/recognised/?by=unit,level,year"),
        "API, not modified": lambda: _got(public, "/api/v1/statistics/recognised/?by=unit,level,year", **known),
        "page, unit and year": lambda: _got(public, "/thong-ke/?by=unit&by=year"),
        "page, level and year": lambda: _got(public, "/thong-ke/"),
        "leader's page": lambda: _got(leader, "/chi-tieu/"),
    }
    print(f"{Tally.objects.count():,} tallies; {len(_sql(TALLIES)):,} groups", flush=True)
    times: dict[str, list[float]] = {name: [] for name in acts}
    for _round in range(ROUNDS):
        for name, act in acts.items():
            start = time.perf_counter()
            act()
            times[name].append((time.perf_counter() - start) * 1000)
    slow = {"bare SQL, rows": lambda: _sql(ROWS), "bare SQL, one target, rows": lambda: _sql(TARGET)}
    for name, act in slow.items():
        times[name] = [_milliseconds(act) for _round in range(3)]
    floor = min(statistics.median(times[name]) for name in ("bare SQL, tallies", "bare SQL, rows"))
    for name, taken in times.items():
        with CaptureQueriesContext(connection) as queries:
            (acts | slow)[name]()
        median = statistics.median(taken)
        print(f"{name:34}{median:9.1f} ms {median / floor:7.2f} x floor {len(queries):4} statements", flush=True)


def _milliseconds(act: Callable[[], Any]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def _sql(told: str) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(told)
        return list(cursor.fetchall())


def _got(client: Any, address: str, **more: Any) -> Iterator[bytes] | bytes:
    answer = client.get(address, **more)
    if answer.status_code not in (200, 304):
        raise RuntimeError(f"{answer.status_code} {address}")
    return bytes(answer.content)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
