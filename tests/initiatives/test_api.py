"""The API of dossiers: the same services as the pages, problem documents, revisions."""

import pytest

from initiatives.models import Author
from tests import city, samples
from tests.initiatives.speaking import API, problem, with_token

pytestmark = pytest.mark.django_db


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
