"""Decisions and certificates as papers: made once when final, with what the law asks to stand on them."""

import io

import pypdfium2
import pytest
from django.utils import timezone

from initiatives.services.storage import open_blob
from organisation.models import Role
from recognition.models import Certificate
from recognition.services.changes import draft_revocation
from recognition.services.decisions import draft_decision, publish_decision, sign_decision
from recognition.services.papers import certificate_paper, decision_paper
from tests import city


@pytest.fixture
def unit(db):
    return city.unit(name="Sở Y tế")


@pytest.fixture
def registrar(unit):
    return city.actor(Role.REGISTRAR, at=unit)


@pytest.fixture
def author(unit):
    return city.actor(at=unit)


@pytest.fixture
def draft(unit, registrar, author):
    round_ = city.round_at(unit)
    dossiers = [city.concluded(author, round_), city.concluded(author, round_, outcome="not_passed", grade="")]
    return draft_decision(registrar, unit, "department", [d.code for d in dossiers])


def text_of(blob):
    with open_blob(blob) as file:
        document = pypdfium2.PdfDocument(io.BytesIO(file.read()))
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def signed(draft, registrar):
    return sign_decision(draft.code, registrar, timezone.localdate(), "Võ Thành Đạt", "Giám đốc")


def test_a_draft_is_printed_anew_and_a_signed_decision_once(draft, registrar):
    assert decision_paper(draft).pk
    draft.refresh_from_db()
    assert draft.paper is None
    decision = signed(draft, registrar)
    blob = decision_paper(decision)
    decision.refresh_from_db()
    assert decision.paper == blob == decision_paper(decision)


def test_the_decision_names_number_works_authors_and_signer(draft, registrar):
    text = text_of(decision_paper(signed(draft, registrar)))
    for words in ("SỞ Y TẾ", "01/QĐ-SYT", "Võ Thành Đạt", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Nghị định số 13/2012"):
        assert words in text
    for item in draft.items.select_related("dossier__work"):
        assert item.dossier.work.title in " ".join(text.split())


def test_the_certificate_names_its_serial_number_and_its_author(draft, registrar):
    publish_decision(signed(draft, registrar).code, registrar)
    certificate = Certificate.objects.get()
    text = text_of(certificate_paper(certificate))
    assert certificate.serial in text
    assert certificate.content["full_name"] in text


def test_a_revocation_names_what_it_revokes_and_why(draft, registrar):
    old = publish_decision(signed(draft, registrar).code, registrar)
    dossier = old.items.get(result="recognised").dossier
    new = signed(draft_revocation(registrar, old.code, [dossier.code], "Khai không đúng sự thật"), registrar)
    text = " ".join(text_of(decision_paper(new)).split())
    assert old.reference in text
    assert "Khai không đúng sự thật" in text
