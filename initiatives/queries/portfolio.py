"""The portfolio of topics for leadership: by stage, field, unit, sector and link; money; on time or late; grades; use.

Every figure is a list of `contract_list` (law 7); the statements are the same whatever the number of topics.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
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
CHUNK = 1_000
KEYS = ("state", "field", "unit", "sides", "ends", "grade")
PARTLY = ("ends", "grade")
"""What not every contract has."""
Column = Sequence[Any]
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
    many of them are likely to be accepted, and when.
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


def portfolio(actor: Actor, query: Mapping[str, Any], today: date) -> Portfolio:
    """The portfolio of what the actor sees, narrowed down as a list is. Seven statements; the contracts are read once
    and counted in all ways together, which costs less than asking the database for each.
    """
    contracts = contract_list(actor, query, today)
    asked = {name: str(query[name]) for name in query if query[name]}
    counts = {name: Counted(asked, name) for name in KEYS}
    sums = [0] * (3 + len(SUMS))
    for chunk in _chunks(contracts, today):
        columns = list(zip(*chunk, strict=True))
        late, overdue, *amounts = columns[len(KEYS) :]
        for name, column in zip(KEYS, columns[: len(KEYS)], strict=True):
            counts[name].add(column, late, amounts[1])
        here = (len(chunk), sum(late), sum(overdue), *map(sum, amounts))
        sums = [before + more for before, more in zip(sums, here, strict=True)]
    fields = dict(Field.objects.values_list("pk", "code"))
    units = {pk: (code, kind) for pk, code, kind in Unit.objects.values_list("pk", "code", "kind")}
    return Portfolio(
        total=sums[0],
        late=sums[1],
        overdue=sums[2],
        money=dict(zip(SUMS, sums[3:], strict=True)),
        proposed=_proposed(actor),
        stages=counts["state"].shares(),
        fields=counts["field"].shares(lambda key: fields.get(key, "")),
        units=counts["unit"].shares(lambda key: units[key][0])[:MOST_UNITS],
        sectors=counts["unit"].merged("sector", lambda key: side_of(units[key][1])).shares(),
        links=counts["sides"].shares(),
        expected=sorted(counts["ends"].shares(), key=lambda share: share.key),
        grades=counts["grade"].shares(),
        uses=_uses(contracts),
        outlook=expected_acceptances(actor, query, today),
    )


def _chunks(contracts: QuerySet[Contract], today: date) -> Iterator[list[tuple[Any, ...]]]:
    """Texts and whole numbers, for which the ORM has nothing to convert: as the database gives them, some at a time, so
    that they do not pile up.
    """
    try:
        sql, params = contracts.order_by().values_list(*_read(today)).query.sql_with_params()
    except EmptyResultSet:
        return
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        while chunk := cursor.fetchmany(CHUNK):
            yield chunk


def _read(today: date) -> tuple[Any, ...]:
    """What is read of each contract: the keys it is counted by, whether it is late, whether its term is over, amounts.
    The year as text: lists of days cost more to read than all the rest.
    """
    ended = Q(state=ContractState.IN_FORCE, ends_on__lt=today, acceptance_filed_on=None)
    year = Substr(Cast("ends_on", CharField()), 1, 4)
    ends = Case(When(state__in=RUNNING, then=year), default=Value(""))
    keys = ("state", "work__field_id", "unit_id", "sides", ends, "grade")
    return (*keys, _truth(Q(next_due_on__lt=today)), _truth(ended), *SUMS.values())


def _truth(holds: Q) -> Case:
    return Case(When(holds, then=Value(1)), default=Value(0))


class Counted:
    """Contracts counted by one thing: how many, how many of them late, their state budget."""

    def __init__(self, asked: Mapping[str, str], name: str) -> None:
        self.asked, self.name = asked, name
        self.counts: Counter[Any] = Counter()
        self.late: Counter[Any] = Counter()
        self.sums: Counter[Any] = Counter()

    def add(self, keys: Column, late: Column, amounts: Column) -> None:
        """Count a column."""
        self.counts.update(keys)
        self.late.update(compress(keys, late))
        sums = self.sums
        for key, amount in zip(keys, amounts, strict=True):
            sums[key] += amount

    @property
    def found(self) -> dict[Any, tuple[int, int, int]]:
        """By key; what may be left out and has no key is not counted."""
        left_out = {""} if self.name in PARTLY else set()
        keys = self.counts.keys() - left_out
        return {key: (self.counts[key], self.late[key], self.sums[key]) for key in keys}

    def merged(self, name: str, to: Callable[[Any], Any]) -> "Counted":
        """The same counted by something wider."""
        wider = Counted(self.asked, name)
        for key in self.counts:
            for mine, theirs in ((self.counts, wider.counts), (self.late, wider.late), (self.sums, wider.sums)):
                theirs[to(key)] += mine[key]
        return wider

    def shares(self, named: Callable[[Any], str] = str) -> list[Share]:
        """The parts, the largest first, each with the parameters of its list."""
        rows = [(named(key), counted) for key, counted in self.found.items()]
        shares = [Share(key, *counted, list=_list(self.asked, self.name, key)) for key, counted in rows]
        return sorted(shares, key=lambda share: (-share.count, share.key))


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
    rows = FollowUp.objects.filter(kind=Aftermath.USE, contract__in=contracts.order_by().values("pk"))
    return sorted(rows.order_by().values_list("use").annotate(n=Count("pk")))
