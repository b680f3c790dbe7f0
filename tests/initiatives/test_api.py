"""The API of dossiers: the same services as the pages, problem documents, revisions, few statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from initiatives.choices import State
from initiatives.models import Author, Dossier
from initiatives.services.authors import link_of
from initiatives.services.dossiers import perform
from organisation.models import Person, Role, Unit, User
from organisation.services.tokens import make_token
from tests import city, samples

pytestmark = pytest.mark.django_db
API = "/api/v1/dossiers/"


@pytest.fixture
def calls(author):
    return city.client(author)


def problem(answer, status, *fields):
    """The problem document of an answer, which names these fields."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    document = answer.json()
    assert document["status"] == status
    assert document["type"].startswith("/problems/")
    assert document["title"]
    assert {row["field"] for row in document.get("errors", ())} == set(fields)
    return document


def with_token(actor, scopes=None):
    caller = city.client()
    key, _row = make_token(User.objects.get(pk=actor.user_id), scopes)
    caller.credentials(HTTP_AUTHORIZATION=f"Token {key}")
    return caller


# --- the way of a dossier -------------------------------------------------------------------------------------------


def test_a_dossier_is_begun_filled_in_and_submitted_through_the_api_alone(author, round_, unit):
    calls = with_token(author)
    begun = calls.post(API, {"round": round_.code, "title": "Phần mềm quản lý nước"})
    assert begun.status_code == 201, begun.content
    told = begun.json()
    address = f"{API}{told['code']}/"
    assert told["state"] == "draft"
    assert {step["name"] for step in told["transitions"]} == {"submit", "withdraw"}
    asked = {question["name"]: question for step in told["form"] for question in step["questions"]}
    assert asked["novelty"]["label"] == "Tính mới"
    given = city.answers(round_.purpose, unit.code)
    assert set(given) == set(asked)

    saved = calls.patch(address, {"answers": given}, headers={"If-Match": begun["ETag"]})
    assert saved.status_code == 200, saved.content
    assert saved["ETag"] != begun["ETag"]
    assert saved.json()["answers"]["problem"] == given["problem"]
    file = {"file": city.upload("mo-ta.pdf", samples.pdf())}
    assert calls.post(f"{address}files/", file, format="multipart").status_code == 201

    sent = calls.post(f"{address}transitions/submit/").json()
    assert (sent["state"], [version["number"] for version in sent["versions"]]) == ("submitted", [1])
    assert calls.get(f"{API}{sent['code']}/").json()["files"][0]["name"] == "mo-ta.pdf"
    printed = calls.get(f"{API}{sent['code']}/application/")
    assert printed["Content-Type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF-")


def test_a_return_is_answered_with_a_new_version_and_the_checker_sees_what_changed(author, checker, round_):
    dossier = city.submitted(author, round_, problem="Như cũ")
    address = f"{API}{dossier.code}/"
    office, writer = city.client(checker), city.client(author)
    told = office.get(address).json()
    assert [(step["name"], step["asks"]) for step in told["transitions"]] == [
        ("admit", []), ("return", ["reasons"]), ("refuse", ["rule", "reasons"]),
    ]  # fmt: skip
    returned = office.post(f"{address}transitions/return/", {"reasons": city.REASONS})
    assert returned.status_code == 200, returned.content
    [notice] = writer.get(address).json()["notices"]
    assert notice["reasons"] == [{**city.REASONS[0], "label": "Tính mới", "answer": ""}]
    assert notice["answer_by"]
    tag = writer.get(address)["ETag"]
    writer.patch(address, {"answers": {"problem": "Viết lại"}}, headers={"If-Match": tag})
    writer.post(f"{address}transitions/submit/")
    version = office.get(f"{address}versions/2/").json()
    assert version["changes"] == [{"field": "problem", "before": "Như cũ", "after": "Viết lại"}]
    assert office.get(f"{address}versions/2/changes/?against=1").json() == version["changes"]
    assert office.get(f"{address}versions/2/changes/?against=2").json() == []
    events = [event["event"] for event in office.get(f"{address}history/").json()]
    assert events == ["dossier_submitted", "dossier_returned", "dossier_submitted", "dossier_begun"]


@pytest.mark.parametrize("path", ["versions/9/", "versions/1/changes/", "versions/1/changes/?against=x", "versions/0/"])
def test_a_version_that_is_not_there(path, author, round_, calls):
    dossier = city.submitted(author, round_)
    problem(calls.get(f"{API}{dossier.code}/{path}"), 404)


# --- revisions ------------------------------------------------------------------------------------------------------


