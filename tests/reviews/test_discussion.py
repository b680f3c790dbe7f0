"""The discussion among members, and a locked sheet given back: who may, when, and what stays of what was locked."""

import pytest
from rest_framework.test import APIClient

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from journal.models import Entry
from organisation.models import User
from organisation.rules.names import names_in
from reviews.models import Sheet
from reviews.queries.remarks import threads_of
from reviews.services.conclusions import conclude_hearing
from reviews.services.recusals import declare_conflict
from reviews.services.remarks import say
from reviews.services.sheets import lock_sheet, save_sheet, unlock_sheet
from tests.reviews import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    made = f.town()
    [made.hearing] = made.hear(f.dossier(made.round))
    made.meet()
    return made


def member(town, number):
    return f.actor(town.members[number])


def test_who_has_locked_their_sheet_speaks_and_reads(town):
    town.score(town.hearing, town.members[:2])
    first = say(town.hearing.pk, member(town, 0), "Số liệu ở mục 3 chưa rõ nguồn.")
    answer = say(town.hearing.pk, member(town, 1), "Tác giả có nêu ở phụ lục.", first.pk)
    deeper = say(town.hearing.pk, member(town, 0), "Đã thấy.", answer.pk)
    [thread] = threads_of(town.hearing, member(town, 1))
    assert thread.first == first
    assert thread.replies == [answer, deeper]
    assert deeper.reply_to == first


def test_it_is_closed_while_the_own_sheet_is_open(town):
    town.score(town.hearing, town.members[:1])
    say(town.hearing.pk, member(town, 0), "Ý kiến.")
    assert threads_of(town.hearing, member(town, 1)) is None
    with pytest.raises(Forbidden):
        say(town.hearing.pk, member(town, 1), "Tôi cũng nghĩ vậy.")


def test_who_is_recused_neither_reads_nor_speaks(town):
    declare_conflict(town.hearing.pk, member(town, 1), "Cùng đơn vị")
    with pytest.raises(NotFound):
        say(town.hearing.pk, member(town, 1), "Ý kiến.")


@pytest.mark.parametrize("text", ["", "  \n", "x" * 5001])
def test_nothing_and_too_much_are_refused(town, text):
    town.score(town.hearing, town.members[:1])
    with pytest.raises(Invalid) as told:
        say(town.hearing.pk, member(town, 0), text)
    assert "text" in told.value.fields


def test_a_remark_of_another_dossier_is_not_answered(town):
    [other] = town.hear(f.dossier(town.round))
    for hearing in (town.hearing, other):
        town.score(hearing, town.members[:1])
    foreign = say(other.pk, member(town, 0), "Ý kiến.")
    with pytest.raises(NotFound):
        say(town.hearing.pk, member(town, 0), "Trả lời.", foreign.pk)


def test_the_discussion_ends_with_the_conclusion_and_stays_readable(town):
    town.score(town.hearing)
    say(town.hearing.pk, member(town, 0), "Ý kiến.")
    conclude_hearing(town.hearing.pk, town.chair)
    with pytest.raises(StateConflict):
        say(town.hearing.pk, member(town, 0), "Muộn.")
    town.hearing.refresh_from_db()
    assert len(threads_of(town.hearing, member(town, 4))) == 1


def test_the_chair_gives_a_sheet_back_with_a_reason_and_what_was_locked_is_kept(town):
    town.score(town.hearing, town.members[:4], novelty="30", applicability="20", benefit="20")
    seat = town.seats()[3]
    locked = Sheet.objects.get(seat=seat)
    given = unlock_sheet(town.hearing.pk, town.chair, seat.pk, "Chấm nhầm tiêu chí")
    assert given.locked_at is None
    assert given.earlier[0]["scores"] == locked.scores
    assert given.earlier[0]["reason"] == "Chấm nhầm tiêu chí"
    save_sheet(town.hearing.pk, member(town, 3), scores={"novelty": "25"})
    assert lock_sheet(town.hearing.pk, member(town, 3)).scores["novelty"] == "25"
    entry = Entry.objects.filter(event="sheet_unlocked").get()
    assert entry.data["reason"] == "Chấm nhầm tiêu chí"
    assert "scores" not in str(entry.data)


