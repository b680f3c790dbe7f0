"""Research topics: worked cases of each shipped scheme, reckoned by hand."""

import pytest

from reviews.rules.conclude import conclude
from reviews.rules.seats import Attendance, Role, Seat, SheetInput
from tests.reviews.rules.given import SCHEMES, grades, judged, seats, told, votes

# vinh-phuc-acceptance: four criteria of 25


@pytest.mark.parametrize(
    "scores, outcome, grade",
    [
        ((25, 25, 25, 25), "passed", "excellent"),
        ((25, 25, 25, 11), "passed", "excellent"),  # 86
        ((25, 25, 25, "10.5"), "passed", "good"),  # 85.5: in the gap of the printed bands
        ((20, 20, 20, 10), "passed", "good"),  # 70
        ((20, 20, 20, "9.5"), "passed", "average"),  # 69.5: in the gap of the printed bands
        ((20, 20, 10, 0), "passed", "average"),  # 50
        ((20, 20, "9.99", 0), "not_passed", None),  # 49.99
    ],
)
def test_vinh_phuc_lower_bounds(scores, outcome, grade):
    assert told(judged("vinh-phuc-acceptance", scores))[:2] == (outcome, grade)


@pytest.mark.parametrize("ballots", [[], votes(0, 9), votes(9)])
def test_vinh_phuc_the_ballot_is_recorded_and_decides_nothing(ballots):
    result = judged("vinh-phuc-acceptance", (20, 20, 20, 10), ballots=ballots)
    assert told(result) == ("passed", "good", "70.00")
    assert result.step("ballot_recorded").inputs["cast"] == len(ballots)


# mard-3369-2010: 5, 5, 10, 10, 25, 20, 15, 10; 90 < x, 75 < x ≤ 90, 60 < x ≤ 75


@pytest.mark.parametrize(
    "scores, outcome, grade",
    [
        ((5, 5, 10, 10, 25, 20, 15, 10), "passed", "excellent"),
        ((5, 5, 10, 10, 25, 20, 15, "0.01"), "passed", "excellent"),  # 90.01
        ((5, 5, 10, 10, 25, 20, 15, 0), "passed", "good"),  # 90
        ((5, 5, 10, 10, 25, 20, "0.01", 0), "passed", "good"),  # 75.01
        ((5, 5, 10, 10, 25, 20, 0, 0), "passed", "pass"),  # 75
        ((5, 5, 10, 10, 25, "5.5", 0, 0), "passed", "pass"),  # 60.5: in the gap of the printed bands
        ((5, 5, 10, 10, 25, 5, 0, 0), "not_passed", None),  # 60
        ((0, 0, 0, 0, 0, 0, 0, 0), "not_passed", None),
    ],
)
def test_mard_bounds_are_exclusive(scores, outcome, grade):
    assert told(judged("mard-3369-2010", scores))[:2] == (outcome, grade)


def test_mard_a_mean_a_hair_above_the_bound():
    # Three sheets of 90, 90 and 90.01: 90.00333…, shown as 90.00, and above 90.
    low, high = (5, 5, 10, 10, 25, 20, 15, 0), (5, 5, 10, 10, 25, 20, 15, "0.01")
    assert told(judged("mard-3369-2010", low, low, high)) == ("passed", "excellent", "90.00")


# tt45-2016-determination: 4·yes > 3·present; chair and secretary among those present


@pytest.mark.parametrize("present, smallest", [(5, 4), (7, 6), (8, 7), (9, 7), (11, 9), (15, 12)])
def test_tt45_more_than_three_quarters_of_those_present(present, smallest):
    code = "tt45-2016-determination"
    assert judged(code, ballots=votes(smallest, present - smallest), present=present).outcome == "passed"
    assert judged(code, ballots=votes(smallest - 1, present - smallest + 1), present=present).outcome == "not_passed"


def test_tt45_exactly_three_quarters_are_not_enough():
    # 6 of 8 present is exactly 3/4.
    assert judged("tt45-2016-determination", ballots=votes(6, 2), present=8).outcome == "not_passed"


def test_tt45_the_base_is_those_present():
    # 7 members, 5 present: 4 of 5 is more than 3/4, though 4 of 7 is not.
    assert judged("tt45-2016-determination", ballots=votes(4, 1), present=5, members=7).outcome == "passed"


@pytest.mark.parametrize(
    "roles, outcome",
    [
        ((Role.CHAIR, Role.SECRETARY), "passed"),
        ((Role.CHAIR, Role.DEPUTY), "no_quorum"),
        ((Role.DEPUTY, Role.SECRETARY), "no_quorum"),
    ],
)
def test_tt45_chair_and_secretary_must_both_be_there(roles, outcome):
    scheme = SCHEMES["tt45-2016-determination"]
    assert conclude(scheme, (), votes(5), Attendance(7, seats(5, roles))).outcome == outcome


