"""Decisions that change earlier ones: new decisions, new rows, new certificates; what was said before stays as it was."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from config.errors import Invalid, StateConflict
from initiatives.choices import Kind, State
from initiatives.models import Dossier, Work
from initiatives.services.content import digest_of, shown_content
from initiatives.services.drafts import save_answers
from initiatives.services.past import PastWork
from initiatives.services.stages import file_next
from initiatives.workflow import WORKFLOW
from journal.models import Entry, Event
from organisation.actor import NOBODY
from organisation.models import Person, Role
from recognition.models import Certificate, Decision, Recognition
from recognition.queries.decisions import lines_of
from recognition.queries.register import RegisterFilter, register, rows
from recognition.queries.statistics import counted
from recognition.queries.verification import code_of, verify
from recognition.services.changes import draft_correction, draft_replacement, draft_revocation
from recognition.services.decisions import drop_draft, publish_decision, sign_decision
from recognition.services.past import record_past_decision
from search import database
from search.dossiers import documents_of
from search.engines.interface import SearchRequest
from tests import city

REASON = "Nhầm khi nhập danh sách"


@pytest.fixture
def by_hand(settings):
    """Nobody follows the outbox but the test."""
    settings.BACKGROUND = "later"


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
def old(unit, registrar, author):
    """Three works recognised by one decision, with their certificates."""
    person = Person.objects.get(pk=author.person_id)
    works = [PastWork(Kind.INITIATIVE, f"Sáng kiến {n}", unit, ((person, Decimal(100)),), grade="A") for n in (1, 2, 3)]
    return record_past_decision(
        registrar, unit, "department", timezone.localdate(), works, signer_name="Võ Thành Đạt", signer_post="Giám đốc"
    )


@pytest.fixture
def dossiers(old):
    return [item.dossier for item in old.items.order_by("position")]


def in_force(draft, registrar, days=0):
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        signed = sign_decision(draft.code, registrar, timezone.localdate(), "Võ Thành Đạt", "Giám đốc")
        return publish_decision(signed.code, registrar)


def test_the_longest_code_of_an_authority_fits_into_its_old_rounds(registrar, author):
    authority = city.unit("A" * 20)
    work = PastWork(Kind.INITIATIVE, "Sáng kiến", authority, ((Person.objects.get(pk=author.person_id), Decimal(100)),))
    old = record_past_decision(registrar, authority, "department", timezone.localdate(), [work])
    assert old.items.get().dossier.round.code.startswith("A" * 20 + "-initiative-department-")


def titles(**chosen):
    return [row["title"] for row in rows(register(RegisterFilter(**chosen)))][::-1]


def test_a_correction_writes_the_row_anew_and_the_past_keeps_its_words(old, registrar, dossiers):
    first = dossiers[0]
    other = city.unit("SXD", name="Sở Xây dựng")
    said = {first.code: {"title": "Sáng kiến một", "unit": "SXD", "grade": "B"}}
    new = in_force(draft_correction(registrar, old.code, said, REASON), registrar, days=1)
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert (new.kind, new.number, new.refers_to) == (Decision.Kind.CORRECTION, 2, old)
    assert titles(as_of=tomorrow) == titles() == ["Sáng kiến 2", "Sáng kiến 3", "Sáng kiến một"]
    assert titles(as_of=timezone.localdate()) == ["Sáng kiến 1", "Sáng kiến 2", "Sáng kiến 3"]
    row = Recognition.objects.get(dossier=first, recorded_to=None)
    assert (row.unit, row.grade, row.decision, row.corrected_by, row.supersedes.title) == (
        other, "B", old, new, "Sáng kiến 1",
    )  # fmt: skip
    assert Recognition.objects.filter(recorded_to=None).count() == 3
    by_unit = {cell.values["unit"]: cell.count for cell in counted(("unit",), RegisterFilter()).rows}
    assert by_unit == {"SYT": 2, "SXD": 1}
    today = RegisterFilter(as_of=timezone.localdate())
    with time_machine.travel(timezone.now() + timedelta(days=1)):  # once the day is past
        assert {cell.values["unit"]: cell.count for cell in counted(("unit",), today).rows} == {"SYT": 3}
    assert Work.objects.get(pk=first.work_id).title == "Sáng kiến một"
    first.refresh_from_db()
    assert (first.state, first.grade) == (State.RECOGNISED, "A")


def test_what_an_old_register_told_is_kept_before_a_decision_corrects_it(old, registrar, author, dossiers):
    told = shown_content(dossiers[0], author)
    assert [author_["full_name"] for author_ in told["authors"]] == [Person.objects.get(pk=author.person_id).full_name]
    said = {dossiers[0].code: {"title": "Sáng kiến một", "authors": [{"full_name": "Trần Khác", "share": "100"}]}}
    in_force(draft_correction(registrar, old.code, said, REASON), registrar)
    now = Dossier.objects.get(pk=dossiers[0].pk)
    version = now.versions.get()
    assert (now.work.title, version.content, version.digest) == ("Sáng kiến một", told, digest_of(told))
    assert (version.submitted_at, version.submitted_by) == (now.created_at, None)
    assert shown_content(now, author) == told
    assert not dossiers[1].versions.exists()


def test_what_an_old_register_told_is_kept_before_its_authors_write_on(old, author, dossiers, unit):
    Work.objects.filter(pk=dossiers[0].work_id).update(summary="Như sổ cũ")
    [first, other] = [Dossier.objects.get(pk=one.pk) for one in dossiers[:2]]
    round_ = city.round_at(unit.parent, level="city", purpose="influence")
    draft = file_next(author, first.code, round_.code)
    save_answers(draft.draft_code, author, {"title": "Tên mới", "summary": "Viết cho hồ sơ sau"})
    answers = shown_content(Dossier.objects.get(pk=first.pk), author)["answers"]
    assert (answers["title"], answers["summary"]) == ("Sáng kiến 1", "Như sổ cũ")
    public = next(one for one in documents_of(Dossier.objects.filter(pk=first.pk)) if one.key.endswith("p"))
    assert (public.title, public.text) == ("Sáng kiến 1", "Như sổ cũ")
    found = [len(database.answered(NOBODY, SearchRequest(words=word)).hits) for word in ("cũ", "sau")]
    assert found == [1, 0]
    assert (first.versions.count(), other.versions.count(), draft.versions.count()) == (1, 0, 0)


def test_the_old_decision_reads_as_it_was_signed(old, registrar, dossiers):
    said = {dossiers[0].code: {"title": "Sáng kiến một"}}
    new = in_force(draft_correction(registrar, old.code, said, REASON), registrar)
    assert [line.title for line in lines_of(old)] == ["Sáng kiến 1", "Sáng kiến 2", "Sáng kiến 3"]
    [line] = lines_of(new)
    assert [(one.name, one.before, one.after) for one in line.changes] == [("title", "Sáng kiến 1", "Sáng kiến một")]


def test_what_authors_write_for_the_next_dossier_leaves_the_register_alone(old, registrar, author, dossiers, unit):
    round_ = city.round_at(unit.parent, level="city", purpose="influence")
    draft = file_next(author, dossiers[0].code, round_.code)
    save_answers(draft.draft_code, author, {"title": "Tên mới của tác giả"})
    assert titles() == ["Sáng kiến 1", "Sáng kiến 2", "Sáng kiến 3"]
    said = {dossiers[0].code: {"title": "Sáng kiến một"}}
    in_force(draft_correction(registrar, old.code, said, REASON), registrar)
    assert "Sáng kiến một" in titles()
    assert Work.objects.get(pk=dossiers[0].work_id).title == "Tên mới của tác giả"


def test_authors_are_corrected_with_their_certificates(old, registrar, author, dossiers):
    first = dossiers[0]
    person = Person.objects.get(pk=author.person_id)
    people = [{"person": person.code, "share": "60"}, {"full_name": "Trần Thị Bình", "share": "40"}]
    mistaken = Certificate.objects.get(recognition__dossier=first)
    new = draft_correction(registrar, old.code, {first.code: {"authors": people}}, REASON)
    assert [c.serial for line in lines_of(new, with_certificates=True) for c in line.certificates] == [mistaken.serial]
    in_force(new, registrar)
    row = Recognition.objects.get(dossier=first, recorded_to=None)
    assert [(one["full_name"], one["share"]) for one in row.authors] == [
        (person.full_name, "60.00"), ("Trần Thị Bình", "40.00"),
    ]  # fmt: skip
    assert verify(code_of(mistaken)).state == "replaced"
    valid = Certificate.objects.filter(recognition__dossier=first, state="valid").order_by("share")
    assert [(one.content["full_name"], one.content["share"], one.content["corrected_by"]) for one in valid] == [
        ("Trần Thị Bình", "40.00", "02/QĐ-SYT"), (person.full_name, "60.00", "02/QĐ-SYT"),
    ]  # fmt: skip
    shares = dict(Work.objects.get(pk=first.work_id).authors.values_list("person__full_name", "share"))
    assert shares == {person.full_name: 60, "Trần Thị Bình": 40}
    assert Certificate.objects.filter(state="valid").count() == 4


def test_only_the_certificates_that_say_it_wrongly_are_replaced(old, registrar, dossiers):
    city.unit("SXD", name="Sở Xây dựng")
    said = {dossiers[0].code: {"unit": "SXD"}, dossiers[1].code: {"title": "Sáng kiến hai"}}
    in_force(draft_correction(registrar, old.code, said, REASON), registrar)
    replaced = Certificate.objects.get(state="replaced")
    assert replaced.recognition.dossier == dossiers[1]
    assert replaced.content["title"] == "Sáng kiến 2"
    assert Certificate.objects.filter(state="valid").count() == 3


def test_who_is_no_author_any_more_loses_the_certificate(old, registrar, dossiers):
    other = city.person("Lê Văn Đúng")
    said = {dossiers[0].code: {"authors": [{"person": other.code, "share": "100"}]}}
    in_force(draft_correction(registrar, old.code, said, REASON), registrar)
    assert Certificate.objects.get(state="revoked").recognition.dossier == dossiers[0]
    assert Certificate.objects.get(state="valid", person=other).content["full_name"] == "Lê Văn Đúng"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": " "}, "title"), ({"title": "M" * 501}, "title"), ({"unit": "KHONG"}, "unit"),
        ({"field": "khong"}, "field"), ({"authors": []}, "authors"),
        ({"authors": [{"full_name": "Lê Ánh", "share": "99"}]}, "authors"),
        ({"authors": [{"full_name": "Lê Ánh", "share": "x"}]}, "authors"),
        ({"authors": [{"person": "KHONG", "share": "100"}]}, "authors"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_told_at_its_field(old, registrar, dossiers, said, field):
    with pytest.raises(Invalid) as told:
        draft_correction(registrar, old.code, {dossiers[0].code: said}, REASON)
    assert list(told.value.fields) == [f"{dossiers[0].code}.{field}"]
    assert not Decision.objects.filter(state="draft").exists()


def test_a_correction_of_nothing_is_none(old, registrar, dossiers):
    with pytest.raises(Invalid):
        draft_correction(registrar, old.code, {dossiers[0].code: {"title": "Sáng kiến 1"}}, REASON)


def test_a_revocation_takes_some_or_all(old, registrar, dossiers):
    part = in_force(draft_revocation(registrar, old.code, [dossiers[0].code], REASON), registrar, days=1)
    assert titles() == ["Sáng kiến 2", "Sáng kiến 3"]
    assert [row["title"] for row in rows(register(RegisterFilter(revoked=True)))] == ["Sáng kiến 1"]
    whole = in_force(draft_revocation(registrar, old.code, [], REASON), registrar, days=2)
    assert (titles(), part.items.count(), whole.items.count()) == ([], 1, 2)
    assert titles(as_of=timezone.localdate()) == ["Sáng kiến 1", "Sáng kiến 2", "Sáng kiến 3"]
    assert set(Dossier.objects.values_list("state", flat=True)) == {State.REVOKED}
    assert set(Certificate.objects.values_list("state", flat=True)) == {"revoked"}
    with pytest.raises(StateConflict):
        draft_revocation(registrar, old.code, [], REASON)


def test_what_is_revoked_cannot_be_corrected(old, registrar, dossiers):
    in_force(draft_revocation(registrar, old.code, [dossiers[0].code], REASON), registrar)
    with pytest.raises(StateConflict):
        draft_correction(registrar, old.code, {dossiers[0].code: {"title": "Khác"}}, REASON)


def test_a_replacement_takes_over_what_stands_and_keeps_its_year(old, registrar, dossiers):
    said = {dossiers[1].code: {"title": "Sáng kiến hai"}}
    draft = draft_replacement(registrar, old.code, said, [dossiers[2].code], REASON)
    new = in_force(draft, registrar, days=400)
    standing = Recognition.objects.filter(recorded_to=None, held_to=None).order_by("title")
    assert [(row.title, row.decision, row.year) for row in standing] == [
        ("Sáng kiến 1", new, timezone.localdate().year), ("Sáng kiến hai", new, timezone.localdate().year),
    ]  # fmt: skip
    assert [(line.title, line.item.result) for line in lines_of(new)] == [
        ("Sáng kiến 1", "recognised"), ("Sáng kiến hai", "recognised"), ("Sáng kiến 3", "revoked"),
    ]  # fmt: skip
    assert sorted(Certificate.objects.values_list("state", flat=True)) == [
        "replaced",
        "replaced",
        "revoked",
        "valid",
        "valid",
    ]
    assert {one.content["decision"] for one in Certificate.objects.filter(state="valid")} == {new.reference}
    with pytest.raises(StateConflict):
        draft_revocation(registrar, old.code, [], REASON)
    in_force(draft_revocation(registrar, new.code, [], REASON), registrar, days=401)
    assert titles() == []


def test_one_recognition_stands_in_one_draft(old, registrar, dossiers):
    first = draft_revocation(registrar, old.code, [dossiers[0].code], REASON)
    with pytest.raises(StateConflict):
        draft_correction(registrar, old.code, {dossiers[0].code: {"title": "Khác"}}, REASON)
    drop_draft(first.code, registrar)
    draft_correction(registrar, old.code, {dossiers[0].code: {"title": "Khác"}}, REASON)


def test_every_step_is_told(old, registrar, dossiers):
    said = {dossiers[0].code: {"title": "Sáng kiến một"}}
    in_force(draft_correction(registrar, old.code, said, REASON), registrar)
    subject = f"dossier:{dossiers[0].pk}"
    assert Entry.objects.filter(event=WORKFLOW["correct"].event, subject=subject).count() == 1
    assert Event.objects.filter(name=WORKFLOW["correct"].event, subject=subject).exists()
    assert Entry.objects.filter(event="recognition_written_anew").count() == 1
    assert Entry.objects.filter(event="certificate_replaced").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_signed_at_once_one_wins_and_the_numbers_have_no_gap(by_hand, old, registrar, dossiers):
    """Two drafts upon one row, as they are left by a registrar and a colleague, signed in the same moment."""
    first = draft_correction(registrar, old.code, {dossiers[0].code: {"title": "Hai"}}, REASON)
    second = draft_twin(first)
    ready, told = threading.Barrier(2), []

    def sign(code):
        ready.wait()
        try:
            sign_decision(code, registrar, timezone.localdate(), "Võ Thành Đạt", "Giám đốc")
            told.append("signed")
        except StateConflict:
            told.append("conflict")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=sign, args=[one.code]) for one in (first, second)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(told) == ["conflict", "signed"]
    assert Recognition.objects.filter(recorded_to=None).count() == 3
    assert sorted(Decision.objects.exclude(number=None).values_list("number", flat=True)) == [1, 2]


def draft_twin(draft):
    """A second draft upon the same rows, which the service itself would refuse."""
    item = draft.items.get()
    twin = Decision.objects.get(pk=draft.pk)
    twin.pk, twin.code = None, "DU-THAO-SONG"
    twin.save()
    item.pk, item.decision = None, twin
    item.save()
    return twin


def test_no_decision_is_of_a_day_before_the_one_that_it_changes(old, registrar, dossiers):
    draft = draft_revocation(registrar, old.code, [dossiers[0].code], REASON)
    with pytest.raises(Invalid) as refused:
        sign_decision(draft.code, registrar, old.signed_on - timedelta(days=1), "Võ Thành Đạt", "Giám đốc")
    assert set(refused.value.fields) == {"signed_on"}
