"""Papers signed and certificates made in the background: once each, whoever crashes, stops or comes at the same time."""

import io
import zipfile
from dataclasses import replace

import pytest
from django.utils import timezone

from config.errors import Forbidden, NotFound, StateConflict, Unavailable
from documents.printing import FEW, printed
from documents.signing.check import certificates, checked
from initiatives.services.storage import open_blob, put_bytes
from journal.models import Delivery, Entry
from journal.services.follow import follow_all
from organisation.models import Role
from recognition.models import Certificate, CertificateBatch, IssuedPaper
from recognition.queries.batches import own_decision, served_zip, stand_of
from recognition.services import batches
from recognition.services.batches import start_batch, stop_batch
from recognition.services.changes import draft_revocation
from recognition.services.decisions import draft_decision, publish_decision, sign_decision
from recognition.services.issuing import issue
from recognition.services.papers import certificate_form, certificate_paper, decision_paper
from tests import city
from tests.documents import authority
from tests.documents.papers import CERTIFICATE
from tests.documents.reading import words

SIGNER = "Võ Thành Đạt"


@pytest.fixture
def unit(db):
    return city.unit(name="Sở Y tế")


@pytest.fixture
def registrar(unit):
    return city.actor(Role.REGISTRAR, at=unit)


@pytest.fixture
def signing(tmp_path, settings):
    """The authority has its key, and its director a key of his own."""
    settings.SIGNING = authority.settings_in(tmp_path, "SYT", SIGNER)
    return settings.SIGNING


def decided(unit, registrar, works=1, authors=1):
    """A signed decision on so many works."""
    round_ = city.round_at(unit)
    dossiers = [city.concluded(city.actor(at=unit), round_) for _number in range(works)]
    draft = draft_decision(registrar, unit, "department", [dossier.code for dossier in dossiers])
    return sign_decision(draft.code, registrar, timezone.localdate(), SIGNER, "Giám đốc")


def bytes_of(blob):
    with open_blob(blob) as stream:
        return stream.read()


def signers(blob, signing):
    told = checked(bytes_of(blob), certificates(signing.trust))
    assert all(one["intact"] and one["whole"] and one["trusted"] for one in told)
    return [one["name"] for one in told]


def test_what_was_decided_is_signed_by_the_person_and_the_agency_off_the_request(unit, registrar, signing):
    decision = decided(unit, registrar)
    with pytest.raises(Unavailable):
        decision_paper(decision)
    publish_decision(decision.code, registrar)
    follow_all()
    decision.refresh_from_db()
    assert signers(decision.paper, signing) == [SIGNER, "Cơ quan SYT"]
    certificate = Certificate.objects.get()
    assert signers(certificate_paper(certificate), signing) == [SIGNER, "Cơ quan SYT"]
    issued = IssuedPaper.objects.get(certificate=certificate)
    assert (issued.blob, issued.signed_by) == (certificate.paper, [SIGNER, "Sở Y tế"])
    told = Entry.objects.get(event="paper_issued", subject=f"certificate:{certificate.pk}").data
    assert told["digest"] == certificate.paper.digest
    assert not Delivery.objects.filter(follower="issuing").exists()


def test_followed_twice_and_issued_at_the_same_time_there_is_one_paper(unit, registrar, signing):
    decision = publish_decision(decided(unit, registrar).code, registrar)
    mine, theirs = Certificate.objects.get(), Certificate.objects.get()
    first = issue(mine, certificate_form(mine).typeset())
    assert issue(theirs, certificate_form(theirs).typeset()) == first
    follow_all()
    start_batch(decision.code, registrar)
    follow_all()
    assert Certificate.objects.get().paper == first
    assert IssuedPaper.objects.filter(certificate=mine).count() == 1


def test_without_a_key_papers_are_made_as_asked_for_and_say_nothing_of_a_signature(unit, registrar):
    decision = publish_decision(decided(unit, registrar).code, registrar)
    follow_all()
    assert not CertificateBatch.objects.exists()
    assert b"/ByteRange" not in bytes_of(certificate_paper(Certificate.objects.get()))
    assert b"/ByteRange" not in bytes_of(decision_paper(decision))
    assert set(IssuedPaper.objects.values_list("signed_by__0", flat=True)) == {None}


def test_a_demonstration_is_never_signed(unit, registrar, signing, settings):
    settings.DEMONSTRATION = True
    publish_decision(decided(unit, registrar).code, registrar)
    follow_all()
    assert b"/ByteRange" not in bytes_of(certificate_paper(Certificate.objects.get()))


def test_a_key_that_cannot_be_used_holds_the_paper_back_and_says_so(unit, registrar, signing, settings):
    settings.SIGNING = authority.SigningSettings(signing.keys, signing.trust, "http://127.0.0.1:9/")
    decision = publish_decision(decided(unit, registrar).code, registrar)
    follow_all()
    assert Certificate.objects.get().paper is None
    assert Delivery.objects.filter(follower="issuing").exclude(error="").exists()
    settings.SIGNING = signing
    Delivery.objects.update(not_before=timezone.now())
    follow_all()
    assert Certificate.objects.get().paper is not None
    assert stand_of(decision).complete


class Printers:
    """Stands in for the programs that typeset: hands back what is asked, and does something after so many papers."""

    def __init__(self, after: int, act) -> None:
        self.after, self.act, self.count = after, act, 0

    def __call__(self, papers):
        for paper in papers:
            self.count += 1
            if self.count == self.after:
                self.act()
            yield f"%PDF-1.7 {paper.serial}".encode()


