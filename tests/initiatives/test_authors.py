"""Authors and their shares: asked once, answered by themselves, and not after the work was submitted."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.models import Author
from initiatives.rules import shares
from initiatives.services.authors import answer_invitation, author_of_link, link_of, save_authors
from initiatives.services.dossiers import perform
from initiatives.waiting import count, tasks
from journal.services.follow import follow_all
from organisation.models import Letter, Person, Role
from organisation.policy import visible
from tests import city

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(author, unit):
    return city.draft(author, city.round_at(unit))


@pytest.fixture
def own(draft):
    return draft.work.authors.get().person.code


def share_with(draft, author, own, other, share="40"):
    rest = str(Decimal(100) - Decimal(share))
    return save_authors(draft.reference, author, [{"person": own, "share": rest}, {"person": other, "share": share}])


@pytest.mark.parametrize(("raw", "share"), [("33,5", "33.5"), ("33.33", "33.33"), (" 100 ", "100"), (40, "40")])
def test_shares_are_read_as_people_write_them(raw, share):
    assert shares.read(raw) == Decimal(share)


@pytest.mark.parametrize("raw", ["0", "-5", "100,01", "33.333", "1e1", "NaN", "1_0", "٣٣", "", None, "abc", True])
def test_what_is_no_share_is_refused(raw):
    assert shares.read(raw) is None


@given(st.text())
def test_reading_a_share_never_fails_and_never_gives_one_out_of_bounds(text):
    share = shares.read(text)
    assert share is None or 0 < share <= 100


def test_a_share_that_is_wrong_is_named_at_its_row_and_nothing_is_saved(draft, author, own):
    with pytest.raises(Invalid) as error:
        share_with(draft, author, own, city.person().code, "99.999")
    assert set(error.value.fields) == {"authors.0.share"}
    assert [row.share for row in draft.work.authors.all()] == [Decimal(100)]


def test_somebody_named_twice_or_unknown_is_refused(draft, author, own):
    with pytest.raises(Invalid) as error:
        share_with(draft, author, own, own)
    assert set(error.value.fields) == {"authors"}
    with pytest.raises(Invalid) as error:
        share_with(draft, author, own, "KHONG-CO")
    assert set(error.value.fields) == {"authors.1.person"}
    with pytest.raises(Invalid):
        save_authors(draft.draft_code, author, [])


def test_somebody_from_outside_gets_a_record_of_their_own_and_needs_an_address(draft, author, own):
    outsider = {"full_name": "Hồ Viết Hải", "workplace": "Công ty Cấp nước", "share": "40"}
    for email in ("", "khong-phai-email"):
        with pytest.raises(Invalid) as error:
            save_authors(draft.draft_code, author, [{"person": own, "share": "60"}, {**outsider, "email": email}])
        assert set(error.value.fields) == {"authors.1.email"}
    rows = [{"person": own, "share": "60"}, {**outsider, "email": "hai@example.vn"}]
    for _twice in range(2):
        save_authors(draft.draft_code, author, rows)
    made = Person.objects.get(email="hai@example.vn")
    assert made.code == "NG-00001"
    assert draft.work.authors.get(person=made).workplace == "Công ty Cấp nước"


def test_only_who_gets_another_share_is_asked_again(draft, author, own):
    other = city.person(email="bao@example.vn")
    share_with(draft, author, own, other.code, "40")
    asked = Author.objects.get(work=draft.work, person=other)
    answer_invitation(asked, agrees=True)
    share_with(draft, author, own, other.code, "40")
    asked.refresh_from_db()
    assert asked.confirmation == "confirmed"
    assert Letter.objects.filter(to="bao@example.vn").count() == 1
    share_with(draft, author, own, other.code, "45")
    asked.refresh_from_db()
    assert asked.confirmation == "invited"
    assert Letter.objects.filter(to="bao@example.vn").count() == 2


def test_the_letter_carries_a_link_that_answers_for_its_author_alone(draft, author, own):
    other = city.person(email="bao@example.vn")
    share_with(draft, author, own, other.code, "40")
    letter = Letter.objects.get(to="bao@example.vn")
    link = letter.body.split("/xac-nhan-dong-gop/")[1].split("/")[0]
    assert author_of_link(link).person == other
    for broken in ("", "x", link[:-1], f"{link}x", link.replace(":", ".")):
        with pytest.raises(NotFound):
            author_of_link(broken)


def test_nobody_answers_for_somebody_else(draft, author, own):
    other = city.person()
    share_with(draft, author, own, other.code)
    asked = Author.objects.get(work=draft.work, person=other)
    with pytest.raises(Forbidden):
        answer_invitation(asked, agrees=True, actor=author)


def test_an_answer_to_a_share_that_has_changed_meanwhile_is_not_taken(draft, author, own):
    other = city.person()
    share_with(draft, author, own, other.code, "40")
    asked = Author.objects.get(work=draft.work, person=other)
    share_with(draft, author, own, other.code, "10")
    with pytest.raises(NotFound):
        answer_invitation(asked, agrees=True)


def test_who_declines_sees_it_no_more_and_the_others_are_told(draft, author, own, unit):
    other = city.actor(at=unit)
    code = Person.objects.get(pk=other.person_id).code
    share_with(draft, author, own, code)
    assert [task.what for task in tasks(other)] == ["confirm"]
    assert count(other) == 1
    asked = Author.objects.get(work=draft.work, person=other.person_id)
    answer_invitation(asked, agrees=False, actor=other)
    assert not visible(type(draft), other).exists()
    assert (tasks(other), count(other)) == ([], 0)
    follow_all()
    letters = Letter.objects.filter(key__startswith="event:")
    assert {letter.person_id for letter in letters} == {author.person_id}
    with pytest.raises(Invalid):
        perform(draft.draft_code, "submit", author)


def test_once_submitted_the_same_answer_does_no_harm_and_another_is_refused(draft, author, own, unit):
    other = city.actor(at=unit)
    share_with(draft, author, own, Person.objects.get(pk=other.person_id).code)
    asked = Author.objects.get(work=draft.work, person=other.person_id)
    link = link_of(asked)
    answer_invitation(asked, agrees=True)
    dossier = perform(draft.draft_code, "submit", author)
    assert answer_invitation(author_of_link(link), agrees=True).confirmation == "confirmed"
    with pytest.raises(StateConflict):
        answer_invitation(author_of_link(link), agrees=False)
    perform(dossier.code, "return", city.actor(Role.OFFICER, at=unit), reasons=city.REASONS)
    assert answer_invitation(author_of_link(link), agrees=False).confirmation == "declined"
