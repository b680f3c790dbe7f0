"""`python -m tests.bench.council [DOSSIERS]`: sheets saved, a session concluded, ballots cast, by one and by eight at once.

On the database of DATABASE_URL (an SQLite file of its own without it). One client speaks in this process; eight speak
HTTP to a Granian of one worker with four threads, each on a connection of its own. The floor of concluding is the rule
alone on the same sheets; that of saving is one INSERT in a transaction of its own; that of eight clients is the same
server asked by all of them who they are. Figures are printed, never judged.
"""

import http.client
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

MEMBERS, CLIENTS, POLLS = 9, 8, 40
Times = list[float]


def main(dossiers: int) -> None:
    """Build two councils, then measure."""
    folder = Path(tempfile.mkdtemp(prefix="sangkien-bench-"))
    os.environ.update(DATA_DIR=str(folder), BACKGROUND="later", ALLOWED_HOSTS="testserver,127.0.0.1")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'bench.sqlite3'}")
    os.environ["SECRET_KEY"] = "one for this process and the server that it starts"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(f"{'':44}{'n':>6}{'p50 ms':>9}{'p95 ms':>9}{'floor ms':>10}{'ratio':>7}")
    _session(dossiers)
    _at_once(folder)


def _told(name: str, own: Times, floor: Times) -> None:
    middle, bare = statistics.median(own), statistics.median(floor)
    late = sorted(own)[int(len(own) * 0.95)]
    print(f"{name:44}{len(own):6}{middle:9.2f}{late:9.2f}{bare:10.3f}{middle / bare:7.1f}", flush=True)


def _timed(acts: Iterable[Callable[[], Any]]) -> Times:
    """Milliseconds of each."""
    times = []
    for act in acts:
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1000)
    return times


def _session(dossiers: int) -> None:
    """One council of nine hears all dossiers: every sheet saved and locked, every dossier concluded."""
    from reviews.queries.inputs import gather
    from reviews.queries.schemes import parsed
    from reviews.rules.conclude import conclude
    from reviews.services.conclusions import conclude_hearing
    from reviews.services.sheets import lock_sheet, save_sheet
    from tests.reviews import factories as f

    town = f.town(f.SCORED, MEMBERS)
    hearings = town.hear(*[f.dossier(town.round) for _n in range(dossiers)])
    town.meet()
    people = [f.actor(one) for one in town.members]
    marks = f.GOOD[f.SCORED]
    pairs = [(hearing.pk, who) for hearing in hearings for who in people]
    saved = _timed(lambda h=h, who=who: save_sheet(h, who, scores=marks) for h, who in pairs)  # type: ignore[misc]
    _told("saving a sheet", saved, _floor(200))
    for hearing, who in pairs:
        lock_sheet(hearing, who)
    scheme, inputs = parsed(hearings[0].scheme), [gather(hearing) for hearing in hearings]
    rules = _timed(lambda one=one: conclude(scheme, one.sheets, one.ballots, one.attendance) for one in inputs)  # type: ignore[misc]
    told = _timed(lambda h=h: conclude_hearing(h.pk, town.chair) for h in hearings)  # type: ignore[misc]
    _told(f"concluding one of {dossiers} dossiers × {MEMBERS} sheets", told, rules)
    print(f"the whole session: {sum(told) / 1000:.2f} s")


def _floor(times: int) -> Times:
    """One row written in a transaction of its own."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_floor (a integer, b varchar(40))")

        def write() -> None:
            cursor.execute("INSERT INTO bench_floor VALUES (%s, %s)", [1, "x" * 40])

        found = _timed(write for _n in range(times))
        cursor.execute("DROP TABLE bench_floor")
    return found


def _at_once(folder: Path) -> None:
    """Eight members of a council of nine cast in every poll, and save their sheets, at the same time over HTTP."""
    from django.db import connections

    from organisation.models import User
    from organisation.services.tokens import make_token
    from reviews.services.polls import open_poll
    from tests.journeys.serving import Served
    from tests.reviews import factories as f

    town = f.town(f.BOTH, MEMBERS)
    hearings = town.hear(*[f.dossier(town.round) for _n in range(POLLS)])
    town.meet()
    keys = [make_token(User.objects.get(person=one), None)[0] for one in town.members[:CLIENTS]]
    served = Served(connections["default"].settings_dict, folder, "config.settings")
    served.start()
    try:
        asked = [[("GET", "/api/v1/me/", {}, "")] * POLLS for _key in keys]
        _first, floor = (_together(served.port, keys, asked) for _turn in range(2))  # the first warms the server
        marks = {"scores": f.GOOD[f.BOTH]}
        sheets = [[("PATCH", f"/api/v1/sheets/{h.pk}/", marks, '"0"') for h in hearings] for _key in keys]
        _told(f"saving a sheet, {CLIENTS} clients", _together(served.port, keys, sheets), floor)
        for hearing in hearings:
            town.score(hearing)
        polls = [open_poll(hearing.pk, town.chair).pk for hearing in hearings]
        votes = [[("POST", "/api/v1/ballots/", _ballot(poll), "") for poll in polls] for _key in keys]
        _told(f"casting a ballot, {CLIENTS} clients", _together(served.port, keys, votes), floor)
    finally:
        served.close()


def _ballot(poll: int) -> dict[str, Any]:
    from reviews.services.polls import new_receipt

    return {"poll": poll, "choice": "yes", "receipt": new_receipt()}


Call = tuple[str, str, dict[str, Any], str]


def _together(port: int, keys: Sequence[str], calls: Sequence[Sequence[Call]]) -> Times:
    """Milliseconds of every call; each client makes its own one after the other, all begin at one instant."""
    times: Times = []
    ready = threading.Barrier(len(keys))

    def client(key: str, own: Sequence[Call]) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        ready.wait()
        times.extend(_timed(lambda c=call: _ask(line, key, *c) for call in own))  # type: ignore[misc]
        line.close()

    threads = [threading.Thread(target=client, args=pair) for pair in zip(keys, calls, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def _ask(line: http.client.HTTPConnection, key: str, method: str, path: str, body: dict[str, Any], match: str) -> None:
    headers = {"Authorization": f"Token {key}", "Content-Type": "application/json"}
    line.request(method, path, json.dumps(body), headers | ({"If-Match": match} if match else {}))
    answer = line.getresponse()
    said = answer.read()
    if answer.status >= 300:
        raise RuntimeError(f"{method} {path}: {answer.status} {said[:300]!r}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
