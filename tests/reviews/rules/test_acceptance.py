"""A member's grade of a task, by Thông tư 11/2014/TT-BKHCN: worked by hand."""

from fractions import Fraction

import pytest

from reviews.rules.acceptance import ProductGrade, member_grade
from reviews.rules.seats import SheetInput
from reviews.rules.sheets import read_sheet, sheet_faults
from tests.reviews.rules.given import SCHEMES

SCHEME = SCHEMES["tt11-2014-acceptance"]
RULE = SCHEME.member_grade


def products(quantities=("excellent",), types=("excellent",), qualities=("excellent",), volumes=()):
    reached = [*volumes, *[None] * len(quantities)]
    return [
        *(ProductGrade("quantity", grade, volume) for grade, volume in zip(quantities, reached, strict=False)),
        *(ProductGrade("type", grade) for grade in types),
        *(ProductGrade("quality", grade) for grade in qualities),
    ]


def volume(percent):
    return Fraction(str(percent))


@pytest.mark.parametrize(
    "given, report, grade",
    [
        (products(), "excellent", "excellent"),
        (products(), "pass", "excellent"),
        (products(), "fail", "fail"),
        (products(qualities=("excellent", "pass")), "excellent", "pass"),
        (products(types=("pass",)), "excellent", "pass"),
        (products(qualities=("excellent", "fail")), "excellent", "fail"),
        (products(types=("fail",)), "excellent", "fail"),
        (products(("pass", "pass")), "pass", "pass"),
        # one of four quantities failed: 3/4 pass, the failing one needs 3/4 of the order
        (products(("pass", "pass", "pass", "fail"), volumes=(None, None, None, volume(75))), "pass", "pass"),
        (products(("pass", "pass", "pass", "fail"), volumes=(None, None, None, volume("74.99"))), "pass", "fail"),
        (products(("pass", "pass", "pass", "fail")), "pass", "fail"),  # how much was reached is not known
        # one of three failed: only 2/3 pass
        (products(("pass", "pass", "fail"), volumes=(None, None, volume(99))), "pass", "fail"),
        (
            products(("excellent", "excellent", "excellent", "fail"), volumes=(None, None, None, volume(80))),
            "excellent",
            "pass",
        ),
        # two of eight failed: 6/8 = 3/4 pass, both must reach 3/4
        (products(("pass",) * 6 + ("fail",) * 2, volumes=(None,) * 6 + (volume(75), volume(90))), "pass", "pass"),
        (products(("pass",) * 6 + ("fail",) * 2, volumes=(None,) * 6 + (volume(75), volume(70))), "pass", "fail"),
        ([], "excellent", "fail"),
    ],
)
def test_the_grade_follows_from_products_and_report(given, report, grade):
    assert member_grade(given, report, rule=RULE) == grade


def test_a_late_dossier_fails():
    assert member_grade(products(), "excellent", rule=RULE, late=1) == "fail"


@pytest.mark.parametrize(
    "scores, grade",
    [
        ({"quantity": "excellent", "type": "excellent", "quality": "excellent", "report": "pass"}, "excellent"),
        ({"quantity": "pass", "type": "pass", "quality": "pass", "report": "pass"}, "pass"),
        ({"quantity": "fail", "volume": 99, "type": "pass", "quality": "pass", "report": "pass"}, "fail"),
        (
            {"quantity.1": "pass", "quantity.2": "pass", "quantity.3": "excellent", "quantity.4": "fail", "volume.4": "75",
             "type.1": "pass", "quality.1": "pass", "quality.2": "excellent", "report": "excellent"},
            "pass",
        ),
        (
            {"quantity.1": "pass", "quantity.2": "pass", "quantity.3": "pass", "quantity.4": "fail", "volume.3": "75",
             "type.1": "pass", "quality.1": "pass", "report": "pass"},
            "fail",
        ),
    ],
)  # fmt: skip
def test_a_sheet_says_it_for_one_product_or_for_each(scores, grade):
    assert sheet_faults(SCHEME.criteria, scores) == []
    assert RULE.of_sheet(read_sheet(SCHEME.criteria, SheetInput("s0", scores))) == grade


@pytest.mark.parametrize(
    "scores, fault",
    [
        ({"quantity": "good", "type": "pass", "quality": "pass", "report": "pass"}, ("quantity", "not_an_answer")),
        ({"quantity": "pass", "type": "pass", "quality": "pass"}, ("report", "missing")),
        (
            {"quantity": "pass", "type": "pass", "quality": "pass", "report.2": "pass", "report": "pass"},
            ("report.2", "unknown_criterion"),
        ),
        (
            {"quantity.0": "pass", "type": "pass", "quality": "pass", "report": "pass"},
            ("quantity.0", "unknown_criterion"),
        ),
        (
            {"quantity": "pass", "type": "pass", "quality": "pass", "report": "pass", "volume": -1},
            ("volume", "below_zero"),
        ),
        (
            {"quantity": "pass", "type": "pass", "quality": "pass", "report": "pass", "volume": "x"},
            ("volume", "not_a_number"),
        ),
    ],
)
def test_a_sheet_with_a_fault_says_which(scores, fault):
    assert [(f.criterion, f.code) for f in sheet_faults(SCHEME.criteria, scores)] == [fault]
