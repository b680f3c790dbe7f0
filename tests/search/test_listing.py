"""Lists understand what the search box understands, and pages answer while the engine is down."""

from datetime import date

import pytest
from django.test import Client

from initiatives.models import Dossier, Work
from search import engines, indexing, queries
from search.engines.interface import EngineDown
from tests.reviews import factories as f
from tests.reviews.test_api import API, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return f.town()


@pytest.fixture
def found_by(settings, tmp_path, town):
    """What the registrar's list shows for a query, on the page and over the API: codes."""
    settings.SEARCH_URL = f"tantivy://{tmp_path}"
    engines.engine.cache_clear()
    titles = ["Xử lý nước thải bệnh viện", "Lọc nước sạch cho trường học", "Giáo án điện tử"]
    for number, title in enumerate(titles):
        dossier = f.dossier(town.round, state=("admitted", "recognised", "admitted")[number])
        Dossier.objects.filter(pk=dossier.pk).update(code=f"SK-{number}", received_on=date(2021 + number, 3, 1))
        Work.objects.filter(pk=dossier.work_id).update(title=title)
    indexing.rebuild()
    page = Client()
    page.force_login(town.registrar.user)
    api = client_of(town.registrar)

    def codes(query):
        shown = page.get("/ho-so/", {"q": query}).content.decode()
        on_page = {f"SK-{n}" for n in range(3) if f"/ho-so/SK-{n}/" in shown}
        over_api = {row["code"] for row in api.get(f"{API}/dossiers/", {"q": query}).json()["results"]}
        assert on_page == over_api
        return on_page

    yield codes
    engines.engine.cache_clear()


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("nuoc thai", {"SK-0"}),
        ("nước", {"SK-0", "SK-1"}),
        ("nước -trường", {"SK-0"}),
        ('"nước sạch"', {"SK-1"}),
        ("năm:2023", {"SK-2"}),
        ("year:2021..2022", {"SK-0", "SK-1"}),
        ("state:recognised", {"SK-1"}),
        ('nước trạng-thái:"đã tiếp nhận"', {"SK-0"}),
        ("SK-2", {"SK-2"}),
        ("", {"SK-0", "SK-1", "SK-2"}),
    ],
)
def test_a_list_finds_what_the_search_box_finds(found_by, query, codes):
    assert found_by(query) == codes


def test_what_cannot_be_read_is_said_at_its_place(found_by, town):
    page = Client()
    page.force_login(town.registrar.user)
    shown = page.get("/ho-so/", {"q": "nước năm:20x"})
    assert shown.status_code == 200
    assert "“20x” không phải là năm" in shown.content.decode()
    answer = client_of(town.registrar).get(f"{API}/dossiers/", {"q": "nước năm:20x"})
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["start"] == 5


def test_the_database_answers_while_the_engine_is_down(found_by, town, monkeypatch):
    def down(*args, **kwargs):
        raise EngineDown("down")

    for name in ("search", "suggest", "keys", "alike"):
        monkeypatch.setattr(type(engines.engine()), name, down)
    assert found_by("nước") == {"SK-0", "SK-1"}
    assert found_by("state:recognised nước") == {"SK-1"}
    answer = queries.answer(f.actor(town.registrar), "nước year:2021", {})
    assert (answer.degraded, [hit.payload["code"] for hit in answer.found.hits]) == (True, ["SK-0"])
    page = Client()
    page.force_login(town.registrar.user)
    shown = page.get("/tim-kiem/", {"q": "nước"}).content.decode()
    assert "Máy tìm kiếm tạm thời gián đoạn" in shown
    assert "Lọc nước sạch" in shown
    assert "Giáo án" not in shown
    assert page.get("/tim-kiem/goi-y/", {"q": "nước"}).status_code == 200
    assert "Tìm kiếm tạm thời gián đoạn" in page.get("/ho-so/SK-0/tuong-tu/").content.decode()


def test_the_page_names_the_units_of_its_facet_also_those_that_nobody_has(found_by, town):
    page = Client()
    page.force_login(town.registrar.user)
    unit = Work.objects.select_related("unit").latest("pk").unit
    named = f'value="{unit.code}"><span>{unit.name}</span><span class="facet-count">2</span>'
    assert named in page.get("/tim-kiem/", {"q": "nước"}).content.decode()
    chosen = [f"NONE{number}<" for number in range(60)] + [unit.code]
    shown = page.get("/tim-kiem/", {"q": "nước", "unit": chosen}).content.decode()
    assert named.replace('">', '" checked>', 1) in shown
    assert 'value="NONE59&lt;" checked><span>NONE59&lt;</span><span class="facet-count">0</span>' in shown
