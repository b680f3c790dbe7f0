"""Retention: what is due goes and nothing else does, and every figure that is counted comes out as before."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from initiatives.models import Author, Blob, Dossier, Work
from initiatives.services.files import attach
from journal.models import Entry
from journal.services.seals import seal_journal
from operations.personal import INVENTORY
from operations.rules.retention import RULES, left_on
from operations.services.retention import keep_to_the_periods, note_who_left
from organisation.models import ErasureRequest, Leaving, Letter, Person, Role, Token, User
from organisation.queries import people_named
from organisation.services.accounts import close_account
from organisation.services.mail import write_letter
from organisation.services.tokens import make_token
from tests import city, samples
from tests.api.building import build
from tests.api.place import Place
from tests.organisation.test_steps import account, signed_in, token

LONG_AFTER = timedelta(days=6 * 365)
COUNTED = (
    "statistics/recognised/", "recognitions/", "decisions/", "works/", "open-data/register.json", "search/?q=trạm",
)  # fmt: skip
SCHEDULED = "Đã nghỉ việc theo quyết định."
days = st.none() | st.dates()


@given(st.booleans(), days, st.lists(days))
def test_nobody_has_left_who_holds_a_role_or_an_account_and_the_last_day_counts(account_open, closed_on, ends):
    day = left_on(account_open, closed_on, ends)
    known = [end for end in [*ends, closed_on] if end]
    assert day == (None if account_open or None in ends or not known else max(known))


def test_every_rule_is_about_what_the_inventory_knows():
    touched = {label for rule in RULES.values() for label in rule.holds}
    assert touched <= set(INVENTORY)


@pytest.fixture
def searchable(settings, tmp_path):
    from search.engines import engine
    from search.indexing import rebuild

    settings.SEARCH_URL = f"tantivy://{tmp_path / 'index'}"
    engine.cache_clear()
    place = build()
    rebuild()
    yield place
    engine.cache_clear()


def told_to(place: Place, who: str):
    client = place.client(who)
    return {path: client.get(f"/api/v1/{path}").getvalue() for path in COUNTED}


@pytest.mark.django_db
def test_statistics_register_search_and_journal_come_out_as_before_when_everybody_has_left(searchable):
    seal_journal()
    before = {who: told_to(searchable, who) for who in ("anonymous", "registrar")}
    entries = list(Entry.objects.order_by("pk").values_list("pk", "actor", "event", "subject"))
    chief = searchable.people["administrator"]
    names = dict(Person.objects.values_list("pk", "full_name"))
    staying = {"administrator", "registrar"}
    for who, actor in searchable.people.items():
        if who not in staying:
            close_account(chief, Person.objects.get(pk=actor.person_id).code, SCHEDULED)
    assert keep_to_the_periods(dry=True)["people"] == 0
    done = keep_to_the_periods(timezone.now() + LONG_AFTER)
    assert done["people"] == len(searchable.people) - len(staying)
    assert {who: told_to(searchable, who) for who in before} == before
    call_command("journal", "verify")
    told = Entry.objects.filter(pk__lte=entries[-1][0]).order_by("pk")
    assert list(told.values_list("pk", "actor", "event", "subject")) == entries
    gone = {who: Person.objects.get(pk=searchable.people[who].person_id) for who in searchable.people.keys() - staying}
    for who in ("author", "member_chair"):  # a certificate and filed dossiers, a council
        assert gone[who].full_name == names[gone[who].pk], who
    for who in ("officer", "leader", "coauthor"):  # the co-author of a draft that was never filed
        assert gone[who].full_name not in names.values()
        assert gone[who] not in people_named(names[gone[who].pk], 100)
    for person in gone.values():
        assert not (person.email or person.phone or person.born_on or person.qualification)
        assert not User.objects.get(person=person).is_active and names[person.pk] not in str(person.user.email)
    assert keep_to_the_periods(timezone.now() + LONG_AFTER)["people"] == 0
    stays = Person.objects.get(pk=searchable.people["registrar"].person_id)
    assert stays.email and stays.full_name == names[stays.pk] and User.objects.get(person=stays).is_active


@pytest.mark.django_db
def test_a_draft_goes_a_year_after_its_round_with_the_bytes_that_nothing_else_needs(
    django_capture_on_commit_callbacks, settings
):
    settings.BACKGROUND = "later"
    author = city.actor(at=city.unit())
    old, new = city.round_at(city.unit()), city.round_at(city.unit())
    draft, shared = city.draft(author, old), samples.written_pdf("both")
    attach(draft.draft_code, author, "a.pdf", city.upload("a.pdf", samples.written_pdf("alone")))
    attach(draft.draft_code, author, "b.pdf", city.upload("b.pdf", shared))
    filed, later = city.submitted(author, old), city.draft(author, new)
    attach(later.draft_code, author, "b.pdf", city.upload("b.pdf", shared))
    old.opens_on, old.closes_on = (timezone.localdate() - timedelta(days=days) for days in (400, 366))
    old.save()
    alone, both = Blob.objects.filter(attachments__dossier=draft).order_by("pk")
    work = draft.work_id
    call_command("retention", dry_run=True)
    assert Dossier.objects.filter(pk=draft.pk).exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert keep_to_the_periods()["drafts"] == 1
    assert set(Dossier.objects.values_list("pk", flat=True)) == {filed.pk, later.pk}
    assert not Work.objects.filter(pk=work).exists() and not Author.objects.filter(work=work).exists()
    assert not default_storage.exists(alone.storage) and default_storage.exists(both.storage)
    assert not Blob.objects.filter(pk=alone.pk).exists()


@pytest.mark.django_db
def test_letters_lose_their_words_and_are_not_written_again():
    person = city.person()
    for key in ("old", "new"):
        write_letter(person, "initiatives/letters/refused.txt", {"dossier": None}, key=key)
    Letter.objects.update(state=Letter.State.SENT, sent_at=timezone.now())
    Letter.objects.filter(key="old").update(sent_at=timezone.now() - timedelta(days=366))
    assert keep_to_the_periods()["letters"] == 1
    old, new = Letter.objects.get(key="old"), Letter.objects.get(key="new")
    assert (old.to, old.subject, old.body) == ("", "", "") and new.body and new.to == person.email
    assert write_letter(person, "initiatives/letters/refused.txt", {"dossier": None}, key="old") is None


@pytest.mark.django_db
def test_a_closed_account_is_out_at_once_everywhere():
    user, chief = account(Role.OFFICER), city.actor(Role.ADMINISTRATOR, at=city.unit())
    browser, key = signed_in(user), make_token(user)[0]
    assert browser.get("/ho-so/").status_code == 200
    close_account(chief, user.person.code, SCHEDULED)
    assert browser.get("/ho-so/").status_code == 302
    assert Client().get("/api/v1/me/", headers={"Authorization": f"Token {key}"}).status_code == 401
    assert token(user).status_code == 401 and not Token.objects.filter(user=user).exists()
    assert Leaving.objects.get(person=user.person).left_on == timezone.localdate()


@pytest.mark.django_db
def test_an_account_closed_otherwise_counts_from_when_it_was_found_and_who_comes_back_is_not_forgotten():
    user = account()
    user.person.memberships.update(valid_to=timezone.localdate() - timedelta(days=4000))
    User.objects.filter(pk=user.pk).update(is_active=False)
    note_who_left()
    assert Leaving.objects.get(person=user.person).left_on == timezone.localdate()
    User.objects.filter(pk=user.pk).update(is_active=True)
    note_who_left()
    assert not Leaving.objects.filter(person=user.person).exists()


@pytest.mark.django_db
def test_a_person_asks_to_be_forgotten_and_an_administrator_decides(settings):
    settings.REAUTHENTICATE_MINUTES = 30
    user, chief = account(), account(Role.ADMINISTRATOR)
    mine, office = signed_in(user), signed_in(chief)
    name, address = user.person.full_name, user.person.email
    assert mine.post("/du-lieu-cua-toi/xoa/", {"reason": "Tôi đã chuyển công tác."}).status_code == 302
    assert mine.post("/du-lieu-cua-toi/xoa/", {}).status_code == 409
    asked = ErasureRequest.objects.get()
    assert Letter.objects.filter(person=chief.person, key__startswith="erasure-").count() == 1
    assert name in office.get("/quan-tri/luu-giu/?dem=1").content.decode()
    assert mine.get("/quan-tri/luu-giu/").status_code == 403
    page = f"/quan-tri/luu-giu/{asked.pk}/"
    assert office.post(page, {"grant": "1", "answer": "Vâng"}).status_code == 422
    answer = office.post(page, {"grant": "1", "answer": "Không còn căn cứ để lưu giữ."})
    assert answer.status_code == 302 and answer.headers["Location"] == "/quan-tri/luu-giu/"
    user.refresh_from_db()
    assert user.person.full_name != name and not user.person.email and not user.is_active
    told = Letter.objects.get(key=f"erasure-{asked.pk}-decided")
    assert told.to == address and "Không còn căn cứ" in told.body  # it still has to reach the person
    assert mine.get("/du-lieu-cua-toi/").status_code == 302
    assert office.post(page, {"grant": "0", "answer": "Không còn căn cứ để lưu giữ."}).status_code == 409
    assert name not in str(list(Entry.objects.values_list("data", flat=True)))


@pytest.mark.django_db
def test_a_wish_that_is_refused_changes_nothing_and_says_why():
    user, chief = account(), account(Role.ADMINISTRATOR)
    mine, office = signed_in(user), signed_in(chief)
    assert mine.post("/api/v1/me/erasure/", {}, content_type="application/json").status_code == 201
    number = mine.get("/api/v1/me/erasure/").json()[0]["id"]
    body = {"grant": False, "answer": "Hồ sơ khen thưởng còn trong thời hạn lưu trữ."}
    answer = office.post(f"/api/v1/erasures/{number}/decide/", body, content_type="application/json")
    assert answer.status_code == 200 and answer.json()["state"] == "refused"
    assert "còn trong thời hạn" in mine.get("/du-lieu-cua-toi/").content.decode()
    own = office.post("/api/v1/me/erasure/", {}, content_type="application/json").json()["id"]
    answer = office.post(f"/api/v1/erasures/{own}/decide/", {**body, "grant": True}, content_type="application/json")
    assert answer.status_code == 422 and User.objects.get(pk=chief.pk).is_active
