"""Drafts: what people type is made clean, checked, and never half saved."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.choices import Channel, State
from initiatives.models import Dossier, Work
from initiatives.services.dossiers import lapse_overdue, perform
from initiatives.services.drafts import begin_dossier, save_answers, save_units
from initiatives.tasks import lapse_overdue as lapse_task
from organisation.models import Membership, Role
from tests import city

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(author, round_):
    return city.draft(author, round_)


def answers_now(dossier: Dossier) -> dict[str, object]:
    work = Work.objects.get(pk=dossier.work_id)
    return {"title": work.title, **work.content}


def test_who_begins_a_draft_is_its_only_author_in_their_own_unit(author, unit, round_):
    dossier = begin_dossier(author, round_.code, "  Phần mềm\n quản lý  ")
    assert dossier.work.title == "Phần mềm quản lý"
    assert dossier.work.unit == unit
    [only] = dossier.work.authors.all()
    assert (only.person_id, only.share, only.confirmation) == (author.person_id, Decimal(100), "confirmed")


def test_a_role_that_has_ended_is_no_home_and_one_that_will_end_still_is(author, unit):
    other = city.unit("SXD")
    today = timezone.localdate()
    Membership.objects.filter(person=author.person_id).update(valid_to=today - timedelta(days=1))
    round_ = city.round_at(other)
    assert begin_dossier(author, round_.code).work.unit == other
    Membership.objects.filter(person=author.person_id).update(valid_to=today + timedelta(days=1))
    assert begin_dossier(author, round_.code).work.unit == unit


def test_an_unknown_round_is_not_there(author):
    with pytest.raises(NotFound):
        begin_dossier(author, "KHONG-CO")


def test_a_title_that_is_too_long_is_refused_with_both_numbers_and_never_cut(author, round_, draft):
    with pytest.raises(Invalid) as error:
        begin_dossier(author, round_.code, "a" * 10_000)
    assert "500" in error.value.fields["title"][0]
    with pytest.raises(Invalid) as error:
        save_answers(draft.draft_code, author, {"title": "a" * 10_000})
    assert "10000" in error.value.fields["title"][0]


def test_paper_is_entered_by_the_officer_of_the_authority_and_came_in_on_a_day_that_has_come(author, unit, round_):
    officer, writer = city.actor(Role.OFFICER, at=unit), city.person()
    with pytest.raises(Forbidden):
        begin_dossier(author, round_.code, channel=Channel.PAPER, received_on=timezone.localdate())
    for day in (None, timezone.localdate() + timedelta(days=1)):
        with pytest.raises(Invalid) as error:
            begin_dossier(officer, round_.code, channel=Channel.PAPER, received_on=day)
        assert set(error.value.fields) == {"received_on"}
    dossier = perform(city.paper_draft(officer, round_, writer).draft_code, "submit", officer)
    assert (dossier.channel, dossier.state) == (Channel.PAPER, State.SUBMITTED)
    assert [author.confirmation for author in dossier.work.authors.all()] == ["on_paper"]


def test_paper_counts_by_the_day_it_came_in_even_when_it_is_typed_after_the_round(unit):
    officer = city.actor(Role.OFFICER, at=unit)
    today = timezone.localdate()
    closed = city.round_at(unit, opens_on=today - timedelta(days=60), closes_on=today - timedelta(days=10))
    came_in = city.paper_draft(officer, closed, city.person(), today - timedelta(days=20))
    assert perform(came_in.draft_code, "submit", officer).received_on == today - timedelta(days=20)
    too_late = city.paper_draft(officer, closed, city.person(), today - timedelta(days=5))
    with pytest.raises(Invalid) as error:
        perform(too_late.draft_code, "submit", officer)
    assert set(error.value.fields) == {"round"}


def test_all_answers_are_saved_or_none(author, draft):
    before = answers_now(draft)
    with pytest.raises(Invalid) as error:
        save_answers(
            draft.draft_code,
            author,
            {"problem": "Mới", "benefit_vnd": "một triệu", "first_applied_on": "31/02/2026", "salary": "1"},
        )
    assert set(error.value.fields) == {"benefit_vnd", "first_applied_on", "salary"}
    assert answers_now(draft) == before


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Gia\u0301o du\u0323c", "Giáo dục"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("một\x00hai\ud800ba\u202e", "mộthaiba"),
        ("=1+1", "=1+1"),
        ("dòng một\r\ndòng hai", "dòng một\ndòng hai"),
    ],
)
def test_text_from_outside_is_data(typed, stored, author, draft):
    save_answers(draft.draft_code, author, {"problem": typed})
    assert answers_now(draft)["problem"] == stored


@pytest.mark.parametrize("name", ["x" * 5_000, "\ud800", "__class__", "revision"])
def test_a_field_the_form_does_not_have_is_refused(name, author, draft):
    with pytest.raises(Invalid) as error:
        save_answers(draft.draft_code, author, {name: "1"})
    assert all(len(field) <= 40 for field in error.value.fields)


@pytest.mark.parametrize("raw", ["9" * 17, "0" * 5_000 + "9" * 17, 10**16])
def test_an_amount_beyond_all_money_is_refused(raw, author, draft):
    with pytest.raises(Invalid):
        save_answers(draft.draft_code, author, {"benefit_vnd": raw})


@pytest.mark.parametrize(
    "answers",
    [
        {"title": ["a"]}, {"problem": {"a": 1}}, {"solution_types": "nothing"}, {"solution_types": [{}]},
        {"field": "khong-co"}, {"unit": ""}, {"first_applied_on": {"year": 2026}},
    ],
)  # fmt: skip
def test_answers_of_the_wrong_shape_are_refused_at_their_field(answers, author, draft):
    with pytest.raises(Invalid) as error:
        save_answers(draft.draft_code, author, answers)
    assert set(error.value.fields) == set(answers)


def test_a_draft_is_of_the_unit_that_is_saved_even_where_the_work_has_it_already(author, draft):
    school = city.unit("TRUONG", "school")
    Work.objects.update(unit=school)  # corrected meanwhile, by a decision on another dossier of it
    save_answers(draft.draft_code, author, {"unit": "TRUONG"})
    assert Dossier.objects.get().unit == school


def test_units_that_take_part_are_set_and_unknown_ones_named(author, draft, unit):
    school, company = city.unit("TRUONG", "school"), city.unit("CTY", "enterprise")
    save_units(draft.draft_code, author, ["TRUONG", "CTY", unit.code])
    assert {row.unit for row in draft.work.participations.all()} == {school, company}
    save_units(draft.draft_code, author, ["CTY"])
    assert {row.unit for row in draft.work.participations.all()} == {company}
    with pytest.raises(Invalid) as error:
        save_units(draft.draft_code, author, ["CTY", "KHONG"])
    assert "KHONG" in error.value.fields["units"][0]


def test_a_colleague_who_is_no_author_cannot_find_the_draft(draft, unit):
    with pytest.raises(NotFound):
        save_answers(draft.draft_code, city.actor(Role.OFFICER, at=unit), {"title": "Khác"})


def test_an_officer_sees_what_was_submitted_and_cannot_edit_it(author, round_, unit):
    dossier = city.submitted(author, round_)
    with pytest.raises(Forbidden):
        save_answers(dossier.code, city.actor(Role.OFFICER, at=unit), {"title": "Khác"})
    with pytest.raises(StateConflict):
        save_answers(dossier.code, author, {"title": "Khác"})


@pytest.mark.parametrize("share", ["60", "40.01"])
def test_the_smallest_share_is_a_setting_of_the_round(share, author, unit):
    round_ = city.round_at(unit, min_share=Decimal("40.00"))
    dossier, other = city.draft(author, round_), city.person()
    own = dossier.work.authors.get().person.code
    rows = [{"person": own, "share": share}, {"person": other.code, "share": str(Decimal(100) - Decimal(share))}]
    city.save_authors(dossier.draft_code, author, rows)
    dossier.work.authors.update(confirmation="confirmed")
    if share == "60":
        assert perform(dossier.draft_code, "submit", author).state == State.SUBMITTED
    else:
        with pytest.raises(Invalid):
            city.save_authors(
                dossier.draft_code, author, [{**rows[0], "share": "60.01"}, {**rows[1], "share": "39.99"}]
            )
            dossier.work.authors.update(confirmation="confirmed")
            perform(dossier.draft_code, "submit", author)


def test_what_was_applied_longer_ago_than_the_round_allows_is_refused(author, unit):
    round_ = city.round_at(unit, max_months_applied=12)
    old = (timezone.localdate() - timedelta(days=500)).isoformat()
    with pytest.raises(Invalid) as error:
        city.submitted(author, round_, first_applied_on=old)
    assert set(error.value.fields) == {"first_applied_on"}


def test_a_work_is_filed_once_with_an_authority_for_a_purpose(author, unit, round_):
    dossier = city.submitted(author, round_)
    again = city.begin_dossier(author, round_.code, "Lần hai")
    Dossier.objects.filter(pk=again.pk).update(work=dossier.work)
    with pytest.raises(Invalid):
        perform(again.draft_code, "submit", author)


@time_machine.travel("2026-01-28 09:00:00+07:00")
def test_deadlines_of_a_dossier_leave_out_tet(unit):
    round_ = city.round_at(unit, check_working_days=10, answer_working_days=5, result_months=3)
    author, checker = city.actor(at=unit), city.actor(Role.OFFICER, at=unit)
    dossier = city.submitted(author, round_)
    # Ten working days after Wednesday 28/01: 29/01, 30/01, 02–06/02, 09–11/02.
    assert dossier.due_on == date(2026, 2, 11)
    assert dossier.result_due_on == date(2026, 4, 28)
    with time_machine.travel("2026-02-12 09:00:00+07:00"):
        dossier = perform(dossier.code, "return", checker, reasons=city.REASONS)
    # Five after Thursday 12/02: 13/02, then Tết Bính Ngọ (14–22/02), 23–26/02.
    assert dossier.due_on == date(2026, 2, 26)
    assert dossier.notices.get().answer_by == date(2026, 2, 26)
    with time_machine.travel("2026-02-26 23:00:00+07:00"):
        assert lapse_overdue(timezone.localdate()) == []
    with time_machine.travel("2026-02-27 00:30:00+07:00"):
        assert lapse_task() == [dossier.code]


def test_an_answer_after_its_day_is_refused_with_the_day(author, unit, round_):
    checker = city.actor(Role.OFFICER, at=unit)
    dossier = city.in_state(State.RETURNED, author, checker, round_)
    Dossier.objects.filter(pk=dossier.pk).update(due_on=date(2026, 2, 26))
    with pytest.raises(Invalid) as error:
        perform(dossier.code, "submit", author)
    assert "26/02/2026" in str(error.value.message)
