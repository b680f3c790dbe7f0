"""Near copies are found, honest neighbours are left in peace; measured on edits, shuffles, synonyms and half copies."""

import random
from dataclasses import replace

import pytest

from search.engines import scratch
from search.evaluation import corpus, read
from search.rules.copies import likeness, passages
from search.text import fold, nfc
from tests.search.conftest import DATA

SEED = 20260520
COPIED = 100
SYNONYMS = {
    "giải pháp": "biện pháp",
    "nâng cao": "tăng cường",
    "xây dựng": "thiết lập",
    "ứng dụng": "áp dụng",
    "học sinh": "các em",
}


def sentences(text):
    return [part for line in text.split("\n") for part in line.split(". ") if part.strip()]


def edited(work, _other, chance):
    words = work.title.split()
    words[chance.randrange(len(words))] = "mới"
    return " ".join(words), work.text


def shuffled(work, _other, chance):
    parts = sentences(work.text)
    return work.title, ". ".join(chance.sample(parts, len(parts)))


def synonyms(work, _other, _chance):
    text, title = work.text, work.title
    for word, other in SYNONYMS.items():
        text, title = text.replace(word, other), title.replace(word, other)
    return title, text


def unmarked(work, _other, _chance):
    return fold(work.title), fold(work.text)


def half(work, other, chance):
    parts = sentences(work.text)
    return other.title, other.text + "\n" + ". ".join(parts[::2])


def heavy(work, other, chance):
    title, text = synonyms(replace(work, title=edited(work, other, chance)[0]), other, chance)
    parts = sentences(text)
    kept = chance.sample(parts, max(1, len(parts) * 7 // 10))
    return title, ". ".join(kept)


KINDS = (edited, shuffled, synonyms, unmarked, half, heavy)


def own_words(work, chance, vocabulary):
    """Each work of the corpus with a description of its own, beside the phrases that the corpus repeats in many."""
    told = [" ".join(chance.choices(vocabulary, k=16)).capitalize() for _ in range(6)]
    return replace(work, text=work.text + "\n" + ". ".join(told))


@pytest.fixture(scope="module")
def works():
    chance = random.Random(SEED)
    rows = [replace(row, title=nfc(row.title), text=nfc(row.text)) for row in corpus(DATA / "corpus.jsonl")]
    vocabulary = sorted({word for row in rows for word in row.title.lower().split() if word.isalpha()})
    return [own_words(row, chance, vocabulary) for row in rows]


@pytest.fixture(scope="module")
def filed(works):
    with scratch("embedded") as engine:
        engine.rebuild(works)
        yield engine


def looked_at(engine, asked, works):
    titles = {work.key: work.title for work in works}
    near = engine.alike(asked.shingles, frozenset())
    compared = {
        one.key: likeness(asked.shingles, one.shingles, near.common, asked.title, titles[one.key])
        for one in near.found
        if one.key != asked.key
    }
    return {key for key, how in compared.items() if how.copy}


def test_near_copies_are_found_and_little_else(filed, works):
    chance = random.Random(SEED)
    found, missed, wrong = 0, [], []
    for at, work in enumerate(chance.sample(works, COPIED)):
        for kind in KINDS:
            other = works[(works.index(work) + 7) % len(works)]
            title, text = kind(work, other, chance)
            copy = replace(work, key=f"copy{at}", title=title, text=text)
            keys = looked_at(filed, copy, works)
            found += work.key in keys
            missed += [] if work.key in keys else [(kind.__name__, work.key)]
            wrong += [(kind.__name__, key) for key in keys - {work.key} - ({other.key} if kind is half else set())]
    assert found / (COPIED * len(KINDS)) >= 0.97, missed
    assert found / (found + len(wrong)) >= 0.99, wrong


def test_honest_neighbours_are_left_in_peace(filed, works):
    pairs = [(work.key, key) for work in works for key in looked_at(filed, work, works)]
    honest = {(a, b) for a, b in pairs}
    assert len(honest) <= len(works) * 0.01, sorted(honest)


def test_passages_stand_side_by_side_on_the_text_as_written():
    here = "Mở đầu. Chúng tôi dùng vôi bột rắc quanh chuồng trại mỗi tuần hai lần để khử trùng."
    there = "Ở xã, bà con DÙNG VÔI BỘT rắc quanh chuồng trại mỗi tuần hai lần, rồi quét dọn."
    (passage,) = passages(here, there)
    assert here[passage.here.start : passage.here.end] == "dùng vôi bột rắc quanh chuồng trại mỗi tuần hai lần"
    assert there[passage.there.start : passage.there.end] == "DÙNG VÔI BỘT rắc quanh chuồng trại mỗi tuần hai lần"


def test_short_common_phrases_are_no_passage():
    assert list(passages("nâng cao hiệu quả quản lý", "giải pháp nâng cao hiệu quả quản lý")) == []


def test_the_queries_of_the_corpus_are_about_its_works():
    known = {work.key for work in corpus(DATA / "corpus.jsonl")}
    assert all(key in known for query in read(DATA / "queries-dev.jsonl") for key in query["relevant"])
