"""`python -m tests.bench.exports [ROWS]`: the register as CSV, JSON and XLSX beside the floors, by turns.

On the database of DATABASE_URL (an SQLite file of its own without it), which is filled where its register is empty.
Floors: COPY as it comes (the csv module over a plain fetch on SQLite), a fetch and orjson, xlsxwriter with constant
memory over rows that are there already. Figures are printed, never judged.
"""

import csv
import io
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

ROUNDS, LIST = 5, 1_000
SQL = """SELECT d.code, r.title, r.kind, r.level, u.code AS unit_code, u.name AS unit_name, f.name_vi, r.held_from, r.held_to,
r.grade, e.number, e.symbol FROM recognition_recognition r
JOIN initiatives_dossier d ON d.id = r.dossier_id JOIN organisation_unit u ON u.id = r.unit_id
LEFT JOIN initiatives_field f ON f.id = r.field_id JOIN recognition_decision e ON e.id = r.decision_id
WHERE r.recorded_to IS NULL AND r.held_to IS NULL ORDER BY r.held_from DESC, r.id DESC"""


def _fill(rows: int) -> None:
    """A register of so many recognitions in lists of a thousand."""
    from django.core.management import call_command

    from initiatives.choices import Kind
    from initiatives.models import Field
    from initiatives.services.past import PastWork
    from initiatives.services.reference import load_fields
    from organisation.actor import NOBODY
    from recognition.models import Recognition
    from recognition.services.past import record_past_decision
    from tests import city

    call_command("migrate", verbosity=0)
    if Recognition.objects.exists():
        return
    load_fields()
    units = [city.unit(f"D{number:02}", name=f"Sở số {number}") for number in range(40)]
    people, fields = [city.person() for _number in range(200)], list(Field.objects.all())
    for begin in range(0, rows, LIST):
        works = [
            PastWork(
                Kind.INITIATIVE, f"Cải tiến quy trình khám bệnh tại đơn vị số {number}, bước đầu áp dụng", units[number % 40],
                ((people[number % 200], Decimal(60)), (people[(number + 7) % 200], Decimal(40))),
                field=fields[number % len(fields)],
            )
            for number in range(begin, min(begin + LIST, rows))
        ]  # fmt: skip
        day = date(2005, 1, 1) + timedelta(days=begin // LIST * 70)
        record_past_decision(NOBODY, units[begin // LIST % 40], "department", day, works, certified=False)
        print("  entered", begin + LIST, flush=True)


def _fetched() -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return list(cursor.fetchall())


def _copy() -> Iterator[bytes]:
    """COPY as it comes; on SQLite the csv module."""
    from django.db import connection

    if connection.vendor != "postgresql":
        buffer = io.StringIO()
        csv.writer(buffer).writerows(_fetched())
        yield buffer.getvalue().encode()
        return
    with connection.cursor() as cursor, cursor.copy(f"COPY ({SQL}) TO STDOUT WITH (FORMAT csv)") as copy:
        yield from (bytes(line) for line in copy)


def _json() -> Iterator[bytes]:
    import orjson

    from recognition.services.exports import REGISTER

    names = [column.name for column in REGISTER]
    yield orjson.dumps([dict(zip(names, row, strict=True)) for row in _fetched()])


def _xlsx(rows: list[Any]) -> Iterator[bytes]:
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(line, column, value)
                elif isinstance(value, int):
                    sheet.write_number(line, column, value)
                elif value is not None:
                    sheet.write_datetime(line, column, date.fromisoformat(str(value)), day)
    yield file.getvalue()


def _taken(make: Callable[[], Iterator[bytes]]) -> tuple[float, float, int]:
    """Milliseconds to the first byte and to the last, and how many there were."""
    start, first, size = time.perf_counter(), 0.0, 0
    for block in make():
        first = first or time.perf_counter() - start
        size += len(block)
    return first * 1000, (time.perf_counter() - start) * 1000, size


def _by_turns(
    name: str, ours: Callable[[], Iterator[bytes]], floor: Callable[[], Iterator[bytes]], rounds: int
) -> None:
    before = _peak()
    _first, _whole, size = _taken(ours)
    grown = _peak() - before
    taken = [(_taken(ours), _taken(floor)) for _round in range(rounds)]
    own, bare = (statistics.median(one[side][1] for one in taken) for side in (0, 1))
    first = statistics.median(one[0][0] for one in taken)
    print(
        f"{name:6}{own:10,.0f} ms{bare:10,.0f} ms{own / bare:7.2f} x   first byte {first:7.1f} ms   "
        f"{size / 1e6:6.1f} MB   memory +{grown:.0f} MB",
        flush=True,
    )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(rows: int) -> None:
    """Fill, then measure."""
    folder = tempfile.mkdtemp(prefix="sangkien-bench-")
    os.environ.update(DATA_DIR=folder, BACKGROUND="later", DJANGO_SETTINGS_MODULE="config.settings")
    import django

    django.setup()
    _fill(rows)
    from recognition.queries.register import RegisterFilter, register, rows_to_export
    from recognition.services.exports import as_csv, as_json, as_xlsx

    standing = rows_to_export(register(RegisterFilter()))
    print(f"{standing.count():,} recognitions; ours, floor, ratio")
    _by_turns("CSV", lambda: as_csv(standing), _copy, ROUNDS)
    _by_turns("JSON", lambda: as_json(standing), _json, ROUNDS)
    fetched = _fetched()
    _by_turns("XLSX", lambda: as_xlsx(standing), lambda: _xlsx(fetched), 3)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