def test_an_edit_says_on_which_revision_it_was_made(author, round_, calls):
    address = f"{API}{city.draft(author, round_).draft_code}/"
    tag = calls.get(address)["ETag"]
    change = {"answers": {"problem": "Một"}}
    problem(calls.patch(address, change), 428)
    for nonsense in ('"abc"', '"²"', '"' + "9" * 5_000 + '"', '"-1"'):
        problem(calls.patch(address, change, headers={"If-Match": nonsense}), 422)
    assert calls.patch(address, change, headers={"If-Match": tag}).status_code == 200
    stale = problem(calls.patch(address, {"answers": {"problem": "Hai"}}, headers={"If-Match": tag}), 412)
    now = calls.get(address)
    assert (f'"{stale["revision"]}"', now.json()["answers"]["problem"]) == (now["ETag"], "Một")


@pytest.mark.parametrize(
    ("path", "body"),
    [("authors/", {"authors": [{"person": "X", "share": "100"}]}), ("units/", {"units": []})],
)
def test_authors_and_units_too_need_a_revision(path, body, author, round_, calls):
    draft = city.draft(author, round_)
    problem(calls.put(f"{API}{draft.draft_code}/{path}", body), 428)


# --- what is wrong is named -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        ({}, 400, {"round"}),
        ({"round": "R", "colour": "red"}, 400, {"colour"}),
        ({"round": "R", "title": "a" * 10_000}, 400, {"title"}),
        ({"round": "R", "title": "a\x00b"}, 400, {"title"}),
        ({"round": "R", "channel": "pigeon"}, 400, {"channel"}),
        ({"round": "R", "received_on": "31/02/2026"}, 400, {"received_on"}),
        ({"round": "KHONG-CO"}, 404, set()),
        ([], 400, {""}),
    ],
)
def test_a_wrong_beginning_names_its_fields(body, status, fields, calls):
    problem(calls.post(API, body), status, *fields)


@pytest.mark.parametrize(
    ("answers", "fields"),
    [
        ({"title": "a" * 10_000, "salary": 1}, {"title", "salary"}),
        ({"benefit_vnd": "một triệu", "first_applied_on": "hôm qua"}, {"benefit_vnd", "first_applied_on"}),
    ],
)
def test_wrong_answers_are_named_together_and_nothing_is_saved(answers, fields, author, round_, calls):
    address = f"{API}{city.draft(author, round_).draft_code}/"
    before = calls.get(address)
    problem(calls.patch(address, {"answers": answers}, headers={"If-Match": before["ETag"]}), 422, *fields)
    assert calls.get(address).json()["answers"] == before.json()["answers"]


def test_text_that_no_database_takes_is_made_clean(author, round_, calls):
    address = f"{API}{city.draft(author, round_).draft_code}/"
    body = rb'{"answers": {"problem": "a\u0000b\ud800c", "novelty": "<script>alert(1)</script>"}}'
    saved = calls.generic("PATCH", address, body, content_type="application/json", headers={"If-Match": "*"})
    assert saved.status_code == 200, saved.content
    assert saved.json()["answers"]["problem"] == "abc"
    assert saved.json()["answers"]["novelty"] == "<script>alert(1)</script>"


def test_half_a_letter_in_the_name_of_a_field_is_refused_and_not_a_fault_of_the_server(author, calls, round_):
    answer = calls.generic("POST", API, rb'{"round": "R", "\ud800": 1}', content_type="application/json")
    problem(answer, 400, "\ud800")
    address, body = f"{API}{city.draft(author, round_).draft_code}/", rb'{"answers": {"\ud800": 1}}'
    answer = calls.generic("PATCH", address, body, content_type="application/json", headers={"If-Match": "*"})
    problem(answer, 422, "")


def test_what_is_missing_is_named_at_each_question_and_shares_say_their_sum(author, round_, calls):
    empty = calls.post(API, {"round": round_.code, "title": "Còn thiếu"}).json()["code"]
    document = problem_of(calls.post(f"{API}{empty}/transitions/submit/"))
    assert {"problem", "novelty", "declaration"} <= document.keys()
    draft = city.draft(author, round_)
    Author.objects.filter(work=draft.work).update(share="99.99")
    document = problem_of(calls.post(f"{API}{draft.draft_code}/transitions/submit/"))
    assert "99,99" in document["authors"].replace(".", ",")


def problem_of(answer):
    assert answer.status_code == 422, answer.content
    return {row["field"]: row["message"] for row in answer.json()["errors"]}


def test_a_transition_takes_only_what_it_asks_for(author, round_, calls):
    draft = city.draft(author, round_)
    address = f"{API}{draft.draft_code}/transitions/"
    problem(calls.post(f"{address}submit/", {"note": "x"}), 422, "note")
    problem(calls.post(f"{address}submit/", {"outcome": "passed"}), 400, "outcome")
    problem(calls.post(f"{address}recognise/"), 403)
    problem(calls.post(f"{address}approve/"), 404)


