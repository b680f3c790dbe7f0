"""What an administrator cannot do by mistake on the page of a unit."""

import pytest

from organisation.models import Role, Unit
from tests import city
from tests.reviews import factories


@pytest.fixture
def page(client, db):
    client.force_login(factories.person("Tạ Quyên", city.unit("UBND", "city"), Role.ADMINISTRATOR).user)
    return client


def test_a_changed_code_makes_no_second_unit(page):
    city.unit("SYT")
    given = {"code": "SKHAC", "name": "Sở Y tế mới", "kind": "department"}
    assert page.post("/quan-tri/don-vi/SYT/", given).status_code == 302
    assert Unit.objects.get(code="SYT").name == "Sở Y tế mới"
    assert not Unit.objects.filter(code="SKHAC").exists()


def test_a_unit_is_not_offered_as_its_own_successor(page):
    unit = city.unit("SYT")
    form = page.get("/quan-tri/don-vi/SYT/").context["form"]
    assert unit not in form.fields["successors"].queryset
    assert unit not in form.fields["parent"].queryset


def test_a_unit_below_itself_is_refused_at_its_field(page):
    upper = city.unit("SYT", parent=Unit.objects.get(code="UBND"))
    lower = city.unit("TTYT", "other", parent=upper)
    given = {"code": "SYT", "name": "Sở Y tế", "kind": "department", "parent": lower.pk}
    answer = page.post("/quan-tri/don-vi/SYT/", given)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["parent"]


def test_there_is_no_form_for_a_unit_that_nobody_entered(page):
    assert page.get("/quan-tri/don-vi/KHONG-CO/").status_code == 404
    assert page.get("/quan-tri/don-vi/").status_code == 200
