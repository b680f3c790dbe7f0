"""The embedded engine over the judged corpus, built once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines import Engine, scratch
from search.evaluation import corpus

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def judged_corpus() -> Iterator[Engine]:
    with scratch("embedded") as engine:
        engine.rebuild(corpus(DATA / "corpus.jsonl"))
        yield engine


@pytest.fixture
def engine() -> Iterator[Engine]:
    with scratch("embedded") as engine:
        yield engine
