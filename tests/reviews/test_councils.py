"""Setting a council up, putting dossiers before it, and who leaves the room."""

import pytest

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.choices import State
from initiatives.models import Author, Dossier
from initiatives.services.dossiers import perform
from journal.models import Entry
from organisation.models import Role
from organisation.policy import visible
from reviews.models import Council, Hearing, Place, Sheet
from reviews.queries.councils import councils_of, progress_matrix
from reviews.queries.hearings import hearings_visible_to
from reviews.services.councils import assign_dossiers, change_seats, hand_over, set_up_council
from reviews.services.recusals import declare_conflict, lift_recusal
from reviews.services.sheets import save_sheet
from tests.reviews import factories as f

pytestmark = pytest.mark.django_db


def rows(town, *roles):
    return [{"person": one.code, "role": role} for one, role in zip(town.members, roles, strict=False)]


def test_a_council_gets_a_code_and_its_seats_in_order():
    town = f.town()
    assert town.council.code.startswith("HD-")
    assert [seat.role for seat in town.seats()] == list(f.ROLES[:5])
    assert Entry.objects.filter(event="council_set_up", subject=f"council:{town.council.pk}").count() == 1


def test_each_shortfall_of_the_composition_is_named_with_its_source():
    town = f.town("tt45-2016-determination")
    before = Council.objects.count()
    with pytest.raises(Invalid) as refused:
        set_up_council(
            f.actor(town.registrar), town.round, "Hội đồng", rows(town, "chair", "member", "member", "member")
        )
    told = refused.value.fields["seats"]
    assert any("4" in sentence and "TT" in sentence or "Thông tư" in sentence for sentence in told)
    assert Council.objects.count() == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda seats: seats[1].update(person="nobody"), "seats.1.person"),
        (lambda seats: seats[1].update(person=seats[0]["person"]), "seats.1.person"),
        (lambda seats: seats[1].update(role="chair"), "seats.1.role"),
        (lambda seats: seats[1].update(role="king"), "seats.1.role"),
    ],
)
def test_a_wrong_seat_is_named(change, field):
    town = f.town()
    seats = rows(town, *f.ROLES[:5])
    change(seats)
    with pytest.raises(Invalid) as refused:
        set_up_council(f.actor(town.registrar), town.round, "Hội đồng", seats)
    assert field in refused.value.fields


def test_only_the_authoritys_registrar_or_secretary_sets_up_a_council():
    town, other = f.town(), f.town()
    with pytest.raises(Forbidden):
        set_up_council(f.actor(other.registrar), town.round, "Hội đồng", rows(town, *f.ROLES[:5]))
    with pytest.raises(Forbidden):
        set_up_council(town.chair, town.round, "Hội đồng", rows(town, *f.ROLES[:5]))


def test_a_round_without_a_scheme_has_no_council():
    town = f.town()
    town.round.scheme_binding.delete()
    with pytest.raises(Invalid) as refused:
        set_up_council(f.actor(town.registrar), town.round, "Hội đồng", rows(town, *f.ROLES[:5]))
    assert "round" in refused.value.fields


def test_seats_change_until_somebody_has_begun_a_sheet():
    town = f.town()
    [hearing] = town.hear(f.dossier(town.round))
    newcomer = f.person()
    seats = [*rows(town, *f.ROLES[:4]), {"person": newcomer.code, "role": "member"}]
    change_seats(town.council.code, f.actor(town.registrar), seats)
    assert hearing.places.count() == 5
    assert hearings_visible_to(f.actor(newcomer)).filter(pk=hearing.pk).exists()
    save_sheet(hearing.pk, town.chair, scores={"novelty": "1"})
    with pytest.raises(StateConflict):
        change_seats(town.council.code, f.actor(town.registrar), seats)


