"""Whether a code or a file is ours: real papers, revoked ones, changed ones, forged and guessed ones, and rubbish."""

import io
import secrets

import pypdfium2
import pytest
import zxingcpp
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from initiatives.services.storage import open_blob
from journal.services.follow import follow_all
from organisation.limits import Codes, Papers
from organisation.models import Role
from recognition.models import Certificate, Decision
from recognition.queries.checking import MOST_BYTES, Outcome, judge
from recognition.queries.verification import code_of, verify
from recognition.rules.codes import new_identity, signed_code
from recognition.services.changes import draft_revocation
from recognition.services.decisions import draft_decision, publish_decision, sign_decision
from recognition.services.papers import certificate_paper, decision_paper
from tests import city, samples
from tests.documents import authority

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return city.unit(name="Sở Y tế")


@pytest.fixture
def registrar(unit):
    return city.actor(Role.REGISTRAR, at=unit)


@pytest.fixture
def certificate(unit, registrar):
    dossier = city.concluded(city.actor(at=unit), city.round_at(unit))
    draft = draft_decision(registrar, unit, "department", [dossier.code])
    signed = sign_decision(draft.code, registrar, timezone.localdate(), "Võ Thành Đạt", "Giám đốc")
    publish_decision(signed.code, registrar)
    return Certificate.objects.get()


@pytest.fixture
def signing(tmp_path, settings):
    settings.SIGNING = authority.settings_in(tmp_path, "SYT")
    return settings.SIGNING


def revoke(certificate, registrar):
    row = certificate.recognition
    new = draft_revocation(registrar, row.decision.code, [row.dossier.code], "Khai không đúng sự thật")
    sign_decision(new.code, registrar, timezone.localdate(), "Võ Thành Đạt", "Giám đốc")


def bytes_of(blob):
    with open_blob(blob) as stream:
        return stream.read()


def added_to(pdf):
    """The same paper after somebody saved it with something more in it."""
    writer, out = IncrementalPdfFileWriter(io.BytesIO(pdf)), io.BytesIO()
    writer.root["/Extra"] = NumberObject(1)
    writer.update_root()
    writer.write(out)
    return out.getvalue()


def send(pdf, name="giay.pdf"):
    return Client().post("/xac-minh/tep/", {"file": city.upload(name, pdf)})


def words(answer):
    """What stands in the page itself."""
    return " ".join(answer.content.decode().partition("<main")[2].partition("</main>")[0].split())


def test_a_printed_certificate_is_scanned_and_leads_to_its_page(certificate, settings):
    page = pypdfium2.PdfDocument(bytes_of(certificate_paper(certificate)))[0]
    [read] = zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil().convert("L"))
    assert read.text == f"{settings.BASE_URL}/xac-minh/{code_of(certificate)}/"
    answer = Client().get(read.text.removeprefix(settings.BASE_URL))
    assert answer.status_code == 200
    for said in (
        "Giấy chứng nhận này do cơ quan nêu dưới đây cấp",
        certificate.serial,
        certificate.content["full_name"],
    ):
        assert said in words(answer)


def test_a_forged_a_guessed_and_an_unknown_code_look_exactly_alike(certificate, settings):
    code = code_of(certificate)
    unknown = signed_code(new_identity(), settings.SECRET_KEY)  # signed by us, for nothing
    forged = signed_code(certificate.verification, "another secret")
    guessed = [certificate.verification, code[:-1] + ("0" if code[-1] != "0" else "1"), secrets.token_urlsafe(18)]
    pages = {}
    for tried in (unknown, forged, *guessed):
        answer = Client().get(f"/xac-minh/{tried}/")
        pages[tried] = (answer.status_code, words(answer).replace(tried, "MÃ"))
        api = Client().get(f"/api/v1/certificates/verify/{tried}/")
        assert api.status_code == 404
    assert len(set(pages.values())) == 1
    assert pages[unknown][0] == 404


def test_codes_that_were_printed_before_go_on_working(certificate):
    earlier = secrets.token_urlsafe(18)
    Certificate.objects.filter(pk=certificate.pk).update(verification=earlier)
    certificate.refresh_from_db()
    assert code_of(certificate) == earlier
    assert verify(earlier).certificate == certificate
    assert f"/xac-minh/{earlier}/" in zxing_text(certificate)


def zxing_text(certificate):
    page = pypdfium2.PdfDocument(bytes_of(certificate_paper(certificate)))[0]
    return zxingcpp.read_barcodes(page.render(scale=2).to_pil().convert("L"))[0].text


def test_after_a_change_of_the_secret_printed_codes_hold_as_long_as_it_is_named(certificate, settings):
    code, old = code_of(certificate), settings.SECRET_KEY
    settings.SECRET_KEY = "x" * 60
    assert verify(code).state == "unknown"
    settings.SECRET_KEY_FALLBACKS = [old]
    assert verify(code).state == "valid"
    assert verify(code_of(certificate)).state == "valid"


