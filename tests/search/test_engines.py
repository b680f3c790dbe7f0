"""Both engines behind one interface: the same hits in the same order, counts, facets, suggestions and rights."""

import random
from contextlib import ExitStack
from dataclasses import replace

import pytest

from search.documents import FULL, PUBLIC, IndexedDocument, Page
from search.engines import scratch
from search.engines.interface import SearchRequest, Term
from search.evaluation import corpus, judged, rankings, read
from tests.search.conftest import DATA

ENGINES = ("embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch))
LAYOUTS = {"one shard": "", "five shards": "?shards=5"}


def work(key, title, **more):
    return IndexedDocument(
        key=key, work_code=key, title=title, **{"rendition": PUBLIC, "payload": {"key": key}, **more}
    )


def found(engine, words="", **more):
    return [hit.key for hit in engine.search(SearchRequest(words=words, **more)).hits]


@pytest.fixture(params=ENGINES)
def engine(request):
    """Each engine, empty."""
    url = request.getfixturevalue("elasticsearch_url") if request.param == "elasticsearch" else ""
    with scratch(request.param, url) as made:
        yield made


class TestEachEngine:
    def test_equal_scores_stand_by_shorter_title_then_later_year_then_key(self, engine):
        rows = [("d1", "Lọc nước biển xanh", 2020), ("d2", "Lọc nước", 2001), ("d4", "Lọc nước", 2020)]
        engine.index(work(key, title, year=year) for key, title, year in [*rows, ("d3", "Lọc nước", 2020)])
        assert found(engine, "lọc nước ") == ["d3", "d4", "d2", "d1"]

    def test_many_equal_scores_are_cut_in_the_same_order_as_few(self, engine):
        engine.index(work(f"d{n:04}", "Lọc nước", year=1000 + n) for n in range(1500))
        assert found(engine, "lọc nước ", limit=3) == ["d1499", "d1498", "d1497"]
        assert found(engine, "lọc nước ", offset=1000, limit=2) == ["d0499", "d0498"]

    def test_a_facet_counts_under_the_other_choices_but_not_its_own(self, engine):
        rows = [("d1", "base", "topic", 2020), ("d2", "base", "initiative", 2021), ("d3", "city", "initiative", 2021)]
        engine.index(work(key, "Lọc nước", level=level, kind=kind, year=year) for key, level, kind, year in rows)
        result = engine.search(SearchRequest(words="nước ", chosen={"kind": ["initiative"], "level": ["base"]}))
        assert [hit.key for hit in result.hits] == ["d2"]
        assert result.total == 1
        assert result.facets["kind"] == [("initiative", 1), ("topic", 1)]
        assert result.facets["level"] == [("base", 1), ("city", 1)]
        assert result.facets["year"] == [(2021, 1)]

    def test_orders(self, engine):
        rows = [("d1", "Đường phố", 2020), ("d2", "Dừa nước", 2022), ("d3", "Ăn uống", 2021), ("d4", "An toàn", None)]
        engine.index(work(key, title, year=year) for key, title, year in rows)
        assert found(engine) == ["d2", "d3", "d1", "d4"]
        assert found(engine, sort="title") == ["d4", "d3", "d2", "d1"]

    def test_equal_titles_stand_by_later_year_then_key_however_they_came(self, engine):
        rows = [("d1", "Lọc nước", 2001), ("d3", "Lọc nước", 2020), ("d5", "Lọc nước", None), ("d0", "Lọc", 1999)]
        engine.index(work(key, title, year=year) for key, title, year in rows)
        engine.index([work("d4", "lọc nước", year=2020), work("d2", "Lọc nước", year=2020), work("d6", "Lọc nướC!")])
        assert found(engine, sort="title") == ["d0", "d2", "d3", "d4", "d1", "d5", "d6"]
        assert found(engine, sort="title", offset=2, limit=2) == ["d3", "d4"]

    def test_a_page_of_perfect_hits_is_the_page_of_all_hits(self, engine):
        """Where enough hits score all there is, no other is scored: those are the same, in the same order."""
        rows = [work(f"d{n:03}", "Lọc nước" + " thải" * (n % 3 == 0), year=2000 + n % 7) for n in range(90)]
        rows += [work(f"e{n:03}", "Nước lọc", text="lọc nước thải", year=2010) for n in range(90)]
        engine.index(rows)
        request = SearchRequest(words="lọc nước thải ")
        every = engine.search(replace(request, limit=180)).hits
        assert len(every) == 180
        assert [hit.score for hit in every[:31]].count(every[0].score) == 30
        for wanted in (20, 30, 31, 40):
            assert engine.search(replace(request, limit=wanted)).hits == every[:wanted]
        assert engine.search(replace(request, offset=20, limit=20)).hits == every[20:40]

    def test_terms_that_must_or_must_not_stand(self, engine):
        names = work("d3", "Lụa Mã Châu", names="Lê Văn An | Sở Y tế")
        engine.index([work("d1", "Bón phân cho lúa"), work("d2", "Phân loại rác"), names])
        assert found(engine, required=[Term(("phan",))]) == ["d2", "d1"]
        assert found(engine, required=[Term(("phan",))], excluded=[Term(("phan", "loai"))]) == ["d1"]
        assert found(engine, required=[Term(("lúa",), exact=True)]) == ["d1"]
        assert found(engine, required=[Term(("le", "van", "an"), ("names",))]) == ["d3"]
        assert found(engine, required=[Term(("an", "so"), ("names",))]) == []

    def test_only_a_rebuild_makes_an_index_whole(self, engine):
        assert not engine.whole()
        engine.index([work("d1", "Lọc nước")])
        assert not engine.whole()
        engine.rebuild([work("d1", "Lọc nước")])
        engine.index([work("d2", "Lọc khí")])
        assert engine.whole()

    def test_years_from_and_to(self, engine):
        engine.index(work(f"d{year}", "Lọc nước", year=year) for year in (2018, 2019, 2020))
        assert found(engine, years=(2019, None)) == ["d2020", "d2019"]
        assert found(engine, years=(None, 2018)) == ["d2018"]

    def test_a_unit_is_found_with_what_is_below_it(self, engine):
        engine.index([work("d1", "Lọc nước", unit="SYT.BVC", units=("SYT", "SYT.BVC")), work("d2", "Lọc nước")])
        assert found(engine, chosen={"unit": ["SYT"]}) == ["d1"]

    def test_a_hit_in_an_attached_file_names_the_page(self, engine):
        pages = (Page("thuyet-minh.pdf", 1, "Mở đầu"), Page("thuyet-minh.pdf", 2, "Dùng vôi bột để xử lý"))
        engine.index([work("d1", "Chuồng trại sạch", text="Tóm tắt", pages=pages), work("d2", "Vôi bột")])
        first, second = engine.search(SearchRequest(words="vôi bột ")).hits
        assert (first.key, first.page) == ("d2", None)
        assert second.page == pages[1]
        assert ("vôi bột", True) in second.summary

    def test_codes_are_found_whole_and_by_half(self, engine):
        engine.index([work("d1", "Một", codes=("SK-2023-0037",)), work("d2", "Hai", codes=("154/QĐ-UBND",))])
        assert found(engine, "sk-2023-0037") == ["d1"]
        assert found(engine, "154/qd-ubnd") == ["d2"]
        assert found(engine, "2023-0037 ") == ["d1"]

    def test_writing_again_replaces_and_deleting_takes_away(self, engine):
        engine.index([work("d1", "Lọc nước"), work("d2", "Lọc khí")])
        engine.index([work("d1", "Trồng rừng")])
        engine.delete(["d2", "never-there"])
        assert found(engine, "lọc ") == []
        assert found(engine, "trồng rừng ") == ["d1"]
        assert engine.count() == 1

    def test_nothing_is_written_for_nothing(self, engine):
        assert engine.index([]) == 0
        engine.delete([])
        assert (engine.count(), found(engine, "lọc"), found(engine), list(engine.keys(SearchRequest()))) == (
            0,
            [],
            [],
            [],
        )
        assert engine.suggest(SearchRequest("lọc")) == []
        assert list(engine.digests()) == []

    def test_words_that_are_none_find_nothing(self, engine):
        engine.index([work("d1", "Lọc nước")])
        assert found(engine, "?!") == []
        assert list(engine.keys(SearchRequest(words="?!"))) == []

    def test_a_rebuild_answers_from_the_old_index_until_the_new_is_whole(self, engine):
        engine.index([work("d1", "Lọc nước")])
        seen = []

        def documents():
            yield work("d1", "Lọc nước")
            seen.append(found(engine, "lọc nước "))
            yield work("d2", "Lọc nước")

        assert engine.rebuild(documents()) == 2
        assert seen == [["d1"]]
        assert found(engine, "lọc nước ") == ["d1", "d2"]

    def test_a_rebuild_that_fails_leaves_the_old_index(self, engine):
        engine.index([work("d1", "Lọc nước")])

        def documents():
            yield work("d2", "Lọc nước")
            raise KeyError("the database went away")

        with pytest.raises(KeyError):
            engine.rebuild(documents())
        assert found(engine, "lọc nước ") == ["d1"]
        assert engine.rebuild([work("d3", "Lọc nước")]) == 1
        assert found(engine, "lọc nước ") == ["d3"]

    def test_the_first_hits_are_those_of_the_whole_order(self, engine, monkeypatch):
        monkeypatch.setattr("search.engines.tantivy_reader.SPARE", 0)
        monkeypatch.setattr("search.engines.elastic.engine.MANY", 0)
        chance = random.Random(5)
        words = ["lọc", "nước", "thải", "sạch", "trường", "học", "giếng", "biển"]
        engine.index(
            work(f"d{n:04}", " ".join(chance.choices(words, k=4)), text=" ".join(chance.choices(words, k=9)))
            for n in range(600)
        )
        for query in ("lọc nước thải ", "giếng sạch trường học ", "nước biển"):
            request = SearchRequest(words=query, facets=())
            assert found(engine, query, limit=15) == list(engine.keys(request))[:15]

    def test_keys_give_all_in_order(self, engine):
        engine.index(work(f"d{n:04}", "Lọc nước" if n % 2 else "Lọc khí", year=1000 + n) for n in range(60))
        keys = list(engine.keys(SearchRequest(words="nước ")))
        assert keys == [f"d{n:04}" for n in range(59, 0, -2)]
        assert len(list(engine.keys(SearchRequest()))) == 60

    def test_digests_tell_what_differs(self, engine):
        first = work("d1", "Lọc nước", audience=("member:3",), rendition=FULL)
        engine.index([first, work("d2", "Lọc khí")])
        digests = dict(engine.digests())
        assert digests.keys() == {"d1", "d2"}
        assert digests["d1"] == replace(first, as_of=7).digest
        assert digests["d1"] != replace(first, audience=("member:4",)).digest

    def test_odd_documents_are_taken_as_they_are(self, engine):
        odd = [
            work("d1", "Nước " * 2_000, year=99_999, text="\x00 <script>", codes=("", "-")),
            work("d2", "x" * 600, year=-3, names="|||", payload={"title": "Giá trị", "deep": {"a": [1, {"b": None}]}}),
        ]
        assert engine.index(odd) == 2
        assert set(found(engine)) == {"d1", "d2"}
        hit = next(hit for hit in engine.search(SearchRequest()).hits if hit.key == "d2")
        assert hit.payload["deep"] == {"a": [1, {"b": None}]}


class TestRights:
    @pytest.fixture
    def filled(self, engine):
        open_one = work("d1p", "Lọc nước giếng", audience=("author:1", "leader:*"), kind="initiative")
        whole = work("d1", "Lọc nước giếng", text="bí mật", audience=("author:1", "leader:*"), rendition=FULL)
        hidden = work("d2", "Lọc nước thải", audience=("author:2", "leader:*"), rendition=FULL, kind="topic")
        engine.rebuild([open_one, whole, hidden])
        return engine

    @pytest.mark.parametrize(
        ("tokens", "keys"),
        [
            ((), ["d1p"]),
            (("author:1",), ["d1"]),
            (("author:2",), ["d2", "d1p"]),
            (("leader:*",), ["d2", "d1"]),
            (("stranger:9",), ["d1p"]),
        ],
    )
    def test_hits_counts_facets_suggestions_and_exports_are_what_one_may_see(self, filled, tokens, keys):
        held = frozenset(tokens)
        request = SearchRequest(words="lọc nước", tokens=held)
        result = filled.search(request)
        assert sorted(hit.key for hit in result.hits) == sorted(keys)
        assert result.total == len(keys)
        assert sum(count for _value, count in result.facets["kind"]) == len([k for k in keys if k != "d1"])
        assert sorted(hit.key for hit in filled.suggest(SearchRequest("lọc nư", held))) == sorted(keys)
        assert sorted(filled.keys(request)) == sorted(keys)

    def test_a_secret_word_finds_nothing_for_others(self, filled):
        assert found(filled, "bí mật ", tokens=frozenset({"author:2"})) == []
        assert found(filled, "bí mật ", tokens=frozenset({"author:1"})) == ["d1"]

    def test_a_choice_widens_nothing(self, filled):
        assert found(filled, chosen={"kind": ["topic"]}) == []


@pytest.fixture(scope="module", params=LAYOUTS.values(), ids=LAYOUTS)
def both(request, judged_corpus, elasticsearch_url):
    """The embedded engine and a cluster's index over the judged corpus."""
    with ExitStack() as stack:
        cluster = stack.enter_context(scratch("elasticsearch", elasticsearch_url + request.param))
        cluster.rebuild(corpus(DATA / "corpus.jsonl"))
        yield judged_corpus, cluster


@pytest.fixture(scope="module")
def queries():
    return read(DATA / "queries-dev.jsonl")


@pytest.mark.elasticsearch
class TestBothAlike:
    def test_first_ten_of_the_judged_queries(self, both, queries):
        one, other = (dict(rankings(engine, queries)) for engine in both)
        assert sum(one[name][:10] == other[name][:10] for name in one) >= 0.99 * len(one)
        assert abs(judged(queries, one)["all"].ndcg - judged(queries, other)["all"].ndcg) <= 0.002

    def test_counts_facets_meaning_and_marks_of_the_judged_queries(self, both, queries):
        for query in queries:
            for chosen in ({}, {"kind": ["SK", "DT"]}, {"kind": ["SK"], "year": ["2023", "2024"]}):
                one, other = (engine.search(SearchRequest(words=query["query"], chosen=chosen)) for engine in both)
                assert (one.total, one.facets, one.meant) == (other.total, other.facets, other.meant), query
                assert [(hit.key, hit.score, hit.title, hit.summary) for hit in one.hits] == [
                    (hit.key, hit.score, hit.title, hit.summary) for hit in other.hits
                ], query

    def test_suggestions_for_every_beginning(self, both, queries):
        for query in random.Random(5).sample(queries, 30):
            for end in range(2, len(query["query"]) + 1, 3):
                words = query["query"][:end]
                one, other = ([hit.key for hit in engine.suggest(SearchRequest(words))] for engine in both)
                assert one == other, words

    def test_exports(self, both, queries):
        for query in queries[:10]:
            one, other = (list(engine.keys(SearchRequest(words=query["query"]))) for engine in both)
            assert one == other

    def test_far_pages(self, both):
        for sort in ("relevance", "newest", "title"):
            request = SearchRequest(words="giải pháp ", sort=sort, offset=30, limit=15, facets=())
            one, other = ([hit.key for hit in engine.search(request).hits] for engine in both)
            assert one == other


@pytest.mark.elasticsearch
class TestTheCluster:
    @pytest.fixture
    def cluster(self, elasticsearch_url):
        with scratch("elasticsearch", elasticsearch_url) as made:
            yield made

    def test_a_late_write_never_wins(self, cluster):
        cluster.index([work("d1", "Lọc nước mới", as_of=2_000)])
        cluster.index([work("d1", "Lọc nước cũ", as_of=1_000)])
        cluster.delete(["d1"], as_of=1_500)
        assert cluster.search(SearchRequest()).hits[0].title == [("Lọc nước mới", False)]

    def test_a_late_write_does_not_bring_back_what_was_deleted(self, cluster):
        cluster.index([work("d1", "Lọc nước", as_of=1_000)])
        cluster.delete(["d1"], as_of=2_000)
        cluster.index([work("d1", "Lọc nước", as_of=1_500)])
        assert found(cluster) == []

    def test_what_changes_during_a_rebuild_is_in_the_new_index(self, cluster):
        cluster.index(work(f"d{n}", "Lọc nước", as_of=1_000) for n in range(3))

        def documents():
            read = [work(f"d{n}", "Lọc nước", as_of=2_000) for n in range(3)]
            cluster.index([work("d0", "Lọc khí", as_of=3_000), work("d9", "Lọc khí", as_of=3_000)])
            cluster.delete(["d1"], as_of=3_000)
            yield from read

        cluster.rebuild(documents())
        assert sorted(found(cluster)) == ["d0", "d2", "d9"]
        assert found(cluster, required=[Term(("khi",))]) == ["d0", "d9"]

    def test_pages_beyond_the_window_are_walked_to(self, cluster, monkeypatch):
        monkeypatch.setattr("search.engines.elastic.engine.WINDOW", 20)
        monkeypatch.setattr("search.engines.elastic.scrolling.STEP", 7)
        cluster.index(work(f"d{n:04}", "Lọc nước", year=1000 + n) for n in range(60))
        result = cluster.search(SearchRequest(words="lọc nước ", offset=30, limit=3, facets=("kind",)))
        assert ([hit.key for hit in result.hits], result.total) == (["d0029", "d0028", "d0027"], 60)
        assert cluster.search(SearchRequest(offset=100, limit=3)).hits == []
        assert len(list(cluster.keys(SearchRequest()))) == 60

    def test_deleted_and_rewritten_documents_do_not_move_results(self, judged_corpus, queries, elasticsearch_url):
        with scratch("elasticsearch", elasticsearch_url) as cluster:
            rows = list(corpus(DATA / "corpus.jsonl"))
            cluster.rebuild([*rows, *(replace(row, key=f"x{row.key}") for row in rows)])
            cluster.delete(f"x{row.key}" for row in rows)
            cluster.index(rows[:200])
            one, other = (dict(rankings(engine, queries)) for engine in (judged_corpus, cluster))
            assert sum(one[name][:10] == other[name][:10] for name in one) >= 0.99 * len(one)
