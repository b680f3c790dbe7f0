"""The register as files: the same rows in every form, and no text of a user is ever a formula."""

import io
from datetime import date

import orjson
import pytest
from python_calamine import CalamineWorkbook

from recognition.services.exports import COLUMNS, as_csv, as_json, as_xlsx

ROW = dict.fromkeys(COLUMNS, "") | {
    "code": "SYT-2026-0001", "title": "Khám từ xa", "held_from": date(2026, 3, 9), "held_to": None, "number": 12,
}  # fmt: skip
FORMULAS = ["=1+1", "+84905", "-2", "@SUM(A1)", "\t=1", "\r=1"]


def cells(rows):
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(as_xlsx(rows))))
    return book.get_sheet_by_index(0).to_python()


def test_json_carries_each_row_under_its_column_names():
    read = orjson.loads(b"".join(as_json([ROW, ROW])))
    assert len(read) == 2
    assert read[0]["title"] == "Khám từ xa"
    assert read[0]["held_from"] == "2026-03-09"
    assert orjson.loads(b"".join(as_json([]))) == []


def test_a_workbook_has_dates_numbers_and_texts_of_their_own_kind():
    head, row = cells([ROW])
    assert len(head) == len(row) == len(COLUMNS)
    assert row[COLUMNS.index("held_from")] == date(2026, 3, 9)
    assert row[COLUMNS.index("number")] == 12
    assert row[COLUMNS.index("held_to")] == ""


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_stays_text_in_a_workbook_and_is_defused_in_csv(formula):
    row = ROW | {"title": formula}
    sheet = cells([row])
    assert sheet[1][1].strip() == formula.strip()
    csv = "".join(as_csv([row]))
    assert f"'{formula[0]}" in csv


def test_many_rows_come_in_chunks_and_none_is_lost():
    chunks = list(as_csv(ROW | {"code": f"C{n}"} for n in range(1_203)))
    assert len(chunks) == 3
    assert "".join(chunks).count("\r\n") == 1_204
