"""Three nodes, one of which dies while they are searched and written, and then all: searches go on
while one is left that can answer, nothing is lost, and afterwards the index equals the database.

One story, told once: to start the nodes takes longer than all the rest.
"""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from initiatives.models import Dossier, Work
from journal.models import Delivery
from journal.services.follow import follow
from journal.services.record import tell
from organisation.models import User
from search import engines, indexing
from search.documents import IndexedDocument
from search.engines import scratch
from search.engines.interface import SearchRequest
from tests.conftest import without
from tests.reviews import factories as f
from tools.services.cluster import Cluster, cluster
from tools.services.process import Unavailable

# On the database of production alone: the story would be the same on the other, and costs half a minute.
pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch, pytest.mark.postgres]

NOTICE = "Máy tìm kiếm tạm thời gián đoạn"
MANY = 4_000
LAYOUT = "?replicas=1&shards=2"
SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def nodes(settings) -> Iterator[Cluster]:
    """Three nodes, and this installation's index on them, each part of it on two."""
    try:
        with cluster() as made:
            settings.SEARCH_URL = f"{made.url}/story{LAYOUT}"
            engines.engine.cache_clear()
            yield made
            engines.engine.cache_clear()
    except Unavailable as reason:
        without(str(reason))


@pytest.fixture
def town():
    """Twelve dossiers in review."""
    town = f.town()
    for number in range(12):
        dossier = f.dossier(town.round, state="admitted")
        Dossier.objects.filter(pk=dossier.pk).update(code=f"SK-{number}")
        Work.objects.filter(pk=dossier.work_id).update(title=f"Lọc nước số {number}")
    return town


def many() -> Iterator[IndexedDocument]:
    for number in range(MANY):
        yield IndexedDocument(f"d{number}", f"d{number}", f"Lọc nước số {number}", text="Than hoạt tính. " * 8, as_of=1)


def test_nodes_die_while_the_cluster_is_used(nodes, town):
    indexing.rebuild()
    one_dies_while_others_search_and_much_is_written(nodes)
    all_die_and_the_database_answers(nodes, town)


def one_dies_while_others_search_and_much_is_written(nodes):
    """Who searches is answered each time, and rightly; the rebuild goes on, and every document is there once."""
    stop = threading.Event()
    tokens = frozenset(token for row in indexing.everything() for token in row.audience)
    asked = SearchRequest(words="lọc nước ", tokens=tokens)

    def documents():
        for number, row in enumerate(many()):
            if number == MANY // 2:
                nodes.nodes[0].kill()
            yield row

    with scratch("elasticsearch", f"{nodes.url}/scratch{LAYOUT}") as engine, ThreadPoolExecutor(3) as people:
        searching = [people.submit(right_answers, asked, stop) for _person in range(3)]
        try:
            assert engine.rebuild(documents()) == MANY
        finally:
            stop.set()
        assert all(person.result() > 0 for person in searching)
        assert dict(engine.digests()) == {row.key: row.digest for row in many()}
        assert engine.search(SearchRequest(words="lọc nước ")).total == MANY


def right_answers(asked: SearchRequest, stop: threading.Event) -> int:
    """Search until told to stop; how often that was. Raises where an answer was not right."""
    times = 0
    while not stop.is_set():
        result = engines.engine().search(asked)
        assert (result.total, len(result.hits)) == (12, 12)
        times += 1
    return times


def all_die_and_the_database_answers(nodes, town):
    """What changes meanwhile waits, and is in the index once the nodes are back."""
    for node in nodes.alive:
        node.kill()
    page = Client()
    page.force_login(User.objects.get(person=town.registrar), backend=SIGN_IN)
    shown = page.get("/tim-kiem/", {"q": "nước"}).content.decode()
    assert NOTICE in shown
    assert "Lọc nước số 11" in shown
    changed = Dossier.objects.get(code="SK-3")
    Work.objects.filter(pk=changed.work_id).update(title="Ủ phân vi sinh")
    tell("dossier_changed", f"dossier:{changed.pk}")
    assert follow(indexing.FOLLOWER) == 0
    nodes.revive("two", "three")
    engines.engine.cache_clear()  # as in another process, which has not met the fault
    Delivery.objects.filter(follower="index").update(not_before=timezone.now())
    assert follow(indexing.FOLLOWER) == 1
    call_command("search", "check")
    assert NOTICE not in page.get("/tim-kiem/", {"q": "nước"}).content.decode()
    assert "SK-3" in page.get("/tim-kiem/", {"q": "vi sinh"}).content.decode()
