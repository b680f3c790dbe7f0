"""Open data: described as it is, no more of people than decisions publish, 304 while nothing has changed."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import orjson
import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from initiatives.choices import Kind
from initiatives.services.past import PastWork
from organisation.actor import NOBODY
from recognition.models import Decision, Recognition
from recognition.queries.open_data import DATA_SETS
from recognition.queries.register import RegisterFilter, register
from recognition.services.past import record_past_decision
from recognition.services.register import close
from tests import city

PLACE = "/api/v1/open-data/"


@pytest.fixture
def published(db):
    """Two works of a decision of two authors and two units, one of them with a title like a formula."""
    health, schools = city.unit("SYT"), city.unit("SGD")
    authors = tuple((city.person(name), Decimal(50)) for name in ("Trần Thị Bình", "Lê Văn An"))
    first = PastWork(Kind.INITIATIVE, "=HYPERLINK(1)", health, authors, units=(schools,))
    second = PastWork(Kind.TOPIC, "Đo gió", health, authors[:1])
    return record_past_decision(NOBODY, health, "department", date(2025, 3, 9), [first, second])


def read(path, **query):
    answer = Client().get(PLACE + path, query)
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content)
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig")))) if path.endswith("csv") else orjson.loads(body)


def test_the_register_tells_who_what_and_by_which_decision(published):
    rows = {row["title"]: row for row in read("register.csv")}
    row = rows["'=HYPERLINK(1)"]
    assert row["author_names"] == "Trần Thị Bình, Lê Văn An"
    assert row["credited_units"] == "SGD, SYT"
    assert (row["decision_number"], row["recognised_on"]) == ("01/QĐ-SYT", "2025-03-09")
    assert (row["kind"], row["level"], row["decided_by"]) == ("initiative", "department", "Đơn vị SYT")
    assert [row["title"] for row in read("register.json")] == ["Đo gió", "=HYPERLINK(1)"]


def test_nothing_of_people_but_their_names_is_in_any_file(published):
    Decision.objects.update(state=Decision.State.SIGNED)
    for name in DATA_SETS:
        answer = Client().get(f"{PLACE}{name}.json")
        text = b"".join(answer.streaming_content).decode()
        assert "@example.vn" not in text and "T-0" not in text
        assert "Bình" not in text  # named by no published decision


def test_every_file_has_the_fields_that_the_package_describes_and_keys_that_are_unique(published):
    package = Client().get(f"{PLACE}datapackage.json").json()
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert len(package["resources"]) == 2 * len(DATA_SETS)
    for one in package["resources"]:
        rows = read(one["path"].partition(PLACE)[2])
        fields = {field["name"]: field["type"] for field in one["schema"]["fields"]}
        assert list(rows[0]) == list(fields)
        for row in rows:
            for name, value in row.items():
                if value not in (None, ""):
                    {"string": str, "integer": int, "date": date.fromisoformat}[fields[name]](value)
        keys = [tuple(row[name] for name in one["schema"]["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys) > 0


def test_yearly_figures_are_those_of_the_register(published):
    assert sum(row["recognised"] for row in read("yearly-figures.json")) == register(RegisterFilter()).count() == 2
    by_unit = {row["unit_code"]: row["credited"] for row in read("yearly-figures-of-units.json")}
    assert by_unit == {"SYT": 2, "SGD": 1}
    assert read("yearly-figures.json", as_of=(timezone.localdate() - timedelta(days=1)).isoformat()) == []


def test_who_has_the_file_is_answered_304_until_something_is_recorded(published):
    client = Client()
    assert "Last-Modified" not in client.get(f"{PLACE}register.csv")  # something else may follow within the second
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        dated = client.get(f"{PLACE}register.csv")
        since = {"If-Modified-Since": dated["Last-Modified"]}
        assert client.get(f"{PLACE}register.csv", headers=since).status_code == 304
    first = client.get(f"{PLACE}register.csv")
    known = {"If-None-Match": first["ETag"]}
    assert client.get(f"{PLACE}register.csv", headers=known).status_code == 304
    assert client.get(f"{PLACE}register.json", headers=known).status_code == 200
    close(Recognition.objects.first(), published, date(2025, 6, 1))
    again = client.get(f"{PLACE}register.csv", headers=known)
    assert again.status_code == 200
    assert len(b"".join(again.streaming_content).splitlines()) == 2


def test_what_is_not_there_is_404_and_a_day_that_is_none_is_refused(published):
    assert Client().get(f"{PLACE}people.csv").status_code == 404
    assert Client().get(f"{PLACE}register.csv", {"as_of": "yesterday"}).status_code == 400


def test_the_page_lists_every_set_with_its_fields(published):
    page = Client().get("/du-lieu-mo/").content.decode()
    for one in DATA_SETS.values():
        assert f"{PLACE}{one.name}.csv" in page
        assert all(f"<code>{column.name}</code>" in page for column in one.columns)
