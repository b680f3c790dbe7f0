"""Issued extracts: what the register said on a day, numbered, signed, kept, and verified by anybody."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pypdfium2
import pytest
import time_machine
import zxingcpp
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from config.errors import Forbidden, Invalid, NotFound
from documents.signing.check import certificates, checked
from initiatives.choices import Kind
from initiatives.services.past import PastWork
from initiatives.services.storage import open_blob
from journal.models import Delivery, Entry
from journal.services.follow import follow_all
from organisation.actor import NOBODY
from organisation.models import Person, Role, User
from organisation.policy import get_visible
from recognition.models import Extract, IssuedPaper
from recognition.queries.checking import Outcome, judge
from recognition.queries.extracts import since
from recognition.queries.register import RegisterFilter
from recognition.queries.verification import code_of, verify
from recognition.rules.codes import new_identity, signed_code
from recognition.services import extracts
from recognition.services.changes import draft_correction
from recognition.services.decisions import draft_decision, publish_decision, sign_decision
from recognition.services.issued_extracts import issue_extract, make_extract
from recognition.services.past import record_past_decision
from tests import city
from tests.documents import authority
from tests.recognition.test_checking import added_to, send, words
from tests.samples import text_of

pytestmark = pytest.mark.django_db
SIGNER, POST, FOR = "Võ Thành Đạt", "Giám đốc", "Trung tâm Y tế Hải Châu"
LIST = "/so-dang-ky/trich-luc/"


@pytest.fixture
def unit():
    return city.unit(name="Sở Y tế")


@pytest.fixture
def registrar(unit):
    return city.actor(Role.REGISTRAR, at=unit)


@pytest.fixture
def signing(tmp_path, settings):
    """The authority has its key, and its director a key of his own."""
    settings.SIGNING = authority.settings_in(tmp_path, "SYT", SIGNER)
    return settings.SIGNING


@pytest.fixture
def recognised(unit, registrar):
    """Two works that the authority has recognised today."""
    round_ = city.round_at(unit)
    dossiers = [city.concluded(city.actor(at=unit), round_, title=title) for title in ("Khám từ xa", "Số hóa hồ sơ")]
    draft = draft_decision(registrar, unit, "department", [dossier.code for dossier in dossiers])
    return publish_decision(sign_decision(draft.code, registrar, timezone.localdate(), SIGNER, POST).code, registrar)


def issued(unit, registrar, chosen=RegisterFilter(), **said):  # noqa: B008 - frozen
    extract = issue_extract(registrar, unit, chosen, **{"signer_name": SIGNER, "signer_post": POST} | said)
    follow_all()
    extract.refresh_from_db()
    return extract


def bytes_of(extract):
    with open_blob(extract.paper) as stream:
        return stream.read()


def browser(actor):
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id), "allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_it_is_signed_off_the_request_by_the_person_and_the_agency_and_says_its_list(
    unit, registrar, recognised, signing, settings
):
    extract = issue_extract(registrar, unit, RegisterFilter(levels=("department",)), SIGNER, POST, FOR)
    assert (extract.reference, extract.paper) == ("01/TL-SYT", None)
    api = city.client(registrar)
    answer = api.get(f"/api/v1/register/extracts/{extract.code}/paper/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    answer = browser(registrar).get(f"{LIST}{extract.code}/van-ban.pdf")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    follow_all()
    extract.refresh_from_db()
    told = checked(bytes_of(extract), certificates(signing.trust))
    assert [one["name"] for one in told] == [SIGNER, "Cơ quan SYT"]
    assert all(one["intact"] and one["whole"] and one["trusted"] for one in told)
    text = " ".join(text_of(bytes_of(extract)).split())
    for said in ("01/TL-SYT", "Khám từ xa", "Số hóa hồ sơ", FOR, SIGNER, code_of(extract), "Trích lúc"):
        assert said in text, said
    assert api.get(f"/api/v1/register/extracts/{extract.code}/paper/").content == bytes_of(extract)
    asked, made = (
        Entry.objects.get(event=name, subject=f"extract:{extract.pk}") for name in ("extract_issued", "paper_issued")
    )
    assert (asked.actor_id, asked.data["number"]) == (registrar.user_id, "01/TL-SYT")
    assert made.data == {"digest": extract.paper.digest, "signed_by": [SIGNER, "Sở Y tế"]}
    assert not Delivery.objects.filter(follower="issuing").exists()


def test_numbers_have_no_gaps_within_an_authority_and_a_year(unit, registrar, recognised):
    schools = city.unit("SGD", name="Sở Giáo dục")
    other = city.actor(Role.LEADER, at=schools)
    first = issue_extract(registrar, unit, RegisterFilter(), SIGNER, POST)
    for wrong in ({"signer_name": " "}, {"signer_post": ""}):
        with pytest.raises(Invalid):
            issue_extract(registrar, unit, RegisterFilter(), **{"signer_name": SIGNER, "signer_post": POST} | wrong)
    second = issue_extract(registrar, unit, RegisterFilter(), SIGNER, POST)
    elsewhere = issue_extract(other, schools, RegisterFilter(), SIGNER, POST)
    assert [one.reference for one in (first, second, elsewhere)] == ["01/TL-SYT", "02/TL-SYT", "01/TL-SGD"]
    with time_machine.travel(timezone.now() + timedelta(days=370)):
        assert issue_extract(registrar, unit, RegisterFilter(), SIGNER, POST).reference == "01/TL-SYT"


def test_only_who_signs_for_an_authority_issues_in_its_name(unit, registrar):
    others = (city.actor(at=unit), city.actor(Role.OFFICER, at=unit), city.actor(Role.REGISTRAR, at=city.unit("SGD")))
    for somebody in (NOBODY, *others):
        with pytest.raises(Forbidden):
            issue_extract(somebody, unit, RegisterFilter(), SIGNER, POST)
    extract = issue_extract(city.actor(Role.LEADER, at=unit), unit, RegisterFilter(), SIGNER, POST)
    assert get_visible(Extract, registrar, code=extract.code) == extract
    for somebody in others:
        with pytest.raises(NotFound):
            get_visible(Extract, somebody, code=extract.code)


def test_a_day_to_come_and_too_long_a_list_are_refused_with_a_sentence(unit, registrar, recognised, monkeypatch):
    api, said = city.client(registrar), {"authority": "SYT", "signer_name": SIGNER, "signer_post": POST}
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = api.post(f"/api/v1/register/extracts/?as_of={tomorrow}", said, format="json")
    assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == "as_of"
    answer = api.post("/api/v1/register/extracts/?level=nothing", said, format="json")
    assert answer.status_code == 400 or answer.status_code == 422
    answer = api.post("/api/v1/register/extracts/", said | {"authority": "KHONG-CO"}, format="json")
    assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == "authority"
    monkeypatch.setattr(extracts, "MOST", 1)
    answer = api.post("/api/v1/register/extracts/", said, format="json")
    assert answer.status_code == 422 and "tối đa 1 " in answer.json()["title"]
    assert not Extract.objects.exists()


def test_it_says_for_good_what_the_register_said_whatever_is_decided_later(unit, registrar, recognised):
    extract = issue_extract(registrar, unit, RegisterFilter(), SIGNER, POST)
    dossier = recognised.items.order_by("position")[0].dossier
    change = {dossier.code: {"title": "Khám chữa bệnh từ xa"}}
    correction = draft_correction(registrar, recognised.code, change, "Nhầm tên")
    sign_decision(correction.code, registrar, timezone.localdate(), SIGNER, POST)
    follow_all()  # only now is it made
    extract.refresh_from_db()
    assert "Khám từ xa" in " ".join(text_of(bytes_of(extract)).split())
    assert (since(extract).changed, since(extract).now) == (1, 2)


def test_as_of_a_past_day_it_has_what_stood_then(unit, registrar):
    who = Person.objects.get(pk=city.actor().person_id)
    work = PastWork(Kind.INITIATIVE, "Sổ cũ", unit, ((who, Decimal(100)),))
    with time_machine.travel("2026-03-09 09:00+07:00"):
        record_past_decision(NOBODY, city.unit("UBND", "city"), "city", date(2026, 3, 9), [work], cited_as="12/QĐ-UBND")
    with time_machine.travel("2026-05-01 09:00+07:00"):
        before = issued(unit, registrar, RegisterFilter(as_of=date(2026, 3, 8)))
        then = issued(unit, registrar, RegisterFilter(as_of=date(2026, 3, 9), year=2026), recipient=FOR)
    assert (before.count, then.count, then.list_then) == (0, 1, "year=2026&as_of=2026-03-09")
    assert "Trích lúc" not in text_of(bytes_of(then)) and "Sổ cũ" in text_of(bytes_of(then))
    assert (since(before).changed, since(before).now) == (0, 1)


def test_without_a_key_it_is_known_by_its_digest_and_its_code(unit, registrar, recognised):
    extract = issued(unit, registrar)
    pdf = bytes_of(extract)
    assert b"/ByteRange" not in pdf and IssuedPaper.objects.get(blob=extract.paper).signed_by == []
    found = judge(pdf)
    assert (found.outcome, found.extract, found.signatures) == (Outcome.ISSUED, extract, ())
    for page in (words(send(pdf)), words(Client().get(f"/xac-minh/{code_of(extract)}/"))):
        for said in (
            "01/TL-SYT",
            "Sở Y tế",
            f"as_of={extract.as_of}",
            "không có chữ ký số",
            "Danh sách đó hôm nay: 2",
        ):
            assert said in page, said
        assert FOR not in page


def test_a_demonstration_is_never_signed_and_says_so(unit, registrar, recognised, signing, settings):
    settings.DEMONSTRATION = True
    extract = issued(unit, registrar)
    assert extract.demonstration and b"/ByteRange" not in bytes_of(extract)
    assert "KHÔNG CÓ GIÁ TRỊ PHÁP LÝ" in text_of(bytes_of(extract)).upper()
    assert "dữ liệu minh họa" in words(Client().get(f"/xac-minh/{code_of(extract)}/"))


def test_a_printed_extract_is_scanned_and_leads_a_stranger_to_what_it_says(
    unit, registrar, recognised, signing, settings
):
    extract = issued(unit, registrar, recipient="Bà Trần Thị Riêng Tư")
    page = list(pypdfium2.PdfDocument(bytes_of(extract)))[-1]
    [read] = zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil().convert("L"))
    assert read.text == f"{settings.BASE_URL}/xac-minh/{code_of(extract)}/"
    told = words(Client().get(read.text.removeprefix(settings.BASE_URL)))
    assert "01/TL-SYT" in told and SIGNER in told and "Riêng Tư" not in told
    api = Client().get(f"/api/v1/certificates/verify/{code_of(extract)}/").json()
    assert (api["state"], api["extract"], api["serial"]) == ("issued", "01/TL-SYT", "")
    assert (api["content"]["count"], api["content"]["changed"], api["content"]["now"]) == (2, 0, 2)
    assert [one["name"] for one in api["signatures"]] == [SIGNER, "Cơ quan SYT"]
    assert "Riêng Tư" not in str(api)


def test_a_forged_and_a_guessed_code_say_nothing_of_an_extract(unit, registrar, settings):
    extract = issue_extract(registrar, unit, RegisterFilter(), SIGNER, POST)
    code = code_of(extract)
    assert verify(code).extract == extract
    forged = signed_code(extract.verification, "another secret")
    unknown = signed_code(new_identity(), settings.SECRET_KEY)
    for tried in (forged, unknown, extract.verification, code[:-1] + ("0" if code[-1] != "0" else "1")):
        assert verify(tried).extract is None
        answer = Client().get(f"/xac-minh/{tried}/")
        assert answer.status_code == 404 and "TL-SYT" not in words(answer)


def test_a_changed_copy_is_known_and_what_was_issued_is_shown(unit, registrar, recognised, signing):
    extract = issued(unit, registrar)
    cache.clear()
    found = judge(added_to(bytes_of(extract)))
    assert (found.outcome, found.extract) == (Outcome.CHANGED, extract)
    copied = io.BytesIO()
    made = pypdfium2.PdfDocument.new()
    made.import_pages(pypdfium2.PdfDocument(bytes_of(extract)))  # printed to a file anew: another identifier
    made.save(copied)
    found = judge(copied.getvalue())
    assert (found.outcome, found.extract) == (Outcome.CHANGED, extract)
    answer = Client().post("/api/v1/certificates/check/", {"file": city.upload("tl.pdf", bytes_of(extract))}).json()
    assert (answer["outcome"], answer["extract"], answer["content"]["count"]) == ("issued", "01/TL-SYT", 2)


def test_a_key_that_cannot_be_used_holds_it_back_and_its_page_says_so(unit, registrar, signing, settings):
    settings.SIGNING = authority.SigningSettings(signing.keys, signing.trust, "http://127.0.0.1:9/")
    extract = issued(unit, registrar)
    assert extract.paper is None
    client = browser(registrar)
    assert "hệ thống sẽ thử lại" in words(client.get(f"{LIST}{extract.code}/"))
    assert "HX-Refresh" not in client.get(f"{LIST}{extract.code}/tien-do/")
    settings.SIGNING = signing
    Delivery.objects.update(not_before=timezone.now())
    follow_all()
    assert client.get(f"{LIST}{extract.code}/tien-do/")["HX-Refresh"] == "true"
    assert Extract.objects.get().paper is not None


def test_followed_twice_there_is_one_paper(unit, registrar, recognised):
    extract = issued(unit, registrar)
    make_extract(extract.pk)
    assert IssuedPaper.objects.filter(subject=f"extract:{extract.pk}").count() == 1
    assert Entry.objects.filter(event="paper_issued", subject=f"extract:{extract.pk}").count() == 1


def test_on_its_page_a_registrar_narrows_down_signs_off_and_fetches_the_paper(unit, registrar, recognised):
    client = browser(registrar)
    assert f'href="{LIST}ban-hanh/?level=department"' in client.get("/so-dang-ky/?level=department").content.decode()
    form = client.get(f"{LIST}ban-hanh/?level=department")
    assert "Cấp Sở" in words(form) and f'value="{SIGNER}"' in form.content.decode()
    said = {
        "authority": "SYT",
        "as_of": timezone.localdate(),
        "signer_post": POST,
        "signer_name": SIGNER,
        "recipient": FOR,
    }
    wrong = said | {"as_of": timezone.localdate() + timedelta(days=1)}
    answer = client.post(f"{LIST}ban-hanh/?level=department", wrong)
    assert answer.status_code == 422 and "Ngày này chưa đến" in words(answer)
    answer = client.post(f"{LIST}ban-hanh/?level=department", said, follow=True)
    extract = Extract.objects.get()
    assert "đang được lập và ký" in words(answer) and (extract.query, extract.count) == ("level=department", 2)
    follow_all()
    shown = words(client.get(f"{LIST}{extract.code}/"))
    assert FOR in shown and code_of(extract) in shown
    assert client.get(f"{LIST}{extract.code}/van-ban.pdf").content.startswith(b"%PDF")
    assert "01/TL-SYT" in words(client.get(LIST)) and "Trích lục đã ban hành" in words(client.get("/quyet-dinh/"))
    assert "ban-hanh" not in browser(city.actor(at=unit)).get("/so-dang-ky/").content.decode()