def test_putting_a_dossier_before_a_council_moves_it_into_review_and_freezes_version_and_scheme():
    town = f.town()
    filed = f.dossier(town.round)
    [hearing] = town.hear(filed)
    filed.refresh_from_db()
    assert filed.state == State.IN_REVIEW
    assert (hearing.version, hearing.scheme.code) == (filed.versions.get(), f.SCORED)
    assert hearing.places.filter(recused=False).count() == 5


@pytest.mark.parametrize("state", [State.SUBMITTED, State.IN_REVIEW, State.CONCLUDED, State.RECOGNISED])
def test_only_admitted_dossiers_are_put_before_a_council(state):
    town = f.town()
    good, wrong = f.dossier(town.round), f.dossier(town.round, state=state)
    with pytest.raises(Invalid) as refused:
        town.hear(good, wrong)
    assert list(refused.value.fields) == ["codes.1"]
    assert not Hearing.objects.exists()


def test_a_dossier_of_another_round_or_unknown_is_refused_by_name():
    town, other = f.town(), f.town()
    with pytest.raises(Invalid) as refused:
        assign_dossiers(town.council.code, f.actor(town.office), [f.dossier(other.round).code, "SK-1999-0001"])
    assert set(refused.value.fields) == {"codes.0", "codes.1"}


def test_nobody_puts_their_own_work_before_a_council():
    town = f.town()
    own = f.dossier(town.round, [town.office])
    with pytest.raises(Invalid):
        town.hear(own)


def test_authors_among_the_members_are_recused_with_the_ground_and_see_nothing_of_the_hearing():
    town = f.town()
    writer = town.members[4]
    [hearing] = town.hear(f.dossier(town.round, [writer, f.person()]))
    place = Place.objects.get(hearing=hearing, seat__person=writer)
    assert (place.recused, place.cause) == (True, Place.Cause.AUTHOR)
    assert place.ground
    assert not hearings_visible_to(f.actor(writer)).exists()
    assert progress_matrix(f.actor(writer), town.council) == []
    with pytest.raises(NotFound):
        save_sheet(hearing.pk, f.actor(writer), scores={"novelty": "40"})


def test_a_registrar_does_not_see_the_hearing_of_their_own_work():
    town = f.town()
    [hearing] = town.hear(f.dossier(town.round, [town.registrar]))
    assert hearings_visible_to(f.actor(town.office)).filter(pk=hearing.pk).exists()
    assert not hearings_visible_to(f.actor(town.registrar)).filter(pk=hearing.pk).exists()


def test_somebody_who_declined_authorship_is_no_author():
    town = f.town()
    filed = f.dossier(town.round)
    Author.objects.create(work=filed.work, person=town.members[0], position=2, share=1, confirmation="declined")
    [hearing] = town.hear(filed)
    assert not hearing.places.filter(recused=True).exists()


def test_a_council_that_could_never_make_a_quorum_does_not_get_the_dossier():
    town = f.town()
    filed = f.dossier(town.round, town.members[:2])  # chair and deputy: nobody could lead
    with pytest.raises(Invalid) as refused:
        town.hear(filed)
    assert "codes.0" in refused.value.fields
    filed.refresh_from_db()
    assert filed.state == State.ADMITTED


def test_a_declared_conflict_takes_the_dossier_out_of_sight():
    town = f.town()
    [hearing] = town.hear(f.dossier(town.round))
    member = f.actor(town.members[4])
    assert visible(Dossier, member).exists()
    declare_conflict(hearing.pk, member, "Là anh em ruột của tác giả")
    assert not visible(Dossier, member).exists()
    assert not hearings_visible_to(member).exists()
    assert [row.hearings_open for row in councils_of(member)] == [0]
    with pytest.raises(NotFound):
        declare_conflict(hearing.pk, member, "again")


def test_a_conflict_needs_a_ground_and_takes_an_unlocked_sheet_with_it():
    town = f.town()
    [hearing] = town.hear(f.dossier(town.round))
    member = f.actor(town.members[4])
    save_sheet(hearing.pk, member, scores={"novelty": "3"})
    with pytest.raises(Invalid) as refused:
        declare_conflict(hearing.pk, member, "  ")
    assert "ground" in refused.value.fields
    declare_conflict(hearing.pk, member, "Cùng nhóm nghiên cứu")
    assert not Sheet.objects.filter(hearing=hearing).exists()


