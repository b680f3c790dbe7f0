"""The rules of execution: terms at the ends of months and in leap years, extensions by rule set, budgets in whole đồng."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.rules.budget import Line, balance, budget_slips, instalment_slips, summed, total
from initiatives.rules.calendar import months_after
from initiatives.rules.rule_sets import rule_sets
from initiatives.rules.terms import Extension, Term, final_dossier_due, judge_extension, use_days

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
MONTHS = st.integers(1, 60)


@pytest.mark.parametrize(
    ("starts", "months", "ends"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 12, 15), 24, date(2027, 12, 15)),
    ],
)
def test_a_term_ends_on_the_same_day_or_on_the_last_of_the_month(starts, months, ends):
    assert Term(starts, months).ends_on == ends


@given(DAYS, MONTHS, st.integers(0, 12), st.integers(0, 400))
def test_an_extension_is_counted_from_the_first_day_and_a_pause_adds_its_days(starts, months, more, paused):
    whole = Term(starts, months + more)
    assert Term(starts, months, more).ends_on == whole.ends_on
    assert Term(starts, months, more, paused).ends_on - whole.ends_on == timedelta(days=paused)
    assert months_after(starts, months).day in (starts.day, whole.ends_on.day, 28, 29, 30)


@given(DAYS, MONTHS, st.integers(1, 12), st.integers(0, 12))
def test_reports_fall_within_the_term_rise_and_end_with_it_and_an_extension_moves_none_but_the_last(
    starts, months, every, more
):
    days, longer = Term(starts, months).report_days(every), Term(starts, months, more).report_days(every)
    assert days == sorted(set(days)) and days[0] > starts and days[-1] == Term(starts, months).ends_on
    assert longer[: len(days) - 1] == days[:-1]


PROVINCE, NAFOSTED, VAST = (rule_sets()[code] for code in ("province-2025", "nafosted", "vast"))
LONG, SHORT = Term(date(2025, 3, 1), 24), Term(date(2025, 3, 1), 18)


@pytest.mark.parametrize(
    ("rules", "term", "asked", "against"),
    [
        (PROVINCE, LONG, Extension(12, date(2026, 12, 1)), set()),
        (PROVINCE, LONG, Extension(13, date(2026, 12, 1)), {"months"}),
        (PROVINCE, SHORT, Extension(6, date(2026, 6, 1)), set()),
        (PROVINCE, SHORT, Extension(7, date(2026, 6, 1)), {"months"}),
        (PROVINCE, LONG, Extension(0, date(2026, 6, 1)), {"months"}),
        (PROVINCE, LONG, Extension(6, date(2026, 12, 1), before=1), {"times"}),
        (PROVINCE, LONG, Extension(6, date(2026, 12, 1), before=1, special=True), set()),
        (PROVINCE, LONG, Extension(6, date(2027, 3, 1)), set()),  # on the last day
        (PROVINCE, LONG, Extension(6, date(2027, 3, 2)), {"ended"}),
        (NAFOSTED, LONG, Extension(6, date(2026, 12, 31)), set()),  # 60 days before 1 March 2027 is 31 December
        (NAFOSTED, LONG, Extension(6, date(2027, 1, 1)), {"late"}),
        (VAST, LONG, Extension(6, date(2026, 12, 1)), set()),
        (VAST, LONG, Extension(7, date(2026, 12, 1)), {"minutes"}),
        (VAST, LONG, Extension(7, date(2026, 12, 1), minutes=True), set()),
    ],
)
def test_what_each_rule_set_says_of_an_extension(rules, term, asked, against):
    found = judge_extension(asked, term, rules)
    assert {finding.rule for finding in found} == against
    assert all(finding.grave == (finding.rule != "late") and finding.source.document for finding in found)


def test_the_final_dossier_is_due_thirty_days_after_the_end_and_use_is_looked_into_after_one_and_three_years():
    assert final_dossier_due(date(2027, 1, 31), PROVINCE) == date(2027, 3, 2)
    assert use_days(date(2024, 2, 29), PROVINCE) == [date(2025, 2, 28), date(2027, 2, 28)]


LINES = st.lists(
    st.builds(Line, st.sampled_from(["labour", "management", "travel"]), st.sampled_from(["state", "other"]),
              st.integers(2024, 2028), st.integers(1, 10**12)),
    max_size=12, unique_by=lambda line: (line.item, line.source, line.year),
)  # fmt: skip


@given(LINES, st.integers(0, 10**13))
def test_sums_by_anything_are_the_total_and_the_cap_holds_to_the_last_dong(lines, cap):
    for by in (lambda line: line.year, lambda line: line.item, lambda line: line.source):
        assert sum(summed(lines, by).values()) == total(lines)
    over = [slip for slip in budget_slips(lines, cap, range(2024, 2029), {}) if "cap" in slip.params]
    assert bool(over) == (total(lines, "state") > cap)
    assert bool(instalment_slips([total(lines, "state")], total(lines, "state"))) is False
    assert bool(instalment_slips([total(lines, "state")], total(lines, "state") + 1)) is True


def test_a_share_is_compared_in_whole_numbers():
    lines = [Line("management", "state", 2026, 5), Line("labour", "state", 2026, 95)]
    assert budget_slips(lines, 100, range(2026, 2027), {"management": 5}) == []
    [slip] = budget_slips([lines[0], Line("labour", "state", 2026, 94)], 100, range(2026, 2027), {"management": 5})
    assert slip.params["share"] == 5


def test_lines_that_repeat_or_lie_outside_the_term_are_named():
    lines = [Line("labour", "state", 2026, 5), Line("labour", "state", 2026, 5), Line("travel", "state", 2031, 0)]
    assert {slip.at for slip in budget_slips(lines, 100, range(2026, 2028), {})} == {1, 2}


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_a_settlement_pays_or_takes_back_and_never_both(paid, accepted):
    pay, back = balance(paid, accepted)
    assert paid + pay - back == accepted
    assert min(pay, back) == 0


@pytest.mark.parametrize(
    ("code", "filed", "by"),
    [
        ("province-2025", date(2026, 4, 20), date(2026, 5, 5)),  # 15 days are 15 days
        ("vast", date(2026, 4, 20), date(2026, 5, 14)),  # working days: past weekends and 27 April, 30 April, 1 May
        ("nafosted", date(2026, 4, 20), date(2026, 5, 20)),  # 30 days are 30 days
        ("nafosted", date(2028, 2, 1), date(2028, 3, 2)),
    ],
)
def test_a_request_is_decided_within_the_days_of_its_rules(code, filed, by):
    assert rule_sets()[code].decided_by(filed) == by
