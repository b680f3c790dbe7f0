"""A register read row by row: every work, and every problem at its cell."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import orjson
import pytest

from recognition.rules.registers.layout import layout_of
from recognition.rules.registers.records import Defaults, Problem, Reader, Record
from recognition.services.imports.works import Settled, plain, record_of
from tests.recognition.registers.test_layout import ROWS

DEFAULTS = Defaults(level="city", kind="initiative", day=date(2021, 3, 5), decision="12/QĐ-UBND")


def read(rows, defaults=DEFAULTS, prior="unicode"):
    layout = layout_of(rows)
    numbered = list(enumerate(rows, 1))[layout.below :]
    return list(Reader(layout, defaults, prior).read(numbered))


def table(*rows, headings=("TT", "Tên sáng kiến", "Tác giả", "Đơn vị", "Ngày", "Cấp")):
    return [list(headings), *map(list, rows)]


def test_works_take_what_the_headings_above_them_say_and_what_holds_for_all():
    first, second, third = read(ROWS)
    assert (first.title, first.unit, tuple(share for _name, share in first.authors)) == (
        "Số hóa bệnh án",
        "Bệnh viện Đà Nẵng",
        (Decimal(60), Decimal(40)),
    )
    assert (first.level, first.kind, first.day, first.decision) == (
        "city",
        "initiative",
        date(2021, 3, 5),
        "12/QĐ-UBND",
    )
    assert (second.row, second.unit) == (12, "THPT Phan Châu Trinh")
    assert third == [Problem(13, "title", "missing")]


def test_a_work_without_a_unit_is_of_the_unit_above_it():
    rows = table(["I", "Sở Y tế"], [1, "Một", "Lê Ánh", "", "2020", ""])
    [record] = read(rows)
    assert record.unit == "Sở Y tế"
    [record] = read(rows, replace(DEFAULTS, headings="field", unit="Sở X"))
    assert (record.unit, record.field) == ("Sở X", "Sở Y tế")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ([1, "Một", "12345", "Sở Y tế", "2020", ""], Problem(2, "authors", "name", "12345")),
        ([1, "Một", "Lê Ánh; LÊ ÁNH", "Sở Y tế", "2020", ""], Problem(2, "authors", "again", "LÊ ÁNH")),
        ([1, "Một", "Lê Ánh (60%)", "Sở Y tế", "2020", ""], Problem(2, "authors", "shares", "60")),
        ([1, "Một", "Lê Ánh", "Sở Y tế", "31/2/2020", ""], Problem(2, "day", "day", "31/2/2020")),
        ([1, "Một", "Lê Ánh", "Sở Y tế", "2020", "Vũ trụ"], Problem(2, "level", "level", "Vũ trụ")),
        ([1, "M" * 501, "Lê Ánh", "Sở Y tế", "2020", ""], Problem(2, "title", "long", "M" * 80)),
        ([1, "Một", "Lê Ánh", "", "2020", ""], Problem(2, "unit", "missing")),
        ([1, "Một", "", "Sở Y tế", "2020", ""], Problem(2, "authors", "missing")),
    ],
)
def test_each_problem_is_told_at_its_cell(row, problem):
    assert read(table(row)) == [[problem]]


def test_all_problems_of_a_row_are_told_at_once():
    [faults] = read(table([1, "", "12345", "", "x", "?"]), Defaults())
    assert {(one.field, one.code) for one in faults} == {
        ("authors", "name"), ("day", "day"), ("level", "level"), ("title", "missing"), ("unit", "missing"), ("kind", "missing"),
    }  # fmt: skip


def test_a_sheet_in_a_font_of_the_nineties():
    rows = table([1, "S¸ng kiÕn c¶i tiÕn", "NguyÔn V¨n B×nh", "Së Y tÕ", "5/3/1998", "cÊp thµnh phè"])
    [record] = read(rows, prior="tcvn3")
    assert (record.title, record.authors[0][0], record.unit) == ("Sáng kiến cải tiến", "Nguyễn Văn Bình", "Sở Y tế")


def test_many_rows_are_read():

    rows = table(*([n, f"Sáng kiến số {n}", "Lê Ánh; Nguyễn Văn An", "Sở Y tế", "5/3/2020", "TP"] for n in range(2000)))
    found = read(rows)
    assert len(found) == 2000
    assert all(isinstance(one, Record) for one in found)


def test_a_work_and_how_it_is_read_come_through_to_another_program_as_they_are():
    [record] = read(table([1, "Số hóa bệnh án", "Lê Ánh (60%); Trần Bình (40%)", "Sở Y tế", "5/3/2020", "TP"]))
    assert record_of(orjson.loads(orjson.dumps(plain(record)))) == record
    layout = layout_of(ROWS)
    again = Settled.of(Settled(layout, DEFAULTS, "vni").said())
    assert again == Settled(replace(layout, headings=list(layout.headings)), DEFAULTS, "vni")
    assert Settled.of(Settled(layout, Defaults(), "unicode").said()).defaults == Defaults()
