"""The table of ASVS names tests that exist, and says of every row how it stands."""

import re

import pytest

from config.env import ROOT

TABLE = (ROOT / "docs/reference/asvs.md").read_text()
ROWS = [line.strip("| \n").split(" | ") for line in TABLE.splitlines() if re.match(r"\| \d", line)]
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TABLE)))


@pytest.mark.parametrize("path, name", NAMED)
def test_a_named_test_exists(path, name):
    assert f"def {name}(" in (ROOT / path).read_text()


def test_every_row_says_how_it_stands_and_no_number_comes_twice():
    numbers = [number for row in ROWS for number in row[0].split(", ")]
    assert len(numbers) == len(set(numbers)) > 30
    assert all(len(row) == 5 and row[2].startswith(("met", "not met", "not tried", "does not apply")) for row in ROWS)
