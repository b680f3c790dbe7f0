"""The driver of the suite: what it selects, and that it repeats pytest's own closing line."""

import pytest

from tools.suite.passes import CLOSING, NO_TESTS, Result, passes


@pytest.mark.parametrize(
    "line, closing",
    [
        ("===== 12 passed, 1 skipped in 3.21s =====", "12 passed, 1 skipped in 3.21s"),
        ("= 2 failed, 8 passed in 61.00s (0:01:01) =", "2 failed, 8 passed in 61.00s (0:01:01)"),
        ("==== no tests ran in 0.02s ====", "no tests ran in 0.02s"),
    ],
)
def test_the_closing_line_is_found(line, closing):
    assert CLOSING.match(line)[1] == closing


@pytest.mark.parametrize("line", ["====== slowest 15 durations ======", "=== short test summary info ===", "12 passed"])
def test_other_lines_are_not(line):
    assert CLOSING.match(line) is None


def test_without_postgres_there_is_one_pass_and_with_it_the_database_tests_run_again():
    [only] = passes(None)
    assert only.environment["DATABASE_URL"] == ""
    sqlite, postgres = passes("postgres://u:p@127.0.0.1:1/d")
    assert (sqlite.select, postgres.select) == ("", "database and not browser")


def test_a_pass_is_good_unless_something_failed():
    assert Result("SQLite", 0, "").good
    assert Result("PostgreSQL", NO_TESTS, "").good
    assert not Result("SQLite", 1, "").good
