"""The judged queries are answered at least as well as promised, class by class."""

import pytest

from search.evaluation import judged, rankings, read
from tests.search.conftest import DATA


@pytest.fixture(scope="module")
def quality(judged_corpus):
    queries = read(DATA / "queries-dev.jsonl")
    return judged(queries, dict(rankings(judged_corpus, queries)))


def test_over_all_queries(quality):
    assert quality["all"].ndcg >= 0.93
    assert quality["all"].success >= 0.95
    assert quality["macro"].ndcg >= 0.92


def test_no_class_of_queries_is_left_behind(quality):
    assert {name: one.ndcg for name, one in quality.items() if one.ndcg < 0.85} == {}


def test_words_that_differ_by_marks_only_find_the_exact_word_first(quality):
    assert quality["minimal"].success >= 0.95
