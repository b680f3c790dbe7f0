"""`make bench WORKS=10000`: medians of the main pages and API calls, their SQL queries, and the ratio to the raw floor.

Everything runs in this process through Django's own request handling (no HTTP server), alternating with the floor: the
bare SQL for the same answer and orjson. Figures are printed, never judged.
"""

import resource
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.bench.starting import start as start_django

ROUNDS = 25


def main(works: int) -> None:
    """Build the city, then measure."""
    start_django()
    _prepare(works)
    _measure()


def _prepare(works: int) -> None:
    from demonstration import people, targets
    from initiatives.services.reference import load_fields
    from journal.services.planner import inform_planner
    from reviews.services.schemes import load_shipped_schemes
    from search.engines import engine
    from search.indexing import everything
    from tests.bench.generate import City, fingerprint

    load_fields()
    load_shipped_schemes()
    people.load_units()
    people.load_cast()
    targets.load_targets()
    City(works).build(lambda words: print("  generated", words, flush=True))
    inform_planner()
    start = time.monotonic()
    count = engine().index(everything())
    print(f"  indexed {count:,} documents, {time.monotonic() - start:.0f} s; city {fingerprint()}")


def _measure() -> None:
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    def signed_in(username: str) -> Client:
        client = Client()
        user = get_user_model().objects.get(username=username)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    leader, public, reviewer = signed_in("lanhdao"), Client(), _reviewer(Client())
    code = _code()
    calls: tuple[tuple[str, Client, str], ...] = (
        ("list page, first 50", leader, "/ho-so/"),
        ("list page by state", leader, "/ho-so/?state=in_review"),
        ("detail page", leader, f"/ho-so/{code}/"),
        ("home of a reviewer", reviewer, "/"),
        ("register, public", public, "/so-dang-ky/"),
        ("statistics page", public, "/thong-ke/?by=unit"),
        ("target page", leader, "/chi-tieu/"),
        ("search one word, facets, highlights", public, "/tim-kiem/?q=giải+pháp"),
        ("API list of 50 with authors", leader, "/api/v1/dossiers/"),
        ("API detail", leader, f"/api/v1/dossiers/{code}/"),
        ("API statistics by unit and year", public, "/api/v1/statistics/recognised/?by=unit,year"),
        ("export of the register as CSV", public, "/so-dang-ky/?xuat=csv"),
        ("export of the register as JSON", public, "/so-dang-ky/?xuat=json"),
    )
    print(f"{'':40}{'p50 ms':>9}{'p95 ms':>9}{'SQL':>5}{'bytes':>10}{'floor ms':>10}{'ratio':>7}")
    for name, client, address in calls:
        with CaptureQueriesContext(connection) as queries:
            size = len(_body(client.get(address)))
            statements = len(queries)
        own, floor = _alternate(lambda c=client, a=address: _body(c.get(a)), _floor)
        ratio = statistics.median(own) / statistics.median(floor)
        p95 = sorted(own)[int(len(own) * 0.95)]
        print(
            f"{name:40}{statistics.median(own):9.1f}{p95:9.1f}{statements:5}{size:10,}"
            f"{statistics.median(floor):10.2f}{ratio:7.1f}",
            flush=True,
        )
    print(f"memory of the process at its peak: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def _alternate(own: Callable[[], Any], floor: Callable[[], Any]) -> tuple[list[float], list[float]]:
    """Milliseconds of both, taken in turn."""
    own(), floor()
    times: tuple[list[float], list[float]] = ([], [])
    for _round in range(ROUNDS):
        for kept, act in zip(times, (own, floor), strict=True):
            start = time.perf_counter()
            act()
            kept.append((time.perf_counter() - start) * 1000)
    return times


def _floor() -> bytes:
    """The bare SQL of a list of 50 dossiers with their authors, and orjson."""
    import orjson
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.id, d.code, d.state, d.level, w.id, w.title FROM initiatives_dossier d "
            "JOIN initiatives_work w ON w.id = d.work_id ORDER BY d.id DESC LIMIT 50"
        )
        rows = cursor.fetchall()
        marks = ", ".join(["%s"] * len(rows))
        cursor.execute(
            f"SELECT a.work_id, p.full_name FROM initiatives_author a JOIN organisation_person p ON p.id = a.person_id "
            f"WHERE a.work_id IN ({marks}) ORDER BY a.work_id, a.position",
            [row[4] for row in rows],
        )
        return orjson.dumps([rows, cursor.fetchall()])


def _reviewer(client: Any) -> Any:
    """A member of a generated council."""
    from organisation.services.people import give_account
    from reviews.models import Seat

    person = Seat.objects.order_by("pk")[0].person
    person.email = person.email or "reviewer@example.vn"
    person.save()
    user = give_account(person, "bench-reviewer", "not-used-to-sign-in")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _code() -> str:
    from initiatives.models import Dossier

    return str(Dossier.objects.filter(state="in_review").order_by("pk")[0].code)


def _body(response: Any) -> bytes:
    if response.status_code != 200:
        raise RuntimeError(f"{response.status_code} {response.request['PATH_INFO']}")
    return b"".join(response.streaming_content) if response.streaming else response.content


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
