"""Letters about a dossier: to whom, when, with what, in whose language; each once."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from initiatives.choices import State
from initiatives.files.reading import pages_of
from initiatives.models import Author, Dossier
from initiatives.services import papers
from initiatives.services.dossiers import advance, perform
from initiatives.services.storage import open_blob
from initiatives.workflow import WORKFLOW
from journal.models import Delivery, Event
from journal.services.follow import follow_all
from organisation.actor import NOBODY
from organisation.models import Letter, Person
from tests import city

pytestmark = [pytest.mark.files, pytest.mark.django_db]


@pytest.fixture
def unit():
    return city.unit(name="Sở Y tế")


def after(dossier, step, author, checker) -> Letter:
    """The one letter that a step causes."""
    follow_all()
    before = set(Letter.objects.values_list("pk", flat=True))
    city.take(dossier, step, author, checker)
    follow_all()
    return Letter.objects.exclude(pk__in=before).get()


def text_of(letter: Letter, number: int = 0) -> str:
    """The text of an attached paper."""
    from initiatives.models import Blob

    blob = Blob.objects.get(storage=letter.attachments[number]["storage"])
    with open_blob(blob) as stream:
        return " ".join(" ".join(pages_of(stream, papers.PDF)).split())


@pytest.mark.parametrize(
    ("state", "step", "words"),
    [
        (State.SUBMITTED, "admit", "tiếp nhận hợp lệ"),
        (State.SUBMITTED, "return", "bổ sung"),
        (State.SUBMITTED, "refuse", "Nghị định 13/2012/NĐ-CP, Điều 3"),
        (State.ADMITTED, "withdraw", "rút"),
        (State.RETURNED, "lapse", "hết hạn"),
        (State.IN_REVIEW, "conclude", "kết luận"),
        (State.CONCLUDED, "recognise", "Công nhận"),
        (State.CONCLUDED, "decline", "Không công nhận"),
        (State.RECOGNISED, "revoke", "hủy bỏ"),
    ],
)
def test_each_step_that_concerns_the_authors_is_told_to_them_in_words(state, step, words, author, checker, round_):
    letter = after(city.in_state(state, author, checker, round_), step, author, checker)
    dossier = Dossier.objects.get()
    assert letter.person_id == author.person_id
    assert dossier.code in letter.subject
    assert words.lower() in (letter.subject + letter.body).lower()
    assert f"/ho-so/{dossier.code}/" in letter.body
    assert "{" not in letter.body


def test_what_concerns_nobody_outside_causes_no_letter(author, checker, round_):
    dossier = city.in_state(State.ADMITTED, author, checker, round_)
    follow_all()
    before = Letter.objects.count()
    advance(dossier.pk, "review", NOBODY, through="council")
    follow_all()
    assert Letter.objects.count() == before


def test_after_a_submission_receipt_and_application_are_attached_and_say_what_was_submitted(author, checker, round_):
    dossier = city.draft(author, round_, problem="Thất thoát nước ở mạng lưới cũ")
    letter = after(dossier, "submit", author, checker)
    dossier = Dossier.objects.get()
    assert [file["name"] for file in letter.attachments] == [f"bien-nhan-{dossier.code}.pdf", f"don-{dossier.code}.pdf"]
    receipt, application = text_of(letter, 0), text_of(letter, 1)
    assert dossier.code in receipt
    assert f"{dossier.result_due_on.year}" in receipt
    assert "Thất thoát nước ở mạng lưới cũ" in application
    assert dossier.versions.get().application is not None


def test_a_return_tells_its_reasons_by_field_and_the_day_to_answer_by(author, checker, round_):
    letter = after(city.submitted(author, round_), "return", author, checker)
    notice = Dossier.objects.get().notices.get()
    assert "- Tính mới: Nêu rõ" in letter.body
    assert "Nêu rõ điểm mới so với giải pháp đã biết." in letter.body
    assert f"{notice.answer_by:%d/%m/%Y}" in letter.body
    assert "Nêu rõ điểm mới so với giải pháp đã biết" in text_of(letter)


def test_a_letter_written_late_tells_what_happened_then(author, checker, round_, settings):
    dossier = city.submitted(author, round_)
    follow_all()
    start = timezone.now()
    for hours, words in enumerate(("Lý do thứ nhất", "Lý do thứ hai"), 1):
        with time_machine.travel(start + timedelta(hours=hours)):
            perform(dossier.code, "return", checker, reasons=[{"field": "title", "text": words}])
            perform(dossier.code, "submit", author)
    with time_machine.travel(start + timedelta(hours=9)):
        follow_all()
    returned = [letter.body for letter in Letter.objects.order_by("id") if "Lý do" in letter.body]
    assert ["Lý do thứ nhất" in body for body in returned] == [True, False]
    assert ["Lý do thứ hai" in body for body in returned] == [False, True]


def test_every_author_and_the_filer_get_one_each_and_a_repetition_writes_none(unit, round_, checker):
    writer, other = city.person(), city.person()
    dossier = city.paper_draft(checker, round_, writer)
    rows = [{"person": writer.code, "share": "50"}, {"person": other.code, "share": "50"}]
    city.save_authors(dossier.draft_code, checker, rows)
    perform(dossier.draft_code, "submit", checker)
    event = Event.objects.get(name="dossier_submitted")
    follow_all()
    assert set(Letter.objects.values_list("person_id", flat=True)) == {writer.pk, other.pk, checker.person_id}
    papers.handle([event])
    papers.handle([event])
    assert Letter.objects.count() == 3
    assert len(mail.outbox) == 3


def test_who_has_declined_or_has_no_address_gets_none(author, checker, round_):
    dossier = city.submitted(author, round_)
    silent, gone = city.person(), city.person()
    Person.objects.filter(pk=silent.pk).update(email="")
    for number, (person, answer) in enumerate(((silent, "confirmed"), (gone, "declined")), 2):
        Author.objects.create(work=dossier.work, person=person, share=1, position=number, confirmation=answer)
    letter = after(dossier, "admit", author, checker)
    assert letter.person_id == author.person_id


def test_letters_are_in_the_language_of_the_person(author, checker, round_):
    Person.objects.filter(pk=author.person_id).update(language="en")
    letter = after(city.submitted(author, round_), "return", author, checker)
    assert "has to be completed" in letter.subject
    assert "What is new" in letter.body


def test_a_title_cannot_change_the_head_of_a_letter(author, checker, round_):
    dossier = city.draft(author, round_, title="Giải pháp\r\nBcc: ke-xau@example.vn <b>&amp;")
    letter = after(dossier, "submit", author, checker)
    assert "\n" not in letter.subject
    assert "“Giải pháp Bcc: ke-xau@example.vn <b>&amp;”" in letter.body
    assert [message.bcc for message in mail.outbox] == [[]]


def test_every_step_of_the_workflow_leaves_nothing_waiting_in_the_outbox(author, checker, round_):
    for step in (one for one in WORKFLOW if one.sources):
        state = next(state for state in State.values if state in step.sources)
        city.take(city.in_state(state, author, checker, round_), step.name, author, checker)
    follow_all()
    assert not Delivery.objects.exclude(follower="index").exists()
