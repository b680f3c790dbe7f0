"""A browser, people who sign in to it, and the city of the demonstration without its register."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, ConsoleMessage, Page

from demonstration.cast import PASSWORD
from tests import first_day
from tests.journeys.stage import Stage

SHOTS = Path(os.environ.get("SCREENSHOTS", "var/screenshots")) / "journeys"


@pytest.fixture(autouse=True)
def inline(settings, tmp_path):
    """Followers run in the request, so that what follows is there when it answers; an index of the test's own."""
    from search.engines import engine

    settings.BACKGROUND = "inline"
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'index'}"
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        },
    }
    engine.cache_clear()
    cache.clear()  # what is counted against an address
    yield
    engine.cache_clear()


@pytest.fixture
def city(transactional_db):
    """Units, the cast with their accounts, schemes, targets, this year's rounds: an empty city on its first day."""
    first_day.prepare()


VIOLATIONS = """addEventListener("securitypolicyviolation", (event) =>
    console.error(`the content policy is broken: ${event.effectiveDirective} ${event.sample} ${event.sourceFile}`))"""
"""Whatever breaks the policy (Trusted Types too) is a complaint of the page."""


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, browser: Browser, address: str, username: str, width: int) -> None:
        self.context = browser.new_context(locale="vi-VN", viewport={"width": width, "height": 800})
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.address, self.username = address, username
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.add_init_script(VIOLATIONS)
        if username:
            self.page.goto(f"{address}/tai-khoan/login/")
            self.page.fill("input[name=login]", username)
            self.page.fill("input[name=password]", PASSWORD)
            self.page.click("main button[type=submit]")
            self.page.wait_for_url(f"{address}/")

    def _hear(self, message: ConsoleMessage) -> None:
        """Errors of scripts and of the content policy; an answer of 422 is part of the job."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def go(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(self.address + path)
        return self.page

    def press(self, selector: str) -> Page:
        """Press a button and wait for the page that follows."""
        with self.page.expect_navigation():
            self.page.click(selector)
        return self.page

    def shot(self, name: str) -> None:
        """Keep a picture."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    def text(self) -> str:
        """What the page says."""
        return self.page.inner_text("main")


@pytest.fixture
def somebody(browser, live_server, city) -> Iterator[Callable[..., Person]]:
    """Sign somebody in: `somebody("tacgia", width=360)`; without a name, the public."""
    made: list[Person] = []

    def sign_in(username: str = "", width: int = 1280) -> Person:
        made.append(Person(browser, live_server.url, username, width))
        return made[-1]

    yield sign_in
    for person in made:
        person.context.close()


@pytest.fixture
def stage(somebody):
    """Who plays the life of a topic, with a clock that can be moved."""
    with time_machine.travel(timezone.now(), tick=True) as clock:
        yield Stage(somebody, clock)
