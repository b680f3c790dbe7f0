"""`python -m tests.bench.registers [ROWS]`: an old register of XLSX checked and stored, beside the floor: calamine's
bare reading with a bare insert of what it reads; and (PostgreSQL) beside the rows that are stored, once more by SQL alone.

On the database of DATABASE_URL (an SQLite file of its own without it). Figures are printed, never judged: time, and the
CPU time of this process and of PostgreSQL's, which say more on a machine that others use.
"""

import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

SEED, UNITS, NAMES = 20260520, 80, 6_000
MEGABYTE, COLUMNS = 1024, 10
FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
)
MIDDLE = ("Văn", "Thị", "Minh", "Hồng", "Quốc", "Thanh", "Ngọc", "Đức", "Thu", "Anh", "Gia", "Bảo")
GIVEN = (
    "An",
    "Bình",
    "Cường",
    "Dũng",
    "Giang",
    "Hà",
    "Hạnh",
    "Hòa",
    "Lan",
    "Linh",
    "Mai",
    "Nam",
    "Nga",
    "Phúc",
    "Quân",
    "Tâm",
)
DEEDS = ("Số hóa", "Cải tiến", "Ứng dụng", "Nâng cao", "Xây dựng", "Quản lý")
THINGS = ("quy trình khám bệnh", "hồ sơ lưu trữ", "lịch tiêm chủng", "thư viện trường học", "hệ thống thoát nước")


def book(rows: int, path: Path) -> None:
    """A register as offices keep them; the same each time."""
    import xlsxwriter

    chance = random.Random(SEED)
    people = {" ".join((chance.choice(FAMILY), chance.choice(MIDDLE), chance.choice(GIVEN))) for _n in range(NAMES)}
    named = sorted(people)
    made = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = made.add_worksheet("Sổ")
    sheet.write_row(0, 0, ["DANH SÁCH SÁNG KIẾN, ĐỀ TÀI ĐÃ CÔNG NHẬN"])
    sheet.write_row(
        1,
        0,
        ["STT", "Tên sáng kiến", "Tác giả", "Đơn vị", "Lĩnh vực", "Số quyết định", "Ngày", "Cấp", "Loại", "Xếp loại"],
    )
    for number in range(1, rows + 1):
        authors = chance.sample(named, chance.choice((1, 1, 2, 3)))
        day = date(2005, 1, 1) + timedelta(days=30 * chance.randrange(240))
        title = f"{chance.choice(DEEDS)} {chance.choice(THINGS)} tại đơn vị số {number}"
        cells = [title, "; ".join(authors), f"Sở số {chance.randrange(UNITS)}", "Y tế", f"{day:%m%y}/QĐ-UBND"]
        sheet.write_row(number + 1, 0, [number, *cells, f"{day:%d/%m/%Y}", "Thành phố", "Sáng kiến", "Khá"])
    made.close()


def _told(name: str, act: Callable[[], Any], rows: int, floor: float = 0.0) -> tuple[Any, float]:
    start, own, server = time.perf_counter(), time.process_time(), _server_seconds()
    result = act()
    took, own, server = time.perf_counter() - start, time.process_time() - own, _server_seconds() - server
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MEGABYTE
    ratio = f"{took / floor:6.1f} x floor" if floor else ""
    print(
        f"{name:28}{took:8.2f} s (CPU {own:6.2f} + {server:6.2f}) {rows / took:9,.0f} rows/s  peak {peak} MB {ratio}",
        flush=True,
    )
    return result, took


def _server_seconds() -> float:
    """CPU time of the database's process that serves this one, where it is on the same machine."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        place = Path("/proc") / str(cursor.fetchone()[0]) / "stat"
    spent = place.read_text().rpartition(")")[2].split()[11:13] if place.exists() else ()
    return sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")


def _insert(rows: Iterable[list[str]]) -> None:
    """Ten columns of text into a bare table, thrown away with the connection."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE bare ({', '.join(f'c{n} text' for n in range(COLUMNS))})")
        if connection.vendor == "postgresql":
            with cursor.copy("COPY bare FROM STDIN") as copy:
                for row in rows:
                    copy.write_row([*row, *[""] * (COLUMNS - len(row))])
        else:
            told = f"INSERT INTO bare VALUES ({', '.join(['%s'] * COLUMNS)})"  # noqa: S608 - of our own
            cursor.executemany(told, ([*row, *[""] * (COLUMNS - len(row))] for row in rows))


COPIED = {
    "organisation_person": ("code",), "initiatives_work": (), "initiatives_dossier": ("draft_code", "code", "work_id"),
    "initiatives_author": ("work_id",),
    "recognition_decisionitem": ("dossier_id",), "recognition_credit": ("recognition_id",),
    "recognition_recognition": ("work_id", "dossier_id"),
}  # fmt: skip
"""The tables that an import writes, each with its columns that must be others in a second copy."""
FAR = 100_000_000


def _once_more() -> None:
    """All rows that were stored once more, by PostgreSQL alone, with all that it checks and counts; thrown away."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for table, others in COPIED.items():
            columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
            moved = {"id": f"id + {FAR}"}
            moved |= {name: f"{name} + {FAR}" if name.endswith("_id") else f"'Z' || {name}" for name in others}
            names = ", ".join(f'"{name}"' for name in columns)
            taken = ", ".join(moved.get(name, f'"{name}"') for name in columns)
            cursor.execute(f"INSERT INTO {table} ({names}) SELECT {taken} FROM {table}")  # noqa: S608 - of our own
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def main(rows: int) -> None:
    """Make the file, then read, check and store it."""
    folder = Path(tempfile.mkdtemp(prefix="sangkien-bench-"))
    os.environ.update(DATA_DIR=str(folder), BACKGROUND="later", DJANGO_SETTINGS_MODULE="config.settings")
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'bench.sqlite3'}")
    import django

    django.setup()
    from django.core.files import File
    from django.core.files.uploadedfile import UploadedFile
    from django.core.management import call_command
    from django.db import connection
    from python_calamine import CalamineWorkbook

    from organisation.models import Role
    from recognition.services.imports.desk import ask_to_store, read_now, store_now, take_file
    from tests import city

    call_command("migrate", verbosity=0)
    top = city.unit("UBND", "city")
    for number in range(UNITS):
        city.unit(f"S{number}", name=f"Sở số {number}", parent=top)
    city.field()
    registrar = city.actor(Role.REGISTRAR, at=top)
    file = folder / "so.xlsx"
    book(rows, file)

    def read() -> int:
        return sum(1 for _row in CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).iter_rows())

    def bare() -> None:
        cells = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).iter_rows()
        _insert([str(cell) for cell in row] for row in cells)

    _told("calamine alone", read, rows)
    _none, floor = _told("floor: read and insert", bare, rows)
    with file.open("rb") as stream:
        upload = UploadedFile(File(stream), file.name, size=file.stat().st_size)
        run, _took = _told("taken, in the request", lambda: take_file(registrar, top, upload), rows, floor)
    _told("checked", lambda: read_now(run), rows, floor)
    print({name: run.report[name] for name in ("rows", "works", "known", "problems")})
    run = ask_to_store(run.pk, registrar)
    _told("stored", lambda: store_now(run), rows, floor)
    if connection.vendor == "postgresql":
        _told("the same rows, SQL alone", _once_more, rows, floor)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
