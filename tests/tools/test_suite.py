"""The driver of the suite: what it selects, and that it repeats pytest's own closing line."""

import pytest

from tools.suite.passes import NO_TESTS, Result, closing_line, passes

FRAMED = "===== 12 passed, 1 skipped in 3.21s ====="


@pytest.mark.parametrize(
    "words, closing",
    [
        (FRAMED, "12 passed, 1 skipped in 3.21s"),
        ("= 2 failed, 8 passed in 61.00s (0:01:01) =\n", "2 failed, 8 passed in 61.00s (0:01:01)"),
        ("\x1b[33m==== no tests ran in 0.02s ====\x1b[0m", "no tests ran in 0.02s"),
        (f"{FRAMED}\n=== 1 passed in 0.1s ===\n", "1 passed in 0.1s"),
        ("=== slowest 15 durations ===\n=== short test summary info ===\n12 passed", "no closing line"),
    ],
)
def test_the_last_line_in_which_pytest_counts_is_found(words, closing):
    assert closing_line(words) == closing


def test_without_postgres_there_is_one_pass_and_with_it_the_database_tests_run_again():
    [only] = passes(None)
    assert only.environment["DATABASE_URL"] == ""
    sqlite, postgres = passes("postgres://u:p@127.0.0.1:1/d")
    assert (sqlite.select, postgres.select) == ("", "database and not browser")


def test_a_pass_is_good_unless_something_failed():
    assert Result("SQLite", 0, "").good
    assert Result("PostgreSQL", NO_TESTS, "").good
    assert not Result("SQLite", 1, "").good