@pytest.mark.parametrize(
    "members, present, outcome", [(7, 5, "passed"), (7, 4, "no_quorum"), (5, 4, "passed"), (5, 3, "no_quorum")]
)
def test_tt45_quorum(members, present, outcome):
    ballots = votes(present)
    assert judged("tt45-2016-determination", ballots=ballots, present=present, members=members).outcome == outcome


# tt20-2023-selection: 12, 24, 16, 16, 16, 16; 70; a sheet 20 or more away is put aside; zeros by more than 1/3

SEVENTY = (10, 20, 10, 10, 10, 10)
EIGHTY = (12, 20, 12, 12, 12, 12)


@pytest.mark.parametrize(
    "rows, outcome, score",
    [
        ([SEVENTY], "passed", "70.00"),
        ([(10, 20, 10, 10, 10, "9.99")], "not_passed", "69.99"),
        ([EIGHTY, (10, 10, 10, 10, 10, 10)], "passed", "70.00"),  # 80 and 60: 10 away each, both stay
        ([SEVENTY, SEVENTY, (10, 20, 10, 10, 10, "9.99")], "not_passed", "70.00"),  # 69.99666…, shown as 70.00
    ],
)
def test_tt20_the_mean_must_reach_seventy(rows, outcome, score):
    assert told(judged("tt20-2023-selection", *rows)) == (outcome, None, score)


def test_tt20_a_sheet_twenty_away_is_put_aside():
    # 80, 80, 80 and 40: the mean is 70, the last lies 30 away and is left out; then 80.
    result = judged("tt20-2023-selection", EIGHTY, EIGHTY, EIGHTY, (8, 8, 6, 6, 6, 6))
    assert told(result) == ("passed", None, "80.00")
    assert result.step("outliers").result == {"left_out": ["s3"], "counted": 3}


def test_tt20_exactly_twenty_away_is_put_aside_too():
    # 85, 85, 85, 85 and 60: the mean is 80, the last lies exactly 20 away.
    high, low = (12, 21, 13, 13, 13, 13), (10, 10, 10, 10, 10, 10)
    result = judged("tt20-2023-selection", high, high, high, high, low)
    assert told(result) == ("passed", None, "85.00")
    assert result.step("outliers").result["left_out"] == ["s4"]


def test_tt20_a_hair_less_than_twenty_stays():
    # 85 × 4 and 60.01: the mean is 80.002, the last lies 19.992 away.
    high, low = (12, 21, 13, 13, 13, 13), (10, 10, 10, 10, 10, "10.01")
    assert judged("tt20-2023-selection", high, high, high, high, low).step("outliers").result["left_out"] == []


def test_tt20_where_every_sheet_is_far_off_nothing_is_left():
    # 100 and 60: the mean is 80, both lie 20 away. The rule gives no result; the setting says not passed.
    result = judged("tt20-2023-selection", (12, 24, 16, 16, 16, 16), (10, 10, 10, 10, 10, 10))
    assert told(result) == ("not_passed", None, None)
    assert result.step("undefined").inputs["because"] == "too_few_sheets"


def with_zero(count, of):
    return [(12, 24, 16, 16, 16, 0)] * count + [(12, 24, 16, 16, 6, 10)] * (of - count)  # 84 each


@pytest.mark.parametrize(
    "zeros, of, outcome",
    [(3, 9, "passed"), (4, 9, "not_passed"), (2, 7, "passed"), (3, 7, "not_passed"), (1, 3, "passed")],
)
def test_tt20_a_criterion_given_up_by_more_than_a_third(zeros, of, outcome):
    assert judged("tt20-2023-selection", *with_zero(zeros, of)).outcome == outcome


def test_tt20_zeros_of_a_sheet_put_aside_do_not_count():
    # Four sheets of 90 and one of 0: the mean is 72, the last is left out, and its zeros with it.
    high = (12, 22, 14, 14, 14, 14)
    result = judged("tt20-2023-selection", high, high, high, high, (0,) * 6)
    assert told(result) == ("passed", None, "90.00")
    assert result.step("zeros").inputs["zeros"] == {}


# siu-proposal: 5, 10, 5, 30, 30, 10, 10


@pytest.mark.parametrize(
    "rows, outcome, score",
    [
        ([(5, 10, 5, 20, 20, 5, 5)], "passed", "70.00"),
        ([(5, 10, 5, 20, 20, 5, "4.99")], "not_passed", "69.99"),
        ([(5, 10, 5, 30, 30, 10, 10)], "passed", "100.00"),
        ([(5, 10, 5, 30, 30, 10, 10), (0, 0, 0, 20, 20, 0, 0)], "passed", "70.00"),
        ([(5, 10, 5, 30, 30, 10, 10), (0, 0, 0, 20, 20, 0, 0), (5, 10, 5, 20, 20, 5, 4)], "not_passed", "69.67"),
        ([(6, 10, 5, 30, 30, 10, 10)], "invalid", None),
    ],
)
def test_siu_the_mean_must_reach_seventy(rows, outcome, score):
    assert told(judged("siu-proposal", *rows)) == (outcome, None, score)


