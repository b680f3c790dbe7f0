"""The portfolio of topics for leadership: by stage, field, unit, sector and link; money; on time or late; grades; use.

Every figure is a list of `contract_list` (law 7); the statements are the same whatever the number of topics.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Cast, Substr

from initiatives.choices import OPEN, RUNNING, Aftermath, ContractState, Kind, Purpose, State
from initiatives.models import Contract, Dossier, Field, FollowUp
from initiatives.queries.acceptances import Outlook, expected_acceptances
from initiatives.queries.contracts import NONE, contract_list
from organisation.actor import Actor
from organisation.models import Unit
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
    purpose of their open dossier; `expected` are running topics by the year in which their term ends, `outlook` how
    many of them are likely to be accepted, and when. `unit_names` are those of `units`, by code.
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
    outlook: Outlook
    unit_names: Mapping[str, str]


def portfolio(actor: Actor, query: Mapping[str, Any], today: date) -> Portfolio:
    """The portfolio of what the actor sees, narrowed down as a list is. Eight statements. The database counts twice: by
    all that has few values together, and by unit and field; each table is added up from one of the two.
    """
    contracts = contract_list(actor, query, today).order_by()
    asked = {name: str(query[name]) for name in query if query[name]}
    few, many = _by_few(contracts, today), _by_many(contracts, today)
    fields = dict(Field.objects.values_list("pk", "code"))
    units = {unit.pk: unit for unit in Unit.objects.only("pk", "code", "kind", "name")}
    by_unit = _shares(asked, "unit", many, lambda row: units[row.unit].code)[:MOST_UNITS]
    expected = _shares(asked, "ends", few, lambda row: row.ends)
    return Portfolio(
        total=sum(row.count for row in few),
        late=sum(row.late for row in few),
        overdue=sum(row.overdue for row in few),
        money={name: sum(getattr(row, name) for row in few) for name in SUMS},
        proposed=_proposed(actor),
        stages=_shares(asked, "state", few, lambda row: row.state),
        fields=_shares(asked, "field", many, lambda row: fields.get(row.field, "")),
        units=by_unit,
        sectors=_shares(asked, "sector", many, lambda row: side_of(units[row.unit].kind)),
        links=_shares(asked, "sides", few, lambda row: row.sides),
        expected=sorted((share for share in expected if share.key), key=lambda share: share.key),
        grades=[share for share in _shares(asked, "grade", few, lambda row: row.grade) if share.key],
        uses=_uses(contracts),
        outlook=expected_acceptances(actor, query, today),
        unit_names=_names(by_unit, units.values()),
    )


def _counts(today: date) -> dict[str, Any]:
    """What is counted of each group."""
    return {
        "count": Count("pk"), "late": Count("pk", filter=Q(next_due_on__lt=today)), "planned": Sum(SUMS["planned"]),
    }  # fmt: skip


def _by_few(contracts: QuerySet[Contract], today: date) -> list[Any]:
    """By state, sides, grade, and the year in which the term of a running one ends ("" for the others)."""
    ended = Q(state=ContractState.IN_FORCE, ends_on__lt=today, acceptance_filed_on=None)
    year = Substr(Cast("ends_on", CharField()), 1, len("2026"))  # as text: SQLite would ask Python for each number
    ends = Case(When(state__in=RUNNING, then=year), default=Value(""))
    sums = {name: Sum(column) for name, column in SUMS.items()}
    rows = contracts.annotate(ends=ends).values("state", "sides", "grade", "ends")
    counted = rows.annotate(overdue=Count("pk", filter=ended), **{**_counts(today), **sums})
    return list(counted.values_list("state", "sides", "grade", "ends", "count", "late", "overdue", *SUMS, named=True))


def _by_many(contracts: QuerySet[Contract], today: date) -> list[Any]:
    """By unit and field, which are keys."""
    rows = contracts.annotate(field=F("work__field")).values("unit", "field").annotate(**_counts(today))
    return list(rows.values_list("unit", "field", "count", "late", "planned", named=True))


def _shares(asked: Mapping[str, str], name: str, rows: Sequence[Any], key: Callable[[Any], Any]) -> list[Share]:
    """The parts, the largest first, each with the parameters of its list."""
    found: dict[str, tuple[int, int, int]] = {}
    for row in rows:
        named = str(key(row) or "")
        count, late, planned = found.get(named, (0, 0, 0))
        found[named] = (count + row.count, late + row.late, planned + row.planned)
    shares = [Share(named, *counted, list=_list(asked, name, named)) for named, counted in found.items()]
    return sorted(shares, key=lambda share: (-share.count, share.key))


def _names(shares: Sequence[Share], units: Iterable[Unit]) -> dict[str, str]:
    """Of the units counted alone: the name of another may be what a blind council must not read."""
    counted = {share.key for share in shares}
    return {unit.code: unit.name for unit in units if unit.code in counted}


def _list(asked: Mapping[str, str], name: str, key: Any) -> str:
    return urlencode({**asked, name: str(key or NONE)})


def _proposed(actor: Actor) -> list[tuple[str, int, str]]:
    """Topics on the way to a contract: (purpose, number, list of dossiers)."""
    dossiers = listed(Dossier, actor).filter(state__in=[State.DRAFT, *OPEN], work__kind=Kind.TOPIC, work__contract=None)
    rows = dossiers.order_by().values_list("purpose").annotate(n=Count("pk"))
    counted = dict(rows)
    return [
        (purpose, counted[purpose], urlencode({"kind": Kind.TOPIC.value, "purpose": purpose.value}))
        for purpose in (Purpose.DETERMINATION, Purpose.SELECTION, Purpose.ACCEPTANCE)
        if purpose in counted
    ]


def _uses(contracts: QuerySet[Contract]) -> list[tuple[str, int]]:
    """What the follow-ups of use found; "" are those still to be done."""
    rows = FollowUp.objects.filter(kind=Aftermath.USE, contract__in=contracts.values("pk"))
    return sorted(rows.order_by().values_list("use").annotate(n=Count("pk")))