def test_who_comes_second_gets_409_with_the_state(author, checker, round_):
    dossier = city.submitted(author, round_)
    office = city.client(checker)
    assert office.post(f"{API}{dossier.code}/transitions/admit/").status_code == 200
    document = problem(office.post(f"{API}{dossier.code}/transitions/return/", {"reasons": city.REASONS}), 409)
    assert document["state"] == "admitted"


# --- who may --------------------------------------------------------------------------------------------------------

HIDDEN = ["", "files/", "versions/1/", "versions/1/changes/", "history/", "application/"]


@pytest.mark.parametrize("path", HIDDEN)
def test_what_one_may_not_see_answers_exactly_as_what_is_not_there(path, author, round_):
    dossier = city.submitted(author, round_)
    stranger = city.client(city.actor(at=city.unit("SXD")))
    hidden, absent = (stranger.get(f"{API}{code}/{path}") for code in (dossier.code, "SK-1999-0001"))
    problem(hidden, 404)
    assert hidden.json() == absent.json()


@pytest.mark.parametrize("path", ["", *[f"X-1234/{path}" for path in HIDDEN]])
def test_without_signing_in_one_is_asked_to(path):
    answer = city.client().get(f"{API}{path}")
    problem(answer, 401)
    assert answer["WWW-Authenticate"] == "Token"


def test_a_token_to_read_does_not_write(author, round_):
    draft = city.draft(author, round_)
    calls = with_token(author, ["read"])
    assert calls.get(f"{API}{draft.draft_code}/").status_code == 200
    problem(calls.post(f"{API}{draft.draft_code}/transitions/submit/"), 403)


def test_an_author_cannot_check_their_own(unit, round_):
    both = city.actor(Role.MEMBER, Role.OFFICER, at=unit)
    dossier = city.submitted(both, round_)
    problem(city.client(both).post(f"{API}{dossier.code}/transitions/admit/"), 403)


def test_what_is_to_be_kept_secret_is_not_told_to_a_leader(author, round_, unit, checker):
    dossier = city.submitted(author, round_, confidential="Công thức")
    leader = city.client(city.actor(Role.LEADER, at=unit))
    for path in ("", "versions/1/"):
        assert "Công thức" not in leader.get(f"{API}{dossier.code}/{path}").content.decode()
        assert "Công thức" in city.client(checker).get(f"{API}{dossier.code}/{path}").content.decode()


# --- authors --------------------------------------------------------------------------------------------------------


def test_authors_are_set_asked_and_agree(author, round_, unit):
    other = city.actor(at=unit)
    draft, calls = city.draft(author, round_), city.client(author)
    address = f"{API}{draft.draft_code}/"
    codes = [Person.objects.get(pk=actor.person_id).code for actor in (author, other)]
    rows = [{"person": code, "share": share} for code, share in zip(codes, ("33,33", "66,67"), strict=True)]
    saved = calls.put(f"{address}authors/", {"authors": rows}, headers={"If-Match": calls.get(address)["ETag"]})
    assert [(row["share"], row["confirmation"]) for row in saved.json()["authors"]] == [
        ("33.33", "invited"), ("66.67", "invited"),
    ] or [row["confirmation"] for row in saved.json()["authors"]] == ["confirmed", "invited"]  # fmt: skip
    agreed = city.client(other).post(f"{address}authors/confirm/", {"agrees": True})
    assert [row["confirmation"] for row in agreed.json()["authors"]] == ["confirmed", "confirmed"]
    assert calls.post(f"{address}transitions/submit/").status_code == 200


def test_who_declines_no_longer_sees_the_dossier(author, round_, unit):
    other = city.actor(at=unit)
    draft = city.draft(author, round_)
    Author.objects.create(work=draft.work, person_id=other.person_id, share=10, position=2)
    calls, address = city.client(other), f"{API}{draft.draft_code}/"
    problem(calls.post(f"{address}authors/confirm/", {}), 400, "agrees")
    assert calls.post(f"{address}authors/confirm/", {"agrees": False}).status_code == 202
    problem(calls.get(address), 404)


def test_wrong_authors_are_named_by_row(author, round_, calls):
    address = f"{API}{city.draft(author, round_).draft_code}/authors/"
    rows = [{"person": "KHONG-CO", "share": "50"}, {"full_name": "Ngoài", "email": "sai", "share": "50", "age": 3}]
    document = problem(
        calls.put(address, {"authors": rows}, headers={"If-Match": "*"}), 400, "authors.1.email", "authors.1.age"
    )
    assert document["title"]
    problem(calls.put(address, {"authors": rows[:1]}, headers={"If-Match": "*"}), 422, "authors.0.person")
    problem(calls.put(address, {"authors": []}, headers={"If-Match": "*"}), 400, "authors")


