"""The search server has a bad day: pages say so and answer from the database, nothing is lost, and afterwards the index
equals the database.
"""

import time
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from initiatives.choices import Kind
from initiatives.models import Dossier, Work
from initiatives.services.past import PastWork
from journal.models import Delivery
from journal.services.follow import follow
from journal.services.record import tell
from organisation.actor import NOBODY
from organisation.models import User
from recognition.models import Recognition
from recognition.services.past import record_past_decision
from search import engines, indexing
from search.engines.elastic import Address, circuit, writing
from search.engines.elastic.engine import ElasticEngine
from search.engines.interface import EngineDown, SearchRequest
from tests.reviews import factories as f
from tests.reviews.test_api import API, client_of
from tests.search.faults import faults_before

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]

SILENCE = 0.4
NOTICE = "Máy tìm kiếm tạm thời gián đoạn"
SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def server(elasticsearch_url, settings, monkeypatch):
    """A server before the real one, and this installation's engine behind it."""
    monkeypatch.setattr(writing, "PAUSES", (0.01, 0.02))
    monkeypatch.setattr(circuit, "FIRST_PAUSE", 0.2)
    monkeypatch.setattr(circuit, "LONGEST_PAUSE", 0.4)
    with faults_before(elasticsearch_url) as made:
        settings.SEARCH_URL = f"{made.url}/faults{time.time_ns()}"
        engines.engine.cache_clear()
        yield made
        engines.engine.cache_clear()
        ElasticEngine(Address.parse(settings.SEARCH_URL.replace(made.url, elasticsearch_url))).drop()


@pytest.fixture
def town(server):
    """Dossiers of a town, indexed: SK-0 to SK-2 in review, SK-9 for everybody."""
    town = f.town()
    for number in range(3):
        told(f.dossier(town.round, state="admitted"), f"SK-{number}", f"Lọc nước số {number}")
    told(f.dossier(town.round, state="recognised"), "SK-9", "Lọc nước giếng", public=True)
    indexing.rebuild()
    return town


def told(dossier, code, title, **more):
    Dossier.objects.filter(pk=dossier.pk).update(code=code)
    Work.objects.filter(pk=dossier.work_id).update(title=title, **more)


def change(code, title):
    """A dossier changes, and the outbox knows."""
    dossier = Dossier.objects.get(code=code)
    Work.objects.filter(pk=dossier.work_id).update(title=title)
    tell("dossier_changed", f"dossier:{dossier.pk}")


def signed_in(town):
    page = Client()
    page.force_login(User.objects.get(person=town.registrar), backend=SIGN_IN)
    return page


def struck(server, fault):
    """From now on the server has a fault, and silence is not borne for long."""
    engine = engines.engine()
    engine.line.client = engine.line.client.options(request_timeout=SILENCE)
    engine.line.writer = engine.line.client.options(max_retries=0)
    server.fault = fault


def recovered(server):
    """The server is well again; what waits is due."""
    server.fault = ""
    line = engines.engine().line
    del line.client, line.writer
    time.sleep(circuit.LONGEST_PAUSE + 0.1)
    Delivery.objects.filter(follower="index").update(not_before=timezone.now())


FAULTS = ("busy", "cut", "cut after", "silent")


@pytest.mark.parametrize("fault", [*FAULTS, "partial"])
def test_pages_say_so_and_the_database_answers(server, town, fault):
    page, api = signed_in(town), client_of(town.registrar)
    past = PastWork(Kind.INITIATIVE, "Sổ cũ", town.round.authority, ((f.person(), Decimal(100)),))
    record_past_decision(NOBODY, town.round.authority, "department", date(2024, 5, 6), [past])
    public = Dossier.objects.get(code="SK-9")
    Recognition.objects.update(work=public.work_id, dossier=public, title="Lọc nước giếng")
    struck(server, fault)
    shown = page.get("/tim-kiem/", {"q": "nước"}).content.decode()
    assert NOTICE in shown
    assert all(f"Lọc nước số {number}" in shown for number in range(3))
    answer = api.get(f"{API}/search/", {"q": "nước"}).json()
    assert (answer["degraded"], answer["total"]) == (True, 4)
    assert page.get("/tim-kiem/goi-y/", {"q": "nước"}).status_code == 200
    assert {row["code"] for row in api.get(f"{API}/search/suggestions/", {"q": "nước"}).json()} >= {"SK-0", "SK-9"}
    assert {row["code"] for row in api.get(f"{API}/dossiers/", {"q": "nước"}).json()["results"]} >= {"SK-0", "SK-2"}
    assert "Lọc nước số 1" in page.get("/ho-so/", {"q": "nước"}).content.decode()
    assert "Tìm kiếm tạm thời gián đoạn" in page.get("/ho-so/SK-0/tuong-tu/").content.decode()
    shown = Client().get("/tim-kiem/", {"q": "nước"}).content.decode()
    assert NOTICE in shown
    assert "Lọc nước giếng" in shown
    assert "Lọc nước số" not in shown
    assert Client().get(f"{API}/search/", {"q": "nước"}).json()["total"] == 1


