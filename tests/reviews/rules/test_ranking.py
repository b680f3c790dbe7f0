"""Ranking competitors for a topic, and entries of a contest."""

from fractions import Fraction

import pytest

from reviews.rules.conclude import conclude
from reviews.rules.ranking import rank
from tests.reviews.rules.given import SCHEMES, judged, room, sheets, votes

SELECTION = SCHEMES["tt20-2023-selection"]


def competitor(*totals):
    """A conclusion from sheets of these totals; the first is the chair's."""
    return judged("tt20-2023-selection", *(row(total) for total in totals))


def row(total):
    left, scores = total, []
    for most in (12, 24, 16, 16, 16, 16):
        scores.append(min(left - 1, most) if left > 1 else left)
        left -= scores[-1]
    return tuple(scores)


def test_the_highest_total_wins_and_who_did_not_pass_is_not_ranked():
    ranking = rank(SELECTION, {"a": competitor(75, 75), "b": competitor(85, 85), "c": competitor(60, 60)})
    assert (ranking.outcome, ranking.winner) == ("passed", "b")
    assert [(place.competitor, place.place, place.total) for place in ranking.places] == [
        ("b", 1, Fraction(85)),
        ("a", 2, Fraction(75)),
    ]


def test_totals_are_compared_exactly():
    # 80, 80, 81 against 80, 80, 80: a third of a point.
    assert rank(SELECTION, {"a": competitor(80, 80, 80), "b": competitor(80, 80, 81)}).winner == "b"


def test_equal_totals_are_parted_by_the_chairs_sheet():
    ranking = rank(SELECTION, {"a": competitor(78, 82), "b": competitor(82, 78), "c": competitor(75, 75)})
    assert (ranking.outcome, ranking.winner) == ("passed", "b")
    assert [(place.competitor, place.place, place.by_chair) for place in ranking.places] == [
        ("b", 1, True),
        ("a", 2, True),
        ("c", 3, False),
    ]


def test_where_the_chair_gave_the_same_people_decide():
    ranking = rank(SELECTION, {"a": competitor(80, 80), "b": competitor(80, 80)})
    assert (ranking.outcome, ranking.winner) == ("needs_decision", None)
    assert ranking.steps[0].result["first"] == ["a", "b"]


def test_where_the_chair_gave_no_sheet_people_decide():
    def without_chair(*totals):
        given = sheets(SELECTION, *(row(total) for total in totals))
        others = [type(sheet)(f"s{n + 1}", sheet.scores) for n, sheet in enumerate(given)]
        return conclude(SELECTION, others, (), room(9))

    assert rank(SELECTION, {"a": without_chair(78, 82), "b": without_chair(80, 80)}).outcome == "needs_decision"


def test_a_chairs_sheet_put_aside_parts_nobody():
    # a: 50 (chair), 80 × 4: the mean is 74, the chair lies 24 away. Both then come to 80.
    aside = competitor(50, 80, 80, 80, 80)
    assert aside.step("outliers").result["left_out"] == ["s0"]
    assert rank(SELECTION, {"a": aside, "b": competitor(80, 80)}).outcome == "needs_decision"


def test_a_tie_below_the_first_place_leaves_the_winner():
    ranking = rank(SELECTION, {"a": competitor(75, 75), "b": competitor(90, 90), "c": competitor(75, 75)})
    assert ranking.winner == "b"
    assert [place.place for place in ranking.places] == [1, 2, 2]


@pytest.mark.parametrize("conclusions", [{}, {"a": competitor(60, 60)}])
def test_where_nobody_passed_nobody_wins(conclusions):
    ranking = rank(SELECTION, conclusions)
    assert (ranking.outcome, ranking.winner, ranking.places) == ("not_passed", None, ())


def entry(experts, given, highest=100):
    return judged(
        "thai-nguyen-contest-2025", experts, ballots=votes(6, 3), flags={"votes": given, "highest_votes": highest}
    )


def test_entries_of_a_contest_are_ranked_with_the_communitys_points():
    # 60 + 20 against 70 + 5
    ranking = rank(SCHEMES["thai-nguyen-contest-2025"], {"a": entry((20, 20, 20), 100), "b": entry((20, 25, 25), 25)})
    assert (ranking.winner, [place.total for place in ranking.places]) == ("a", [80, 75])


def test_equal_entries_of_a_contest_are_for_people():
    conclusions = {"a": entry((20, 20, 20), 100), "b": entry((20, 30, 30), 0)}
    assert rank(SCHEMES["thai-nguyen-contest-2025"], conclusions).outcome == "needs_decision"


def test_only_conclusions_of_a_ranking_scheme_are_ranked():
    with pytest.raises(ValueError):
        rank(SCHEMES["siu-proposal"], {})
    with pytest.raises(ValueError):
        rank(SELECTION, {"a": judged("siu-proposal", (5, 10, 5, 20, 20, 5, 5))})