def test_an_invitation_is_answered_with_the_link_of_the_letter_and_no_account(author, round_):
    draft, guest = city.draft(author, round_), city.person()
    asked = Author.objects.create(work=draft.work, person=guest, share=10, position=2)
    address = f"/api/v1/invitations/{link_of(asked)}/"
    caller = city.client()
    assert caller.get(address).json()["confirmation"] == "invited"
    assert caller.post(address, {"agrees": True}).json()["confirmation"] == "confirmed"
    problem(caller.get("/api/v1/invitations/WzEsIjUwIl0:aaaaaa:bbbbbb/"), 404)


# --- lists ----------------------------------------------------------------------------------------------------------


def codes_of(answer):
    assert answer.status_code == 200, answer.content
    return {row["code"] for row in answer.json()["results"]}


@pytest.fixture
def many(author, checker, round_, unit):
    """A dossier in several states, and one of another unit's topic on paper."""
    states = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.ADMITTED, State.CONCLUDED)
    found = {state: city.in_state(state, author, checker, round_).reference for state in states}
    below = city.unit("BV", "hospital", parent=unit)
    topics = city.round_at(unit, kind="topic", purpose="selection", level="city")
    paper = city.paper_draft(checker, topics, city.person())
    save = {"field": city.field("moi").code, "unit": below.code, "title": "Đề tài về lúa"}
    found["topic"] = perform(city.save_answers(paper.draft_code, checker, save).reference, "submit", checker).code
    return found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "all"),
        ("state=submitted&state=admitted", {"submitted", "admitted", "topic"}),
        ("kind=topic", {"topic"}),
        ("level=city", {"topic"}),
        ("purpose=selection", {"topic"}),
        ("channel=paper", {"topic"}),
        ("field=moi", {"topic"}),
        ("unit=BV", {"topic"}),
        ("unit=SYT", "all"),
        ("unit=KHONG", set()),
        ("authority=SYT", "all"),
        ("q=lúa", {"topic"}),
        ("mine=false", "all"),
        ("mine=true", set()),
        ("submitted_after=2000-01-01", "all"),
        ("submitted_before=2000-01-01", set()),
        ("due_before=2000-01-01", set()),
    ],
)
def test_lists_filter(query, expected, many, checker):
    visible = {name: code for name, code in many.items() if name != State.DRAFT}
    wanted = set(visible) if expected == "all" else expected
    assert codes_of(city.client(checker).get(f"{API}?{query}")) == {visible[name] for name in wanted}


def test_ones_own_are_all_those_one_is_an_author_of(many, author):
    own = {code for name, code in many.items() if name != "topic"}
    assert codes_of(city.client(author).get(f"{API}?mine=true")) == own


@pytest.mark.parametrize(
    ("query", "field"),
    [("state=nowhere", "state"), ("kind=x", "kind"), ("due_before=31/02", "due_before"), ("q=%00", "q")],
)
def test_a_wrong_filter_is_named(query, field, calls):
    problem(calls.get(f"{API}?{query}"), 400, field)


def test_pages_go_by_key_and_leave_nothing_out(author, round_, calls):
    made = [city.empty_draft(author, round_).reference for _n in range(7)]
    seen, address = [], f"{API}?page_size=3"
    while address:
        page = calls.get(address).json()
        seen += [row["code"] for row in page["results"]]
        address = page["next"]
    assert seen == made[::-1]


@pytest.mark.parametrize("cursor", ["cD14", "####", "cD1hYmM%3D", "bz05OTk5OTk5OTk5OQ%3D%3D"])
def test_a_made_up_cursor_is_no_server_error(cursor, calls, author, round_):
    city.empty_draft(author, round_)
    assert calls.get(f"{API}?cursor={cursor}").status_code in (200, 404)


@pytest.mark.parametrize("count", [1, 12])
def test_a_list_needs_few_statements_and_no_more_for_more_rows(count, unit, round_, checker):
    for _n in range(count):
        city.submitted(city.actor(at=unit), round_)
    calls = with_token(checker)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(calls.get(f"{API}?unit=SYT").json()["results"]) == count
    assert len(queries) <= 6, [query["sql"] for query in queries]


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.RETURNED, State.CONCLUDED])
@pytest.mark.parametrize("who", ["author", "officer", "leader"])
def test_a_detail_needs_few_statements(who, state, author, checker, unit, round_):
    dossier = city.in_state(state, author, checker, round_)
    actors = {"author": author, "officer": checker, "leader": city.actor(Role.LEADER, at=unit)}
    calls = with_token(actors[who])
    with CaptureQueriesContext(connection) as queries:
        answer = calls.get(f"{API}{dossier.reference}/")
    hidden = state == State.DRAFT and who != "author"
    assert answer.status_code == (404 if hidden else 200)
    assert len(queries) <= 9, [query["sql"] for query in queries]


# --- works, rounds, units, files ------------------------------------------------------------------------------------


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
