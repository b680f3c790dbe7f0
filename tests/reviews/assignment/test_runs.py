"""Assignments over the house: previewed, published, undone, run again; and why there is none, in words."""

from datetime import date

import pytest
from django.utils import translation

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.models import Field
from journal.models import Entry
from journal.services.follow import follow_all
from organisation.models import Membership, Role
from reviews.models import Assignment, Preference, Reviewer
from reviews.queries.assigning import begun_pairs, published_pairs
from reviews.queries.assignments import assignable_council, causes_of, fit_table, outcome_of
from reviews.services import assignments as service
from reviews.services.assignments import preview_assignment, publish_assignment, undo_assignment
from reviews.services.recusals import declare_conflict
from reviews.services.runs import replay
from reviews.services.sheets import save_sheet
from tests.reviews import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_hand(settings):
    """Nobody follows the outbox but the test."""
    settings.BACKGROUND = "later"


@pytest.fixture
def town():
    """Six dossiers before a council of five."""
    made = f.town()
    made.hearings = made.hear(*[f.dossier(made.round) for _n in range(6)])
    return made


def preview(town, per_dossier=2, **asked):
    return preview_assignment(town.council.code, f.actor(town.office), per_dossier, **{"seed": 7, **asked})


def pairs(run):
    return set(run.pairs.values_list("hearing_id", "person_id"))


def test_every_dossier_gets_its_reviewers_and_the_loads_are_even(town):
    run = preview(town)
    assert run.state == Assignment.State.PREVIEWED
    served = outcome_of(run)
    assert [len(row.reviewers) for row in served.dossiers] == [2] * 6
    assert sum(load.count for load in served.loads) == 12
    assert sorted(load.count for load in served.loads) == [2, 2, 2, 3, 3]
    assert published_pairs(town.council) == set()


def test_what_was_stored_comes_out_again(town):
    run = preview(town)
    assert replay(run)
    assert pairs(preview(town)) == pairs(run)
    run.pairs.first().delete()
    assert not replay(run)


def test_a_changed_input_is_told_from_the_digest(town):
    first = preview(town)
    Preference.objects.create(hearing=town.hearings[0], person=town.members[0], wish="eager")
    assert preview(town).digest != first.digest
    assert replay(first)


def test_wishes_decide_where_nothing_else_does(town):
    for hearing in town.hearings[:2]:
        Preference.objects.create(hearing=hearing, person=town.members[3], wish="eager")
        Preference.objects.create(hearing=hearing, person=town.members[4], wish="not")
    chosen = pairs(preview(town))
    for hearing in town.hearings[:2]:
        assert (hearing.pk, town.members[3].pk) in chosen
        assert (hearing.pk, town.members[4].pk) not in chosen


def test_who_wrote_and_judged_alike_things_fits_better(town):
    expert, subject = town.members[4], town.hearings[0].dossier.work
    knowledge = Field.objects.create(code="nuoc", name_vi="Nước", name_en="Water")
    subject.field, subject.summary = knowledge, "Lọc nước nhiễm mặn bằng màng thẩm thấu ngược cho trạm cấp nước"
    subject.save()
    written = f.dossier(f.round_of(town.round.authority), [expert]).work
    written.field, written.public, written.summary = (
        knowledge,
        True,
        "Màng thẩm thấu ngược để lọc nước nhiễm mặn ven biển",
    )
    written.save()
    row = fit_table(assignable_council(f.actor(town.office), town.council.code))[0]
    points = {cell.seat.person_id: cell.fit.points for cell in row.cells}
    assert points[expert.pk] > max(points[one.pk] for one in town.members[:4])
    assert row.cells[4].fit.knows_field
    assert 0 < row.cells[4].fit.likeness <= 1000
    assert (town.hearings[0].pk, expert.pk) in pairs(preview(town))


def test_a_work_that_is_not_public_tells_nothing_about_its_author(town):
    expert = town.members[4]
    hidden = f.dossier(f.round_of(town.round.authority), [expert]).work
    hidden.summary = "Lọc nước nhiễm mặn"
    hidden.save()
    work = town.hearings[0].dossier.work
    work.summary = "Lọc nước nhiễm mặn"
    work.save()
    assert fit_table(assignable_council(f.actor(town.office), town.council.code))[0].cells[4].fit.likeness == 0


def test_nobody_gets_what_they_are_recused_from(town):
    for hearing in town.hearings:
        declare_conflict(hearing.pk, f.actor(town.members[4]), "Cùng nhóm nghiên cứu")
    assert town.members[4].pk not in {person for _hearing, person in pairs(preview(town, cap=6))}


def test_loads_are_as_even_as_conflicts_leave_them(town):
    """The last member may take one dossier alone: the four others share the other eleven places."""
    for hearing in town.hearings[1:]:
        declare_conflict(hearing.pk, f.actor(town.members[4]), "Cùng nhóm")
    loads = outcome_of(preview(town)).loads
    assert sorted(load.count for load in loads if load.person != town.members[4])[-1] == 3


def test_pins_roles_and_an_outside_member(town):
    for one in town.members[:4]:
        Membership.objects.create(person=one, unit=town.round.authority, role=Role.MEMBER, valid_from=date(2020, 1, 1))
    guest, reviewer = town.members[4], town.members[3]
    pin = (town.hearings[0].pk, town.members[0].pk)
    run = preview(town, per_dossier=3, cap=6, outside=1, roles={"reviewer": 1}, pins=[pin])
    for hearing in town.hearings:
        assert {(hearing.pk, guest.pk), (hearing.pk, reviewer.pk)} <= pairs(run)
    assert pin in pairs(run)
    assert run.pairs.get(hearing=pin[0], person=pin[1]).pinned