def test_nobody_but_the_chair_unlocks(town):
    town.score(town.hearing, town.members[:4])
    for actor in (member(town, 1), town.secretary, f.actor(town.registrar)):
        with pytest.raises(Forbidden):
            unlock_sheet(town.hearing.pk, actor, town.seats()[3].pk, "Lý do")


def test_the_deputy_does_so_where_the_chair_is_recused(town):
    town.score(town.hearing, town.members[:4])
    declare_conflict(town.hearing.pk, town.chair, "Cùng nhóm nghiên cứu")
    assert unlock_sheet(town.hearing.pk, member(town, 1), town.seats()[3].pk, "Lý do").locked_at is None


def test_an_open_sheet_no_reason_and_a_begun_vote_are_refused():
    town = f.town(f.BOTH)
    [hearing] = town.hear(f.dossier(town.round))
    town.meet()
    with pytest.raises(NotFound):
        unlock_sheet(hearing.pk, town.chair, town.seats()[1].pk, "Lý do")
    town.score(hearing)
    with pytest.raises(Invalid):
        unlock_sheet(hearing.pk, town.chair, town.seats()[1].pk, " ")
    town.vote(hearing, *["yes"] * 5)
    with pytest.raises(StateConflict):
        unlock_sheet(hearing.pk, town.chair, town.seats()[1].pk, "Lý do")


def test_a_members_name_in_the_letter_to_the_authors_is_warned_of_and_may_be_meant(town):
    who = member(town, 0)
    save_sheet(town.hearing.pk, who, scores=f.GOOD[f.SCORED], to_authors="Theo ý kiến của THANH VIEN 2, cần bổ sung.")
    with pytest.raises(Invalid) as told:
        lock_sheet(town.hearing.pk, who)
    assert "Thành viên 2" in told.value.fields["to_authors"][0]
    assert lock_sheet(town.hearing.pk, who, named=True).locked_at


def test_names_are_found_whatever_the_marks_and_only_as_whole_words():
    names = ["Nguyễn Văn An", "Lê Anh"]
    assert names_in("Đồng chí nguyen van an nêu ý kiến", names) == ["Nguyễn Văn An"]
    assert names_in("Nguyễn Văn Anh và Lê Ánh Tuyết", ["Nguyễn Văn An"]) == []
    assert names_in("", names) == []


def test_the_api_speaks_reads_and_unlocks(town):
    town.score(town.hearing, town.members[:2])
    client = APIClient()
    client.force_authenticate(User.objects.get(person=town.members[0]))
    address = f"/api/v1/hearings/{town.hearing.pk}"
    made = client.post(f"{address}/remarks/", {"text": "Ý kiến"}, format="json")
    assert made.status_code == 201
    assert [row["text"] for row in client.get(f"{address}/remarks/").json()] == ["Ý kiến"]
    refused = client.post(f"{address}/unlock/", {"seat": town.seats()[1].pk, "reason": "  "}, format="json")
    assert refused.status_code in (400, 422)
    done = client.post(f"{address}/unlock/", {"seat": town.seats()[1].pk, "reason": "Nhầm"}, format="json")
    assert done.status_code == 200


def test_the_page_shows_scores_sheets_and_threads(town, client):
    town.score(town.hearing)
    say(town.hearing.pk, member(town, 0), "Cần làm rõ số liệu.")
    client.force_login(User.objects.get(person=town.members[0]), "allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"/hoi-dong/ho-so/{town.hearing.pk}/")
    text = page.content.decode()
    for words in ("80,00", "Cần làm rõ số liệu.", "Thành viên 5"):
        assert words in text
    answer = client.post(f"/hoi-dong/ho-so/{town.hearing.pk}/trao-doi/", {"text": " "})
    assert answer.status_code == 422
    client.post(f"/hoi-dong/ho-so/{town.hearing.pk}/mo-khoa/{town.seats()[4].pk}/", {"reason": "Nhầm"})
    assert Sheet.objects.get(seat=town.seats()[4]).locked_at is None
