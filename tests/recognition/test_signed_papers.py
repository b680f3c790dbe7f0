"""Receipts, notices and the decisions of councils, signed where their authority has a key, and known when verified."""

import pytest
from django.test import Client
from django.utils import timezone

from config.errors import Unavailable
from documents.signing.check import certificates, checked
from initiatives.models import Appeal, Blob
from initiatives.services.appeal_papers import answer_pdf
from initiatives.services.appeals import perform_on_appeal
from initiatives.services.storage import open_blob
from journal.models import Entry
from journal.services.follow import follow_all
from organisation.models import Letter, Role
from recognition.models import IssuedPaper
from recognition.queries.checking import Outcome, judge
from reviews.models import Council
from reviews.services.minutes import decision_of
from tests import city
from tests.documents import authority
from tests.initiatives.test_appeals import Case, answer
from tests.recognition.test_checking import added_to
from tests.reviews import factories

pytestmark = [pytest.mark.files, pytest.mark.django_db]


def bytes_of(blob):
    with open_blob(blob) as stream:
        return stream.read()


def signers(pdf, signing):
    told = checked(pdf, certificates(signing.trust))
    assert all(one["intact"] and one["whole"] and one["trusted"] for one in told)
    return [one["name"] for one in told]


def attached(name):
    """The bytes of the one attachment of that name that went out with a letter."""
    [place] = [file["storage"] for one in Letter.objects.all() for file in one.attachments if name in file["name"]]
    return bytes_of(Blob.objects.get(storage=place))


def test_a_receipt_bears_the_seal_and_a_notice_the_hand_of_who_made_it(settings, tmp_path):
    unit = city.unit(name="Sở Y tế")
    checker = city.actor(Role.OFFICER, at=unit, who=city.person("Trần Kiểm Tra"))
    settings.SIGNING = authority.settings_in(tmp_path, unit.code, "Trần Kiểm Tra")
    author = city.actor(at=unit)
    dossier = city.submitted(author, city.round_at(unit))
    city.take(dossier, "return", author, checker)
    follow_all()
    receipt, notice = attached("bien-nhan"), attached("thong-bao")
    assert signers(receipt, settings.SIGNING) == [f"Cơ quan {unit.code}"]
    assert signers(notice, settings.SIGNING) == ["Trần Kiểm Tra", f"Cơ quan {unit.code}"]
    assert signers(attached("don-"), settings.SIGNING) == []  # the authors', not the authority's
    assert judge(receipt).outcome == judge(notice).outcome == Outcome.ISSUED
    assert [one.holds for one in judge(notice).signatures] == [True, True]
    assert judge(added_to(receipt)).outcome == Outcome.CHANGED
    page = Client().post("/xac-minh/tep/", {"file": city.upload("bien-nhan.pdf", receipt)}).content.decode()
    assert "Do hệ thống này cấp, nguyên vẹn" in page
    subjects = set(IssuedPaper.objects.values_list("subject", flat=True))
    assert subjects == {f"dossier:{dossier.pk}"}


def test_the_decision_of_a_council_is_signed_off_the_request_once_it_has_its_number(settings, tmp_path):
    town = factories.town()
    settings.SIGNING = authority.settings_in(tmp_path, town.round.authority.code)
    registrar = factories.actor(town.registrar)
    Council.objects.filter(pk=town.council.pk).update(decision_number="07/QĐ-SYT", decided_on=timezone.localdate())
    for _time in range(2):
        with pytest.raises(Unavailable):
            decision_of(town.council.code, registrar)
    follow_all()
    blob = decision_of(town.council.code, registrar)
    assert signers(bytes_of(blob), settings.SIGNING) == [f"Cơ quan {town.round.authority.code}"]
    assert judge(bytes_of(blob)).outcome == Outcome.ISSUED
    assert Entry.objects.filter(event="paper_signed", subject=f"council:{town.council.pk}").count() == 1


def test_the_answer_to_an_appeal_is_signed_off_the_request_goes_with_its_letter_and_is_known(settings, tmp_path):
    case = Case()
    settings.SIGNING = authority.settings_in(tmp_path, case.unit.code, "Nguyễn Văn Quảng")
    appeal = perform_on_appeal(case.examined().code, "reject", case.leader, answer())
    for _time in range(2):
        with pytest.raises(Unavailable):
            answer_pdf(appeal)
    follow_all()
    appeal = Appeal.objects.get(pk=appeal.pk)
    paper = answer_pdf(appeal)
    assert signers(paper, settings.SIGNING) == ["Nguyễn Văn Quảng", f"Cơ quan {case.unit.code}"]
    assert attached(appeal.code) == paper and judge(paper).outcome == Outcome.ISSUED
    assert judge(added_to(paper)).outcome == Outcome.CHANGED
    assert IssuedPaper.objects.filter(subject=f"appeal:{appeal.pk}").count() == 1


def test_without_a_number_or_a_key_it_is_printed_at_once_and_said_to_be_nobodys(settings, tmp_path):
    town = factories.town()
    settings.SIGNING = authority.settings_in(tmp_path, town.round.authority.code)
    blob = decision_of(town.council.code, factories.actor(town.registrar))
    assert signers(bytes_of(blob), settings.SIGNING) == []
    assert judge(bytes_of(blob)).outcome == Outcome.NOT_OURS
