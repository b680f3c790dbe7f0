"""Schemes as people read, compare, try and edit them."""

import pytest

from organisation.models import Role, User
from reviews.models import SchemeVersion
from reviews.queries.schemes import version_of
from reviews.rules.shipped import shipped_texts
from reviews.services.schemes import edit_scheme, load_shipped_schemes
from tests import city

pytestmark = pytest.mark.django_db
CODE = "department-default"


@pytest.fixture
def schemes():
    load_shipped_schemes()


@pytest.fixture
def registrar(client, schemes):
    actor = city.actor(Role.REGISTRAR)
    client.force_login(User.objects.get(pk=actor.user_id), "allauth.account.auth_backends.AuthenticationBackend")
    return actor


def next_version(actor):
    text = version_of(CODE).text.replace("maximum = 40", "maximum = 41", 1).replace("maximum = 30", "maximum = 29", 1)
    return edit_scheme(actor, text)


def page(client, address, status=200, **posted):
    answer = client.post(address, posted) if posted else client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_every_shipped_scheme_is_listed_and_can_be_read_and_tried_by_everybody(client, schemes):
    listed = page(client, "/bo-tieu-chi/")
    for code in shipped_texts():
        assert f"/bo-tieu-chi/{code}/" in listed
        assert "law" in page(client, f"/bo-tieu-chi/{code}/")
        assert "trial" in page(client, f"/bo-tieu-chi/{code}/thu/")


def test_a_trial_says_the_outcome_with_its_reasons_and_stores_nothing(client, schemes):
    row = {"present": "1", "role": "member", "vote": "yes"}
    posted = {f"{n}.{name}": value for n in range(5) for name, value in row.items()}
    posted |= {"members": "5", "0.role": "chair", "1.role": "secretary", "4.vote": "no"}
    text = page(client, "/bo-tieu-chi/bac-ninh-2025-influence/thu/", **posted)
    assert "Đạt" in text
    assert "explanation-holds" in text
    assert "4 đồng ý, 1 không đồng ý" in text


def test_what_is_wrong_in_a_trial_is_named_and_what_was_typed_stays(client, schemes):
    posted = {
        "members": "3",
        "0.present": "1",
        "0.role": "chair",
        "0.novelty": "31",
        "1.present": "1",
        "1.role": "chair",
    }
    text = page(client, f"/bo-tieu-chi/{CODE}/thu/", 422, **posted)
    assert '<span class="code">present.1.role' in text
    assert 'value="31"' in text


@pytest.mark.parametrize("address", ["khong-co/", f"{CODE}/?phien-ban=9", f"{CODE}/?phien-ban=x", f"{CODE}/so-sanh/"])
def test_what_does_not_exist_is_not_found(client, schemes, address):
    page(client, f"/bo-tieu-chi/{address}", 404)


def test_two_versions_are_compared_sentence_by_sentence(client, registrar):
    next_version(registrar)
    text = page(client, f"/bo-tieu-chi/{CODE}/so-sanh/?den=2")
    assert "<del>" in text
    assert "<ins>" in text


def test_a_registrar_edits_into_a_new_version_and_is_told_the_line_of_a_fault(client, registrar):
    text = version_of(CODE).text
    wrong = text.replace("maximum = 40", "maximum = -1", 1)
    answer = page(client, f"/bo-tieu-chi/{CODE}/sua/", 422, text=wrong, version="1")
    line = 1 + wrong[: wrong.index("maximum = -1")].count("\n")
    assert f"Dòng {line}:" in answer
    assert "maximum = -1" in answer
    page(client, f"/bo-tieu-chi/{CODE}/sua/", 302, text=text.replace("đạt", "đạt ", 1) + "\n# ghi chú\n", version="1")
    assert SchemeVersion.objects.filter(code=CODE).count() == 2
    page(client, f"/bo-tieu-chi/{CODE}/sua/", 412, text=text, version="1")


def test_nobody_else_edits(client, schemes):
    page(client, f"/bo-tieu-chi/{CODE}/sua/", 302)
    actor = city.actor(Role.OFFICER)
    client.force_login(User.objects.get(pk=actor.user_id), "allauth.account.auth_backends.AuthenticationBackend")
    page(client, f"/bo-tieu-chi/{CODE}/sua/", 403)