def test_members_declare_only_for_themselves_the_chair_for_all():
    town = f.town()
    [hearing] = town.hear(f.dossier(town.round))
    last = town.seats()[4]
    with pytest.raises(Forbidden):
        declare_conflict(hearing.pk, f.actor(town.members[3]), "Không khách quan", last.pk)
    assert declare_conflict(hearing.pk, town.chair, "Có đơn khiếu nại", last.pk).recused


def test_a_recusal_is_lifted_by_two_other_people_with_reasons_but_never_an_authors():
    town = f.town()
    writer = town.members[3]
    [hearing] = town.hear(f.dossier(town.round, [writer, f.person()]))
    seats = town.seats()
    declare_conflict(hearing.pk, f.actor(town.members[4]), "Cùng phòng")
    with pytest.raises(NotFound):
        lift_recusal(hearing.pk, f.actor(town.members[4]), seats[4].pk, "Tôi khách quan")
    with pytest.raises(Invalid):
        lift_recusal(hearing.pk, town.chair, seats[4].pk, "")
    assert lift_recusal(hearing.pk, town.chair, seats[4].pk, "Đã chuyển phòng từ năm trước").recused
    with pytest.raises(Forbidden):
        lift_recusal(hearing.pk, town.chair, seats[4].pk, "Tôi xác nhận")
    assert not lift_recusal(hearing.pk, town.secretary, seats[4].pk, "Đã xem quyết định điều động").recused
    asked, lifted = Entry.objects.filter(event__in=["override_asked", "recusal_lifted"]).order_by("pk")
    assert asked.actor_id != lifted.actor_id
    assert lifted.data["asked_by"] == asked.actor_id
    with pytest.raises(Forbidden):
        lift_recusal(hearing.pk, town.chair, seats[3].pk, "Không sao")


def test_a_dossier_is_handed_over_with_a_reason_and_judged_anew():
    town = f.town()
    [hearing] = town.hear(f.dossier(town.round))
    others = [f.person() for _n in range(5)]
    seats = [{"person": one.code, "role": role} for one, role in zip(others, f.ROLES, strict=False)]
    second = set_up_council(f.actor(town.registrar), town.round, "Hội đồng thứ hai", seats)
    town.score(hearing, [town.members[4]])
    with pytest.raises(Invalid):
        hand_over(hearing.pk, f.actor(town.registrar), second.code, " ")
    taken = hand_over(hearing.pk, f.actor(town.registrar), second.code, "Không đủ thành viên")
    hearing.refresh_from_db()
    assert (hearing.state, taken.state) == (Hearing.State.RELEASED, Hearing.State.OPEN)
    assert not visible(Dossier, f.actor(town.members[4])).exists()
    assert visible(Dossier, f.actor(others[4])).exists()
    with pytest.raises(StateConflict):
        save_sheet(hearing.pk, f.actor(town.members[3]), scores={"novelty": "3"})


def test_a_withdrawn_dossier_is_no_longer_judged():
    town = f.town()
    writer = f.person()
    filed = f.dossier(town.round, [writer])
    [hearing] = town.hear(filed)
    perform(filed.code, "withdraw", f.actor(writer), note="")
    with pytest.raises(StateConflict):
        save_sheet(hearing.pk, town.chair, scores={"novelty": "3"})


def test_a_secretary_of_the_authority_has_roles_below_it_only():
    town, other = f.town(), f.town()
    assert Role.SECRETARY in f.actor(town.office).roles
    assert [council.pk for council in councils_of(f.actor(town.office))] == [town.council.pk]
    with pytest.raises(NotFound):
        assign_dossiers(other.council.code, f.actor(town.office), ["SK-1"])
