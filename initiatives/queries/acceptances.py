"""Acceptances to be expected of the topics under contract, from what happened to those that ended."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Substr

from initiatives.choices import ENDED, RUNNING, ContractState
from initiatives.models import Contract, FollowUp
from initiatives.queries.contracts import contract_list
from initiatives.rules.acceptances import MONTHS, Expected, Past, outlook
from organisation.actor import Actor

OF_ITS_STATE = ("state", "late", "ends", "grade", "q")
"""What narrows a list down to topics in some state: the outlook is of all states."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """`years` are empty where too little has ended; `ended`, `rate` (percent) and `delay` (months) say what lies under
    it; `topics` are those under contract that wait for their acceptance.
    """

    years: Sequence[Expected]
    topics: int
    ended: int
    rate: int
    delay: float


def expected_acceptances(actor: Actor, query: Mapping[str, Any], today: date) -> Outlook:
    """Of the contracts that the actor sees, narrowed down by field, unit, sector and the like. Two statements."""
    kept = {name: query[name] for name in query if name not in OF_ITS_STATE}
    rows = contract_list(actor, kept, today).filter(requires_acceptance=True).order_by()
    due, past = _due(rows), _past(rows)
    years = outlook(due, past, _number(f"{today:%Y-%m}"))
    return Outlook(years, sum(due.values()), past.ended, round(100 * past.rate), past.delay())


def _month(name: str) -> Substr:
    return Substr(Cast(name, CharField()), 1, len("2026-01"))


def _number(month: str) -> int:
    return int(month[:4]) * MONTHS + int(month[5:7]) - 1


def _due(rows: QuerySet[Contract]) -> dict[int, int]:
    """Topics under contract by the month in which their term ends."""
    running = rows.filter(state__in=RUNNING).values_list(_month("ends_on"))
    return {_number(month): n for month, n in running.annotate(n=Count("pk"))}


def _past(rows: QuerySet[Contract]) -> Past:
    """What ended, and the delays of what was accepted."""
    closed_with_result = Q(state=ContractState.CLOSED) & Exists(FollowUp.objects.filter(contract=OuterRef("pk")))
    accepted = Q(Q(state=ContractState.ACCEPTED) | closed_with_result)
    over = rows.filter(state__in=[*ENDED, ContractState.CLOSED]).exclude(result_on=None)
    counted = over.values_list(_month("ends_on"), _month("result_on"))
    ended, delays = 0, Counter[int]()
    for end, result, n, good in counted.annotate(n=Count("pk"), good=Count("pk", filter=accepted)):
        ended += n
        if good:
            delays[max(0, _number(result) - _number(end))] += good
    return Past(ended, delays)
