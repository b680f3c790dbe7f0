"""Initiatives: worked cases of each shipped scheme, reckoned by hand."""

import pytest

from tests.reviews.rules.given import SCHEMES, judged, sheets, told, votes

ALL_YES = ("yes",) * 4


# base-decree-13-2012: 3·yes ≥ 2·members


@pytest.mark.parametrize(
    "members, smallest", [(5, 4), (7, 5), (8, 6), (9, 6), (11, 8), (15, 10)]
)  # the column "≥ 2/3" of the table under CNL-06
def test_decree_two_thirds_of_the_members_must_agree(members, smallest):
    enough = judged("base-decree-13-2012", ballots=votes(smallest, members - smallest), present=members)
    short = judged("base-decree-13-2012", ballots=votes(smallest - 1, members - smallest + 1), present=members)
    assert told(enough) == ("passed", None, None)
    assert told(short) == ("not_passed", None, None)


def test_decree_the_base_is_the_members_not_those_present():
    # 9 members, 7 present: 5 of 7 would be more than two thirds, 5 of 9 is not.
    assert judged("base-decree-13-2012", ballots=votes(5, 2), present=7, members=9).outcome == "not_passed"
    assert judged("base-decree-13-2012", ballots=votes(6, 1), present=7, members=9).outcome == "passed"


def test_decree_an_invalid_ballot_supports_nothing_and_stays_in_the_base():
    assert judged("base-decree-13-2012", ballots=votes(5, 0, other=4)).outcome == "not_passed"
    assert judged("base-decree-13-2012", ballots=votes(6, 0, other=3)).outcome == "passed"


def test_decree_no_ballot_at_all_is_no_agreement():
    assert judged("base-decree-13-2012").outcome == "not_passed"


def test_decree_a_tie_does_not_pass():
    assert judged("base-decree-13-2012", ballots=votes(4, 4), present=8).outcome == "not_passed"


@pytest.mark.parametrize("present, outcome", [(5, "no_quorum"), (6, "passed")])
def test_decree_without_quorum_nothing_else_counts(present, outcome):
    ballots = votes(6) if present == 6 else votes(9)
    assert judged("base-decree-13-2012", ballots=ballots, present=present, members=9).outcome == outcome


def test_decree_sheets_stand_for_an_open_vote_where_no_ballots_are_cast():
    no = ("yes", "no", "yes", "yes")
    six = judged("base-decree-13-2012", *[ALL_YES] * 6, *[no] * 3)
    five = judged("base-decree-13-2012", *[ALL_YES] * 5, *[no] * 4)
    assert (six.outcome, five.outcome) == ("passed", "not_passed")
    assert five.step("reasons").result == {"dissent": 4}
    assert five.step("reasons").inputs["noes"] == {"applied": 4}


def test_decree_ballots_decide_where_they_were_cast():
    assert judged("base-decree-13-2012", *[("no",) * 4] * 9, ballots=votes(6, 3)).outcome == "passed"


def test_decree_a_checklist_with_a_gap_is_no_vote():
    gap = ("yes", "yes", "yes", "")
    result = judged("base-decree-13-2012", *[ALL_YES] * 5, gap, present=6, members=9)
    assert result.outcome == "not_passed"
    assert result.step("sheet_invalid").inputs["faults"][0]["code"] == "missing"


# dn-gddt-2026: the vectors of QĐ 465/QĐ-SGDĐT


@pytest.mark.parametrize(
    "scores, outcome, grade, score",
    [
        ((40, 30, 30), "passed", "A", "100.00"),
        ((30, 30, 25), "passed", "A", "85.00"),
        ((29, 30, 30), "needs_decision", None, "89.00"),
        ((20, 25, 25), "passed", "B", "70.00"),
        ((19, 30, 25), "needs_decision", None, "74.00"),
        ((10, 20, 20), "passed", "C", "50.00"),
        ((9, 30, 30), "not_passed", None, "69.00"),
        ((40, 30, 9), "not_passed", None, "79.00"),
        ((10, 20, 19), "not_passed", None, "49.00"),
        ((30, 30, "24.99"), "passed", "B", "84.99"),
    ],
)
def test_gddt_vectors(scores, outcome, grade, score):
    assert told(judged("dn-gddt-2026", scores)) == (outcome, grade, score)
    assert told(judged("dn-gddt-2026", *[scores] * 9)) == (outcome, grade, score)


def test_gddt_nothing_is_rounded_before_it_is_compared():
    # Novelty 30, 30, 29.99 comes to 29.99666…, shown as 30.00: the floor of class A is missed all the same.
    result = judged("dn-gddt-2026", (30, 30, 30), (30, 30, 30), ("29.99", 30, 30))
    assert told(result) == ("needs_decision", None, "90.00")
    assert result.step("grade_clash").inputs["missed"][0]["result"] == "8999/300"


