"""The pages of an appeal: what the author and the authority are offered at each step, and what a refusal keeps."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from initiatives.choices import State
from initiatives.models import Appeal
from initiatives.services.appeals import lodge_appeal, perform_on_appeal
from organisation.models import Person, Role, User
from tests import city
from tests.samples import pdf

pytestmark = pytest.mark.django_db
SAID = {"grounds": "Giải pháp có điểm mới.", "wanted": "Xem xét lại."}
LODGE, UPHOLD = "Nộp đơn khiếu nại", "Chấp nhận khiếu nại"


@pytest.fixture
def refused():
    """A refused dossier, its author, and the registrar of the authority."""
    unit = city.unit(name="Sở Y tế")
    author, checker = city.actor(at=city.unit("TTYT", parent=unit)), city.actor(Role.OFFICER, at=unit)
    return (
        city.in_state(State.REFUSED, author, checker, city.round_at(unit)),
        author,
        city.actor(Role.REGISTRAR, at=unit),
    )


def page(actor, address):
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client.get(address).content.decode()


def test_an_author_sees_that_an_appeal_is_under_way_and_is_not_offered_another(refused):
    dossier, author, _registrar = refused
    assert LODGE in page(author, f"/ho-so/{dossier.code}/")
    appeal = lodge_appeal(dossier.code, author, SAID)
    assert LODGE not in page(author, f"/ho-so/{dossier.code}/")
    assert f"/khieu-nai/{appeal.code}/" in page(author, "/")
    shown = page(author, f"/khieu-nai/{appeal.code}/")
    assert "btn-outline-danger" in shown and "btn-primary" not in shown, "to withdraw is never what comes next"
    perform_on_appeal(appeal.code, "withdraw", author)
    assert f"/khieu-nai/{appeal.code}/" not in page(author, "/")


def test_the_answer_is_offered_once_the_appeal_was_examined(refused):
    dossier, author, registrar = refused
    address = f"/khieu-nai/{lodge_appeal(dossier.code, author, SAID).code}/"
    code = Appeal.objects.get().code
    perform_on_appeal(code, "take_up", registrar, {"handler": Person.objects.get(pk=registrar.person_id).code})
    assert UPHOLD not in page(registrar, address)
    perform_on_appeal(code, "examine", registrar, {"findings": "Có điểm mới."})
    assert UPHOLD in page(registrar, address)


@pytest.mark.files
def test_a_refused_file_is_named_and_what_was_typed_stays(refused):
    dossier, author, _registrar = refused
    client = Client()
    client.force_login(User.objects.get(pk=author.user_id))
    files = [SimpleUploadedFile("tốt.pdf", pdf()), SimpleUploadedFile("hỏng.exe", b"MZ" * 40)]
    answer = client.post(f"/ho-so/{dossier.code}/khieu-nai/", {**SAID, "file": files})
    shown = answer.content.decode()
    assert (answer.status_code, Appeal.objects.count()) == (422, 0)
    assert "“hỏng.exe”: Chỉ nhận" in shown and SAID["grounds"] in shown and "cần chọn lại tệp" in shown
    large = SimpleUploadedFile("to.pdf", b"%PDF-" + b" " * (26 * 1024 * 1024 + 99_000))
    answer = client.post(f"/ho-so/{dossier.code}/khieu-nai/", {**SAID, "file": large})
    assert "26,1 MB" in answer.content.decode()
