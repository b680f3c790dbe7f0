"""Who may do and see what over the API of dossiers; authors and their invitations."""

import pytest

from initiatives.models import Author
from initiatives.services.authors import link_of
from organisation.models import Person, Role
from tests import city
from tests.initiatives.speaking import API, problem, with_token

pytestmark = pytest.mark.django_db


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