def test_gddt_the_mean_of_thirds_is_exact():
    # Three sheets of 50, 50 and 49.99…: the mean misses 50 by a third of a hundredth.
    assert judged("dn-gddt-2026", (10, 20, 20), (10, 20, 20), (10, 20, "19.99")).outcome == "not_passed"


def test_gddt_a_sheet_over_a_maximum_is_left_out_as_a_whole():
    result = judged("dn-gddt-2026", (30, 30, 25), ("40.01", 30, 30))
    assert told(result) == ("passed", "A", "85.00")
    assert result.step("sheet_invalid").inputs["faults"] == [
        {"criterion": "novelty", "code": "above_maximum", "value": "40.01", "maximum": "40",
         "title": {"vi": "Tính mới", "en": "Novelty"}}
    ]  # fmt: skip


@pytest.mark.parametrize("row", [(41, 30, 30), (30, -1, 30), (30, 30), (30, 30, None), (30, 30, "")])
def test_gddt_without_a_counted_sheet_nothing_is_concluded(row):
    assert told(judged("dn-gddt-2026", row)) == ("invalid", None, None)


def test_gddt_without_any_sheet_nothing_is_concluded():
    assert judged("dn-gddt-2026").outcome == "invalid"


@pytest.mark.parametrize(
    "members, present, outcome", [(9, 6, "passed"), (9, 5, "no_quorum"), (7, 5, "passed"), (8, 5, "no_quorum")]
)
def test_gddt_quorum(members, present, outcome):
    assert judged("dn-gddt-2026", (40, 30, 30), present=present, members=members).outcome == outcome


# ham-yen-270: necessity 10, novelty 20, content 30, effect 30, influence 10


@pytest.mark.parametrize(
    "scores, outcome, grade",
    [
        ((10, 20, 30, 30, 10), "passed", "excellent"),
        ((10, 20, 30, 20, 10), "passed", "excellent"),  # 90
        ((10, 20, 30, 20, "9.99"), "passed", "good"),  # 89.99
        ((10, 20, 30, 10, 10), "passed", "good"),  # 80
        ((10, 20, 30, "9.99", 10), "passed", "fair"),  # 79.99
        ((10, 10, 10, 10, 10), "passed", "fair"),  # 50
        ((10, 10, 10, 10, "9.99"), "not_passed", None),  # 49.99
        ((0, 0, 0, 0, 0), "not_passed", None),
    ],
)
def test_ham_yen_grades(scores, outcome, grade):
    assert told(judged("ham-yen-270", scores))[:2] == (outcome, grade)


@pytest.mark.parametrize(
    "flags, outcome, grade",
    [
        ({"duplicate_pct": 30, "ai_text_pct": 10}, "passed", "excellent"),
        ({"duplicate_pct": "30.01"}, "not_passed", None),
        ({"ai_text_pct": "10.01"}, "not_passed", None),
        ({"duplicate_pct": 0, "ai_text_pct": 11}, "not_passed", None),
        ({"duplicate_pct": ""}, "passed", "excellent"),
    ],
)
def test_ham_yen_copied_or_machine_written_text_overrides_the_points(flags, outcome, grade):
    assert told(judged("ham-yen-270", (10, 20, 30, 30, 10), flags=flags)) == (outcome, grade, "100.00")


# van-mon-2025: A1 20 (10), A2 20 (10), B1 15 (8), B2 10 (5), C1 15 (7), D1 10 (5), D2 10 (5); 70 of 100


@pytest.mark.parametrize(
    "scores, outcome, missed",
    [
        ((20, 20, 15, 10, 15, 10, 10), "passed", []),
        ((14, 14, 10, 7, 11, 7, 7), "passed", []),  # 70
        ((14, 14, 10, 7, 11, 7, "6.99"), "not_passed", ["pass_mark"]),  # 69.99
        (("9.99", 20, 15, 10, 15, 10, 10), "not_passed", ["knock_out"]),  # 89.99, but A1 knocks out
        ((20, "9.99", 15, 10, 15, 10, 10), "not_passed", ["knock_out"]),
        ((20, 20, "7.99", 10, 15, 10, 10), "not_passed", ["minimum"]),  # B1
        ((20, 20, 15, "4.99", 15, 10, 10), "not_passed", ["minimum"]),  # B2
        ((20, 20, 15, 10, "6.99", 10, 10), "not_passed", ["minimum"]),  # C1
        ((20, 20, 15, 10, 15, "4.99", 10), "not_passed", ["minimum"]),  # D1
        ((10, 10, 8, 5, 7, 5, 5), "not_passed", ["pass_mark"]),  # every minimum met, 50 in all
    ],
)
def test_van_mon(scores, outcome, missed):
    result = judged("van-mon-2025", scores, present=5)
    assert result.outcome == outcome
    assert [step.rule for step in result.steps if not step.holds and step.rule != "conclusion"] == missed


