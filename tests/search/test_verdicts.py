"""Verdicts on works that are alike: by whom, on what, kept, and shown wherever the two meet again."""

import pytest
from django.test import Client

from config.errors import Forbidden, Invalid, NotFound
from initiatives.models import Dossier, Work
from journal.models import Entry
from search import engines, indexing
from search.models import LikenessVerdict
from search.services.verdicts import judge_likeness, verdicts_on
from tests.reviews import factories as f

pytestmark = pytest.mark.django_db
TITLE = "Xử lý nước thải bệnh viện bằng vi sinh vật bản địa"


@pytest.fixture
def town(settings, tmp_path):
    settings.SEARCH_URL = f"tantivy://{tmp_path}"
    engines.engine.cache_clear()
    yield f.town()
    engines.engine.cache_clear()


def filed(town, title=TITLE, state="submitted"):
    dossier = f.dossier(town.round, state=state)
    Work.objects.filter(pk=dossier.work_id).update(title=title, public=state == "recognised")
    return Dossier.objects.get(pk=dossier.pk)


def judged(town, dossier, other, relation="same", reason="Cùng giải pháp, cùng đơn vị."):
    return judge_likeness(f.actor(town.registrar), dossier.code, other.work_id, relation, reason)


def test_the_latest_word_stands_and_earlier_ones_are_kept(town):
    earlier, later = filed(town, state="recognised"), filed(town)
    judged(town, later, earlier)
    judged(town, later, earlier, "improvement", "Thêm bước lọc.")
    found = verdicts_on(later.work_id, [earlier.work_id])
    assert found[earlier.work_id].relation == "improvement"
    assert LikenessVerdict.objects.count() == 2
    assert Entry.objects.filter(event="likeness_judged", subject=f"dossier:{later.pk}").count() == 2


def test_being_the_same_holds_both_ways_and_being_better_does_not(town):
    first, second, third = filed(town), filed(town), filed(town)
    judged(town, second, first, "same")
    judged(town, third, first, "improvement")
    assert verdicts_on(first.work_id, [second.work_id, third.work_id]).keys() == {second.work_id}


@pytest.mark.parametrize(("relation", "reason"), [("alike", "Giống nhau."), ("same", "  "), ("same", "a" * 2001)])
def test_a_verdict_is_one_of_three_and_has_its_reason(town, relation, reason):
    earlier, later = filed(town), filed(town)
    with pytest.raises(Invalid):
        judged(town, later, earlier, relation, reason)


def test_authors_do_not_judge_their_own_and_nobody_what_they_do_not_see(town):
    earlier, later = filed(town), filed(town)
    author = f.actor(later.work.authors.get().person)
    with pytest.raises(Forbidden):
        judge_likeness(author, later.code, earlier.work_id, "unrelated", "Khác.")
    with pytest.raises(NotFound):
        judge_likeness(f.actor(f.person()), later.code, earlier.work_id, "unrelated", "Khác.")
    elsewhere = filed(f.town())
    with pytest.raises(NotFound):
        judge_likeness(f.actor(town.registrar), later.code, elsewhere.work_id, "same", "Giống nhau.")
    with pytest.raises(NotFound):
        judge_likeness(f.actor(town.registrar), later.code, later.work_id, "same", "Giống nhau.")


def test_who_checks_says_it_on_the_page_and_the_author_reads_it(town):
    earlier, later = filed(town, state="recognised"), filed(town)
    indexing.rebuild()
    checker, author = Client(), Client()
    checker.force_login(town.registrar.user)
    author.force_login(later.work.authors.get().person.user)
    address = f"/ho-so/{later.code}/tuong-tu/"
    assert "Đánh giá quan hệ với công trình này" in checker.get(address, {"day-du": 1}).content.decode()
    saved = checker.post(
        f"{address}{earlier.work_id}/",
        {"relation": "improvement", "reason": "Thêm bước lọc."},
        headers={"hx-request": "true"},
    )
    assert "Thêm bước lọc." in saved.content.decode()
    seen = author.get(address, {"day-du": 1}).content.decode()
    assert "Cải tiến từ công trình này" in seen
    assert "Thêm bước lọc." in seen
    assert "Đánh giá" not in seen


def test_the_list_of_similar_works_is_a_page_without_scripts_and_a_part_with_them(town):
    earlier, later = filed(town, state="recognised"), filed(town)
    indexing.rebuild()
    client, address = Client(), f"/ho-so/{later.code}/tuong-tu/?day-du=1"
    client.force_login(town.registrar.user)
    assert address in client.get(f"/ho-so/{later.code}/").content.decode()
    part = client.get(address, headers={"hx-request": "true"}).content.decode()
    assert earlier.work.title in part and "<html" not in part
    page = client.get(address).content.decode()
    assert earlier.work.title in page and "</html>" in page and f'href="/ho-so/{later.code}/"' in page
    said = {"relation": "same", "reason": "Chỉ khác tên."}
    saved = client.post(f"/ho-so/{later.code}/tuong-tu/{earlier.work_id}/", said, follow=True)
    assert saved.redirect_chain == [(address, 302)] and "Chỉ khác tên." in saved.content.decode()
