"""Sealed rounds: nobody but the authors reads what was filed until it is opened, before witnesses and on the record."""

from datetime import timedelta

import pytest
from django.utils import timezone

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.models import Dossier, Round, Work
from initiatives.rules.calendar import add_working_days
from initiatives.services.sealing import may_unseal, opening_pdf, unseal
from initiatives.waiting import to_check
from journal.models import Entry
from journal.services.follow import follow_all
from organisation.models import Role, User
from organisation.policy import visible
from search import engines, indexing
from tests import city, samples

pytestmark = pytest.mark.django_db
WITNESSES = "Nguyễn Văn Quảng, Thanh tra Sở\nĐại diện tổ chức nộp hồ sơ"


@pytest.fixture
def registrar(unit):
    return city.actor(Role.REGISTRAR, at=unit)


@pytest.fixture
def offices(unit, registrar):
    """Everybody whom an ordinary round would show what is filed."""
    return [registrar, *(city.actor(role, at=unit) for role in (Role.OFFICER, Role.SECRETARY, Role.LEADER))]


@pytest.fixture
def round_(unit):
    return city.round_at(unit, sealed=True)


@pytest.fixture
def filed(author, round_):
    return city.submitted(author, round_, title="Tuyển chọn vật liệu zeolit")


def close(round_):
    Round.objects.filter(pk=round_.pk).update(closes_on=timezone.localdate() - timedelta(days=1))


def test_only_the_authors_see_it_before_the_opening_and_the_offices_after(author, offices, round_, filed):
    for actor in offices:
        assert not visible(Dossier, actor).filter(pk=filed.pk).exists()
        assert not visible(Work, actor).filter(pk=filed.work_id).exists()
        assert filed not in to_check(actor)
    assert visible(Dossier, author).filter(pk=filed.pk).exists()
    close(round_)
    unseal(round_.code, offices[0], WITNESSES)
    for actor in offices:
        assert visible(Dossier, actor).filter(pk=filed.pk).exists()
    assert filed in to_check(offices[1])


def test_a_search_finds_it_only_after_the_opening(settings, tmp_path, author, offices, round_, filed):
    settings.SEARCH_URL = f"tantivy://{tmp_path}"
    engines.engine.cache_clear()
    indexing.rebuild()
    found = [city.client(actor).get("/api/v1/search/", {"q": "zeolit"}).json()["total"] for actor in (author, *offices)]
    assert found == [1, 0, 0, 0, 0]
    close(round_)
    unseal(round_.code, offices[0], WITNESSES)
    follow_all()
    found = [city.client(actor).get("/api/v1/search/", {"q": "zeolit"}).json()["total"] for actor in (author, *offices)]
    engines.engine.cache_clear()
    assert found == [1, 1, 1, 1, 1]


def test_the_journal_keeps_who_opened_it_and_the_digest_of_each_version(registrar, round_, filed):
    close(round_)
    opened = unseal(round_.code, registrar, WITNESSES)
    entry = Entry.objects.get(event="round_unsealed")
    assert entry.actor_id == registrar.user_id
    assert entry.data["dossiers"] == {filed.reference: filed.versions.get().digest}
    assert (opened.witnesses, opened.unsealed_by_id) == (WITNESSES, registrar.person_id)


def test_the_time_to_check_runs_from_the_opening(registrar, round_, filed):
    filed.refresh_from_db()
    assert filed.due_on == add_working_days(round_.closes_on, round_.check_working_days)
    close(round_)
    unseal(round_.code, registrar, WITNESSES)
    filed.refresh_from_db()
    assert filed.due_on == add_working_days(timezone.localdate(), round_.check_working_days)


def test_it_is_not_opened_while_the_round_takes_dossiers(registrar, round_, filed):
    assert not may_unseal(round_, registrar)
    with pytest.raises(StateConflict):
        unseal(round_.code, registrar, WITNESSES)
    assert not Entry.objects.filter(event="round_unsealed").exists()


def test_it_is_opened_once_and_only_where_it_was_sealed(unit, registrar, round_):
    close(round_)
    unseal(round_.code, registrar, WITNESSES)
    plain = city.round_at(unit)
    close(plain)
    for one in (round_, plain):
        with pytest.raises(StateConflict):
            unseal(one.code, registrar, WITNESSES)


def test_only_the_registrar_of_the_authority_opens_it(offices, author, round_):
    close(round_)
    stranger = city.actor(Role.REGISTRAR, at=city.unit("SGDDT"))
    for actor in (*offices[1:], author, stranger):
        with pytest.raises(Forbidden):
            unseal(round_.code, actor, WITNESSES)


@pytest.mark.parametrize("witnesses", ["", " \n ", "x" * 2_001])
def test_witnesses_are_named(registrar, round_, witnesses):
    close(round_)
    with pytest.raises(Invalid) as error:
        unseal(round_.code, registrar, witnesses)
    assert list(error.value.fields) == ["witnesses"]
    assert Round.objects.get(pk=round_.pk).unsealed_at is None


def test_the_record_says_what_was_opened_then_and_is_for_the_offices(offices, author, round_, filed):
    with pytest.raises(NotFound):
        opening_pdf(round_.code, offices[0])
    close(round_)
    unseal(round_.code, offices[0], WITNESSES)
    text = samples.text_of(opening_pdf(round_.code, offices[3]))
    for words in (filed.reference, filed.versions.get().digest[:16], "Nguyễn Văn Quảng", "zeolit"):
        assert words in text, text
    with pytest.raises(NotFound):
        opening_pdf(round_.code, author)


def test_the_registrar_opens_it_in_a_browser(client, registrar, round_, filed):
    client.force_login(User.objects.get(pk=registrar.user_id))
    page = f"/dot-xet/{round_.code}/mo/"
    assert "witnesses" not in client.get(page).content.decode()
    close(round_)
    assert 'name="witnesses"' in client.get(page).content.decode()
    assert client.post(page, {"witnesses": ""}).status_code == 422
    answer = client.post(page, {"witnesses": WITNESSES}, follow=True)
    assert "Nguyễn Văn Quảng" in answer.content.decode()
    assert client.get(f"{page}bien-ban.pdf").content.startswith(b"%PDF")
