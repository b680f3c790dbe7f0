"""Sheets: saved as one types, safe against two windows, locked for good, hidden from others until one's own is locked."""

import pytest

from config.errors import Forbidden, Invalid, NotFound, Stale, StateConflict
from journal.models import Entry
from reviews.models import Sheet
from reviews.queries.mine import council_tasks, my_hearings
from reviews.queries.sheets import own_sheet, running_total, scheme_of, score_summary, sheets_are_open, sheets_shown
from reviews.services.recusals import declare_conflict
from reviews.services.sheets import lock_sheet, save_sheet
from tests.reviews import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return f.town()


@pytest.fixture
def hearing(town):
    return town.hear(f.dossier(town.round))[0]


def test_what_is_not_named_stays_and_an_empty_score_is_taken_away(town, hearing):
    save_sheet(hearing.pk, town.chair, scores={"novelty": "30", "benefit": "20"}, to_council="Tốt")
    sheet = save_sheet(hearing.pk, town.chair, scores={"benefit": ""}, comments={"novelty": "Mới"})
    assert (sheet.scores, sheet.comments, sheet.to_council) == ({"novelty": "30"}, {"novelty": "Mới"}, "Tốt")
    assert running_total(scheme_of(hearing), sheet) == "30.00"


@pytest.mark.parametrize(("typed", "kept"), [("12,5", "12.5"), (12.5, "12.5"), ("30.00", "30"), (0, "0"), (" 7 ", "7")])
def test_points_are_kept_exactly(town, hearing, typed, kept):
    assert save_sheet(hearing.pk, town.chair, scores={"novelty": typed}).scores["novelty"] == kept


@pytest.mark.parametrize("wrong", ["40.01", -1, "x", True, "1e99", "NaN", [], {"a": 1}, "٣"])
def test_points_outside_the_limits_are_named_and_nothing_is_saved(town, hearing, wrong):
    with pytest.raises(Invalid) as refused:
        save_sheet(hearing.pk, town.chair, scores={"novelty": wrong, "benefit": "10"})
    assert list(refused.value.fields) == ["scores.novelty"]
    assert not Sheet.objects.exists()


def test_unknown_criteria_and_long_texts_are_named(town, hearing):
    with pytest.raises(Invalid) as refused:
        save_sheet(
            hearing.pk,
            town.chair,
            scores={"beauty": "1"},
            comments={"novelty": "x" * 5_001, "beauty": "x"},
            to_authors="x" * 20_001,
        )
    assert set(refused.value.fields) == {"scores.beauty", "comments.novelty", "comments.beauty", "to_authors"}


def test_two_windows_cannot_overwrite_each_other(town, hearing):
    first = save_sheet(hearing.pk, town.chair, scores={"novelty": "30"}, revision=0)
    save_sheet(hearing.pk, town.chair, scores={"novelty": "31"}, revision=first.revision)
    for stale in (0, first.revision):
        with pytest.raises(Stale) as refused:
            save_sheet(hearing.pk, town.chair, scores={"novelty": "32"}, revision=stale)
        assert refused.value.extra["revision"] == first.revision + 1
    assert own_sheet(town.chair, hearing.pk).scores == {"novelty": "31"}


def test_only_a_whole_sheet_is_locked_and_then_never_changed(town, hearing):
    save_sheet(hearing.pk, town.chair, scores={"novelty": "30"})
    with pytest.raises(Invalid) as refused:
        lock_sheet(hearing.pk, town.chair)
    assert set(refused.value.fields) == {"scores.applicability", "scores.benefit"}
    town.score(hearing, [town.members[0]])
    for act in (
        lambda: save_sheet(hearing.pk, town.chair, scores={"novelty": "1"}),
        lambda: lock_sheet(hearing.pk, town.chair),
    ):
        with pytest.raises(StateConflict):
            act()
    assert Entry.objects.filter(event="sheet_locked").count() == 1


