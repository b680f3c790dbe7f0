"""Further units of a work are named beside its authors, kept as typed when something is wrong, and shown."""

import re

import pytest
from django.test import Client

from initiatives.models import Author, Participation
from organisation.models import User
from tests import city

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    author = city.actor(at=city.unit("SYT"))
    made = city.draft(author, city.round_at(city.unit("SYT")))
    made.page = Client()
    made.page.force_login(User.objects.get(pk=author.user_id))
    made.row = {"authors-TOTAL_FORMS": "1", "authors-0-person": Author.objects.get(work=made.work_id).person.code}
    return made


def chosen(answer):
    return re.findall(r'<option value="(\w+)" selected>', answer.content.decode())


def save(draft, share, units):
    return draft.page.post(f"/ho-so/{draft.reference}/tac-gia/", {**draft.row, "authors-0-share": share, "unit": units})


def test_units_are_named_with_the_authors_and_shown(draft):
    for code in ("SGDDT", "SKHCN"):
        city.unit(code)
    assert chosen(save(draft, "0", ["SGDDT", ""])) == ["SGDDT"]
    assert not Participation.objects.exists()
    assert save(draft, "100", ["SGDDT", "SKHCN", ""]).status_code == 302
    assert sorted(row.unit.code for row in Participation.objects.filter(work=draft.work_id)) == ["SGDDT", "SKHCN"]
    assert sorted(chosen(draft.page.get(f"/ho-so/{draft.reference}/soan/authors/"))) == ["SGDDT", "SKHCN"]
    assert "Các đơn vị thực hiện" in draft.page.get(f"/ho-so/{draft.reference}/muc/tac-gia/").content.decode()
    save(draft, "100", ["", ""])
    assert not Participation.objects.exists()
