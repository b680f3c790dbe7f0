"""The page of old registers: taken, looked at, settled, stored, taken back; and a clear word where something is wrong."""

import pytest
from django.test import Client

from journal.services.follow import follow_all
from organisation.models import Role, User
from recognition.models import Recognition, RegisterImport
from tests import city
from tests.recognition.registers import books

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority():
    top = city.unit("UBND", "city", name="Ủy ban nhân dân thành phố")
    city.unit("SYT", name="Sở Y tế", short_name="SYT", parent=top)
    city.unit("SGDDT", name="Sở Giáo dục và Đào tạo", parent=top)
    return top


def signed_in(role, authority):
    client = Client()
    who = User.objects.get(pk=city.actor(role, at=authority).user_id)
    client.force_login(who, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def bring(client, data=None, name="so.xlsx"):
    return client.post("/nhap-so/", {"authority": "UBND", "file": city.upload(name, data or books.xlsx())}, follow=True)


def test_a_register_is_taken_looked_at_stored_and_taken_back(authority):
    client = signed_in(Role.REGISTRAR, authority)
    page = bring(client)
    words = page.content.decode()
    for said in ("Số hóa bệnh án", "Nguyễn Văn An (60%)", "12/QĐ-UBND", "Lưu 3 công trình"):
        assert said in words
    run = RegisterImport.objects.get()
    client.post(f"/nhap-so/{run.pk}/luu/")
    assert "Đang lưu sổ" in client.get(f"/nhap-so/{run.pk}/").content.decode()
    follow_all()
    assert client.get(f"/nhap-so/{run.pk}/tien-do/").headers["HX-Refresh"] == "true"
    assert Recognition.objects.count() == 3
    assert "Hoàn tác việc nhập sổ" in client.get(f"/nhap-so/{run.pk}/").content.decode()
    client.post(f"/nhap-so/{run.pk}/hoan-tac/", {"reason": ""})
    assert RegisterImport.objects.get().state == "stored"
    page = client.post(f"/nhap-so/{run.pk}/hoan-tac/", {"reason": "Nhầm sổ"}, follow=True)
    assert "Nhầm sổ" in page.content.decode()
    assert not Recognition.objects.filter(recorded_to=None).exists()


def test_problems_are_told_at_their_cells_and_units_are_settled(authority):
    client = signed_in(Role.REGISTRAR, authority)
    rows = [(1, "Một", "Lê Ánh", "Ban Cũ", "1/QĐ", "31/02/2021", "TP")]
    words = bring(client, books.xlsx(rows)).content.decode()
    assert "F4: “31/02/2021” không phải là ngày" in words
    assert "Lưu" not in words.split("<main")[1].split("</h1>")[0]
    run = RegisterImport.objects.get()
    rows = [(1, "Một", "Lê Ánh", "Ban Cũ", "1/QĐ", "5/3/2021", "TP")]
    bring(client, books.xlsx(rows))
    run = RegisterImport.objects.latest("pk")
    said = {"sheet": run.sheet, "header": "3", "headings": "unit", "level": "city", "kind": "initiative"}
    said |= {f"column-{name}": str(place) for name, place in run.columns.items()}
    page = client.post(f"/nhap-so/{run.pk}/", {**said, "unit-name": "Ban Cũ", "unit-code": "SYT"}, follow=True)
    assert "Lưu 1 công trình" in page.content.decode()


@pytest.mark.parametrize(
    ("given", "words"), [({}, "Hãy chọn tệp"), ({"file": b"\x00\x01"}, "Chỉ nhận XLSX, XLS, ODS và CSV")]
)
def test_what_is_no_register_is_told(authority, given, words):
    client = signed_in(Role.REGISTRAR, authority)
    files = {name: city.upload("so.xlsx", data) for name, data in given.items()}
    page = client.post("/nhap-so/", {"authority": "UBND", **files})
    assert (page.status_code, words in page.content.decode()) == (422, True)


def test_it_is_for_registrars(authority):
    assert signed_in(Role.LEADER, authority).get("/nhap-so/").status_code == 403
    run = RegisterImport.objects.get(pk=bring_as_registrar(authority))
    elsewhere = signed_in(Role.REGISTRAR, city.unit("SYT", name="Sở Y tế", parent=authority))
    assert elsewhere.get(f"/nhap-so/{run.pk}/").status_code == 404


def bring_as_registrar(authority):
    bring(signed_in(Role.REGISTRAR, authority))
    return RegisterImport.objects.latest("pk").pk
