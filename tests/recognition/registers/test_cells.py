"""Cells as old registers have them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.rules.registers.cells import (
    Named,
    Unreadable,
    authors_of,
    day_of,
    decision_of,
    kind_of,
    level_of,
    shares_of,
    text_of,
)

DAY = date(2021, 3, 5)


@pytest.mark.parametrize(
    "cell",
    ["05/03/2021", "5-3-21", "5.3.2021", "2021-03-05", "ngày 5 tháng 3 năm 2021", "Ngày 05  tháng 03 năm 2021", 44260, 44260.0,
     datetime(2021, 3, 5), DAY, "QĐ ký ngày 5/3/2021"],
)  # fmt: skip
def test_a_day_in_every_writing(cell):
    assert day_of(cell) == DAY


@pytest.mark.parametrize(
    ("cell", "day"),
    [("3/2021", date(2021, 3, 31)), ("tháng 2 năm 2020", date(2020, 2, 29)), ("2021", date(2021, 12, 31)),
     ("năm 2021", date(2021, 12, 31)), (2021.0, date(2021, 12, 31)), ("1/5/98", date(1998, 5, 1)), ("", None), (None, None)],
)  # fmt: skip
def test_a_month_and_a_year_end_on_their_last_day(cell, day):
    assert day_of(cell) == day


@pytest.mark.parametrize(
    ("cell", "code"), [("31/02/2021", "day"), ("đang chờ", "day"), ("1/1/1850", "year"), ("3/13/2021", "day")]
)
def test_what_is_no_day_is_said(cell, code):
    with pytest.raises(Unreadable) as error:
        day_of(cell)
    assert error.value.code == code


@given(st.dates(date(1975, 1, 1), date(2049, 12, 31)))
def test_every_writing_of_a_day_gives_it_back(day):
    short = f"{day.day}/{day.month}/{day.year % 100:02}"
    written = [
        f"{day:%d/%m/%Y}",
        f"{day:%d-%m-%Y}",
        day.isoformat(),
        f"ngày {day.day} tháng {day.month} năm {day.year}",
        day,
    ]
    written += [short] if day.year >= 1950 else []
    assert {day_of(one) for one in written} == {day}


@pytest.mark.parametrize(
    ("cell", "names", "others"),
    [
        ("Nguyễn Văn An", ["Nguyễn Văn An"], False),
        ("Nguyễn Văn An, Trần Thị Bình", ["Nguyễn Văn An", "Trần Thị Bình"], False),
        ("Nguyễn Văn An; Trần Thị Bình", ["Nguyễn Văn An", "Trần Thị Bình"], False),
        ("Nguyễn Văn An\nTrần Thị Bình", ["Nguyễn Văn An", "Trần Thị Bình"], False),
        ("Nguyễn Văn An và Trần Thị Bình", ["Nguyễn Văn An", "Trần Thị Bình"], False),
        ("Lê Hồng Vân - Nguyễn Hòa", ["Lê Hồng Vân", "Nguyễn Hòa"], False),
        ("1. Nguyễn Văn An\n2. Trần Thị Bình", ["Nguyễn Văn An", "Trần Thị Bình"], False),
        ("- Nguyễn Văn An\n- Trần Thị Bình", ["Nguyễn Văn An", "Trần Thị Bình"], False),
        ("PGS.TS. Lê Ánh (Trưởng khoa)", ["Lê Ánh"], False),
        ("BSCKII. Trần Văn Tá, CN. Lê Ba", ["Trần Văn Tá", "Lê Ba"], False),
        ("Ông Nguyễn Hòa, Giám đốc", ["Nguyễn Hòa"], False),
        ("Nhóm tác giả: Lê Ánh, Lê Ba", ["Lê Ánh", "Lê Ba"], False),
        ("Nguyễn Văn An và các cộng sự", ["Nguyễn Văn An"], True),
        ("Nguyễn Văn An và cộng sự", ["Nguyễn Văn An"], True),
        ("Đặng Công Thương & CS", ["Đặng Công Thương"], True),
        ("", [], False),
    ],
)
def test_authors_in_one_cell(cell, names, others):
    read = authors_of(cell)
    assert ([one.name for one in read.named], read.others) == (names, others)


@pytest.mark.parametrize(
    ("cell", "shares"),
    [("An Nguyễn (60%); Bình Trần (40%)", None), ("1. An Nguyễn - 60%\n2. Bình Trần - 40 %", None), ("An Nguyễn; Bình Trần", "60\n40"),
     ("An Nguyễn; Bình Trần", "60%; 40%")],
)  # fmt: skip
def test_shares_behind_the_names_and_in_their_own_cell(cell, shares):
    assert authors_of(cell, shares).named == (Named("An Nguyễn", Decimal(60)), Named("Bình Trần", Decimal(40)))


@pytest.mark.parametrize(
    "cell", ["12345", "Nguyễn Văn 2", "x" * 200, "; ".join(f"An {chr(97 + n % 26)}" for n in range(61))]
)
def test_what_is_no_name_is_said(cell):
    with pytest.raises(Unreadable):
        authors_of(cell)


@given(st.integers(1, 60))
def test_equal_shares_add_up_to_exactly_one_hundred(count):
    shares = shares_of([Named("An")] * count)
    assert sum(shares) == 100
    assert all(share > 0 for share in shares)
    assert max(shares) - min(shares) < 1


@pytest.mark.parametrize("told", [["60", "39.99"], ["60", None], ["100", "100"]])
def test_shares_that_do_not_add_up_are_said(told):
    with pytest.raises(Unreadable):
        shares_of([Named("An", Decimal(one) if one else None) for one in told])


@pytest.mark.parametrize(
    ("cell", "level"),
    [("Cấp thành phố", "city"), ("TP", "city"), ("cấp tỉnh", "city"), ("Sở", "department"), ("cấp Sở/ngành", "department"),
     ("cấp cơ sở", "base"), ("Cơ sở", "base"), ("", None)],
)  # fmt: skip
def test_levels(cell, level):
    assert level_of(cell) == level


@pytest.mark.parametrize(
    ("cell", "kind"), [("Đề tài NCKH", "topic"), ("Sáng kiến", "initiative"), ("giải pháp", "initiative"), (None, None)]
)
def test_kinds(cell, kind):
    assert kind_of(cell) == kind


@pytest.mark.parametrize("read", [level_of, kind_of])
def test_what_is_neither_is_said(read):
    with pytest.raises(Unreadable):
        read("?")


@pytest.mark.parametrize(
    ("cell", "told"),
    [("3373/QĐ-UBND", ("3373/QĐ-UBND", None)), ("Số 3373/QĐ-UBND ngày 12/10/2020", ("3373/QĐ-UBND", date(2020, 10, 12))),
     (3373.0, ("3373", None)), ("", ("", None))],
)  # fmt: skip
def test_decisions(cell, told):
    assert decision_of(cell) == told


@pytest.mark.parametrize(
    ("cell", "text"), [(12.0, "12"), (1.5, "1.5"), ("  a \n b ", "a b"), (DAY, "05/03/2021"), (None, ""), (True, "")]
)
def test_what_a_cell_shows(cell, text):
    assert text_of(cell) == text
