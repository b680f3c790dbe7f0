"""Letters as people wish them: what no law demands at once, in the letter of the day, or not at all."""

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from journal.followers import FOLLOWERS
from journal.services.follow import follow
from operations.letters import LANGUAGES, outbox, preview
from organisation.models import Letter, MailWish, Person, Role
from organisation.rules.digests import TEMPLATES, Wish, due
from organisation.services.mail import send_digests, write_letter
from tests import city
from tests.organisation.test_steps import account, signed_in

ROOT = Path(__file__).resolve().parents[2]
MORNING = datetime(2099, 5, 20, 7, 5, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def test_every_letter_that_can_be_written_stands_in_the_table():
    found = {str(path.relative_to(ROOT)).split("/templates/")[1] for path in ROOT.glob("*/templates/*/letters/*.txt")}
    assert found == set(TEMPLATES)


@given(st.sampled_from(sorted(TEMPLATES)), st.sampled_from(MailWish.values), st.booleans())
def test_what_a_law_demands_and_what_carries_papers_comes_at_once(name, wish, papers):
    bound = papers or TEMPLATES[name].required
    assert due(name, wish, papers) == (Wish.AT_ONCE if bound else Wish(wish))


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_every_letter_can_be_looked_at_in_both_languages(name):
    read = {language: preview(name, language) for language in LANGUAGES}
    for subject, body in read.values():
        assert subject and body and "\n" not in subject and not re.search(r"[{}]|None|, ,", subject + body)
    assert read["vi"][0] != read["en"][0] and read["vi"][1] != read["en"][1]


def written(person, code):
    context = {"dossier": city.submitted(city.actor(at=city.unit(), who=person), city.round_at(city.unit()))}
    write_letter(person, "initiatives/letters/admitted.txt", context, key=code)
    write_letter(person, "initiatives/letters/refused.txt", context, key=f"{code}-law")


def sent_to(person):
    follow(FOLLOWERS["mail"])
    return [message for message in mail.outbox if message.to == [person.email]]


@pytest.mark.django_db
def test_a_day_s_letters_come_as_one_and_once_and_none_before_seven():
    person = city.person(email="mot@example.vn")
    Person.objects.filter(pk=person.pk).update(mail_wish=MailWish.DAILY)
    person.refresh_from_db()
    written(person, "a")
    written(person, "b")
    Letter.objects.exclude(key__in=["a", "b", "a-law", "b-law"]).delete()
    assert len(sent_to(person)) == 2  # those that a law demands
    assert outbox()["gathered"] == 2 and send_digests(MORNING.replace(hour=6)) == 0
    assert send_digests(MORNING) == 1 and send_digests(MORNING) == 0
    digest = sent_to(person)[-1]
    assert len(mail.outbox) == 3 and outbox()["gathered"] == 0
    for letter in Letter.objects.filter(key__in=["a", "b"]):
        assert letter.subject in digest.body and letter.body in digest.body and letter.state == Letter.State.SENT
    assert "20/05/2099" in digest.subject and "/thu-bao/" in digest.body


@pytest.mark.django_db
def test_who_wants_none_gets_only_what_a_law_demands():
    user, chief = account(), account(Role.ADMINISTRATOR)
    browser, office = signed_in(user), signed_in(chief)
    assert browser.post("/thu-bao/", {"wish": "never"}).status_code == 302
    assert browser.get("/api/v1/me/mail/").json() == {"optional_letters": "never"}
    user.person.refresh_from_db()
    written(user.person, "c")
    keys = set(Letter.objects.filter(person=user.person).values_list("key", flat=True))
    assert "c-law" in keys and "c" not in keys
    page = office.get("/quan-tri/thu/?thu=initiatives/letters/returned.txt").content.decode()
    assert "SK-2026-0000" in page and "has to be completed" in page
    assert office.get("/quan-tri/thu/?thu=../../secret").status_code == 404
    assert browser.get("/quan-tri/thu/").status_code == 403