def test_a_file_as_it_was_issued_is_ours_and_in_force(certificate):
    answer = send(bytes_of(certificate_paper(certificate)), "ten gi cung duoc.bin")
    assert "đang có hiệu lực" in words(answer)
    assert certificate.serial in words(answer)
    assert "không có chữ ký số" in words(answer)


def test_a_revoked_one_is_ours_but_no_longer_in_force(certificate, registrar):
    pdf = bytes_of(certificate_paper(certificate))
    decision = Decision.objects.get(kind="recognition")
    paper = bytes_of(decision_paper(decision))
    assert judge(paper).outcome == Outcome.IN_FORCE
    revoke(certificate, registrar)
    answer = send(pdf)
    assert "không còn hiệu lực" in words(answer)
    assert "Khai không đúng sự thật" in words(answer)
    found = judge(paper)
    assert (found.outcome, found.decision) == (Outcome.ENDED, decision)


def test_a_changed_one_is_told_to_be_changed_and_what_was_issued_is_shown(certificate):
    pdf = bytes_of(certificate_paper(certificate))
    for changed in (added_to(pdf), pdf + b"\n"):
        assert changed != pdf
        answer = send(changed)
        assert "đã bị thay đổi sau khi ban hành" in words(answer)
        assert certificate.serial in words(answer)


def test_one_made_anew_is_known_by_the_code_that_it_bears(certificate):
    """Printed into another PDF, with another identifier: as somebody would who edits it."""
    document = pypdfium2.PdfDocument(bytes_of(certificate_paper(certificate)))
    out, fresh = io.BytesIO(), pypdfium2.PdfDocument.new()
    fresh.import_pages(document)
    fresh.save(out)
    found = judge(out.getvalue())
    assert (found.outcome, found.certificate) == (Outcome.CHANGED, certificate)


def test_other_files_are_not_ours_and_what_is_no_pdf_is_told_so(certificate):
    certificate_paper(certificate)
    answer = send(samples.pdf())
    assert "không được ban hành tại đây" in words(answer)
    assert certificate.serial not in words(answer)
    for rubbish in (b"GIF89a", b"%PDF-1.7 broken", b"\x89PNG\r\n\x1a\n", b"\x00" * 5_000):
        answer = send(rubbish, "giay.pdf")
        assert answer.status_code == 200
        assert "Không phải tệp PDF" in words(answer)


def test_a_signed_certificate_shows_who_signed_it_by_code_and_by_file(certificate, signing):
    follow_all()
    certificate.refresh_from_db()
    pdf = bytes_of(certificate.paper)
    by_code, by_file = Client().get(f"/xac-minh/{code_of(certificate)}/"), send(pdf)
    for page in map(words, (by_code, by_file)):
        assert "Cơ quan SYT" in page
        assert "Chữ ký hợp lệ" in page
    changed = send(added_to(pdf))
    assert "Có thay đổi sau khi ký" in words(changed)
    api = Client().post("/api/v1/certificates/check/", {"file": city.upload("a.pdf", pdf)}).json()
    assert (api["outcome"], api["serial"]) == ("in_force", certificate.serial)
    assert [(one["name"], one["holds"]) for one in api["signatures"]] == [("Cơ quan SYT", True)]


def test_a_file_too_large_is_refused_without_being_kept(monkeypatch):
    kept = []
    monkeypatch.setattr("tempfile.NamedTemporaryFile", lambda *args, **kwargs: kept.append(args))
    large = city.upload("giay.pdf", b"%PDF-1.7" + b"0" * MOST_BYTES)
    assert Client().post("/xac-minh/tep/", {"file": large}).status_code == 413
    large.seek(0)
    assert Client().post("/api/v1/certificates/check/", {"file": large}).status_code == 413
    assert Client().post("/xac-minh/tep/").status_code == 422
    assert Client().post("/api/v1/certificates/check/", {"file": ""}).status_code == 422
    assert not kept


def test_codes_and_papers_are_limited_by_address_for_page_and_api_together(certificate, monkeypatch):
    cache.clear()
    for limit, rate in ((Codes, "3/min"), (Papers, "2/min")):
        monkeypatch.setattr(limit, "rate", rate, raising=False)
    code = code_of(certificate)
    asked = [Client().get(f"/xac-minh/{code}/"), Client().get(f"/api/v1/certificates/verify/{code}/")]
    asked += [Client().get("/xac-minh/doan-mo/"), Client().get(f"/xac-minh/{code}/")]
    assert [answer.status_code for answer in asked] == [200, 200, 404, 429]
    assert 0 < int(asked[-1]["Retry-After"]) <= 60
    assert Client().get(f"/xac-minh/{code}/", REMOTE_ADDR="10.0.0.9").status_code == 200
    sent = [
        send(b"khong"),
        Client().post("/api/v1/certificates/check/", {"file": city.upload("a.pdf", b"x")}),
        send(b"a"),
    ]
    assert [answer.status_code for answer in sent] == [200, 200, 429]
    refused = Client().post("/api/v1/certificates/check/", {"file": city.upload("a.pdf", b"x")})
    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
    assert Client().get("/xac-minh/").status_code == 200
    cache.clear()
