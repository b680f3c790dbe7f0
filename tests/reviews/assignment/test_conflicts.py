"""Conflicts over the house: found and shown with their ground, named by authors, disputed, lifted by two people."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.choices import State
from initiatives.models import Dossier
from journal.models import Entry
from organisation.models import Membership, Role, Unit
from reviews.models import Conflict, Override, Place
from reviews.queries.conflicts import cases_of, own_conflicts
from reviews.queries.hearings import hearings_visible_to
from reviews.services.conflicts import dismiss_claim, dispute_conflict, name_conflict, recuse_tied, uphold_claim
from reviews.services.councils import change_seats
from reviews.services.recusals import lift_recusal
from tests.reviews import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    """A council of five; the last member works in the author's hospital."""
    made = f.town()
    made.hospital = Unit.objects.create(code="BV", name="Bệnh viện A", kind="hospital", parent=made.round.authority)
    made.author = f.person("Lê Thị Tác Giả", made.hospital, Role.MEMBER)
    made.tied = made.members[4]
    Membership.objects.create(person=made.tied, unit=made.hospital, role=Role.MEMBER, valid_from=date(2020, 1, 1))
    return made


@pytest.fixture
def hearing(town):
    [made] = town.hear(f.dossier(town.round, [town.author]))
    return made


def place(hearing, person):
    return Place.objects.get(hearing=hearing, seat__person=person)


def test_a_colleague_of_the_author_is_recused_with_the_ground_and_sees_nothing(town, hearing):
    found = place(hearing, town.tied)
    assert (found.recused, found.cause) == (True, Place.Cause.DETECTED)
    assert found.ground == "Of the same unit as an author at the time"
    assert not hearings_visible_to(f.actor(town.tied)).exists()
    [case] = cases_of(f.actor(town.office), town.council)
    assert [reason.words for reason in case.reasons] == ["Cùng đơn vị với tác giả tại thời điểm nộp hồ sơ: Bệnh viện A"]
    assert case.liftable


def test_those_recognised_together_before_are_tied(town):
    colleague = town.members[3]
    earlier = f.dossier(town.round, [town.author, colleague], state=State.RECOGNISED)
    [hearing] = town.hear(f.dossier(town.round, [town.author]))
    assert place(hearing, colleague).recused
    [conflict] = Conflict.objects.filter(person=colleague)
    assert (conflict.ground, conflict.detail) == (Conflict.Ground.JOINT_RECOGNITION, "")  # the other work is not public
    assert earlier.work.authors.count() == 2


def test_lifting_takes_two_different_people_and_is_not_found_again(town, hearing):
    seat = town.seats()[4].pk
    office = f.actor(town.office)
    assert lift_recusal(hearing.pk, office, seat, "Đã chuyển công tác").recused
    with pytest.raises(Forbidden):
        lift_recusal(hearing.pk, office, seat, "Đã chuyển công tác")
    assert place(hearing, town.tied).recused
    assert not lift_recusal(hearing.pk, town.chair, seat, "Đã xem quyết định").recused
    assert Conflict.objects.get().state == Conflict.State.LIFTED
    assert recuse_tied(hearing) == 0
    assert not place(hearing, town.tied).recused
    lifted = Entry.objects.get(event="recusal_lifted")
    assert {lifted.actor_id, lifted.data["asked_by"]} == {office.user_id, town.chair.user_id}


def test_the_database_itself_refuses_one_person_as_two(town, hearing):
    office = f.actor(town.office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Override.objects.create(
            hearing=hearing, person=town.tied, reason="x", asked_by_id=office.user_id, confirmed_by_id=office.user_id
        )


def test_who_is_recused_reads_the_ground_and_disputes_it_without_learning_which_dossier(town, hearing):
    member = f.actor(town.tied)
    [own] = own_conflicts(member)
    dispute_conflict(own.pk, member, "Đã nghỉ việc tại bệnh viện từ 2024")
    [case] = cases_of(f.actor(town.office), town.council)
    assert case.disputes == ("Đã nghỉ việc tại bệnh viện từ 2024",)
    with pytest.raises(NotFound):
        dispute_conflict(own.pk, town.chair, "Không đúng")
    with pytest.raises(Invalid):
        dispute_conflict(own.pk, member, " ")


def test_an_author_names_somebody_and_who_conducts_the_council_decides(town, hearing):
    author, named = f.actor(town.author), town.members[3]
    claim = name_conflict(hearing.dossier.code, author, named.code, "Có tranh chấp bản quyền")
    assert not place(hearing, named).recused
    assert not own_conflicts(f.actor(named)).exists()
    with pytest.raises(Forbidden):
        uphold_claim(claim.pk, f.actor(named))
    uphold_claim(claim.pk, f.actor(town.office))
    assert place(hearing, named).cause == Place.Cause.NAMED
    with pytest.raises(StateConflict):
        dismiss_claim(claim.pk, f.actor(town.office), "Muộn")


def test_a_claim_is_dismissed_with_a_reason(town, hearing):
    claim = name_conflict(hearing.dossier.code, f.actor(town.author), town.members[3].code, "Không thích")
    with pytest.raises(Invalid):
        dismiss_claim(claim.pk, f.actor(town.office), "")
    dismiss_claim(claim.pk, f.actor(town.office), "Không có căn cứ")
    assert not place(hearing, town.members[3]).recused


def test_nobody_decides_on_what_is_said_about_themselves(town, hearing):
    claim = name_conflict(hearing.dossier.code, f.actor(town.author), town.members[0].code, "Có tranh chấp")
    with pytest.raises(Forbidden):
        dismiss_claim(claim.pk, town.chair, "Không có gì")


def test_a_person_may_be_named_before_any_council_hears_the_dossier(town):
    dossier = f.dossier(town.round, [town.author])
    claim = name_conflict(dossier.code, f.actor(town.author), town.members[3].code, "Là đối thủ")
    with pytest.raises(NotFound):
        uphold_claim(claim.pk, f.actor(town.office))
    [hearing] = town.hear(dossier)
    uphold_claim(claim.pk, f.actor(town.office))
    assert place(hearing, town.members[3]).recused


def test_only_authors_name_and_never_each_other_or_nobody(town, hearing):
    with pytest.raises(Forbidden):
        name_conflict(hearing.dossier.code, town.chair, town.members[3].code, "Không")
    for code in ("khong-co", town.author.code):
        with pytest.raises(Invalid) as refused:
            name_conflict(hearing.dossier.code, f.actor(town.author), code, "Không")
        assert "person" in refused.value.fields
    Dossier.objects.filter(pk=hearing.dossier_id).update(state=State.RECOGNISED)
    with pytest.raises(StateConflict):
        name_conflict(hearing.dossier.code, f.actor(town.author), town.members[3].code, "Muộn")


def test_what_was_found_outlives_a_change_of_seats(town, hearing):
    seats = [{"person": one.code, "role": role} for one, role in zip(town.members, f.ROLES, strict=False)]
    change_seats(town.council.code, f.actor(town.registrar), seats)
    assert place(hearing, town.tied).recused
