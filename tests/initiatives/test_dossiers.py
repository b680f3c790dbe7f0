import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from config.errors import Forbidden, Invalid, NotFound, Stale, StateConflict
from initiatives.choices import State
from initiatives.models import Author, Counter, Dossier
from initiatives.services.authors import answer_invitation, author_of_link, link_of, save_authors
from initiatives.services.dossiers import lapse_overdue, perform
from initiatives.services.drafts import begin_dossier, save_answers
from initiatives.services.numbers import next_number
from journal.models import Entry
from organisation.models import Letter, Role
from tests import city as factories

pytestmark = pytest.mark.django_db
REASONS = [{"field": "title", "text": "Nêu rõ hơn"}]


def test_a_dossier_goes_from_draft_to_admitted_with_a_code_a_version_and_deadlines(author, checker, round_):
    dossier = factories.submitted(author, round_)
    assert re.fullmatch(r"SK-\d{4}-\d{4}", dossier.code)
    assert dossier.versions.count() == 1
    assert dossier.due_on > timezone.localdate()
    dossier = perform(dossier.code, "admit", checker)
    assert dossier.state == State.ADMITTED
    assert dossier.due_on == dossier.result_due_on


def test_a_return_reopens_the_draft_and_the_answer_is_a_second_version(author, checker, round_):
    dossier = factories.submitted(author, round_)
    perform(dossier.code, "return", checker, reasons=REASONS)
    save_answers(dossier.code, author, {"title": "Tên mới"})
    dossier = perform(dossier.code, "submit", author)
    first, second = dossier.versions.order_by("number")
    assert (first.content["answers"]["title"], second.content["answers"]["title"]) == ("Nội dung title", "Tên mới")
    assert first.digest != second.digest


def test_what_was_submitted_cannot_be_edited(author, round_):
    dossier = factories.submitted(author, round_)
    with pytest.raises(StateConflict):
        save_answers(dossier.code, author, {"title": "Sửa lén"})


def test_nobody_checks_their_own_dossier(unit, round_):
    both = factories.actor(Role.MEMBER, Role.OFFICER, at=unit)
    dossier = factories.submitted(both, round_)
    with pytest.raises(Forbidden):
        perform(dossier.code, "admit", both)


def test_what_one_may_not_see_answers_as_if_it_were_not_there(author, round_):
    stranger = factories.actor(at=factories.unit("SXD"))
    dossier = factories.submitted(author, round_)
    with pytest.raises(NotFound):
        perform(dossier.code, "withdraw", stranger)
    with pytest.raises(NotFound):
        perform("SK-1999-0001", "withdraw", stranger)


def test_an_incomplete_dossier_names_each_missing_field(author, round_):
    dossier = begin_dossier(author, round_.code, "Chỉ có tên")
    with pytest.raises(Invalid) as error:
        perform(dossier.draft_code, "submit", author)
    assert {"problem", "novelty", "declaration"} <= set(error.value.fields)


def test_outside_the_round_nothing_is_submitted(author, unit):
    today = timezone.localdate()
    closed = factories.round_at(unit, opens_on=today - timedelta(days=60), closes_on=today - timedelta(days=1))
    with pytest.raises(Invalid) as error:
        factories.submitted(author, closed)
    assert "round" in error.value.fields


def test_a_first_application_in_the_future_is_refused(author, round_):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    with pytest.raises(Invalid) as error:
        factories.submitted(author, round_, first_applied_on=tomorrow)
    assert "first_applied_on" in error.value.fields


def test_shares_that_are_not_100_stop_the_submission_and_say_the_sum(author, round_):
    dossier = factories.draft(author, round_)
    Author.objects.filter(work=dossier.work).update(share=Decimal("99.99"))
    with pytest.raises(Invalid) as error:
        perform(dossier.draft_code, "submit", author)
    assert "99.99" in str(error.value.fields["authors"][0])


def test_two_open_tabs_the_later_save_on_an_old_revision_is_refused_and_loses_nothing(author, round_):
    dossier = factories.draft(author, round_)
    seen = dossier.work.revision
    save_answers(dossier.draft_code, author, {"problem": "từ thẻ thứ nhất"}, seen)
    with pytest.raises(Stale) as error:
        save_answers(dossier.draft_code, author, {"problem": "từ thẻ thứ hai"}, seen)
    assert error.value.extra["revision"] == seen + 1
    dossier.work.refresh_from_db()
    assert dossier.work.content["problem"] == "từ thẻ thứ nhất"


def test_a_co_author_is_asked_and_nothing_is_submitted_before_they_agree(author, round_, unit):
    other = factories.person(email="dong.tac.gia@example.vn")
    dossier = factories.draft(author, round_)
    own = Author.objects.get(work=dossier.work).person.code
    rows = [{"person": own, "share": "60"}, {"person": other.code, "share": "40"}]
    save_authors(dossier.draft_code, author, rows)
    assert Letter.objects.filter(to=other.email).count() == 1
    with pytest.raises(Invalid):
        perform(dossier.draft_code, "submit", author)
    asked = Author.objects.get(work=dossier.work, person=other)
    answer_invitation(author_of_link(link_of(asked)), agrees=True)
    assert perform(dossier.draft_code, "submit", author).state == State.SUBMITTED


def test_a_changed_share_makes_the_old_link_worthless(author, round_):
    dossier = factories.draft(author, round_)
    asked = Author.objects.get(work=dossier.work)
    link = link_of(asked)
    Author.objects.filter(pk=asked.pk).update(share=Decimal(50))
    with pytest.raises(NotFound):
        author_of_link(link)


def test_codes_neither_skip_nor_repeat_when_a_submission_fails(author, round_):
    first = factories.submitted(author, round_)
    broken = begin_dossier(author, round_.code, "Thiếu")
    with pytest.raises(Invalid):
        perform(broken.draft_code, "submit", author)
    second = factories.submitted(author, round_)
    assert int(second.code[-4:]) == int(first.code[-4:]) + 1


def test_a_number_is_given_back_when_its_transaction_is_rolled_back():
    assert next_number("thử") == 1
    with pytest.raises(RuntimeError), transaction.atomic():
        next_number("thử")
        raise RuntimeError
    assert next_number("thử") == 2
    assert Counter.objects.get(series="thử").last == 2


def test_overdue_returns_lapse_and_others_do_not(author, checker, round_):
    late, fresh = (factories.submitted(author, round_) for _n in range(2))
    for dossier in (late, fresh):
        perform(dossier.code, "return", checker, reasons=REASONS)
    Dossier.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    assert lapse_overdue(timezone.localdate()) == [late.code]
    fresh.refresh_from_db()
    assert fresh.state == State.RETURNED


def test_every_transition_is_journaled_with_where_it_came_from(author, checker, round_):
    dossier = factories.admitted(author, round_)
    events = list(Entry.objects.filter(subject=f"dossier:{dossier.pk}").order_by("id").values_list("event", flat=True))
    assert events[-2:] == ["dossier_submitted", "dossier_admitted"]
    assert Entry.objects.filter(event="dossier_admitted").get().data["from"] == "submitted"