def test_publishing_replaces_what_was_published_and_undoing_brings_it_back(town):
    office = f.actor(town.office)
    first = publish_assignment(preview(town).pk, office)
    second = preview(town, pins=[(town.hearings[0].pk, town.members[4].pk)], seed=8)
    change = outcome_of(second)
    assert change.added == change.removed == len(pairs(second) - pairs(first))
    publish_assignment(second.pk, office)
    assert published_pairs(town.council) == pairs(second)
    undo_assignment(second.pk, office, "Nhầm thành viên")
    assert published_pairs(town.council) == pairs(first)
    told = Entry.objects.filter(event__startswith="assignment_").values_list("event", flat=True)
    assert sorted(told) == [
        "assignment_asked", "assignment_asked", "assignment_published", "assignment_published", "assignment_undone",
    ]  # fmt: skip
    with pytest.raises(StateConflict):
        undo_assignment(second.pk, office, "Lần nữa")


def test_undoing_needs_a_reason(town):
    run = publish_assignment(preview(town).pk, f.actor(town.office))
    with pytest.raises(Invalid) as refused:
        undo_assignment(run.pk, f.actor(town.office), "  ")
    assert "reason" in refused.value.fields


def test_a_preview_that_no_longer_fits_is_not_published(town):
    run = preview(town)
    hearing, person = sorted(pairs(run))[0]
    who = next(one for one in town.members if one.pk == person)
    declare_conflict(hearing, f.actor(who), "Là người nhà của tác giả")
    with pytest.raises(StateConflict):
        publish_assignment(run.pk, f.actor(town.office))


def test_of_two_previews_only_the_first_published_counts(town):
    one, other = preview(town), preview(town, seed=8)
    publish_assignment(one.pk, f.actor(town.office))
    with pytest.raises(StateConflict):
        publish_assignment(other.pk, f.actor(town.office))


def test_a_new_dossier_makes_a_preview_stale(town):
    run = preview(town)
    town.hear(f.dossier(town.round))
    with pytest.raises(StateConflict):
        publish_assignment(run.pk, f.actor(town.office))


def test_a_sheet_that_has_been_begun_stays_with_its_reviewer(town):
    run = publish_assignment(preview(town).pk, f.actor(town.office))
    hearing, person = sorted(pairs(run))[0]
    who = next(one for one in town.members if one.pk == person)
    save_sheet(hearing, f.actor(who), scores={"novelty": "10"})
    assert begun_pairs(town.council) == {(hearing, person)}
    Preference.objects.create(hearing_id=hearing, person=who, wish="not")
    assert (hearing, person) in pairs(preview(town, seed=99))


def test_the_smallest_cause_is_told_in_both_languages(town):
    first = town.hearings[0]
    for member in town.members[2:]:
        declare_conflict(first.pk, f.actor(member), f"Cùng nhóm với tác giả {member.code}")
    run = preview(town, per_dossier=3, cap=9)
    assert run.state == Assignment.State.IMPOSSIBLE
    assert not run.pairs.exists()
    [vietnamese], [english] = causes_of(run, "vi"), causes_of(run, "en")
    code = first.dossier.code
    assert vietnamese.startswith(f"Hồ sơ {code} cần 3 người phản biện, chỉ có 2 người có thể nhận.")
    assert english.startswith(f"Dossier {code} needs 3 reviewers, has 2 eligible. Excluded: ")
    for member in town.members[2:]:
        assert f"{member.full_name} (Cùng nhóm với tác giả {member.code})" in vietnamese
    assert replay(run)
    with pytest.raises(StateConflict):
        publish_assignment(run.pk, f.actor(town.office))


def test_loads_that_do_not_suffice_are_told(town):
    run = preview(town, per_dossier=2, cap=2)
    with translation.override("en"):
        [cause] = causes_of(run)
    assert "together need 12 reviews" in cause
    assert "have 10 left" in cause


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"per_dossier": 0}, "per_dossier"), ({"per_dossier": 6}, "per_dossier"), ({"floor": 3, "cap": 2}, "floor"),
        ({"outside": 3}, "outside"), ({"roles": {"king": 1}}, "roles"), ({"pins": [(1, 1)]}, "pins.0"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_named(town, asked, field):
    with pytest.raises(Invalid) as refused:
        preview(town, **asked)
    assert field in refused.value.fields
    assert not Assignment.objects.exists()


def test_only_who_conducts_assigns_and_nobody_whom_a_dossier_concerns(town):
    with pytest.raises(Forbidden):
        preview_assignment(town.council.code, f.actor(town.members[4]), 2)
    with pytest.raises(NotFound):
        preview_assignment(town.council.code, f.actor(f.person()), 2)
    assert preview_assignment(town.council.code, town.chair, 2, seed=1).pairs.exists()
    declare_conflict(town.hearings[0].pk, town.chair, "Cùng nhóm")
    with pytest.raises(Forbidden):
        preview_assignment(town.council.code, f.actor(town.members[0]), 2)
    with pytest.raises(Forbidden):
        assignable_council(f.actor(town.members[0]), town.council.code)


@pytest.mark.django_db(transaction=True)
def test_a_large_one_is_computed_in_the_background(by_hand, town, monkeypatch):
    monkeypatch.setattr(service, "AT_ONCE", 0)
    run = preview(town)
    assert (run.state, run.progress) == (Assignment.State.COMPUTING, 0)
    follow_all()
    run.refresh_from_db()
    assert (run.state, run.progress) == (Assignment.State.PREVIEWED, 100)
    assert Reviewer.objects.filter(assignment=run).count() == 12
