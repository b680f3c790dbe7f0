"""What tests of the API of dossiers say again and again."""

from organisation.models import User
from organisation.services.tokens import make_token
from tests import city

API = "/api/v1/dossiers/"


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


def codes_of(answer):
    """The codes of the rows of a list."""
    assert answer.status_code == 200, answer.content
    return {row["code"] for row in answer.json()["results"]}