# tt11-2014-acceptance: 4·excellent ≥ 3·present without a fail; 3·fail > present; else pass


@pytest.mark.parametrize(
    "ballots, outcome, grade",
    [
        (grades(9), "passed", "excellent"),
        (grades(7, 2), "passed", "excellent"),  # 28 ≥ 27
        (grades(6, 3), "passed", "pass"),  # 24 < 27
        (grades(8, 0, 1), "passed", "pass"),  # a single fail bars the highest grade
        (grades(0, 6, 3), "passed", "pass"),  # 9 > 9 does not hold
        (grades(0, 5, 4), "not_passed", "fail"),  # 12 > 9
        (grades(5, 0, 4), "not_passed", "fail"),
        (grades(6, 0, 0, other=3), "passed", "pass"),  # invalid ballots stay in the base
        (grades(0, 0, 3, other=6), "passed", "pass"),
        (grades(0, 0, 0, other=9), "not_passed", None),  # no valid ballot: undefined, by the setting not passed
        ([], "not_passed", None),
    ],
)
def test_tt11_nine_present(ballots, outcome, grade):
    assert told(judged("tt11-2014-acceptance", ballots=ballots)) == (outcome, grade, None)


@pytest.mark.parametrize(
    "present, excellent, grade",
    [(8, 6, "excellent"), (8, 5, "pass"), (7, 6, "excellent"), (7, 5, "pass"), (6, 5, "excellent"), (6, 4, "pass")],
)
def test_tt11_the_base_is_those_present(present, excellent, grade):
    result = judged("tt11-2014-acceptance", ballots=grades(excellent, present - excellent), present=present, members=9)
    assert result.grade == grade


@pytest.mark.parametrize(
    "roles, outcome",
    [
        ((Role.CHAIR, Role.REVIEWER), "passed"),
        ((Role.DEPUTY, Role.REVIEWER), "passed"),
        ((Role.CHAIR, Role.DEPUTY), "no_quorum"),
        ((Role.REVIEWER, Role.REVIEWER), "no_quorum"),
    ],
)
def test_tt11_a_reviewer_and_the_chair_or_deputy_must_be_there(roles, outcome):
    scheme = SCHEMES["tt11-2014-acceptance"]
    assert conclude(scheme, (), grades(6), Attendance(9, seats(6, roles))).outcome == outcome


def test_tt11_a_late_dossier_fails_whatever_is_voted():
    assert told(judged("tt11-2014-acceptance", ballots=grades(9), flags={"late": 1})) == ("not_passed", "fail", None)
    assert told(judged("tt11-2014-acceptance", ballots=grades(9), flags={"late": 0})) == ("passed", "excellent", None)


def sheet(seat, grade, report="pass"):
    return SheetInput(seat, {"quantity": grade, "type": grade, "quality": grade, "report": report})


def accepted(sheets, ballots, present=9):
    return conclude(SCHEMES["tt11-2014-acceptance"], sheets, ballots, Attendance(9, seats(present)))


def test_tt11_ballots_that_agree_with_the_sheets():
    sheets = [sheet(f"s{n}", "excellent") for n in range(7)] + [sheet(f"s{n}", "pass") for n in (7, 8)]
    assert accepted(sheets, grades(7, 2)).grade == "excellent"


@pytest.mark.parametrize("ballots", [grades(8, 1), grades(7, 1, 1), grades(6, 3)])
def test_tt11_ballots_that_contradict_the_sheets_are_refused(ballots):
    sheets = [sheet(f"s{n}", "excellent") for n in range(7)] + [sheet(f"s{n}", "pass") for n in (7, 8)]
    result = accepted(sheets, ballots)
    assert told(result) == ("invalid", None, None)
    assert result.step("ballots_agree").holds is False


def test_tt11_members_without_a_sheet_may_vote_as_they_find():
    sheets = [sheet(f"s{n}", "pass") for n in range(5)]
    assert accepted(sheets, grades(4, 5)).outcome == "passed"
    assert accepted(sheets, grades(5, 4)).outcome == "invalid"


def test_tt11_sheets_of_the_absent_bind_nobody():
    sheets = [SheetInput("elsewhere", sheet("x", "fail").scores)]
    assert accepted(sheets, grades(6), present=6).grade == "excellent"


def test_a_chair_may_preside_without_a_seat_named_member():
    council = Attendance(3, (Seat("a", Role.CHAIR), Seat("b"), Seat("c")))
    assert (
        conclude(
            SCHEMES["siu-proposal"],
            [
                SheetInput(
                    "b", dict(zip(("c1", "c2", "c3", "c4", "c5", "c6", "c7"), (5, 10, 5, 20, 20, 5, 5), strict=True))
                )
            ],
            (),
            council,
        ).outcome
        == "passed"
    )
