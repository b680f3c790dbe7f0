"""Saving every few seconds over a slow line: the whole dossier need not come back (RFC 7240, section 4.2)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import city

pytestmark = pytest.mark.django_db
API = "/api/v1/dossiers/"


def saved(calls, address, text, tag, **headers):
    return calls.patch(address, {"answers": {"problem": text}}, headers={"If-Match": tag, **headers})


def test_who_asks_for_little_gets_the_new_revision_alone(author, round_):
    calls = city.client(author)
    address = f"{API}{city.draft(author, round_).draft_code}/"
    with CaptureQueriesContext(connection) as long:
        whole = saved(calls, address, "Một", "*")
    with CaptureQueriesContext(connection) as short:
        little = saved(calls, address, "Hai", whole["ETag"], Prefer="respond-async, return=minimal")
    assert (little.status_code, little.content) == (204, b"")
    assert little["Preference-Applied"] == "return=minimal"
    assert len(short) < len(long)
    now = calls.get(address)
    assert (now["ETag"], now.json()["answers"]["problem"]) == (little["ETag"], "Hai")
    assert saved(calls, address, "Ba", whole["ETag"], Prefer="return=minimal").status_code == 412


def test_other_preferences_change_nothing(author, round_):
    address = f"{API}{city.draft(author, round_).draft_code}/"
    answer = saved(city.client(author), address, "Một", "*", Prefer="return=representation")
    assert (answer.status_code, answer.json()["answers"]["problem"]) == (200, "Một")


def test_what_is_begun_says_where_it_is_and_what_is_submitted_says_no_more(author, round_):
    calls = city.client(author)
    begun = calls.post(API, {"round": round_.code, "title": "Giờ cuối"}, headers={"Prefer": "return=minimal"})
    assert (begun.status_code, begun.content) == (201, b"")
    address = begun["Location"]
    dossier = calls.get(address)
    assert (dossier.json()["title"], dossier["ETag"]) == ("Giờ cuối", begun["ETag"])
    answers = city.answers(round_.purpose, author_unit(dossier))
    filled = calls.patch(address, {"answers": answers | {"title": "Giờ cuối"}}, headers={"If-Match": "*"})
    assert filled["ETag"] != begun["ETag"]
    taken = calls.post(f"{address}transitions/submit/", {}, headers={"Prefer": "return=minimal"})
    assert (taken.status_code, taken.content, taken["ETag"]) == (204, b"", filled["ETag"])
    assert calls.get(address).json()["state"] == "submitted"


def author_unit(dossier):
    return dossier.json()["unit"]
