"""Mean, median and trimmed mean; weights; rounding before comparing, where a scheme asks for it."""

from fractions import Fraction

import pytest

from reviews.rules.aggregate import median, trimmed_mean
from reviews.rules.conclude import conclude
from reviews.rules.shipped import shipped_texts
from reviews.rules.validate import parse_scheme
from tests.reviews.rules.given import room, sheets, told

SIU = shipped_texts()["siu-proposal"]


def fractions(*values):
    return [Fraction(str(value)) for value in values]


@pytest.mark.parametrize("values, middle", [((1,), 1), ((1, 9), 5), ((9, 1, 2), 2), ((1, 2, 4, 100), 3)])
def test_median(values, middle):
    assert median(fractions(*values)) == middle


@pytest.mark.parametrize(
    "values, trim, mean", [((1, 2, 3), 0, 2), ((0, 5, 6, 100), 1, Fraction(11, 2)), ((0, 1, 5, 90, 100), 2, 5)]
)
def test_trimmed_mean(values, trim, mean):
    assert trimmed_mean(fractions(*values), trim) == mean


def scheme(*changes):
    text = SIU
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return parse_scheme(text)


ROWS = [(5, 10, 5, 30, 30, 10, 10), (5, 10, 5, 20, 20, 5, 5), (0, 0, 0, 10, 10, 0, 0)]  # 100, 70, 20


@pytest.mark.parametrize(
    "method, outcome, score",
    [("mean", "not_passed", "63.33"), ("median", "passed", "70.00"), ("trimmed_mean", "passed", "70.00")],
)
def test_the_rule_picks_which_result_decides(method, outcome, score):
    rule = scheme(('aggregate = "mean"', f'aggregate = "{method}"'))
    result = conclude(rule, sheets(rule, *ROWS), (), room(9))
    assert told(result) == (outcome, None, score)
    assert result.step("total").inputs["sheets"] == {
        "n": 3, "mean": "190/3", "median": "70", "trimmed_mean": "70", "spread": "80",
    }  # fmt: skip


def test_too_few_sheets_for_a_trimmed_mean_are_an_undefined_case():
    rule = scheme(
        ('aggregate = "mean"', 'aggregate = "trimmed_mean"'),
        ('undefined = "not_passed"', 'undefined = "needs_decision"'),
    )
    result = conclude(rule, sheets(rule, *ROWS[:2]), (), room(9))
    assert told(result) == ("needs_decision", None, None)


def test_a_weight_multiplies_the_result():
    rule = scheme(("maximum = 5\n", "maximum = 5\nweight = 2\n"), ("total = 100", "total = 105"))
    assert told(conclude(rule, sheets(rule, (5, 10, 5, 20, 20, 5, 5)), (), room(9)))[2] == "75.00"


def test_a_criterion_of_weight_nothing_is_a_comment_only():
    rule = scheme(("maximum = 5\n", "maximum = 5\nweight = 0\n"), ("total = 100", "total = 95"))
    assert told(conclude(rule, sheets(rule, (5, 10, 5, 20, 20, 5, 5)), (), room(9)))[2] == "65.00"


@pytest.mark.parametrize("compare, outcome", [("exact", "not_passed"), ("shown", "passed")])
def test_a_scheme_may_ask_for_rounding_before_comparing(compare, outcome):
    rule = scheme(("total = 100", f'total = 100\ncompare = "{compare}"'))
    rows = [(5, 10, 5, 20, 20, 5, 5)] * 2 + [(5, 10, 5, 20, 20, 5, "4.99")]  # 69.99666…
    assert told(conclude(rule, sheets(rule, *rows), (), room(9))) == (outcome, None, "70.00")


def test_shown_places_are_the_schemes():
    rule = scheme(("total = 100", "total = 100\nplaces = 1"))
    assert told(conclude(rule, sheets(rule, *ROWS), (), room(9)))[2] == "63.3"
