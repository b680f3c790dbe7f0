"""The lexicon that an administrator keeps: holds at once, says what is wrong at its line, loses nobody's work."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from config.errors import Forbidden, Invalid, StateConflict
from initiatives.models import Work
from organisation.models import Role, User
from search import engines, indexing, queries
from search.lexicon import SHIPPED
from search.models import LexiconVersion
from search.services.lexicon import add_entry, current_text, drop_entry, keep_lexicon
from tests import city
from tests.reviews import factories as f

pytestmark = pytest.mark.django_db
LINE = "abbr\tboth\tvsvbđ|vi sinh vật bản địa"


@pytest.fixture
def administrator():
    return city.actor(Role.ADMINISTRATOR, at=city.unit("UBND"))


@pytest.fixture(autouse=True)
def index(settings, tmp_path):
    settings.SEARCH_URL = f"tantivy://{tmp_path}"
    engines.engine.cache_clear()
    yield
    engines.engine.cache_clear()


def page_of(actor):
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def test_an_entry_holds_from_the_next_search_on_without_indexing_again(administrator):
    town = f.town()
    dossier = f.dossier(town.round)
    Work.objects.filter(pk=dossier.work_id).update(title="Xử lý nước thải bằng vi sinh vật bản địa")
    indexing.rebuild()

    def found():
        return queries.answer(f.actor(town.registrar), "vsvbđ ", {}).found.total

    assert found() == 0
    row = add_entry(administrator, "abbr", "both", "vsvbđ | vi sinh vật bản địa")
    assert found() == 1
    assert row.text == SHIPPED.read_text(encoding="utf-8") + LINE + "\n"
    drop_entry(administrator, LINE)
    assert found() == 0
    assert LexiconVersion.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# chỉ có chú thích\n", "không có mục nào"),
        ("abbr\tboth\n", "Dòng 1: cần ba cột"),
        ("# một\nabbr\tboth\ta|b\nviết\tboth\tc|d\n", "Dòng 3: loại phải là một trong: abbr"),
        ("abbr\tup\ta|b\n", "Dòng 1: chiều phải là"),
        ("abbr\tboth\ta|\n", "Dòng 1: cần ít nhất hai từ"),
        ("abbr\tboth\tÁ|á\n", "Dòng 1: có từ ghi hai lần"),
    ],
)
def test_what_is_wrong_is_said_at_its_line_and_nothing_is_kept(administrator, text, said):
    with pytest.raises(Invalid) as caught:
        keep_lexicon(administrator, text, "")
    assert said in caught.value.fields["text"][0]
    assert current_text()[0] == 0


def test_nobody_overwrites_what_they_have_not_seen(administrator):
    first = keep_lexicon(administrator, LINE, "", seen=0)
    with pytest.raises(StateConflict):
        keep_lexicon(administrator, LINE, "", seen=0)
    keep_lexicon(administrator, LINE, "", seen=first.pk)
    with pytest.raises(StateConflict):
        drop_entry(administrator, "abbr\tboth\tkhông|có")
    with pytest.raises(Forbidden):
        keep_lexicon(city.actor(Role.REGISTRAR, at=city.unit("SYT")), LINE, "")


def test_the_page_adds_takes_out_uploads_downloads_and_puts_back(administrator):
    page, address = page_of(administrator), "/quan-tri/tu-dien/"
    assert page.post(address, {"kind": "abbr", "direction": "both", "members": "một"}).status_code == 422
    assert (
        page.post(address, {"kind": "abbr", "direction": "both", "members": "vsvbđ|vi sinh vật bản địa"}).status_code
        == 302
    )
    assert "vi sinh vật bản địa" in page.get(address, {"q": "VSVBĐ", "thu": "lọc vsvbđ"}).content.decode()
    file = page.get(f"{address}tai-xuong/").content
    assert LINE.encode() in file
    now = current_text()[0]
    wrong = SimpleUploadedFile("a.tsv", b"abbr\tboth\n")
    assert "Dòng 1" in page.post(f"{address}tai-len/", {"file": wrong, "seen": now}).content.decode()
    binary = SimpleUploadedFile("a.tsv", b"\xff\xfe\x00")
    assert page.post(f"{address}tai-len/", {"file": binary, "seen": now}).status_code == 422
    small = SimpleUploadedFile("a.tsv", LINE.encode())
    assert page.post(f"{address}tai-len/", {"file": small, "seen": now}).status_code == 302
    assert current_text()[1] == LINE
    page.post(f"{address}phien-ban/{now}/")
    assert current_text()[1].encode() == file
    assert page_of(city.actor(Role.LEADER, at=city.unit("UBND"))).get(address).status_code == 403
