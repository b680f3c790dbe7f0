"""The portfolio of topics for leadership: by stage, field, unit, sector and link; money; on time or late; grades; use.

Every figure is a list of `contract_list` (law 7); the statements are the same whatever the number of topics.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear

from initiatives.choices import CLOSED, RUNNING, Aftermath, ContractState, Kind, Purpose
from initiatives.models import Contract, Dossier, FollowUp
from initiatives.queries.contracts import NONE, contract_list
from organisation.actor import Actor
from organisation.models.units import side_of
from organisation.policy import listed

MOST_UNITS = 20
SUMS = {
    "approved": "cap_vnd",
    "planned": "state_vnd",
    "other": "other_vnd",
    "paid": "paid_vnd",
    "settled": "settled_vnd",
}


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the portfolio: how many contracts, how many of them late, the state budget, and their list."""

    key: str
    count: int
    late: int
    state_vnd: int
    list: str


@dataclass(frozen=True, slots=True)
class Portfolio:
    """`money` in đồng by planned, approved, paid, settled, other; `proposed` are topics without a contract, by the
    purpose of their open dossier; `expected` are running topics by the year in which their term ends.
    """

    total: int
    late: int
    overdue: int
    money: Mapping[str, int]
    proposed: Sequence[tuple[str, int, str]]
    stages: Sequence[Share]
    fields: Sequence[Share]
    units: Sequence[Share]
    sectors: Sequence[Share]
    links: Sequence[Share]
    expected: Sequence[Share]
    grades: Sequence[Share]
    uses: Sequence[tuple[str, int]]


def portfolio(actor: Actor, query: Mapping[str, Any], today: date) -> Portfolio:
    """The portfolio of what the actor sees, narrowed down as a list is. Nine statements."""
    contracts = contract_list(actor, query, today)
    asked = {name: str(query[name]) for name in query if query[name]}
    late = Count("pk", filter=Q(next_due_on__lt=today))
    ended = Q(state=ContractState.IN_FORCE, ends_on__lt=today, acceptance_filed_on=None)
    sums = {name: Sum(column) for name, column in SUMS.items()}
    whole = contracts.order_by().aggregate(n=Count("pk"), late=late, overdue=Count("pk", filter=ended), **sums)

    def by(name: str, column: str, rows: "QuerySet[Contract] | None" = None, parameter: str = "") -> list[Share]:
        found = (contracts if rows is None else rows).order_by().values(key=F(column))
        counted = found.annotate(n=Count("pk"), late=late, sum=Sum("state_vnd")).order_by("-n", "key")
        return [
            Share(
                str(row["key"] or ""),
                row["n"],
                row["late"],
                row["sum"] or 0,
                _list(asked, parameter or name, row["key"]),
            )
            for row in counted
        ]

    kinds = by("sector", "unit__kind")
    running = contracts.filter(state__in=RUNNING).annotate(ends=ExtractYear("ends_on"))
    done = contracts.filter(state__in=[ContractState.ACCEPTED, ContractState.CLOSED]).exclude(grade="")
    return Portfolio(
        total=whole["n"],
        late=whole["late"],
        overdue=whole["overdue"],
        money={name: whole[name] or 0 for name in SUMS},
        proposed=_proposed(actor),
        stages=by("state", "state"),
        fields=by("field", "work__field__code"),
        units=by("unit", "unit__code")[:MOST_UNITS],
        sectors=_sectors(kinds, asked),
        links=by("sides", "sides"),
        expected=sorted(by("ends", "ends", running), key=lambda share: share.key),
        grades=by("grade", "grade", done),
        uses=_uses(contracts),
    )


def _list(asked: Mapping[str, str], name: str, key: Any) -> str:
    return urlencode({**asked, name: str(key or NONE)})


def _sectors(kinds: Sequence[Share], asked: Mapping[str, str]) -> list[Share]:
    """Kinds of units summed up to the sides of the three-way link."""
    found: dict[str, list[Share]] = {}
    for share in kinds:
        found.setdefault(side_of(share.key), []).append(share)
    rows = [
        Share(side, sum(s.count for s in parts), sum(s.late for s in parts), sum(s.state_vnd for s in parts),
              _list(asked, "sector", side))
        for side, parts in found.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda share: -share.count)


def _proposed(actor: Actor) -> list[tuple[str, int, str]]:
    """Topics on the way to a contract: (purpose, number, list of dossiers)."""
    dossiers = listed(Dossier, actor).filter(work__kind=Kind.TOPIC, work__contract=None).exclude(state__in=CLOSED)
    rows = dossiers.order_by().values_list("purpose").annotate(n=Count("pk"))
    counted = dict(rows)
    return [
        (purpose, counted[purpose], urlencode({"kind": Kind.TOPIC.value, "purpose": purpose.value}))
        for purpose in (Purpose.DETERMINATION, Purpose.SELECTION, Purpose.ACCEPTANCE)
        if purpose in counted
    ]


def _uses(contracts: QuerySet[Contract]) -> list[tuple[str, int]]:
    """What the follow-ups of use found; "" are those still to be done."""
    rows = FollowUp.objects.filter(kind=Aftermath.USE, contract__in=contracts.order_by().values("pk"))
    return sorted(rows.order_by().values_list("use").annotate(n=Count("pk")))
