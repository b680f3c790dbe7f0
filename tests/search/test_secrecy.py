"""Law 8 in search: change a hidden fact, and nothing that somebody may see changes; nor do they see what is not theirs."""

import pytest

from initiatives.models import Dossier, Work
from journal.services.follow import follow
from organisation.actor import NOBODY
from organisation.models import Role
from reviews.services.recusals import declare_conflict
from search import engines, indexing, queries
from search.similar import similar_to
from tests.reviews import factories as f

pytestmark = pytest.mark.django_db

QUERIES = (
    "", "nước", "nước thải", "nuoc thai ", "xử lý nước thải bệnh viện", "sạch", "sach ", "nước thảy", "nước sạhc",
    "vôi bột", "chuồng trại", "zeolit", "zeolitt", "zeo", "SK-2026", "sở số", 'tác-giả:"Thử"', "trạng-thái:draft",
    "năm:2026", '"nước thải"', "-sạch", "Lọc nước thải bằng zeolit",
)  # fmt: skip


@pytest.fixture(autouse=True)
def index(settings, tmp_path):
    settings.SEARCH_URL = f"tantivy://{tmp_path}"
    engines.engine.cache_clear()
    yield
    engines.engine.cache_clear()


def told(work: Work, title: str, summary: str = "", public: bool = False) -> None:
    Work.objects.filter(pk=work.pk).update(title=title, summary=summary, public=public)


def seen(actor, own=None):
    """Everything that search says to somebody."""
    answers = []
    for text in QUERIES:
        for sort in ("relevance", "title"):
            answer = queries.answer(actor, text, {}, sort, limit=50)
            answers.append((text, sort, answer.found, answer.meant, answer.problems))
        narrowed = queries.answer(actor, text, {"level": ["department"]}, limit=50)
        rows, _problems = queries.every(actor, text, {})
        answers.append((text, narrowed.found, queries.suggest(actor, text), list(rows)))
    return answers, [similar_to(actor, own)] if own else []


@pytest.fixture
def public_work():
    """A recognised work that everybody may find."""
    town = f.town()
    dossier = f.dossier(town.round, state="recognised")
    told(dossier.work, "Xử lý nước thải bệnh viện", "Lọc bằng than hoạt tính.", public=True)
    return dossier


@pytest.fixture
def hidden():
    """A dossier in review elsewhere, and the council that has it."""
    town = f.town()
    dossier = f.dossier(town.round, state="admitted")
    told(dossier.work, "Nuôi cá nước sạch", "Rắc vôi bột quanh chuồng trại.")
    town.hear(dossier)
    return town, dossier


def an_author(public_work, hidden):
    person = f.person()
    own = f.dossier(public_work.round, [person], state="admitted")
    told(own.work, "Lọc nước sạch cho trạm xá", "Rắc vôi bột quanh chuồng trại.")
    return f.actor(person), own


def nobody(public_work, hidden):
    return NOBODY, None


def a_conflicted_member(public_work, hidden):
    town, dossier = hidden
    member = f.actor(town.members[3])
    declare_conflict(dossier.hearings.get().pk, member, "Người thân là tác giả")
    return member, None


def a_leader_elsewhere(public_work, hidden):
    return f.actor(f.person("", public_work.authority, Role.LEADER)), None


VIEWERS = (nobody, an_author, a_conflicted_member, a_leader_elsewhere)


def rewritten(dossier):
    told(dossier.work, "Lọc nước thải bằng zeolit sạch", "Xử lý nước thải bệnh viện bằng zeolit, zeolit tổng hợp.")


def doubled(dossier):
    for number in range(6):
        other = f.dossier(dossier.round, state="draft" if number % 2 else "refused")
        told(other.work, "Lọc nước sạch cho trạm xá", "Rắc vôi bột quanh chuồng trại. Xử lý nước thải bệnh viện.")


def moved_on(dossier):
    Dossier.objects.filter(pk=dossier.pk).update(state="not_recognised", level="city", code="SK-2026-9999")


def named(dossier):
    author = dossier.work.authors.get().person
    author.full_name = "Trần Thử Nghiệm Zeolit"
    author.save()


def gone(dossier):
    engines.engine().delete([f"d{dossier.pk}"])


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("change", [rewritten, doubled, moved_on, named, gone])
def test_a_hidden_change_changes_nothing_that_is_seen(viewer, change, public_work, hidden):
    actor, own = viewer(public_work, hidden)
    indexing.rebuild()
    before = seen(actor, own)
    change(hidden[1])
    if change is not gone:
        indexing.rebuild()
    assert seen(actor, own) == before


@pytest.mark.parametrize("viewer", VIEWERS)
def test_nobody_finds_what_is_not_theirs(viewer, public_work, hidden):
    actor, own = viewer(public_work, hidden)
    indexing.rebuild()
    dossier = hidden[1]
    for text in ("cá nước sạch", dossier.code, "vôi bột", f'tên:"{dossier.work.title}"'):
        assert dossier.code not in [hit.payload["code"] for hit in queries.answer(actor, text, {}).found.hits]
    assert public_work.code in [hit.payload["code"] for hit in queries.answer(actor, "nước thải", {}).found.hits]


def test_a_conflict_takes_a_dossier_out_of_search_when_it_is_declared(hidden):
    town, dossier = hidden
    indexing.rebuild()
    member = f.actor(town.members[3])
    assert queries.answer(member, "cá nước sạch", {}).found.total == 1
    declare_conflict(dossier.hearings.get().pk, member, "Người thân là tác giả")
    follow(indexing.FOLLOWER)
    assert queries.answer(member, "cá nước sạch", {}).found.total == 0


def test_who_sees_the_whole_is_not_shown_the_public_part_beside_it(public_work):
    author = f.actor(public_work.work.authors.get().person)
    indexing.rebuild()
    for viewer in (author, NOBODY):
        assert queries.answer(viewer, "nước thải", {}).found.total == 1


def test_index_and_database_agree_after_a_rebuild_and_after_a_repair(public_work, hidden):
    indexing.rebuild()
    assert not indexing.compare().differs
    rewritten(hidden[1])
    engines.engine().delete([f"d{public_work.pk}p"])
    found = indexing.compare()
    assert found.missing == {f"d{public_work.pk}p"}
    assert found.stale == {f"d{hidden[1].pk}"}
    indexing.repair(found)
    assert not indexing.compare().differs


def test_a_second_dossier_of_a_city_is_found_by_its_unit(public_work):
    indexing.rebuild()
    unit = public_work.work.unit
    assert queries.answer(NOBODY, f'đơn-vị:"{unit.name}"', {}).found.total == 1
    assert queries.answer(NOBODY, "đơn-vị:không-có", {}).problems[0].reason == "unknown_unit_name"
