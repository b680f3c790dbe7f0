"""Law 8 in search: change a hidden fact, and nothing that somebody may see changes; nor do they see what is not theirs."""

import secrets

import pytest
from django.utils import timezone

from initiatives.models import Dossier, Work
from initiatives.services.drafts import save_answers
from initiatives.services.stages import file_next
from journal.services.follow import follow
from organisation.actor import NOBODY
from organisation.models import Role
from recognition.services.decisions import draft_decision, publish_decision, sign_decision
from reviews.services.recusals import declare_conflict
from search import database, engines, indexing, queries
from search.engines.interface import SearchRequest
from search.similar import similar_to
from tests import city
from tests.reviews import factories as f

pytestmark = pytest.mark.django_db

QUERIES = (
    "", "nước", "nước thải", "nuoc thai ", "xử lý nước thải bệnh viện", "sạch", "sach ", "nước thảy", "nước sạhc",
    "vôi bột", "chuồng trại", "zeolit", "zeolitt", "zeo", "SK-2026", "sở số", 'tác-giả:"Thử"', "trạng-thái:draft",
    "năm:2026", '"nước thải"', "-sạch", "Lọc nước thải bằng zeolit",
)  # fmt: skip


@pytest.fixture(autouse=True, params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def index(request, settings, tmp_path):
    """Each engine; the cluster with an index of this test's own."""
    embedded = request.param == "embedded"
    place = "" if embedded else request.getfixturevalue("elasticsearch_url")
    settings.SEARCH_URL = f"tantivy://{tmp_path}" if embedded else f"{place}/leaks{secrets.token_hex(4)}"
    engines.engine.cache_clear()
    yield
    if not embedded:
        engines.engine().drop()
    engines.engine.cache_clear()


def told(work: Work, title: str, summary: str = "", public: bool = False) -> None:
    Work.objects.filter(pk=work.pk).update(title=title, summary=summary, public=public)


def seen(actor, own=None):
    """Everything that search says to somebody."""
    answers = []
    for text in QUERIES:
        answer = queries.answer(actor, text, {}, limit=50)
        answers.append((text, answer.found, answer.meant, answer.problems))
        narrowed = queries.answer(actor, text, {"level": ["department"]}, "title", limit=50)
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


def a_co_author(public_work, hidden):
    first, second = f.person(), f.person()
    own = f.dossier(public_work.round, [first, second], state="admitted")
    told(own.work, "Lọc nước sạch cho trạm xá", "Rắc vôi bột quanh chuồng trại.")
    return f.actor(second), own


def an_author_of_a_draft(public_work, hidden):
    person = f.person()
    own = f.dossier(hidden[0].round, [person], state="draft")
    told(own.work, "Nuôi cá nước sạch", "Rắc vôi bột quanh chuồng trại.")
    return f.actor(person), own


def a_checker_elsewhere(public_work, hidden):
    return f.actor(f.person("", public_work.authority, Role.OFFICER)), None


def a_secretary_elsewhere(public_work, hidden):
    return f.actor(f.person("", public_work.authority, Role.SECRETARY)), None


def a_registrar_elsewhere(public_work, hidden):
    return f.actor(f.person("", public_work.authority, Role.REGISTRAR)), None


def a_member_of_another_council(public_work, hidden):
    return f.actor(f.town().members[4]), None


def an_administrator_elsewhere(public_work, hidden):
    return f.actor(f.person("", public_work.authority, Role.ADMINISTRATOR)), None


def an_administrator_here(public_work, hidden):
    return f.actor(f.person("", hidden[1].authority, Role.ADMINISTRATOR)), None


def a_colleague_here(public_work, hidden):
    return f.actor(f.person("", hidden[1].authority, Role.MEMBER)), None


VIEWERS = (
    nobody, an_author, a_co_author, an_author_of_a_draft, a_colleague_here, a_checker_elsewhere, a_conflicted_member,
    a_member_of_another_council, a_secretary_elsewhere, a_registrar_elsewhere, a_leader_elsewhere,
    an_administrator_elsewhere, an_administrator_here,
)  # fmt: skip
"""Everybody to whom the hidden dossier is none of their business."""


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


@pytest.mark.walk
def test_a_hidden_change_changes_nothing_that_is_seen(public_work, hidden):
    people = {viewer.__name__: viewer(public_work, hidden) for viewer in VIEWERS}
    indexing.rebuild()
    before = {name: seen(actor, own) for name, (actor, own) in people.items()}
    for change in (rewritten, doubled, named, moved_on, gone):
        change(hidden[1])
        if change is not gone:
            indexing.rebuild()
        told_of_it = [name for name, (actor, own) in people.items() if seen(actor, own) != before[name]]
        assert told_of_it == [], change.__name__


def test_nobody_finds_what_is_not_theirs(public_work, hidden):
    people = {viewer.__name__: viewer(public_work, hidden)[0] for viewer in VIEWERS}
    indexing.rebuild()
    dossier = hidden[1]
    asked = ("cá nước sạch", dossier.code, "vôi bột", f'tên:"{dossier.work.title}"')
    for name, actor in people.items():
        for text in asked:
            assert dossier.code not in codes(actor, text), (name, text)
        assert public_work.code in codes(actor, "nước thải"), name


def test_whoever_it_concerns_finds_it(public_work, hidden):
    town, dossier = hidden
    indexing.rebuild()
    author = f.actor(dossier.work.authors.get().person)
    leader = f.actor(f.person("", dossier.authority, Role.LEADER))
    officer = f.actor(f.person("", dossier.authority, Role.OFFICER))
    for actor in (author, leader, officer, f.actor(town.registrar), f.actor(town.members[4]), town.secretary):
        assert dossier.code in codes(actor, "cá nước sạch")


def codes(actor, text):
    """What somebody's hits are, and what is suggested to them."""
    hits = [*queries.answer(actor, text, {}).found.hits, *queries.suggest(actor, text)]
    return {hit.payload["code"] for hit in hits} | {row["code"] for row in queries.every(actor, text, {})[0]}


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


def test_an_open_draft_changes_nothing_of_what_everybody_is_told_of_a_recognised_work():
    unit = city.unit(name="Sở Y tế")
    author, registrar = city.actor(at=unit), city.actor(Role.REGISTRAR, at=unit)
    dossier = city.concluded(author, city.round_at(unit))
    draft = draft_decision(registrar, unit, "department", [dossier.code])
    signed = sign_decision(draft.code, registrar, timezone.localdate(), "Võ Thành Đạt", "Giám đốc")
    publish_decision(signed.code, registrar)
    title = Work.objects.get().title
    following = file_next(author, dossier.code, city.round_at(unit.parent, purpose="influence", level="city").code)
    said = {"title": "Zeolit nhân rộng toàn thành phố", "summary": "Bí quyết chưa công bố: vôi bột."}
    save_answers(following.reference, author, said)
    assert Work.objects.get().title == said["title"]
    indexing.rebuild()
    for ask in (indexed, unindexed):
        [hit] = ask(NOBODY, title).hits
        assert (hit.payload["title"], hit.payload["code"]) == (title, dossier.code), ask.__name__
        assert "vôi bột" not in str(hit), ask.__name__
        for secret in ("zeolit nhân rộng", "bí quyết", "vôi bột"):
            assert not ask(NOBODY, secret).hits, (ask.__name__, secret)
        assert [found.payload["title"] for found in ask(author, "zeolit nhân rộng").hits][:1] == [said["title"]]
    assert not queries.suggest(NOBODY, "zeo")
    assert not indexing.compare().differs


def indexed(actor, text):
    return queries.answer(actor, text, {}).found


def unindexed(actor, text):
    """What is answered while the engine is down."""
    return database.answered(actor, SearchRequest(words=text))
