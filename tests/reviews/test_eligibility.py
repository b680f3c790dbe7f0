"""Who may not be given a seat: people of the lead body, and those of the teams that stand apart from the council."""

from datetime import date

import pytest

from config.errors import Invalid
from initiatives.models import Dossier
from organisation.models import Membership, Role, Unit
from reviews.models import Hearing
from reviews.services.councils import assign_dossiers, change_seats, name_alternates
from tests import city
from tests.reviews import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def institute():
    unit = Unit.objects.create(code="VIEN", name="Viện Chủ trì", kind="institute")
    unit.path = f"{unit.pk}."
    unit.save()
    return unit


def belongs(person, unit):
    return Membership.objects.create(person=person, unit=unit, role=Role.MEMBER, valid_from=date(2020, 1, 1))


def of(unit, town):
    """A dossier that the unit is to carry out."""
    made = f.dossier(town.round)
    Dossier.objects.filter(pk=made.pk).update(unit=unit)
    return made


def seats(people):
    return [{"person": one.code, "role": role} for one, role in zip(people, f.ROLES, strict=False)]


@pytest.mark.parametrize("position", [0, 1, 2, 3])
def test_one_of_the_lead_body_holds_no_office_of_the_council(institute, position):
    town = f.town("determination-methods", 7)
    belongs(town.members[position], institute)
    with pytest.raises(Invalid) as refused:
        assign_dossiers(town.council.code, f.actor(town.office), [of(institute, town).code])
    [why] = refused.value.fields["codes.0"]
    assert town.members[position].full_name in why and institute.name in why and "33/2014" in why
    assert not Hearing.objects.exists()


def test_one_member_of_the_lead_body_may_sit_and_no_second(institute):
    town = f.town("tt45-2016-determination", 7)
    belongs(town.members[4], institute)
    below = Unit.objects.create(code="VIEN-P", name="Phòng của viện", kind="department", parent=institute)
    below.path = f"{institute.path}{below.pk}."
    below.save()
    belongs(town.members[6], below)
    with pytest.raises(Invalid):
        assign_dossiers(town.council.code, f.actor(town.office), [of(institute, town).code])
    change_seats(town.council.code, f.actor(town.registrar), seats([*town.members[:6], f.person()]))
    [hearing] = assign_dossiers(town.council.code, f.actor(town.office), [of(institute, town).code])
    for rows, field in ((seats([*town.members[:6], town.members[6]]), "seats.6.person"),
                        (seats([town.members[4], *town.members[1:4], f.person(), *town.members[5:6], f.person()]),
                         "seats.0.person")):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            change_seats(town.council.code, f.actor(town.registrar), rows)
        assert list(refused.value.fields) == [field]
    with pytest.raises(Invalid) as refused:
        name_alternates(town.council.code, f.actor(town.registrar), seats([f.person(), town.members[6]])[1:], "12/QĐ")
    assert list(refused.value.fields) == ["seats.0.person"]
    assert hearing.places.count() == 7


def test_nobody_behind_a_competing_dossier_judges_in_a_selection(institute):
    town = f.town("tt20-2023-selection", 7)
    belongs(town.members[6], institute)
    author = of(city.unit("KHAC", "school"), town)
    with pytest.raises(Invalid) as refused:
        assign_dossiers(town.council.code, f.actor(town.office), [author.code, of(institute, town).code])
    assert list(refused.value.fields) == ["codes.1"]


def test_an_authority_that_carries_its_own_topic_out_keeps_its_council(institute):
    town = f.town("determination-methods", 7)
    for one in town.members:
        belongs(one, town.round.authority)
    assert assign_dossiers(town.council.code, f.actor(town.office), [f.dossier(town.round).code])
