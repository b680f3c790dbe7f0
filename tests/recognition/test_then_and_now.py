"""Units that merge and split: figures as they then were and as they are now, and the same total for the city."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.choices import Kind
from initiatives.services.past import PastWork
from organisation.actor import NOBODY
from organisation.models import Unit
from organisation.rules.successors import present
from recognition.queries.register import RegisterFilter, register
from recognition.queries.statistics import DIMENSIONS, counted
from recognition.services.past import record_past_decision
from tests import city
from tests.recognition.test_recognition import _query

NOW = RegisterFilter(now=True)


@given(st.dictionaries(st.integers(0, 9), st.frozensets(st.integers(0, 9), max_size=3), max_size=10))
def test_a_unit_stands_where_no_single_successor_leads_further(successors):
    today = present(successors)
    for gone, into in today.items():
        assert gone != into
        assert into not in today or len(successors.get(into, ())) == 1, "only a circle leads on"
    assert not [unit for unit in today if len(successors[unit]) != 1]


def test_merged_split_and_circled():
    assert present({1: [2], 2: [3], 4: [5, 6], 7: [4], 8: [9], 9: [8]}) == {1: 3, 2: 3, 7: 4}


@pytest.fixture
def reorganised(db):
    """Two departments went into one; a third was split; a school and a company stayed."""
    city.unit("UBND", "city")
    kinds = {"TRUONG": "school", "CTY": "enterprise"}
    units = {
        code: city.unit(code, kinds.get(code, "department"))
        for code in ["STNMT", "SNNPTNT", "SNNMT", "SLD", "SNV", "SYT", "TRUONG", "CTY"]
    }
    for gone, into in {"STNMT": ["SNNMT"], "SNNPTNT": ["SNNMT"], "SLD": ["SNV", "SYT"]}.items():
        units[gone].successors.set([units[code] for code in into])
    credited = [
        ("STNMT",), ("STNMT", "SNNPTNT"), ("SNNPTNT", "TRUONG", "CTY"), ("SLD",), ("SNNMT",), ("SYT", "TRUONG"), ("CTY",),
    ]  # fmt: skip
    works = [
        PastWork(Kind.INITIATIVE, f"Sáng kiến {n}", units[codes[0]], ((city.person(), Decimal(100)),),
                 units=tuple(units[code] for code in codes))
        for n, codes in enumerate(credited)
    ]  # fmt: skip
    record_past_decision(NOBODY, units["SYT"], "city", date(2023, 5, 4), works)


def by_unit(chosen):
    return {cell.values["unit"]: cell.count for cell in counted(("unit",), chosen).rows}


def test_as_they_then_were_and_as_they_are_now(reorganised):
    then = {"STNMT": 2, "SNNPTNT": 2, "TRUONG": 2, "CTY": 2, "SLD": 1, "SNNMT": 1, "SYT": 1}
    assert by_unit(RegisterFilter()) == then
    assert by_unit(NOW) == {"SNNMT": 4, "TRUONG": 2, "CTY": 2, "SLD": 1, "SYT": 1}, "a work of both counts once"
    assert counted(("unit",), NOW).total == counted(("unit",), RegisterFilter()).total == 7


@pytest.mark.parametrize("now", [False, True])
@pytest.mark.parametrize(
    "by", [(name,) for name in DIMENSIONS] + [("unit", "year"), ("sector", "level"), ("unit", "sector")]
)
def test_every_figure_agrees_with_its_list(reorganised, by, now):
    for cell in counted(by, RegisterFilter(now=now)).rows:
        assert register(RegisterFilter.read(_query(cell.address))).count() == cell.count, cell


def test_sectors_and_the_three_way_link(reorganised):
    sectors = {cell.values["sector"]: cell.count for cell in counted(("sector",), RegisterFilter()).rows}
    assert sectors == {"state": 6, "school": 2, "enterprise": 2}
    assert register(RegisterFilter(linked=True)).count() == 1
    assert register(RegisterFilter(units=("SNNMT",))).count() == 1
    assert register(RegisterFilter(units=("SNNMT",), now=True)).count() == 4


def test_pages_and_api_take_both(reorganised, client):
    answer = client.get("/api/v1/statistics/recognised/", {"by": "unit", "units": "now"}).json()
    assert {row["values"]["unit"]: row["count"] for row in answer["rows"]}["SNNMT"] == 4
    assert client.get("/api/v1/statistics/recognised/", {"by": "unit", "units": "later"}).status_code == 400
    page = client.get("/thong-ke/", {"by": "unit", "units": "now"}).content.decode()
    assert "credited=SNNMT&amp;units=now" in page
    assert "credited=STNMT" not in page
    assert Unit.objects.get(code="SLD").name in page
    listed = client.get("/so-dang-ky/", {"credited": "SNNMT", "units": "now"}).content.decode()
    assert "4 lượt công nhận" in listed


@pytest.mark.parametrize(
    "by, order",
    [
        ("year", [(2021,), (2022,), (2023,)]),
        ("level,year", [("city", 2021), ("city", 2022), ("city", 2023), ("department", 2022)]),
        ("year,level", [(2021, "city"), (2022, "department"), (2022, "city"), (2023, "city")]),
        ("level", [("city",), ("department",)]),
    ],
)
def test_years_stand_in_their_order_whatever_they_count(client, db, by, order):
    unit = city.unit("SYT", "department")
    for level, year, many in [("city", 2023, 1), ("department", 2022, 2), ("city", 2021, 3), ("city", 2022, 1)]:
        works = [
            PastWork(Kind.INITIATIVE, f"{level} {year} {n}", unit, ((city.person(), Decimal(100)),))
            for n in range(many)
        ]
        record_past_decision(NOBODY, unit, level, date(year, 5, 4), works)
    names = by.split(",")
    rows = client.get("/api/v1/statistics/recognised/", {"by": by}).json()["rows"]
    assert [tuple(row["values"][name] for name in names) for row in rows] == order
    shown = client.get("/thong-ke/", {"by": names}).context["rows"]
    assert [tuple(row["cell"].values[name] for name in names) for row in shown] == order
