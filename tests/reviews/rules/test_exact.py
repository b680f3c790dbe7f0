"""Numbers: read exactly, compared exactly, rounded half up."""

from decimal import Decimal
from fractions import Fraction

import pytest

from reviews.rules.exact import Bound, decimal, half_up, number, share, shown, spelled


@pytest.mark.parametrize(
    "raw, exact",
    [("24.99", "24.99"), ("24,99", "24.99"), (24.99, "24.99"), (Decimal("0.10"), "0.1"), (7, "7"), (" 8 ", "8"), ("1e1", "10"),
     (0.1 + 0.2, "0.30000000000000004")],
)  # fmt: skip
def test_a_number_is_what_was_typed(raw, exact):
    assert spelled(number(raw)) == exact


@pytest.mark.parametrize(
    "raw",
    ["", "ten", "1.234.567", "1_000", "NaN", "Infinity", "1e999999999", "1e-999999999", "9" * 41, "٣", True, None, [], {}, "0x10", 1e300],
)  # fmt: skip
def test_what_is_no_number_is_refused(raw):
    with pytest.raises(ValueError):
        decimal(raw)


@pytest.mark.parametrize(
    "raw, part", [("2/3", (2, 3)), ("7/10", (7, 10)), ("0.7", (7, 10)), (Decimal("0.75"), (3, 4)), (1, (1, 1))]
)
def test_a_share_is_a_part_of_a_whole(raw, part):
    assert share(raw) == Fraction(*part)


@pytest.mark.parametrize("raw", ["2/0", "1.5/2", "2/3/4", "a/b", "/"])
def test_what_is_no_share_is_refused(raw):
    with pytest.raises(ValueError):
        share(raw)


@pytest.mark.parametrize(
    "value, text",
    [(Fraction(8499, 100), "84.99"), (Fraction(251, 3), "251/3"), (Fraction(1, 8), "0.125"), (Fraction(0), "0"), (Fraction(100), "100"),
     (Fraction(1, 20), "0.05"), (Fraction(-1, 4), "-0.25")],
)  # fmt: skip
def test_an_exact_value_is_spelled_out(value, text):
    assert spelled(value) == text
    assert Fraction(text) == value


@pytest.mark.parametrize(
    "value, text",
    [
        ("84.995", "85.00"),
        ("84.994999", "84.99"),
        ("0.005", "0.01"),
        ("0.004", "0.00"),
        ("2.675", "2.68"),
        ("100", "100.00"),
    ],
)
def test_a_half_is_rounded_up(value, text):
    assert shown(Fraction(value)) == text


def test_rounding_to_one_place_and_to_none():
    assert half_up(Fraction("5.35"), 1) == Fraction("5.4")
    assert shown(Fraction("2.5"), 0) == "3"


MEMBERS = [5, 7, 8, 9, 11, 15]
SMALLEST = {
    ("2/3", False): [4, 5, 6, 6, 8, 10],
    ("7/10", False): [4, 5, 6, 7, 8, 11],
    ("3/4", True): [4, 6, 7, 7, 9, 12],
    ("3/4", False): [4, 6, 6, 7, 9, 12],
    ("1/2", True): [3, 4, 5, 5, 6, 8],
}


@pytest.mark.parametrize(
    "bound, members, smallest",
    [(Bound(share(part), strict), members, least)
     for (part, strict), row in SMALLEST.items() for members, least in zip(MEMBERS, row, strict=True)],
)  # fmt: skip
def test_the_smallest_number_of_votes(bound, members, smallest):
    """The table under CNL-06."""
    assert bound.least_of(members) == smallest
    assert bound.met_by_part(smallest, members)
    assert not bound.met_by_part(smallest - 1, members)
