"""Entries and seals as the seals count them; what is wrong with them."""

import base64
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from journal.checker import faults_of_seal
from journal.models import Entry, Seal

COLUMNS = ("id", "at", "actor_id", "event", "subject", "data")
CHUNK = 2_000


def moment(at: datetime) -> str:
    """A moment as seals count it: UTC, to the microsecond, the same from either database."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def entries_after(last: int | None, until: int | None = None) -> Iterator[dict[str, Any]]:
    """Entries after an id and up to another, in order; from the very first, whatever its id, where none is given."""
    rows = Entry.objects.order_by("id")
    if last is not None:
        rows = rows.filter(id__gt=last)
    if until is not None:
        rows = rows.filter(id__lte=until)
    for pk, at, actor, event, subject, data in rows.values_list(*COLUMNS).iterator(CHUNK):
        yield {"id": pk, "at": moment(at), "actor": actor, "event": event, "subject": subject, "data": data}


def told(seal: Seal) -> dict[str, Any]:
    """A seal as it is hashed, exported and published."""
    return {
        "number": seal.number, "previous": seal.previous, "first": seal.first, "last": seal.last, "count": seal.count,
        "root": seal.root, "at": moment(seal.at), "hash": seal.hash,
    }  # fmt: skip


def seals() -> QuerySet[Seal]:
    """The seals, newest first, each with its time stamp."""
    return Seal.objects.select_related("stamp").order_by("-number")


def unsealed() -> QuerySet[Entry]:
    """Entries that no seal covers yet."""
    newest = Seal.objects.order_by("-number").values_list("last", flat=True).first()
    return Entry.objects.all() if newest is None else Entry.objects.filter(id__gt=newest)


def faults(expect: Mapping[int, str]) -> Iterator[str]:
    """What is wrong with the journal in the database. `expect` holds hashes that were published, by number."""
    before: dict[str, Any] | None = None
    found = {}
    for row in Seal.objects.order_by("number").iterator(CHUNK):
        seal = told(row)
        yield from faults_of_seal(seal, before, entries_after(before["last"] if before else None, seal["last"]))
        found[row.number], before = row.hash, seal
    yield from (
        f"seal {number}: is not the one that was published" for number, said in expect.items()
        if found.get(number) != said
    )  # fmt: skip


def exported() -> Iterator[dict[str, Any]]:
    """The whole journal: entries, each seal after its entries, each stamp after its seal, and an end."""
    last, count = None, 0
    for seal in Seal.objects.select_related("stamp").order_by("number").iterator(CHUNK):
        yield from ({"kind": "entry", **entry} for entry in entries_after(last, seal.last))
        yield {"kind": "seal", **told(seal)}
        if (stamp := getattr(seal, "stamp", None)) is not None:
            token = base64.b64encode(bytes(stamp.token)).decode()
            yield {"kind": "stamp", "seal": seal.number, "at": moment(stamp.at), "token": token}
        last, count = seal.last, seal.number
    yield from ({"kind": "entry", **entry} for entry in entries_after(last))
    yield {"kind": "end", "seals": count}
