"""Issued extracts: what the register says of theirs today, what holds a paper up, what everybody is told of one."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from journal.models import Delivery
from recognition.models import Extract, Recognition
from recognition.queries.register import RegisterFilter
from recognition.queries.statistics import total_of


@dataclass(frozen=True, slots=True)
class Since:
    """`changed`: how many of the recognitions on an extract have been corrected, replaced or revoked since its day;
    `now`: how many the same list has today.
    """

    changed: int
    now: int


def since(extract: Extract) -> Since:
    """What has become of an extract's list; two figures of the public register. The words on the paper stay."""
    rows = Recognition.objects.filter(pk__in=extract.rows, recorded_to__isnull=False)
    return Since(rows.count(), total_of(RegisterFilter.read(QueryDict(extract.query))))


def told_of(extract: Extract) -> dict[str, Any]:
    """What everybody is told who has the paper or its code. The lists are query strings of the public register."""
    found = since(extract)
    return {
        "authority": extract.authority.name, "number": extract.reference, "as_of": extract.as_of.isoformat(),
        "issued_on": extract.issued_on.isoformat(), "count": extract.count, "list": extract.list_then,
        "list_now": extract.query, "changed": found.changed, "now": found.now,
    }  # fmt: skip


def held_up(extract: Extract) -> str:
    """Why the paper has not been made although it was tried; empty where nothing is known."""
    if extract.paper_id is not None:
        return ""
    tried = Delivery.objects.filter(follower="issuing", event__subject=f"extract:{extract.pk}").exclude(error="")
    return tried.values_list("error", flat=True).first() or ""