@pytest.fixture
def plain(monkeypatch):
    """Printing is not what is tried here."""
    monkeypatch.setattr(batches, "issue", _kept)
    return lambda after, act: monkeypatch.setattr(batches, "printed", Printers(after, act))


def _kept(owner, pdf):
    Certificate.objects.filter(pk=owner.pk, paper=None).update(paper=put_bytes(pdf, "application/pdf"))


def test_a_batch_is_stopped_and_goes_on_where_it_was(unit, registrar, plain):
    decision = publish_decision(decided(unit, registrar, works=5).code, registrar)
    plain(3, lambda: stop_batch(decision.code, registrar))
    start_batch(decision.code, registrar)
    follow_all()
    stand = stand_of(decision)
    assert (stand.done, stand.whole, stand.state, stand.complete) == (2, 5, "stopped", False)
    before = dict(Certificate.objects.exclude(paper=None).values_list("pk", "paper"))
    with pytest.raises(StateConflict):
        stop_batch(decision.code, registrar)
    start_batch(decision.code, registrar)
    with pytest.raises(StateConflict):
        start_batch(decision.code, registrar)
    follow_all()
    stand = stand_of(decision)
    assert (stand.done, stand.state, stand.complete) == (5, "finished", True)
    assert before.items() <= dict(Certificate.objects.values_list("pk", "paper")).items()


def test_a_crash_loses_nothing_and_makes_nothing_twice(unit, registrar, plain):
    decision = publish_decision(decided(unit, registrar, works=4).code, registrar)

    def crash():
        raise RuntimeError("the power fails")

    follow_all()
    plain(3, crash)
    start_batch(decision.code, registrar)
    follow_all()
    assert (stand_of(decision).done, stand_of(decision).fault) == (2, "the power fails")
    made = dict(Certificate.objects.exclude(paper=None).values_list("pk", "paper"))
    Delivery.objects.update(not_before=timezone.now())
    follow_all()
    assert stand_of(decision).complete
    assert made.items() <= dict(Certificate.objects.values_list("pk", "paper")).items()


def test_long_work_goes_in_steps_between_which_others_have_their_turn(unit, registrar, plain, monkeypatch):
    monkeypatch.setattr(batches, "STEP", 2)
    decision = publish_decision(decided(unit, registrar, works=5).code, registrar)
    follow_all()
    plain(99, lambda: None)
    start_batch(decision.code, registrar)
    assert follow_all(patience=0) > 0
    assert stand_of(decision).done == 2
    follow_all()
    assert stand_of(decision).complete


def test_what_cannot_be_typeset_stops_the_batch_and_is_named_the_others_are_made(unit, registrar, monkeypatch):
    decision = publish_decision(decided(unit, registrar, works=2).code, registrar)
    first = Certificate.objects.order_by("pk")[0]
    real = batches.certificate_form
    monkeypatch.setattr(
        batches, "certificate_form", lambda one: _broken(real(one)) if one.pk == first.pk else real(one)
    )
    start_batch(decision.code, registrar)
    follow_all()
    stand = stand_of(decision)
    assert (stand.done, stand.state) == (1, "stopped")
    assert first.serial in stand.fault


def _broken(paper):
    return replace(paper, verify_url="x" * 5_000)  # no QR code holds so much


def test_all_certificates_arrive_in_one_zip_with_the_decision(unit, registrar):
    decision = publish_decision(decided(unit, registrar, works=3).code, registrar)
    with pytest.raises(StateConflict):
        served_zip(decision)
    start_batch(decision.code, registrar)
    follow_all()
    decision_paper(decision)
    decision.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(b"".join(served_zip(decision).streaming_content))) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        serials = sorted(Certificate.objects.values_list("serial", flat=True))
        assert names == ["01-QĐ-SYT.pdf", *(f"{serial}.pdf" for serial in serials)]
        assert packed.read(names[1]) == bytes_of(Certificate.objects.get(serial=serials[0]).paper)


def test_many_are_typeset_by_programs_of_their_own_in_order():
    papers = [replace(CERTIFICATE, serial=f"2026/{number:05}") for number in range(FEW + 1)]
    papers[5] = replace(papers[5], verify_url="x" * 5_000)
    made = list(printed(papers))
    assert made[0] == papers[0].typeset()
    assert "certificate" in str(made[5])
    assert all(
        paper.serial in words(pdf) for number, (paper, pdf) in enumerate(zip(papers, made, strict=True)) if number != 5
    )


def test_only_the_registrar_of_the_authority_has_certificates_made(unit, registrar):
    decision = decided(unit, registrar)
    with pytest.raises(StateConflict):
        start_batch(decision.code, registrar)
    publish_decision(decision.code, registrar)
    elsewhere = city.actor(Role.REGISTRAR, at=city.unit("SGD", name="Sở Giáo dục"))
    for act in (start_batch, stop_batch, own_decision):
        args = (decision.code, elsewhere)
        with pytest.raises(Forbidden):
            act(*args)
        with pytest.raises(NotFound):
            act("KHONG-CO", registrar)


def test_revoked_before_it_had_a_paper_a_certificate_gets_none(unit, registrar, plain):
    decision = publish_decision(decided(unit, registrar, works=2).code, registrar)
    dossier = decision.items.order_by("position")[0].dossier
    revocation = draft_revocation(registrar, decision.code, [dossier.code], "Khai không đúng sự thật")
    sign_decision(revocation.code, registrar, timezone.localdate(), SIGNER, "Giám đốc")
    plain(99, lambda: None)
    start_batch(decision.code, registrar)
    follow_all()
    assert list(Certificate.objects.exclude(paper=None).values_list("state", flat=True)) == ["valid"]
    assert stand_of(decision).complete
