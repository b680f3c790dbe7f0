"""Contests: worked cases of each shipped scheme, reckoned by hand."""

import pytest

from reviews.rules.conclude import conclude
from tests.reviews.rules.given import SCHEMES, judged, room, sheets, told, votes

# student-award: 10, 15, 15, 35, 15, 5 and a bonus of 5; more than 15 away from the first mean is void


def award(total):
    """A row of scores that comes to `total`."""
    left, row = total, []
    for most in (10, 15, 15, 35, 15, 5, 5):
        row.append(min(left, most))
        left -= row[-1]
    return tuple(row)


@pytest.mark.parametrize(
    "total, outcome, grade",
    [(100, "passed", "first"), (90, "passed", "first"), (89, "passed", "second"), (80, "passed", "second"), (79, "passed", "third"),
     (70, "passed", "third"), (69, "not_passed", None)],
)  # fmt: skip
def test_award_prizes(total, outcome, grade):
    assert told(judged("student-award", award(total))) == (outcome, grade, f"{total}.00")


def test_award_the_bonus_may_be_left_out():
    assert told(judged("student-award", (10, 15, 15, 35, 15, 5)))[2] == "95.00"
    assert told(judged("student-award", (10, 15, 15, 35, 15, 5, 5)))[2] == "100.00"


def test_award_a_sheet_far_from_the_mean_is_left_out_and_the_mean_taken_again():
    # 90, 90 and 60: the mean is 80, the last lies 20 away; the mean of the others is 90.
    result = judged("student-award", award(90), award(90), award(60))
    assert told(result) == ("passed", "first", "90.00")
    assert result.step("outliers").result["left_out"] == ["s2"]


def test_award_exactly_fifteen_away_stays():
    # 85 and 55: the mean is 70, each lies exactly 15 away.
    result = judged("student-award", award(85), award(55))
    assert told(result) == ("passed", "third", "70.00")
    assert result.step("outliers").result["left_out"] == []


def test_award_in_one_pass_only():
    # 100, 100, 80, 60: the mean is 85, only 60 lies more than 15 away (25). Then the mean is 93.33, and 80 stays.
    result = judged("student-award", award(100), award(100), award(80), award(60))
    assert told(result) == ("passed", "first", "93.33")
    assert result.step("outliers").result["left_out"] == ["s3"]


def test_award_where_all_are_void_there_is_no_mean():
    # 100 and 60: the mean is 80, both lie 20 away.
    assert told(judged("student-award", award(100), award(60))) == ("not_passed", None, None)


def test_award_raising_a_score_may_cost_a_prize_because_it_becomes_an_outlier():
    # Named in the scheme: 75, 75, 90 have the mean 80 and stay (second prize). With 98 instead of 90 the mean is 82.67, the
    # last lies 15.33 away, is left out, and 75 is a third prize.
    assert told(judged("student-award", award(75), award(75), award(90))) == ("passed", "second", "80.00")
    assert told(judged("student-award", award(75), award(75), award(98))) == ("passed", "third", "75.00")


# thai-nguyen-contest-2025: experts 20, 30, 30; community 20 · votes ÷ highest, half up to 0.1; 3·yes ≥ 2·members


@pytest.mark.parametrize(
    "given, highest, points, score",
    [
        (456, 456, "20", "80.00"),
        (123, 456, "5.4", "65.40"),  # 5.3947…
        (0, 456, "0", "60.00"),
        (1, 400, "0.1", "60.10"),  # exactly 0.05 is rounded up
        (1, 401, "0", "60.00"),  # 0.0498…
        (113, 400, "5.7", "65.70"),  # 5.65 is rounded up
        (0, 0, "0", "60.00"),  # nobody has a vote
    ],
)
def test_contest_community_points(given, highest, points, score):
    flags = {"votes": given, "highest_votes": highest}
    result = judged("thai-nguyen-contest-2025", (20, 20, 20), ballots=votes(6, 3), flags=flags)
    assert told(result) == ("passed", None, score)
    assert result.step("community").result == {"points": points}


@pytest.mark.parametrize("yes, outcome", [(6, "passed"), (5, "not_passed")])
def test_contest_the_committee_decides(yes, outcome):
    flags = {"votes": 10, "highest_votes": 10}
    assert judged("thai-nguyen-contest-2025", (20, 30, 30), ballots=votes(yes, 9 - yes), flags=flags).outcome == outcome


def test_contest_without_votes_the_community_gives_nothing():
    result = judged("thai-nguyen-contest-2025", (20, 30, 30), ballots=votes(9))
    assert told(result) == ("passed", None, "80.00")
    assert result.step("community").holds is False


def test_contest_the_committee_may_vote_before_the_experts_have_scored():
    assert told(judged("thai-nguyen-contest-2025", ballots=votes(9))) == ("passed", None, None)


def test_contest_a_sheet_over_its_limit_is_no_sheet():
    scheme = SCHEMES["thai-nguyen-contest-2025"]
    assert conclude(scheme, sheets(scheme, (21, 30, 30)), votes(9), room(9)).outcome == "invalid"
