"""The lookup that writes ids out."""

import pytest

from organisation.among import among
from organisation.models import Unit
from tests import city


@pytest.mark.django_db
def test_it_finds_what_in_finds_and_nothing_for_no_ids():
    ids = {city.unit().pk, city.unit("SXD").pk}
    city.unit("SCT")
    assert set(Unit.objects.filter(among("pk", ids)).values_list("pk", flat=True)) == ids
    children = Unit.objects.filter(among("parent", [Unit.objects.get(code="UBND").pk]))
    assert {unit.code for unit in children} == {"SYT", "SXD", "SCT"}
    assert not Unit.objects.filter(among("pk", [])).exists()


@pytest.mark.parametrize("intruder", ["1", "1) OR (1=1", 1.0, True, None])
def test_it_takes_whole_numbers_alone(intruder):
    with pytest.raises(TypeError):
        Unit.objects.filter(among("pk", [1, intruder]))
