"""Saved searches, the letters about their new hits, recent searches and exports, on the page and over the API."""

import csv
import io
import json
from datetime import date

import pytest
from django.urls import reverse

from config.errors import Invalid, NotFound
from initiatives.models import Dossier, Work
from organisation.models import Letter, User
from search import engines, indexing
from search.services.saved import MOST, drop_search, save_search, tell_of_new_hits
from tests.reviews import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def index(settings, tmp_path):
    settings.SEARCH_URL = f"tantivy://{tmp_path}"
    engines.engine.cache_clear()
    yield
    engines.engine.cache_clear()


def recognised(title, town=None):
    dossier = f.dossier((town or f.town()).round, state="recognised")
    Work.objects.filter(pk=dossier.work_id).update(title=title, public=True)
    return dossier


@pytest.fixture
def reader():
    person = f.person()
    person.email = "doc@example.vn"
    person.save()
    return person


def signed_in(client, person):
    client.force_login(User.objects.get(person=person), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_letter_tells_of_new_hits_once(reader):
    recognised("Lọc nước giếng")
    indexing.rebuild()
    save_search(f.actor(reader), "Nước", "lọc nước", {}, letters=True)
    assert tell_of_new_hits() == 0
    new = recognised("Lọc nước biển")
    indexing.rebuild()
    assert tell_of_new_hits() == 1
    letter = Letter.objects.get()
    assert letter.to == "doc@example.vn"
    assert "Lọc nước biển" in letter.body and new.code in letter.body and "giếng" not in letter.body
    assert tell_of_new_hits() == 0


def test_a_letter_tells_nothing_that_its_reader_may_not_see(reader):
    indexing.rebuild()
    save_search(f.actor(reader), "Nước", "lọc nước", {}, letters=True)
    hidden = f.dossier(f.town().round, state="refused")
    Work.objects.filter(pk=hidden.work_id).update(title="Lọc nước kín")
    indexing.rebuild()
    assert tell_of_new_hits() == 0


def test_searches_are_ones_own_and_not_too_many(reader):
    actor = f.actor(reader)
    row = save_search(actor, "Nước", "nước", {"level": ["city"], "nonsense": ["x"]})
    assert row.chosen == {"level": ["city"]}
    with pytest.raises(NotFound):
        drop_search(f.actor(f.person()), row.pk)
    for number in range(MOST - 1):
        save_search(actor, f"Số {number}", "nước", {})
    with pytest.raises(Invalid):
        save_search(actor, "Thừa", "nước", {})
    save_search(actor, "Nước", "đất", {})
    drop_search(actor, row.pk)
    assert reader.saved_searches.count() == MOST - 1


def test_the_page_saves_lists_and_deletes(client, reader):
    recognised("Lọc nước giếng")
    indexing.rebuild()
    signed_in(client, reader)
    client.get("/tim-kiem/?q=lọc nước")
    page = client.get("/tim-kiem/?q=giếng").content.decode()
    assert "lọc nước" in page.split("Tìm kiếm gần đây")[1]
    answer = client.post(reverse("save-search"), {"name": "Của tôi", "q": "giếng", "level": "department"}, follow=True)
    assert "Của tôi" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == "/tim-kiem/?q=gi%E1%BA%BFng&level=department"
    client.post(reverse("drop-search", args=[reader.saved_searches.get().pk]))
    assert not reader.saved_searches.exists()


def test_the_page_points_at_what_it_cannot_read_and_says_what_was_meant(client):
    dossier = recognised("Xử lý nước thải bệnh viện")
    Dossier.objects.filter(pk=dossier.pk).update(received_on=date(2024, 5, 20))
    indexing.rebuild()
    page = client.get("/tim-kiem/?q=nước thảy năm:20x").content.decode()
    assert "<mark>năm:20x</mark>" in page
    assert " · 2024 · " in page
    assert "“20x” không phải là năm" in page
    assert "nước thải năm:20x" in page


def test_every_hit_is_exported_as_it_is_listed(client):
    town = f.town()
    for number in range(25):
        recognised(f"Lọc nước {number}", town)
    recognised("=1+1 lọc nước", town)
    indexing.rebuild()
    rows = json.loads(b"".join(client.get("/tim-kiem/?q=lọc nước&xuat=json").streaming_content))
    assert len(rows) == 26
    table = b"".join(client.get("/api/v1/search/export/?q=lọc nước&as=csv").streaming_content).decode()
    titles = [row[1] for row in csv.reader(io.StringIO(table))][1:]
    assert sorted(titles) == sorted([row["title"] if row["title"][0] != "=" else f"'{row['title']}" for row in rows])
    workbook = b"".join(client.get("/tim-kiem/?q=lọc nước&xuat=xlsx").streaming_content)
    assert workbook[:2] == b"PK"


def test_the_api_answers_422_with_the_place(client):
    answer = client.get("/api/v1/search/?q=nước level:galaxy")
    assert answer.status_code == 422
    assert answer.json()["problems"] == [{"start": 5, "end": 17, "reason": "unknown_value"}]


def test_the_api_narrows_by_the_language_and_the_facets_alike(client):
    recognised("Lọc nước giếng")
    indexing.rebuild()
    for query in ("q=nước level:department", "q=nước&level=department", "q=nước cấp:sở", 'q=nước -"giếng cũ"'):
        assert client.get(f"/api/v1/search/?{query}").json()["total"] == 1
    for query in ("q=nước level:city", "q=nước&level=city", "q=nước -giếng", "q=nước tác-giả:Zzz"):
        assert client.get(f"/api/v1/search/?{query}").json()["total"] == 0


def test_a_chosen_filter_that_nothing_has_can_be_taken_away(client):
    page = client.get("/tim-kiem/", {"q": "khôngcógìcả", "kind": "topic"}).content.decode()
    assert 'name="kind" value="topic" checked' in page


def test_without_results_and_choices_there_is_nothing_to_narrow_down(client):
    assert "facets-box" not in client.get("/tim-kiem/", {"q": "khôngcógìcả"}).content.decode()