def test_van_mon_minimums_are_of_the_council_not_of_one_sheet():
    # A1 of 9 and of 11 comes to 10, exactly the minimum.
    assert (
        judged("van-mon-2025", (9, 20, 15, 10, 15, 10, 10), (11, 20, 15, 10, 15, 10, 10), present=5).outcome == "passed"
    )


# bac-ninh-2025-influence: 10·yes ≥ 7·members


@pytest.mark.parametrize("members, smallest", [(5, 4), (7, 5), (8, 6), (9, 7), (11, 8), (15, 11)])
def test_bac_ninh_seventy_percent_of_the_members(members, smallest):
    code = "bac-ninh-2025-influence"
    assert judged(code, ballots=votes(smallest, members - smallest), present=members).outcome == "passed"
    assert judged(code, ballots=votes(smallest - 1, members - smallest + 1), present=members).outcome == "not_passed"


def test_bac_ninh_exactly_seventy_percent():
    assert judged("bac-ninh-2025-influence", ballots=votes(7, 3), present=10).outcome == "passed"


# city-influence-default: 30, 30, 15, 10, 15; 80 and then 3·yes ≥ 2·members


@pytest.mark.parametrize(
    "scores, yes, outcome, grade, score",
    [
        ((30, 30, 10, 5, 5), 6, "passed", None, "80.00"),
        ((30, 30, 10, 5, 5), 5, "not_passed", None, "80.00"),
        ((30, 30, 10, 5, "4.99"), 9, "not_passed", "base_level", "79.99"),
        ((20, 20, 5, 5, 0), 9, "not_passed", "base_level", "50.00"),
        ((20, 20, 5, "4.99", 0), 9, "not_passed", None, "49.99"),
        ((30, 30, 15, 10, 15), 9, "passed", None, "100.00"),
        ((30, 30, 15, 10, 15), 0, "not_passed", None, "100.00"),
    ],
)
def test_city_points_first_then_the_vote(scores, yes, outcome, grade, score):
    assert told(judged("city-influence-default", scores, ballots=votes(yes, 9 - yes))) == (outcome, grade, score)


def test_city_below_eighty_no_vote_is_looked_at():
    result = judged("city-influence-default", (30, 30, 10, 5, 4), ballots=votes(9))
    assert result.step("ballot") is None
    assert result.step("pass_mark").holds is False


def test_city_says_that_it_is_assumed():
    scheme = SCHEMES["city-influence-default"]
    assert "89/2025" in scheme.notice.vi and "89/2025" in scheme.notice.en
    assert scheme.fits("topic", "city", "influence")
    result = judged("city-influence-default", (30, 30, 10, 5, 5), ballots=votes(6))
    assert {str(citation.tag) for citation in result.unconfirmed} == {"assumed", "U"}


# skkn-20: I 2, II 14, III 2, IV 2


@pytest.mark.parametrize(
    "scores, outcome, grade",
    [
        ((2, 14, 2, 2), "passed", "A"),
        ((2, 11, 2, 1), "passed", "A"),  # 16, II 11
        ((2, "10.99", 2, 2), "passed", "B"),  # 16.99, but II misses 11: the next class
        ((1, 11, 2, "1.99"), "passed", "B"),  # 15.99
        ((2, 9, 1, 1), "passed", "B"),  # 13, II 9
        ((2, "8.99", 2, 2), "not_passed", None),  # 14.99, II below 9
        ((1, 9, 1, "1.99"), "not_passed", None),  # 12.99
        ((0, 14, 0, 0), "passed", "B"),  # 14
    ],
)
def test_skkn_the_class_needs_total_and_content(scores, outcome, grade):
    assert told(judged("skkn-20", scores))[:2] == (outcome, grade)


def test_sheets_are_named_by_seat_in_the_helper():
    assert [sheet.seat for sheet in sheets(SCHEMES["skkn-20"], (1, 2, 1, 1), (2, 2, 2, 2))] == ["s0", "s1"]


# department-default: the sheets of dn-gddt-2026, then the vote of Điều 8


@pytest.mark.parametrize(
    "scores, yes, outcome, grade",
    [
        ((40, 30, 30), 6, "passed", "A"),
        ((40, 30, 30), 5, "not_passed", None),
        ((20, 25, 25), 6, "passed", "B"),
        ((10, 20, 20), 9, "passed", "C"),
        ((10, 20, 19), 9, "not_passed", None),  # 49: no vote is looked at
        ((40, 30, 9), 9, "not_passed", None),
        ((29, 30, 30), 6, "needs_decision", None),  # recognised by the vote, its class is for the council
        ((29, 30, 30), 5, "not_passed", None),
    ],
)
def test_department_default_points_then_the_vote(scores, yes, outcome, grade):
    assert told(judged("department-default", scores, ballots=votes(yes, 9 - yes)))[:2] == (outcome, grade)