def test_nobody_waits_for_a_server_that_is_silent(server, town):
    page = signed_in(town)
    struck(server, "silent")
    for _time in range(circuit.FAILURES):
        page.get("/tim-kiem/", {"q": "nước"})
    asked, start = server.asked, time.monotonic()
    for _time in range(5):
        with pytest.raises(EngineDown):
            engines.engine().search(SearchRequest(words="nước"))
    assert server.asked - asked <= 1
    assert time.monotonic() - start < 2 * SILENCE
    recovered(server)
    assert NOTICE not in page.get("/tim-kiem/", {"q": "nước"}).content.decode()


@pytest.mark.parametrize("way", ["/tim-kiem/?q=nước&xuat=csv", f"{API}/search/export/?q=nước&as=json"])
def test_an_export_is_whole_or_refused(server, town, way):
    page = signed_in(town)
    assert page.get("/tim-kiem/?q=nước").status_code == 200
    struck(server, "cut")
    refused = page.get(way)
    assert refused.status_code == 503
    assert "Máy tìm kiếm tạm thời gián đoạn" in refused.content.decode()
    recovered(server)
    answer = page.get(way)
    assert answer.status_code == 200
    assert b"SK-2" in b"".join(answer.streaming_content)


@pytest.mark.parametrize("fault", [*FAULTS, "picky"])
def test_what_could_not_be_written_waits_and_is_written_once_it_can(server, town, fault):
    struck(server, fault)
    change("SK-1", "Ủ phân vi sinh")
    assert follow(indexing.FOLLOWER) == 0
    assert Delivery.objects.filter(follower="index").get().attempts == 1
    recovered(server)
    assert follow(indexing.FOLLOWER) == 1
    assert not Delivery.objects.filter(follower="index").exists()
    call_command("search", "check")
    assert [hit.payload["code"] for hit in engines.engine().search(everything("vi sinh ")).hits] == ["SK-1"]


def everything(words):
    tokens = {token for row in indexing.everything() for token in row.audience}
    return SearchRequest(words=words, tokens=frozenset(tokens))


def test_a_server_that_refuses_for_a_moment_is_asked_again_at_once(server, town, monkeypatch):
    monkeypatch.setattr(writing, "PAUSES", (0.05, 0.1, 0.2, 0.4))
    waits = []

    def sleep(seconds):
        waits.append(seconds)
        if len(waits) == 3:
            server.fault = ""

    monkeypatch.setattr(writing.time, "sleep", sleep)
    change("SK-1", "Ủ phân vi sinh")
    engines.engine()._indices.ensure()
    server.fault = "picky"
    assert follow(indexing.FOLLOWER) == 1
    call_command("search", "check")


def test_an_index_that_is_full_is_read_and_written_again_when_there_is_room(server, town):
    page, engine = signed_in(town), engines.engine()
    client, index = engine.line.client, f"{engine._indices.alias}*"
    client.indices.put_settings(index=index, settings={"index.blocks.read_only_allow_delete": True})
    change("SK-1", "Ủ phân vi sinh")
    assert follow(indexing.FOLLOWER) == 0
    shown = page.get("/tim-kiem/", {"q": "nước"}).content.decode()
    assert NOTICE not in shown
    assert "SK-1" in shown
    with pytest.raises(Exception, match="search check --repair"):
        call_command("search", "check")
    client.indices.put_settings(index=index, settings={"index.blocks.read_only_allow_delete": None})
    recovered(server)
    assert follow(indexing.FOLLOWER) == 1
    call_command("search", "check")


@pytest.mark.parametrize("fault", ["busy", "cut after"])
def test_a_rebuild_that_breaks_off_leaves_the_old_index_and_the_next_one_is_whole(server, town, fault):
    def documents():
        yield from list(indexing.everything())[:2]
        struck(server, fault)

    with pytest.raises(EngineDown):
        engines.engine().rebuild(documents())
    recovered(server)
    call_command("search", "check")
    told(f.dossier(town.round, state="admitted"), "SK-5", "Nuôi cá lồng")
    indexing.rebuild()
    call_command("search", "check")


def test_an_index_that_is_gone_is_written_anew_by_itself(server, town):
    engine = engines.engine()
    engine.drop()
    change("SK-1", "Ủ phân vi sinh")
    assert follow(indexing.FOLLOWER) == 1
    assert not engine.whole()
    assert indexing.make_whole() == 5
    call_command("search", "check")
