"""The extract of the register: a paper of what its list shows, as of the same day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine

from config.errors import Invalid
from initiatives.choices import Kind
from initiatives.services.past import PastWork
from organisation.actor import NOBODY
from organisation.models import Person, User
from recognition.queries.register import RegisterFilter
from recognition.services import extracts
from recognition.services.extracts import extract_of
from recognition.services.past import record_past_decision
from tests import city
from tests.samples import text_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 9)


def recorded(*titles, on=DAY):
    author = city.actor()
    who = Person.objects.get(pk=author.person_id)
    units = [city.unit(f"S{number}", name=f"Sở {number}") for number in range(2)]
    works = [PastWork(Kind.INITIATIVE, title, units[n % 2], ((who, Decimal(100)),)) for n, title in enumerate(titles)]
    with time_machine.travel(f"{on} 09:00+07:00"):
        record_past_decision(NOBODY, city.unit("UBND", "city"), "city", on, works, cited_as="12/QĐ-UBND")
    return author


def test_an_extract_says_what_its_list_says_on_that_day_and_where_the_list_is(client):
    author = recorded("Khám từ xa", "Số hóa hồ sơ")
    with time_machine.travel("2026-05-01 09:00+07:00"):
        client.force_login(User.objects.get(pk=author.user_id))
        told = text_of(client.get("/so-dang-ky/?xuat=pdf&year=2026&credited=S0").content)
        assert "Khám từ xa" in told and "Số hóa hồ sơ" not in told and "12/QĐ-UBND 09/03/2026" in told
        assert author.name in told and "Sở 0" in told and "tạm tính" in told
        assert "/so-dang-ky/?credited=S0&year=2026&as_of=2026-05-01" in told.replace("\n", "").replace(" ", "")
        day = DAY - timedelta(days=1)
        before = text_of(client.get(f"/so-dang-ky/?xuat=pdf&as_of={day}").content)
        assert "Khám từ xa" not in before and "tạm tính" not in before
        assert extract_of(RegisterFilter(as_of=date(2030, 1, 1))) == extract_of(RegisterFilter()), "no day to come"


def test_what_is_too_long_for_a_paper_is_refused_with_what_to_do(client, monkeypatch):
    author = recorded("Một", "Hai")
    monkeypatch.setattr(extracts, "MOST", 1)
    with pytest.raises(Invalid):
        extract_of(RegisterFilter())
    api = city.client(author)
    assert api.get("/api/v1/recognitions/extract/").status_code == 422
    assert api.get("/api/v1/recognitions/extract/?level=base").status_code == 200
    client.force_login(User.objects.get(pk=author.user_id))
    assert "tối đa" in client.get("/so-dang-ky/?xuat=pdf", follow=True).content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1899-12-31", "2026-02-30"])
def test_days_far_away_break_nothing(client, day):
    recorded("Khám từ xa")
    for page in ("so-dang-ky", "thong-ke", "chi-tieu", "api/v1/recognitions", "api/v1/statistics/recognised"):
        for name in ("as_of", "from", "to"):
            assert client.get(f"/{page}/?{name}={day}").status_code in (200, 302, 400), (page, name)


def test_the_years_to_choose_from_are_those_of_the_register(client):
    recorded("Sổ cũ", on=date(1998, 3, 5))
    page = client.get("/so-dang-ky/").content.decode()
    assert '<option value="1998">' in page and '<option value="1997">' not in page
