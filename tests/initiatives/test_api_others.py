"""Works, rounds, units and files over the API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from initiatives.models import Dossier
from initiatives.services.dossiers import perform
from organisation.models import Role, Unit
from tests import city, samples
from tests.initiatives.speaking import API, codes_of, problem, with_token

pytestmark = pytest.mark.django_db


def test_works_show_to_each_what_they_may_see(author, round_, unit):
    city.draft(author, round_, title="Còn là bản nháp")
    Dossier.objects.get().work.__class__.objects.create(kind="initiative", title="Công khai", unit=unit, public=True)
    titles = {
        name: {row["title"] for row in city.client(who).get("/api/v1/works/").json()["results"]}
        for name, who in (("author", author), ("nobody", None), ("officer", city.actor(Role.OFFICER, at=unit)))
    }
    assert titles == {
        "author": {"Còn là bản nháp", "Công khai"}, "nobody": {"Công khai"}, "officer": {"Công khai"},
    }  # fmt: skip


@pytest.mark.parametrize("address", ["works/", "rounds/", "units/", "fields/", "files/", "works/?unit=SYT&q=lúa"])
def test_every_list_needs_few_statements(address, author, round_):
    dossier = city.submitted(author, round_)
    calls = with_token(author)
    with CaptureQueriesContext(connection) as queries:
        assert calls.get(f"/api/v1/{address}").status_code == 200
    assert len(queries) <= 6, [query["sql"] for query in queries]
    assert dossier.code


def test_rounds_are_filtered_by_the_day_on_which_they_are_open(unit, calls):
    today = timezone.localdate()
    open_, closed = city.round_at(unit), city.round_at(unit, opens_on="2010-01-01", closes_on="2010-12-31")
    assert codes_of(calls.get(f"/api/v1/rounds/?open_on={today}")) == {open_.code}
    assert codes_of(calls.get("/api/v1/rounds/?open_on=2010-12-31")) == {closed.code}
    assert calls.get(f"/api/v1/rounds/{open_.code}/").json()["authority"] == unit.code


@pytest.mark.parametrize(
    "address",
    ["units/KHONG/", "units/%00/", "rounds/%00/", "rounds/KHONG/", "fields/%00/", "works/0/", "files/0/", "works/x/"],
)
def test_what_is_not_there_is_404_whatever_the_address_looks_like(address, calls):
    assert calls.get(f"/api/v1/{address}").status_code == 404


def test_files_are_listed_told_and_fetched_by_those_who_see_the_dossier(author, checker, round_):
    dossier = city.draft(author, round_)
    name, data = "Mô tả «giải pháp».png", samples.picture()
    row = city.client(author).post(
        f"{API}{dossier.draft_code}/files/", {"file": city.upload(name, data)}, format="multipart"
    )
    assert row.status_code == 201, row.content
    address = f"/api/v1/files/{row.json()['id']}/"
    problem(city.client(checker).get(address), 404)
    problem(city.client(checker).get(f"{address}content/"), 404)
    perform(dossier.draft_code, "submit", author)
    assert city.client(checker).get(address).json()["media_type"] == "image/png"
    fetched = city.client(checker).get(f"{address}content/")
    assert b"".join(fetched.streaming_content) == data
    assert fetched["Content-Disposition"].startswith("attachment")
    assert fetched["X-Content-Type-Options"] == "nosniff"
    shown = city.client(checker).get(f"{address}content/?xem=1")
    assert shown["Content-Disposition"].startswith("inline")
    assert "sandbox" in shown["Content-Security-Policy"]
    problem(city.client(author).delete(f"{API}{dossier.draft_code}/files/{row.json()['id']}/"), 409)


def test_a_file_is_taken_out_of_a_draft(author, round_, calls):
    dossier = city.draft(author, round_)
    file = calls.post(
        f"{API}{dossier.draft_code}/files/", {"file": city.upload("a.png", samples.picture())}, format="multipart"
    ).json()
    assert calls.delete(f"{API}{dossier.draft_code}/files/{file['id']}/").status_code == 204
    assert calls.get(f"{API}{dossier.draft_code}/files/").json() == []
    problem(calls.get(f"/api/v1/files/{file['id']}/"), 404)


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("lon.pdf", b"%PDF-" + b"0" * (26 * 1024 * 1024), 413),
        ("chuong-trinh.pdf", b"MZ\x90\x00" + b"0" * 500, 422),
        ("anh.pdf", samples.picture(), 422),
        ("rong.pdf", b"", 400),
    ],
)
def test_a_file_that_is_not_taken_is_named_at_its_field(name, data, status, author, round_, calls):
    dossier = city.draft(author, round_)
    answer = calls.post(f"{API}{dossier.draft_code}/files/", {"file": city.upload(name, data)}, format="multipart")
    document = problem(answer, status, "file")
    if status == 413:
        assert "26,0 MB" in document["title"].replace(".", ",")
        assert "25 MB" in document["title"]
    assert calls.get(f"{API}{dossier.draft_code}/files/").json() == []


def test_units_are_public_a_tree_and_filtered(unit):
    city.unit("BV", "hospital", parent=unit, name="Bệnh viện C")
    Unit.objects.filter(code="BV").update(valid_to="2020-12-31")
    calls = city.client()
    assert codes_of(calls.get("/api/v1/units/")) == {"UBND", "SYT", "BV"}
    assert codes_of(calls.get("/api/v1/units/?kind=hospital&kind=city")) == {"UBND", "BV"}
    assert codes_of(calls.get("/api/v1/units/?parent=SYT")) == {"BV"}
    assert codes_of(calls.get("/api/v1/units/?on=2021-01-01")) == {"UBND", "SYT"}
    assert codes_of(calls.get("/api/v1/units/?q=bệnh")) <= {"BV"}
    unit.predecessors.add(Unit.objects.get(code="BV"))
    told = calls.get("/api/v1/units/BV/").json()
    assert (told["parent"], told["successors"], told["valid_to"]) == ("SYT", ["SYT"], "2020-12-31")
