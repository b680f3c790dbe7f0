"""What every test may use: real services by fixture, and the marker that runs database tests on both databases."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import translation
from playwright.sync_api import Browser, sync_playwright
from pytest_django import DjangoDbBlocker

from tests import migrated
from tests.editions import ON_POSTGRES
from tests.flushing import flush_past_triggers
from tools.services import smtp
from tools.services.process import Service, Unavailable
from tools.services.together import ALL, in_ci, variable

hypothesis.settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
hypothesis.settings.register_profile("local", deadline=None, max_examples=50)
hypothesis.settings.load_profile("ci" if in_ci() else "local")

flush_past_triggers()

S3 = "config.storage.S3Files"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
BROWSER_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
# Long walks through what other tests cover line by line: they run at full speed, past the measuring of coverage.
UNCOVERED = {"browser", "walk"}
DATABASE_FIXTURES = {
    "db",
    "transactional_db",
    "django_db_reset_sequences",
    "django_db_serialized_rollback",
    "live_server",
}


def _touches_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or bool(
        DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
    )


def _of_other_edition(item: pytest.Item) -> bool:
    """The editions are SQLite with the embedded engine, and PostgreSQL with a cluster: a test that touches the database
    and is given an engine runs in the edition of both.
    """
    given = getattr(item, "callspec", None)
    engine = "embedded" if ON_POSTGRES else "elasticsearch"
    return given is not None and engine in given.params.values() and _touches_database(item)


@pytest.hookimpl(wrapper=True, tryfirst=True)  # before the selection by marker (-m), which the passes of the suite use
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Mark what touches the database; leave out what the database of this run does not concern; the long ones first."""
    other = "sqlite" if ON_POSTGRES else "postgres"
    left_out = [item for item in items if item.get_closest_marker(other) or _of_other_edition(item)]
    for item in items:
        if _touches_database(item):
            item.add_marker("database")
        if UNCOVERED & {mark.name for mark in item.iter_markers()}:
            item.add_marker("no_cover")
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    yield
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)  # so that no worker ends with one of them


def pytest_collection_finish(session: pytest.Session) -> None:  # noqa: ARG001
    """What is imported by now stays until the end: looking through it for garbage took a tenth of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


def without(reason: str) -> None:
    """With CI=true a missing service is a failure; elsewhere it is a reason to skip."""
    if in_ci():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def _started(name: str) -> Service | None:
    try:
        service: Service = ALL[name].start()
    except Unavailable as reason:
        without(str(reason))
        return None
    return service


def _address(name: str) -> Iterator[str]:
    """The service that the suite's driver started, or one of this run's own."""
    if given := os.environ.get(variable(name)):
        yield given
    elif service := _started(name):
        yield service.url
        service.stop()


@pytest.fixture(autouse=True)
def _everyday_language() -> None:
    """A request leaves its language active in the thread that served it: no test starts in the last one's."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def play() -> Any:
    """A city with the people who take a topic through its life: see `tests.topics.play`."""
    from tests import topics

    return topics.play()


@pytest.fixture(scope="session")
def django_db_keepdb(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
    django_test_environment: None,  # noqa: ARG001
    django_db_modify_db_settings: None,  # noqa: ARG001
) -> bool:
    """Whether this process finds its database made: where several share a run, one migrates for all of them."""
    if request.config.getvalue("reuse_db") or not hasattr(request.config, "workerinput"):
        return bool(request.config.getvalue("reuse_db"))
    with django_db_blocker.unblock():
        return migrated.lend(tmp_path_factory.getbasetemp().parent)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server: `postgres://…/sangkien`."""
    yield from _address("postgres")


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A Redis server: `redis://127.0.0.1:PORT/0`. Shared by the run: use keys, or databases, of your own."""
    yield from _address("redis")


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """A bare Elasticsearch 9 without security: `http://127.0.0.1:PORT`. Shared by the run: use index names of your own."""
    yield from _address("elasticsearch")


@pytest.fixture(scope="session")
def s3_url() -> Iterator[str]:
    """A bucket that speaks S3: `s3+http://KEY:SECRET@127.0.0.1:PORT/BUCKET`. Shared by the run: use names of your own."""
    yield from _address("s3")


@pytest.fixture(autouse=True)
def _bucket(request: pytest.FixtureRequest) -> Iterator[None]:
    """In the production edition, tests that are about files keep them in a bucket; each process in a folder of its own."""
    if not (ON_POSTGRES and request.node.get_closest_marker("files")):
        yield
        return
    told = {"url": request.getfixturevalue("s3_url"), "location": f"test-{os.getpid()}"}
    with override_settings(STORAGES={**settings.STORAGES, "default": {"BACKEND": S3, "OPTIONS": told}}):
        yield


@pytest.fixture(scope="session")
def _mail_server() -> Iterator[smtp.Sink]:
    # One for each process of the run, never the driver's: a test may then say what the whole box holds.
    if service := _started("smtp"):
        yield smtp.Sink(service.url, Path(service.extra["folder"]))
        service.stop()


@pytest.fixture
def smtp_sink(_mail_server: smtp.Sink) -> smtp.Sink:
    """A mail server of this process, emptied for this test: `.host`, `.port`, `.url`, `.messages()`, `.clear()`."""
    _mail_server.clear()
    return _mail_server


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The system's Chromium, for playwright's `executable_path`."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        without("Chromium is not installed (apt-get install chromium)")
    return str(found)


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One Chromium for all tests of this process; each test opens contexts of its own."""
    # Playwright keeps an event loop in this thread; Django would take it for a server's and refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium_path, args=list(BROWSER_FLAGS))
        yield started
        started.close()
