"""Correct, revoke and replace decisions, on the pages and through the API."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from initiatives.choices import Kind
from initiatives.services.past import PastWork
from organisation.models import Role, User
from recognition.models import Decision, Recognition
from recognition.services.past import record_past_decision
from tests import city

SIGNED = {"signer_name": "Võ Thành Đạt", "signer_post": "Giám đốc"}


@pytest.fixture
def unit(db):
    return city.unit(name="Sở Y tế")


@pytest.fixture
def registrar(unit):
    return city.actor(Role.REGISTRAR, at=unit)


@pytest.fixture
def old(unit, registrar):
    people = ((city.person("Lê Thị Hoa"), Decimal(60)), (city.person("Trần Văn Tá"), Decimal(40)))
    works = [PastWork(Kind.INITIATIVE, f"Sáng kiến {n}", unit, people) for n in (1, 2)]
    return record_past_decision(registrar, unit, "department", timezone.localdate(), works)


@pytest.fixture
def office(registrar):
    client = Client()
    client.force_login(User.objects.get(pk=registrar.user_id))
    return client


def code_of(old, position=1):
    return old.items.get(position=position).dossier.code


def form_of(old, **changed):
    code = code_of(old)
    authors = Recognition.objects.get(dossier__code=code, recorded_to=None).authors
    typed = {
        f"{code}.title": "Sáng kiến 1", f"{code}.unit": "Sở Y tế", f"{code}.field": "", f"{code}.grade": "",
        f"{code}.person": [one["person"] for one in authors] + [""], f"{code}.full_name": [one["full_name"] for one in authors] + [""],
        f"{code}.share": ["60", "40", ""],
    }  # fmt: skip
    return {"row": [code], "reason": "Nhầm", **typed, **{f"{code}.{name}": value for name, value in changed.items()}}


def test_a_correction_is_drafted_seen_and_signed(office, old):
    page = office.get(f"/quyet-dinh/{old.code}/dinh-chinh/?ho-so={code_of(old)}").content.decode()
    assert "Lê Thị Hoa" in page
    answer = office.post(
        f"/quyet-dinh/{old.code}/dinh-chinh/", form_of(old, title="Sáng kiến một", share=["55", "45", ""])
    )
    draft = Decision.objects.get(state="draft")
    assert answer.url == f"/quyet-dinh/{draft.code}/"
    shown = office.get(answer.url).content.decode()
    for words in ("Sáng kiến 1", "Sáng kiến một", "Lê Thị Hoa (60%)", "Lê Thị Hoa (55%)", old.reference, "Nhầm"):
        assert words in shown
    for certificate in Recognition.objects.get(dossier__code=code_of(old)).certificates.all():
        assert certificate.serial in shown
    assert Recognition.objects.get(dossier__code=code_of(old)).title == "Sáng kiến 1"
    office.post(f"/quyet-dinh/{draft.code}/ky/", SIGNED | {"signed_on": timezone.localdate().isoformat()})
    public = Client()
    assert "Sáng kiến một" in public.get("/so-dang-ky/").content.decode()
    draft.refresh_from_db()
    office.post(f"/quyet-dinh/{draft.code}/cong-bo/")
    assert draft.reference in public.get(f"/quyet-dinh/{old.code}/").content.decode()
    assert draft.reference in public.get(f"/cong-trinh/{code_of(old)}/").content.decode()


def test_what_cannot_stand_is_told_and_what_was_typed_stays(office, old):
    answer = office.post(f"/quyet-dinh/{old.code}/dinh-chinh/", form_of(old, title="Tên khác", share=["50", "40", ""]))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Tên khác" in page
    assert "100" in page
    nothing = office.post(f"/quyet-dinh/{old.code}/dinh-chinh/", form_of(old))
    assert nothing.status_code == 422


def test_some_are_revoked_and_the_rest_is_replaced(office, old):
    page = f"/quyet-dinh/{old.code}/huy-bo/"
    assert office.post(page, {"reason": "Trùng"}).status_code == 422
    draft = office.post(page, {"reason": "Trùng", "dossier": [code_of(old)]}).url.split("/")[2]
    assert office.post(f"/quyet-dinh/{old.code}/thay-the/", {"reason": "Sai thể thức"}).status_code == 409
    office.post(f"/quyet-dinh/{draft}/bo/")
    draft = office.post(f"/quyet-dinh/{old.code}/thay-the/", {"reason": "Sai thể thức", "left-out": [code_of(old)]}).url
    items = Decision.objects.get(code=draft.split("/")[2]).items.order_by("position")
    assert [item.result for item in items] == ["revoked", "recognised"]


def test_others_neither_see_nor_do_it(old):
    assert Client().get(f"/quyet-dinh/{old.code}/dinh-chinh/").status_code == 302
    reader = Client()
    reader.force_login(User.objects.get(pk=city.actor(at=old.authority).user_id))
    assert reader.get(f"/quyet-dinh/{old.code}/dinh-chinh/").status_code == 403
    assert "dinh-chinh" not in reader.get("/so-dang-ky/").content.decode()


def test_the_register_offers_it_to_the_registrar(office, old):
    assert f"/quyet-dinh/{old.code}/dinh-chinh/?ho-so={code_of(old)}" in office.get("/so-dang-ky/").content.decode()


def test_the_api_drafts_each_kind_and_tells_what_will_change(office, old):
    code = code_of(old)
    asked = {
        "kind": "correction",
        "refers_to": old.code,
        "reason": "Nhầm",
        "changes": {code: {"title": "Sáng kiến một"}},
    }
    answer = office.post("/api/v1/decisions/", asked, content_type="application/json")
    told = answer.json()
    assert (answer.status_code, told["refers_to"], told["kind"]) == (201, old.code, "correction")
    assert told["items"][0]["changes"] == [{"name": "title", "before": "Sáng kiến 1", "after": "Sáng kiến một"}]
    assert told["items"][0]["certificates"] == 2
    again = {**asked, "kind": "revocation", "dossiers": [code]}
    assert office.post("/api/v1/decisions/", again, content_type="application/json").status_code == 409
    office.delete(f"/api/v1/decisions/{told['code']}/")
    for kind in ("revocation", "replacement"):
        made = office.post("/api/v1/decisions/", {**asked, "kind": kind}, content_type="application/json").json()
        assert [item["result"] for item in made["items"]] == (
            ["revoked"] * 2 if kind == "revocation" else ["recognised"] * 2
        )
        office.delete(f"/api/v1/decisions/{made['code']}/")
    lacking = office.post("/api/v1/decisions/", {"kind": "correction"}, content_type="application/json")
    assert (lacking.status_code, lacking.json()["errors"][0]["field"]) == (422, "refers_to")


def test_a_day_that_is_past_reads_the_same_on_page_export_statistics_and_api(office, old, registrar):
    today = timezone.localdate()
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        client = Client()
        pages = [
            f"/so-dang-ky/?as_of={today}&xuat=csv", f"/so-dang-ky/?as_of={today}&xuat=xlsx", f"/so-dang-ky/?as_of={today}&xuat=json",
            f"/api/v1/recognitions/?as_of={today}", f"/api/v1/statistics/recognised/?as_of={today}&by=unit",
        ]  # fmt: skip
        read = [content(client.get(page)) for page in pages]
        figure = client.get(f"/thong-ke/?by=unit&as_of={today}").context["table"].rows[0]
        asked = {"kind": "replacement", "refers_to": old.code, "reason": "Nhầm", "left_out": [code_of(old, 2)],
                 "changes": {code_of(old): {"title": "Sáng kiến một"}}}  # fmt: skip
        draft = Client(headers={"accept": "application/json"})
        draft.force_login(User.objects.get(pk=registrar.user_id))
        made = draft.post("/api/v1/decisions/", asked, content_type="application/json").json()["code"]
        said = SIGNED | {"signed_on": timezone.localdate().isoformat()}
        draft.post(f"/api/v1/decisions/{made}/sign/", said, content_type="application/json")
        assert content(client.get("/so-dang-ky/?xuat=csv")).count("\n") == 2
        after = [content(client.get(page)) for page in pages]
        assert after == read
        then = client.get(f"/thong-ke/?by=unit&as_of={today}").context["table"].rows[0]
        assert (then.count, figure.count) == (2, 2)
        assert f"as_of={today}" in then.address
        assert "2 " in client.get(f"/so-dang-ky/?{then.address}").content.decode()


def content(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if "spreadsheet" not in answer["Content-Type"]:
        return body.decode()
    from io import BytesIO

    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_filelike(BytesIO(body)).get_sheet_by_index(0).to_python()
