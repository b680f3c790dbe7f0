"""How work is processed: rates and medians, each with the list that it counts, on the page and in the API."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.http import QueryDict

from initiatives.milestones import narrowed
from initiatives.models import Dossier, Notice, Version, Work
from organisation.models import Role, Unit, User
from organisation.policy import listed
from recognition.queries.processing import Asked, Rate, processing, year_until
from recognition.queries.register import RegisterFilter, register
from recognition.rules.growth import Span
from tests import city
from tests.recognition.test_targets import recognise

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
SPAN = Span(date(2026, 3, 1), date(2026, 5, 20))


def at(month, day, hour=9):
    return datetime(2026, month, day, hour, tzinfo=HERE)


@pytest.fixture
def filed(db):
    """Three dossiers at health, one at the school, one of an old register; the last hour of a day is still that day."""
    with time_machine.travel(datetime(2026, 6, 1, tzinfo=HERE)):
        health, school = city.unit("SYT"), city.unit("THPT", "school")
        rows = [
            (health, "online", at(3, 2), at(3, 9), at(4, 1), at(4, 30, 23), date(2026, 4, 30)),
            (health, "paper", at(3, 3), at(3, 4), at(4, 2), at(5, 4), date(2026, 5, 1)),
            (health, "online", at(4, 6), None, None, None, date(2026, 7, 1)),
            (school, "online", at(3, 31), at(4, 1), None, None, date(2026, 7, 1)),
        ]  # fmt: skip
        made = []
        for n, (authority, channel, received, admitted, concluded, decided, due) in enumerate(rows):
            work = Work.objects.create(kind="initiative", title=f"Việc {n}", unit=authority, content={})
            made.append(Dossier.objects.create(
                draft_code=f"N-{n}", code=f"SK-{n}", work=work, round=city.round_at(authority), purpose="recognition",
                level="department", authority=authority, channel=channel, state="admitted", submitted_at=received,
                received_on=received.date(), admitted_at=admitted, concluded_at=concluded, decided_at=decided,
                result_due_on=due,
            ))  # fmt: skip
        version = Version.objects.create(dossier=made[0], number=1, content={}, digest="")
        Notice.objects.create(dossier=made[0], version=version, kind="return")
        recognise(health, date(2026, 4, 1), "Cũ", "Cũ hơn")
        leader = city.actor(Role.LEADER, at=Unit.objects.get(code="UBND"))
        yield leader, health


def told(by, actor, span=SPAN):
    found = processing(Asked(by, actor, span))
    rows = {row.code: row.figures for row in [*found.rows, found.total]}
    return rows, {code: {key: (one.count, getattr(one, "of", getattr(one, "median", None))) for key, one in of.items()}
                  for code, of in rows.items()}  # fmt: skip


def test_rates_and_medians_by_authority(filed):
    _rows, found = told("unit", filed[0])
    assert found["SYT"] == {
        "online-rate": (2, 3), "return-rate": (1, 3), "on-time-rate": (1, 2), "appeal-rate": (0, 3), "revocation-rate": (0, 2),
        "check-days": (2, 3), "review-days": (2, 19), "decision-days": (2, 19),
    }  # fmt: skip
    assert found["THPT"]["online-rate"] == (1, 1)
    assert found[""]["online-rate"] == (3, 4), "together"


def test_a_rate_and_what_it_is_a_part_of_go_by_the_same_day(filed):
    _rows, found = told("month", filed[0])
    assert found["2026-03"]["online-rate"] == (2, 3) and found["2026-04"]["online-rate"] == (1, 1)
    assert found["2026-04"]["on-time-rate"] == (1, 1), "decided in its last hour"
    assert found["2026-05"]["on-time-rate"] == (0, 1)


@pytest.mark.parametrize("by", ["unit", "month"])
def test_every_count_is_the_length_of_its_list(filed, by):
    rows, _found = told(by, filed[0])
    for figures in rows.values():
        for key, one in figures.items():
            lists = [(one.list, one.count), *([(one.list_of, one.of)] if isinstance(one, Rate) else [])]
            for address, count in lists:
                query = QueryDict(address)
                if key == "revocation-rate":
                    assert register(RegisterFilter.read(query)).count() == count, (key, address)
                else:
                    assert listed(Dossier, filed[0]).filter(narrowed(query)).count() == count, (key, address)


def test_figures_are_of_what_one_may_see(filed):
    _rows, found = told("unit", city.actor(Role.OFFICER, at=Unit.objects.get(code="THPT")))
    assert found[""]["online-rate"] == (1, 1)
    assert found[""]["revocation-rate"] == (0, 2), "the register is public"


def test_page_and_api_tell_the_same(filed, client):
    assert client.get("/api/v1/statistics/processing/").status_code == 401
    client.force_login(User.objects.get(pk=filed[0].user_id))
    query = {"by": "unit", "from": "2026-03-01", "to": "2026-05-20"}
    answer = client.get("/api/v1/statistics/processing/", query)
    figure = {row["code"]: row for row in answer.json()["rows"]}["SYT"]["figures"]["online-rate"]
    assert (figure["count"], figure["of"], figure["percent"]) == (2, 3, 66.7)
    listed_there = client.get(f"/api/v1/dossiers/?{figure['list']}").json()["results"]
    assert len(listed_there) == 2
    again = client.get("/api/v1/statistics/processing/", query, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    page = client.get("/thong-ke/xu-ly/", query).content.decode()
    assert "66,7%" in page and "channel=online" in page
    assert client.get("/thong-ke/xu-ly/?by=year&from=x").status_code == 200


def test_the_usual_span_is_the_month_and_the_eleven_before():
    assert year_until(date(2026, 5, 20)).begins == date(2025, 6, 1)
    assert year_until(date(2026, 12, 1)).begins == date(2026, 1, 1)
    assert year_until(date(2026, 1, 31)).begins == date(2025, 2, 1)
    assert timedelta(days=400) > year_until(date(2026, 1, 31)).ends - date(2025, 2, 1)
