"""The rules of a competing dossier: it agrees with itself and with its task; its budget is appraised and carried over."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.choices import CostItem, Source
from initiatives.rules.answers import missing, read_answer
from initiatives.rules.budget import Line, total
from initiatives.rules.forms import BUDGET_ROWS, COST_ITEMS, SOURCES, Question, questions
from initiatives.rules.proposals import (
    Bounds,
    appraisal_slips,
    calendar_lines,
    lines_asked,
    most_years,
    proposal_slips,
    span_of,
)
from initiatives.rules.rule_sets import rule_sets
from initiatives.rules.task_forms import RULE_SETS
from tests.selection import BUDGET, PROPOSED

SHARES = {"management": 5}
TABLE = Question("budget", "Budget", "rows", limit=3, columns=BUDGET_ROWS)


def faulty(**changed):
    bounds = Bounds(24, 700_000_000, SHARES)
    return [field for field, _slip in proposal_slips({**PROPOSED, **changed}, bounds)]


def test_a_proposal_that_agrees_with_itself_and_its_task_has_no_fault():
    assert faulty() == []


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"members": [{**row, "post": "member"} for row in PROPOSED["members"]]}, ["members"]),
        ({"members": [{**row, "post": "leader"} for row in PROPOSED["members"]]}, ["members"]),
        ({"members": [{**PROPOSED["members"][0], "months": 18}]}, []),
        ({"members": [{**PROPOSED["members"][0], "months": 19}]}, ["members"]),
        ({"milestones": [{**PROPOSED["milestones"][1], "to_month": 19}]}, ["milestones"]),
        ({"milestones": [{**PROPOSED["milestones"][1], "from_month": 0}]}, ["milestones"]),
        ({"budget_vnd": 800_000_001}, ["budget_vnd"]),
        (
            {"budget": [*BUDGET, BUDGET[0]], "budget_vnd": 1_100_000_000},
            ["budget", "budget"],
        ),  # twice, and over the cap
        ({"budget": [{**BUDGET[0], "year": 4}, *BUDGET[1:]]}, ["budget"]),
        ({"budget": [{**BUDGET[0], "year": 3}, *BUDGET[1:]]}, []),
        ({"budget": [{**BUDGET[0], "item": "management"}, *BUDGET[1:]]}, ["budget"]),  # 300 of 700 million
        ({"partners": [{**PROPOSED["partners"][0], "cofinancing_vnd": 100_000_001}]}, ["partners"]),
    ],
)
def test_what_contradicts_itself_is_named_at_its_question(changed, fields):
    assert faulty(**changed) == fields


def test_the_bounds_of_the_task_hold_to_the_dong_and_the_month():
    assert proposal_slips(PROPOSED, Bounds(18, 700_000_000)) == []
    assert [field for field, _slip in proposal_slips(PROPOSED, Bounds(17, 699_999_999))] == [
        "duration_months",
        "budget",
    ]


@pytest.mark.parametrize(("months", "years"), [(1, 1), (2, 2), (12, 2), (13, 2), (14, 3), (24, 3), (26, 4)])
def test_a_term_touches_as_many_calendar_years_as_it_can(months, years):
    assert most_years(months) == years


@pytest.mark.parametrize(
    ("starts", "months", "span"),
    [
        (date(2026, 1, 31), (1, 1), (date(2026, 1, 31), date(2026, 2, 27))),
        (date(2027, 8, 31), (7, 7), (date(2028, 2, 29), date(2028, 3, 30))),
        (date(2026, 3, 16), (1, 6), (date(2026, 3, 16), date(2026, 9, 15))),
        (date(2026, 3, 16), (7, 18), (date(2026, 9, 16), date(2027, 9, 15))),
    ],
)
def test_months_of_the_plan_become_days_of_the_contract(starts, months, span):
    assert span_of(starts, *months) == span


amounts = st.integers(1, 10**12)
lines = st.lists(
    st.builds(Line, st.sampled_from(CostItem.values), st.sampled_from(Source.values), st.integers(1, 6), amounts),
    max_size=12,
)


@given(lines, st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(1, 60))
def test_no_dong_is_lost_when_years_of_the_topic_become_calendar_years(budget, starts, months):
    ends = date(starts.year + months // 12 + 1, 1, 1)
    carried = calendar_lines(budget, starts, ends)
    for source in Source.values:
        assert total(carried, source) == total(budget, source)
    keys = [(line.item, line.source, line.year) for line in carried]
    assert len(set(keys)) == len(keys)
    assert all(starts.year <= line.year <= ends.year for line in carried)


def test_an_appraisal_cuts_and_never_adds():
    asked = lines_asked(PROPOSED)
    assert appraisal_slips(asked, asked, 700_000_000, SHARES, 18) == []
    moved = [Line("labour", "state", 1, 350_000_000), Line("equipment", "state", 2, 350_000_000)]
    assert appraisal_slips(asked, moved, 700_000_000, SHARES, 18) == []
    more = [Line("labour", "state", 1, 700_000_001)]
    assert len(appraisal_slips(asked, more, 0, SHARES, 18)) == 2  # over what was asked, which is its cap too
    assert len(appraisal_slips(asked, [Line("labour", "other", 1, 100_000_001)], 0, SHARES, 18)) == 1


def test_a_table_is_read_row_by_row_and_its_faults_name_the_row():
    typed = [{"item": "labour", "source": "state", "year": "1", "amount_vnd": "1.500.000"}, {"item": "", "year": ""}]
    assert read_answer(TABLE, typed) == (
        [{"item": "labour", "source": "state", "year": 1, "amount_vnd": 1_500_000}],
        None,
    )
    fault = read_answer(TABLE, [typed[0], {**typed[0], "item": "bribes"}])[1]
    assert (fault.row, fault.column) == (2, "Item")
    assert read_answer(TABLE, [{**typed[0], "colour": "red"}])[1].row == 1
    assert read_answer(TABLE, [typed[0]] * 4)[1] is not None
    for raw in ("text", {"a": 1}, ["text"], [None]):
        assert read_answer(TABLE, raw)[1] is not None


def test_a_row_that_lacks_a_cell_keeps_its_table_from_being_complete():
    asked = questions("selection")
    assert "budget" not in missing(asked, PROPOSED)
    assert "budget" in missing(asked, {**PROPOSED, "budget": [{**BUDGET[0], "amount_vnd": ""}]})
    assert "partners" not in missing(asked, {**PROPOSED, "partners": []})
    assert "partners" in missing(asked, {**PROPOSED, "partners": [{**PROPOSED["partners"][0], "name": ""}]})


def test_forms_name_the_same_things_as_the_lists_and_rule_sets():
    assert [code for code, _label in COST_ITEMS] == CostItem.values
    assert [code for code, _label in SOURCES] == Source.values
    assert [code for code, _label in RULE_SETS] == list(rule_sets())
