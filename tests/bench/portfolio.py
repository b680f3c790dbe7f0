"""`python -m tests.bench.portfolio [TOPICS]`: the portfolio of topics and the list of contracts, with many topics of five
milestones each. Figures are printed, never judged; on a machine that others share too, the processor time says
more than the clock.
"""

import statistics
import sys
import time
from datetime import timedelta
from itertools import count, islice

from tests.bench.starting import start as start_django

TURNS = 15
MILESTONES = 5
BATCH = 2_000


def main(topics: int) -> None:
    """Build, then measure."""
    start_django()
    from demonstration import people
    from initiatives.services.reference import load_fields
    from journal.services.planner import inform_planner

    load_fields()
    people.load_units()
    people.load_cast()
    start = time.monotonic()
    _build(topics)
    inform_planner()
    print(f"  {topics:,} topics with {topics * MILESTONES:,} milestones, {time.monotonic() - start:.0f} s", flush=True)
    _measure()


def _build(topics: int) -> None:
    """Topics over all units, fields, states and years, written in bulk."""
    from django.utils import timezone

    from initiatives.choices import ContractState
    from initiatives.models import BudgetLine, Contract, Dossier, Field, Instalment, Milestone, Round, Work
    from organisation.models import Unit

    city, today = Unit.objects.get(code="UBND"), timezone.localdate()
    units, fields = list(Unit.objects.order_by("pk")), list(Field.objects.order_by("pk"))
    round_ = Round.objects.create(
        code="tc-bench", title="Tuyển chọn", kind="topic", purpose="selection", level="city", authority=city,
        opens_on=today, closes_on=today,
    )  # fmt: skip
    states, sides = list(ContractState.values), ("state", "school,state", "enterprise,school,state")
    numbers = count(1)
    while chunk := list(islice(numbers, min(BATCH, topics))):
        chunk = [n for n in chunk if n <= topics]
        if not chunk:
            return
        works = Work.objects.bulk_create(
            Work(kind="topic", title=f"Đề tài số {n}", unit=units[n % len(units)], field=fields[n % len(fields)])
            for n in chunk
        )
        dossiers = Dossier.objects.bulk_create(
            Dossier(draft_code=f"N-B{n}", code=f"DT-B-{n}", work=work, round=round_, purpose="selection", level="city",
                    unit=work.unit, authority=city, state="recognised", outcome="passed")
            for n, work in zip(chunk, works, strict=True)
        )  # fmt: skip
        made = Contract.objects.bulk_create(
            _contract(n, dossier, city, states[n % len(states)], sides[n % 3], today - timedelta(days=n % 1_500))
            for n, dossier in zip(chunk, dossiers, strict=True)
        )
        Milestone.objects.bulk_create(
            Milestone(contract=one, position=k, title=f"Phần {k}", plan_from=one.starts_on,
                      plan_to=one.starts_on + timedelta(days=120 * k))
            for one in made for k in range(1, MILESTONES + 1)
        )  # fmt: skip
        BudgetLine.objects.bulk_create(
            BudgetLine(contract=one, item="labour", source="state", year=one.starts_on.year, amount_vnd=one.state_vnd)
            for one in made
        )
        Instalment.objects.bulk_create(
            Instalment(contract=one, position=1, planned_on=one.starts_on, planned_vnd=one.state_vnd) for one in made
        )


def _contract(n: int, dossier: object, city: object, state: str, sides: str, starts_on: object) -> object:
    from initiatives.models import Contract

    return Contract(
        code=f"UBND-HD-B-{n}", number=f"{n}/HĐ", dossier=dossier, work=dossier.work, authority=city, unit=dossier.unit,
        state=state, rule_set="province-2025", starts_on=starts_on, months=24, ends_on=starts_on + timedelta(days=730),
        report_every_months=6, cap_vnd=900_000_000, state_vnd=500_000_000 + n, signed_on=starts_on, sides=sides,
        next_due_on=starts_on + timedelta(days=300 + n % 700), grade="excellent" if state == "accepted" else "",
    )  # fmt: skip


def _measure() -> None:
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    user = get_user_model().objects.get(username="lanhdao")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    print(f"{'':44}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}{'SQL':>5}")
    for address in ("/danh-muc-de-tai/", "/danh-muc-de-tai/?sector=school", "/api/v1/portfolio/", "/hop-dong/",
                    "/hop-dong/?late=true", "/api/v1/contracts/"):  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            status = client.get(address).status_code
            statements = len(queries)
            if status != 200:
                raise RuntimeError(address)
        times, worked = [], time.process_time()
        for _turn in range(TURNS):
            start = time.perf_counter()
            client.get(address)
            times.append((time.perf_counter() - start) * 1000)
        worked = (time.process_time() - worked) * 1000 / TURNS
        p95 = sorted(times)[int(len(times) * 0.95)]
        print(f"{address:44}{statistics.median(times):9.1f}{p95:9.1f}{worked:9.1f}{statements:5}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
