"""Letters are sent once; a server that is down, a worker that died or one bad address loses and holds back nothing."""

import smtplib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone

from journal.followers import FOLLOWERS
from journal.models import Delivery, Entry
from journal.services.follow import follow
from operations.services.replay import replay
from organisation.models import Letter, Person, Role
from organisation.services import mail as letters
from tests import city

pytestmark = pytest.mark.django_db


@pytest.fixture
def write():
    def written(email: str) -> Letter:
        person = city.person(email=email)
        letter = Letter.objects.create(person=person, to=email, subject="Tiêu đề", body="Nội dung")
        letters.tell("mail_written", f"letter:{letter.pk}")
        return letter

    return written


def send() -> None:
    """What the worker does, with every delivery due now."""
    Delivery.objects.update(not_before=timezone.now())
    follow(FOLLOWERS["mail"])


def failing(monkeypatch, errors: dict[str, Exception]) -> None:
    original = EmailMessage.send

    def sends(message: EmailMessage, *args: object, **options: object) -> int:
        if error := errors.get(message.to[0]):
            raise error
        return original(message, *args, **options)

    monkeypatch.setattr(EmailMessage, "send", sends)


def test_a_letter_is_sent_once_however_often_it_is_told(write):
    letter = write("a@example.vn")
    letters.tell("mail_written", f"letter:{letter.pk}")
    send()
    send()
    assert [message.to for message in mail.outbox] == [["a@example.vn"]]
    letter.refresh_from_db()
    assert letter.state == Letter.State.SENT


def test_a_server_that_is_down_loses_nothing(write, monkeypatch):
    first, second = write("a@example.vn"), write("b@example.vn")
    with monkeypatch.context() as down:
        failing(down, {"a@example.vn": ConnectionRefusedError()})
        send()
    assert mail.outbox == []
    assert set(Letter.objects.values_list("state", flat=True)) == {Letter.State.WAITING}
    send()
    assert [message.to[0] for message in mail.outbox] == [first.to, second.to]


def test_one_address_that_is_refused_for_now_holds_back_no_other(write, monkeypatch):
    write("a@example.vn")
    write("b@example.vn")
    with monkeypatch.context() as busy:
        failing(busy, {"a@example.vn": smtplib.SMTPRecipientsRefused({"a@example.vn": (450, b"busy")})})
        send()
    assert [message.to[0] for message in mail.outbox] == ["b@example.vn"]
    send()
    assert [message.to[0] for message in mail.outbox] == ["b@example.vn", "a@example.vn"]
    assert not Delivery.objects.exists()


def test_one_address_that_is_refused_for_good_is_journaled_and_waits_for_a_person(write, monkeypatch):
    letter = write("a@example.vn")
    write("b@example.vn")
    with monkeypatch.context() as wrong:
        failing(wrong, {"a@example.vn": smtplib.SMTPRecipientsRefused({"a@example.vn": (550, b"no such user")})})
        send()
        send()
    assert [message.to[0] for message in mail.outbox] == ["b@example.vn"]
    assert Entry.objects.get(event="mail_refused").subject == f"letter:{letter.pk}"
    given_up = Delivery.objects.get()
    assert (given_up.event.subject, "550" in given_up.error) == (f"letter:{letter.pk}", True)
    replay(city.actor(Role.ADMINISTRATOR, at=city.unit()), given_up.pk)
    send()
    assert [message.to[0] for message in mail.outbox] == ["b@example.vn", "a@example.vn"]
    assert not Delivery.objects.filter(follower="mail").exists()


def test_a_letter_whose_worker_died_is_sent_after_a_while_under_the_same_id(write):
    letter = write("a@example.vn")
    send()
    Letter.objects.update(state=Letter.State.SENDING, sent_at=timezone.now())
    letters.tell("mail_written", f"letter:{letter.pk}")
    send()
    assert len(mail.outbox) == 1
    Letter.objects.update(sent_at=timezone.now() - letters.ABANDONED - timedelta(seconds=1))
    send()
    first, second = mail.outbox
    assert first.message()["Message-ID"] == second.message()["Message-ID"]


def test_a_letter_that_was_claimed_by_a_clock_that_was_ahead_is_sent(write):
    write("a@example.vn")
    Letter.objects.update(state=Letter.State.SENDING, sent_at=timezone.now() + timedelta(hours=2))
    send()
    assert len(mail.outbox) == 1


def test_a_key_lets_a_letter_be_written_once(settings):
    person = city.person(email="a@example.vn")
    context = {"inviter": "Lê A", "author": None, "dossier": None, "link": "x"}
    wrote = [letters.write_letter(person, "initiatives/letters/invitation.txt", context, key="k") for _n in range(2)]
    assert [letter is not None for letter in wrote] == [True, False]


class Late:
    """A name that is read only when both have found no letter yet."""

    def __init__(self) -> None:
        self.both = Barrier(2, timeout=20)

    def __str__(self) -> str:
        self.both.wait()
        return "Lê A"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_who_deal_with_the_same_event_write_its_letter_once():
    person = city.person(email="a@example.vn")
    context = {"inviter": Late(), "author": None, "dossier": None, "link": "x"}

    def written(_number: int) -> bool:
        try:
            return letters.write_letter(person, "initiatives/letters/invitation.txt", context, key="k") is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        assert sorted(workers.map(written, range(2))) == [False, True]
    assert Letter.objects.count() == 1


def test_nobody_without_an_address_gets_a_letter():
    person = Person.objects.create(code="X", full_name="Không có thư")
    assert letters.write_letter(person, "initiatives/letters/invitation.txt", {}) is None
