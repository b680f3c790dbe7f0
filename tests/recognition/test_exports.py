"""The register as files: the same rows in every form, and no text of a user is ever a formula."""

import csv
import io
from datetime import date
from decimal import Decimal

import orjson
import pytest
from python_calamine import CalamineWorkbook

from initiatives.choices import Kind
from initiatives.services.past import PastWork
from organisation.actor import NOBODY
from recognition.models import Recognition
from recognition.queries.register import RegisterFilter, register, rows_to_export
from recognition.services.exports import CHUNK, REGISTER, as_csv, as_json, as_xlsx
from recognition.services.past import record_past_decision
from tests import city

COLUMNS = [column.name for column in REGISTER]
ROW = dict.fromkeys(COLUMNS, "") | {
    "code": "SYT-2026-0001", "title": "Khám từ xa", "held_from": date(2026, 3, 9), "held_to": None, "number": 12,
}  # fmt: skip
FORMULAS = ["=1+1", "+84905", "-2", "@SUM(A1)", "\t=1", "\r=1"]


def cells(rows):
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(as_xlsx(rows))))
    return book.get_sheet_by_index(0).to_python()


def lines(rows):
    return list(csv.reader(io.StringIO(b"".join(as_csv(rows)).decode("utf-8-sig"), newline="")))


def test_json_carries_each_row_under_its_column_names():
    read = orjson.loads(b"".join(as_json([ROW, ROW])))
    assert len(read) == 2
    assert read[0]["title"] == "Khám từ xa"
    assert read[0]["held_from"] == "2026-03-09"
    assert orjson.loads(b"".join(as_json([]))) == []


def test_a_workbook_has_dates_numbers_and_texts_of_their_own_kind():
    head, row = cells([ROW])
    assert len(head) == len(COLUMNS)
    assert row[COLUMNS.index("held_from")] == date(2026, 3, 9)
    assert row[COLUMNS.index("number")] == 12
    assert row[COLUMNS.index("held_to")] == ""


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_stays_text_in_a_workbook_and_is_defused_in_csv(formula):
    row = ROW | {"title": formula}
    sheet = cells([row])
    assert sheet[1][1].strip() == formula.strip()
    assert lines([row])[1][1] == f"'{formula}"


def test_many_rows_come_in_chunks_after_the_heads_and_none_is_lost():
    count = 2 * CHUNK + 3
    many = [ROW | {"code": f"C{n}"} for n in range(count)]
    chunks = list(as_csv(many))
    assert len(chunks) == 4
    assert b"".join(chunks).count(b"\n") == count + 1
    assert [row["code"] for row in orjson.loads(b"".join(as_json(many)))] == [row["code"] for row in many]


@pytest.mark.django_db
def test_what_the_database_writes_is_what_the_rows_say():
    """On PostgreSQL COPY writes the file; the same rows one by one are written here."""
    health, who = city.unit("SYT", name='Sở "Y tế", Đà Nẵng'), city.person()
    titles = [*FORMULAS, "Hai\ndòng", 'Dấu "nháy", phẩy', "a'b%s%", "\\backslash \\N", "Ống Đ"]
    works = [PastWork(Kind.INITIATIVE, f"T{number}", health, ((who, Decimal(100)),)) for number in range(len(titles))]
    record_past_decision(NOBODY, health, "department", date(2026, 3, 9), works)
    for row, title in zip(Recognition.objects.order_by("pk"), titles, strict=True):
        Recognition.objects.filter(pk=row.pk).update(title=title)
    standing = rows_to_export(register(RegisterFilter()))
    found = lines(standing)
    assert found == lines(list(standing))
    assert {row[1].removeprefix("'") for row in found[1:]} == set(titles)
    assert orjson.loads(b"".join(as_json(standing))) == orjson.loads(b"".join(as_json(list(standing))))
