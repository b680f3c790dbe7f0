"""The register of the demonstration: invented works as recognised in past years, and published titles as known."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from demonstration.people import DATA, authors_of
from initiatives.choices import Kind, Origin
from initiatives.models import Field, Work
from initiatives.rules.shares import equal
from initiatives.services.past import PastWork
from organisation.actor import NOBODY
from organisation.models import Unit
from organisation.services.units import save_unit
from recognition.services.past import record_past_decision

Row = Mapping[str, Any]
OUTSIDE = "NGOAI"
HELD_BACK = 24  # works that are not yet recognised: they are the dossiers under way
RECENT = 22  # works recognised in the present term


def rows(name: str) -> Iterator[Row]:
    """The lines of a data file."""
    with (DATA / f"{name}.jsonl").open(encoding="utf-8") as stream:
        yield from (json.loads(line) for line in stream)


def past_works() -> list[Row]:
    """Works that the demonstration says were recognised, the last ones moved into the present term."""
    works = [row for row in rows("works")][:-HELD_BACK]
    return [{**row, "year": 2025 + n % 2} if n >= len(works) - RECENT else row for n, row in enumerate(works)]


def works_under_way() -> list[Row]:
    """Works whose dossiers are still on their way."""
    return [row for row in rows("works")][-HELD_BACK:]


def load_register() -> int:
    """One decision for each authority, level and year; returns how many works are recognised."""
    if Work.objects.filter(origin=Origin.IMPORTED).exists():
        return 0
    groups: dict[tuple[str, str, int], list[Row]] = defaultdict(list)
    units = {unit.code: unit for unit in Unit.objects.all()}
    for row in past_works():
        authority = "UBND" if row["level"] == "city" else _department(units[row["unit"]], units).code
        groups[authority, row["level"], row["year"]].append(row)
    for (authority, level, year), members in sorted(groups.items()):
        record_past_decision(
            NOBODY,
            units[authority],
            level,
            _decided_on(year, level),
            [_past(row, units, number) for number, row in enumerate(members)],
            demonstration=True,
        )
    return sum(map(len, groups.values()))


def _department(unit: Unit, units: Mapping[str, Unit]) -> Unit:
    """The unit right below the city in which a unit lies."""
    by_id = {one.pk: one for one in units.values()}
    chain = [by_id[int(pk)] for pk in unit.path.strip(".").split(".")]
    return chain[1] if len(chain) > 1 else chain[0]


def _decided_on(year: int, level: str) -> date:
    """City decisions in June, those of departments in April: after 1 July 2025 for the present term."""
    if year == 2025:
        return date(2025, 12, 15)
    return date(year, 6, 20) if level == "city" else date(year, 4, 15)


def _past(row: Row, units: Mapping[str, Unit], number: int) -> PastWork:
    partners = [unit for unit in units.values() if unit.kind in ("school", "enterprise") and unit.valid_to is None]
    unit = units[row["unit"]]
    people = authors_of(row["authors"], unit)
    return PastWork(
        kind=Kind(row["kind"]), title=row["title"], summary=row["summary"], description=row["body"],
        field=Field.objects.get(code=row["field"]), unit=unit,
        authors=tuple(zip(people, equal(len(people)), strict=True)),
        units=(partners[len(row["title"]) % len(partners)],) if number % 5 == 2 else (),
    )  # fmt: skip


def load_published() -> int:
    """Real published titles with their source; nothing is invented beside them, and none is shown as recognised."""
    if Work.objects.filter(origin=Origin.PUBLISHED).exists():
        return 0
    outside = save_unit(OUTSIDE, name="Nguồn công bố bên ngoài", kind="other", source="–")
    fields = {field.code: field for field in Field.objects.all()}
    works = [
        Work(
            kind=row["kind"], title=row["title"], field=fields[row["field"]], unit=outside, origin=Origin.PUBLISHED,
            source=(row["source"] or "")[:500], content={k: row[k] for k in ("unit", "place", "year") if row[k]},
        )
        for row in rows("published")
    ]  # fmt: skip
    return len(Work.objects.bulk_create(works))
