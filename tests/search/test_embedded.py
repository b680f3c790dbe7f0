"""The embedded engine: what is written is found, in order, counted right, and rebuilt without a moment of nothing."""

import multiprocessing
import shutil
from dataclasses import replace

from search.documents import FULL, PUBLIC, IndexedDocument, Page
from search.engines.embedded import EmbeddedEngine
from search.engines.interface import SearchRequest, Term


def work(key: str, title: str, **more) -> IndexedDocument:
    return IndexedDocument(
        key=key, work_code=key, title=title, **{"rendition": PUBLIC, "payload": {"key": key}, **more}
    )


def found(engine, words="", **more):
    return [hit.key for hit in engine.search(SearchRequest(words=words, **more)).hits]


def test_equal_scores_stand_by_shorter_title_then_later_year_then_key(engine):
    titles = {
        "d1": ("Lọc nước biển xanh", 2020),
        "d2": ("Lọc nước", 2001),
        "d4": ("Lọc nước", 2020),
        "d3": ("Lọc nước", 2020),
    }
    engine.index(work(key, title, year=year) for key, (title, year) in titles.items())
    assert found(engine, "lọc nước ") == ["d3", "d4", "d2", "d1"]


def test_many_equal_scores_are_cut_in_the_same_order_as_few(engine):
    engine.index(work(f"d{n:04}", "Lọc nước", year=1000 + n) for n in range(1500))
    assert found(engine, "lọc nước ", limit=3) == ["d1499", "d1498", "d1497"]
    assert found(engine, "lọc nước ", offset=1000, limit=2) == ["d0499", "d0498"]


def test_equal_scores_of_several_segments_stand_in_one_order_and_are_told_whole(engine):
    rows = [work(f"d{n:03}", "Lọc nước" + " sạch" * (n % 7), year=2000 + n % 5) for n in range(400)]
    rows += [work(f"e{n:03}", "Lọc nước " + "rất dài " * 40, year=2000 + n % 5) for n in range(200)]
    for start in range(3):
        engine.index(rows[start::3])
    assert engine.reader().searcher.num_segments > 1
    hits = engine.search(SearchRequest(words="lọc nước ", limit=500)).hits
    assert [hit.key for hit in hits] == [one.key for one in sorted(rows, key=lambda one: one.order)][:500]
    assert len({hit.score for hit in hits}) == 1
    assert [hit.key for hit in engine.search(SearchRequest(words="lọc nước ")).hits] == [hit.key for hit in hits[:20]]
    assert engine.search(SearchRequest(words="lọc nước ", limit=0)).total == 600


def test_a_facet_counts_under_the_other_choices_but_not_its_own(engine):
    rows = [("d1", "base", "topic", 2020), ("d2", "base", "initiative", 2021), ("d3", "city", "initiative", 2021)]
    engine.index(work(key, "Lọc nước", level=level, kind=kind, year=year) for key, level, kind, year in rows)
    result = engine.search(SearchRequest(words="nước ", chosen={"kind": ["initiative"], "level": ["base"]}))
    assert [hit.key for hit in result.hits] == ["d2"]
    assert result.facets["kind"] == [("initiative", 1), ("topic", 1)]
    assert result.facets["level"] == [("base", 1), ("city", 1)]
    assert result.facets["year"] == [(2021, 1)]


def test_orders(engine):
    rows = [("d1", "Đường phố", 2020), ("d2", "Dừa nước", 2022), ("d3", "Ăn uống", 2021), ("d4", "An toàn", None)]
    engine.index(work(key, title, year=year) for key, title, year in rows)
    assert found(engine) == ["d2", "d3", "d1", "d4"]
    assert found(engine, sort="title") == ["d4", "d3", "d2", "d1"]


def test_terms_that_must_or_must_not_stand(engine):
    engine.index(
        [work("d1", "Bón phân cho lúa"), work("d2", "Phân loại rác"), work("d3", "Lụa Mã Châu", names="Lê Văn An")]
    )
    assert found(engine, required=[Term(("phan",))]) == ["d2", "d1"]
    assert found(engine, required=[Term(("phan",))], excluded=[Term(("phan", "loai"))]) == ["d1"]
    assert found(engine, required=[Term(("lúa",), exact=True)]) == ["d1"]
    assert found(engine, required=[Term(("van", "an"), ("names",))]) == ["d3"]


def test_years_from_and_to(engine):
    engine.index(work(f"d{year}", "Lọc nước", year=year) for year in (2018, 2019, 2020))
    assert found(engine, years=(2019, None)) == ["d2020", "d2019"]
    assert found(engine, years=(None, 2018)) == ["d2018"]


def test_a_hit_in_an_attached_file_names_the_page(engine):
    pages = (Page("thuyet-minh.pdf", 1, "Mở đầu"), Page("thuyet-minh.pdf", 2, "Dùng vôi bột để xử lý"))
    engine.index([work("d1", "Chuồng trại sạch", text="Tóm tắt", pages=pages)])
    hit, *_ = engine.search(SearchRequest(words="vôi bột ")).hits
    assert hit.page == pages[1]
    assert ("vôi bột", True) in hit.summary


def test_writing_again_replaces_and_deleting_takes_away(engine):
    engine.index([work("d1", "Lọc nước"), work("d2", "Lọc khí")])
    engine.index([work("d1", "Trồng rừng")])
    engine.delete(["d2"])
    assert found(engine, "lọc ") == []
    assert found(engine, "trồng rừng ") == ["d1"]


def test_a_rebuild_answers_from_the_old_index_until_the_new_is_whole(engine):
    engine.index([work("d1", "Lọc nước")])
    seen = []

    def documents():
        yield work("d1", "Lọc nước")
        seen.append(found(engine, "lọc nước "))
        yield work("d2", "Lọc nước")

    assert engine.rebuild(documents()) == 2
    assert seen == [["d1"]]
    assert found(engine, "lọc nước ") == ["d1", "d2"]


def test_another_process_sees_a_change_at_once(engine):
    other = EmbeddedEngine(engine.folder.parent)
    assert found(other) == []
    engine.index([work("d1", "Lọc nước")])
    assert found(other) == ["d1"]
    engine.rebuild([work("d2", "Lọc khí")])
    assert found(other) == ["d2"]


def test_a_folder_that_is_gone_is_an_empty_index(engine):
    engine.index([work("d1", "Lọc nước")])
    shutil.rmtree(engine.folder)
    assert found(engine) == []
    engine.index([work("d2", "Lọc nước")])
    assert found(engine) == ["d2"]


def test_a_damaged_folder_begins_anew(engine):
    engine.index([work("d1", "Lọc nước")])
    (engine.folder / "current" / "meta.json").write_text("{")
    assert found(engine) == []


def test_digests_tell_what_differs(engine):
    first = work("d1", "Lọc nước", audience=("member:3",), rendition=FULL)
    engine.index([first, work("d2", "Lọc khí")])
    digests = dict(engine.digests())
    assert digests["d1"] == first.digest
    assert digests["d1"] != replace(first, audience=("member:4",)).digest


def test_a_process_that_was_forked_from_one_that_searched_searches_too(engine):
    engine.index([work("d1", "Lọc nước", level="base"), work("d2", "Lọc bụi", level="city")])
    assert set(found(engine, "lọc ")) == {"d1", "d2"}
    there, here = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(target=lambda: there.send(found(engine, "nước ")))
    child.start()
    try:
        assert here.poll(20) and here.recv() == ["d1"]
    finally:
        child.kill()
        child.join()