def test_a_no_on_a_checklist_needs_its_reason():
    town = f.town("base-decree-13-2012")
    [hearing] = town.hear(f.dossier(town.round))
    codes = [criterion.code for criterion in scheme_of(hearing).criteria]
    save_sheet(hearing.pk, town.chair, scores={code: "no" if code == codes[0] else "yes" for code in codes})
    with pytest.raises(Invalid) as refused:
        lock_sheet(hearing.pk, town.chair)
    assert list(refused.value.fields) == [f"comments.{codes[0]}"]
    save_sheet(hearing.pk, town.chair, comments={codes[0]: "Đã có giải pháp tương tự"})
    assert lock_sheet(hearing.pk, town.chair).locked_at


def test_strangers_to_the_council_do_not_score(town, hearing):
    with pytest.raises(NotFound):
        save_sheet(hearing.pk, f.actor(f.person()), scores={"novelty": "1"})
    with pytest.raises(Forbidden):
        save_sheet(hearing.pk, f.actor(town.office), scores={"novelty": "1"})


def test_others_sheets_and_every_figure_of_them_stay_closed_until_ones_own_is_locked(town, hearing):
    town.score(hearing, town.members[1:3])
    save_sheet(hearing.pk, town.chair, scores={"novelty": "1"})
    assert [sheet.seat.person for sheet in sheets_shown(town.chair, hearing)] == [town.members[0]]
    assert score_summary(town.chair, hearing) is None
    town.score(hearing, [town.members[0]])
    assert len(sheets_shown(town.chair, hearing)) == 3
    assert score_summary(town.chair, hearing).n == 3


def test_what_others_have_not_locked_is_never_shown(town, hearing):
    save_sheet(hearing.pk, f.actor(town.members[4]), scores={"novelty": "1"})
    town.score(hearing, [town.members[0]])
    assert [sheet.seat.person for sheet in sheets_shown(town.chair, hearing)] == [town.members[0]]


def test_the_office_sees_sheets_once_every_member_has_locked_theirs(town, hearing):
    office = f.actor(town.office)
    town.score(hearing, town.members[:4])
    assert (sheets_are_open(office, hearing), sheets_shown(office, hearing)) == (False, [])
    town.score(hearing, town.members[4:])
    assert len(sheets_shown(office, hearing)) == 5


def test_the_sheet_of_a_member_recused_later_is_neither_shown_nor_counted(town, hearing):
    town.score(hearing)
    declare_conflict(hearing.pk, f.actor(town.members[4]), "Cùng nhóm")
    assert len(sheets_shown(town.chair, hearing)) == 4
    with pytest.raises(NotFound):
        own_sheet(f.actor(town.members[4]), hearing.pk)


def test_the_summary_stands_mean_median_and_spread_side_by_side(town, hearing):
    for member, points in zip(town.members, ("10", "20", "30", "40", "40"), strict=True):
        town.score(hearing, [member], novelty=points, applicability="20", benefit="20")
    found = score_summary(town.chair, hearing)
    assert (found.mean, found.median, found.trimmed_mean, found.spread) == ("68.00", "70.00", "70.00", "30.00")
    assert found.criteria[0]["mean"] == "28.00"


def test_the_reviewers_home_says_what_to_do_next(town, hearing):
    [waiting] = my_hearings(town.chair)
    assert (waiting.task, waiting.sheet, waiting.filled, waiting.criteria) == ("score", "waiting", 0, 3)
    save_sheet(hearing.pk, town.chair, scores={"novelty": "30"})
    [begun] = my_hearings(town.chair)
    assert (begun.task, begun.filled, begun.revision) == ("finish", 1, 1)
    town.score(hearing)
    [done] = my_hearings(town.chair)
    assert (done.task, done.locked, done.bench) == ("", 5, 5)


def test_the_reviewers_home_takes_as_many_statements_however_much_waits(town, django_assert_num_queries):
    town.hear(*[f.dossier(town.round) for _n in range(12)])
    chair = town.chair
    with django_assert_num_queries(1):
        assert len(my_hearings(chair)) == 12
    with django_assert_num_queries(1):
        number, first = council_tasks(chair, 5)
    assert (number, len(first)) == (12, 5)
