"""Every kind of page that a link leads to, for each role, on a phone and on a desk, in Vietnamese.

One page of each address pattern is opened: it answers, fits the screen, has no fault that axe finds, speaks Vietnamese,
leaves the console quiet, and asks the database a bounded number of questions.
"""

import os
import re
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from demonstration import execution, present, register, tasks
from organisation.models import Unit
from recognition.queries.register import RegisterFilter
from recognition.services.issued_extracts import issue_extract
from tests import axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ROLES = ("", "tacgia", "dongtacgia", "canbo", "thuky", "chutich", "uyvien", "coquan", "coquantp", "lanhdao", "quantri")
PHONE, DESK = 360, 1280
WIDTHS = {DESK: RULES, PHONE: ["wcag2aa", "wcag22aa"]}  # what depends on the width: contrast, size of what is tapped
# These look different to each role; of the rest, whoever comes first has seen it for all.
OWN = {"", "ho-so/", "ho-so/<str:reference>/", "hoi-dong/<str:code>/", "phien-hop/<int:number>/"}
MOST_QUERIES = 16
WITH_PICTURES = "SCREENSHOTS" in os.environ  # two hundred of them: for who wants to look at every page
SKIPPED = re.compile(r"\.pdf$|^/api/|^/static/|xuat=|^/thu-vien-giao-dien/|/tep/\d+/$|/tai-xuong/$|^/tai-khoan/")
# Words that only an English page has; names of libraries, formats and keys apart.
ENGLISH = re.compile(
    r"\b(the|and|with|dossier|council|submitted|decision|unit|round|author|score|save|search|none)\b", re.I
)


def pattern_of(path: str) -> str:
    """What kind of page an address is: its route, with the parameters that change what is shown."""
    return resolve(path.partition("?")[0]).route


def links_of(page) -> list[str]:
    """Addresses of this site that the page links to."""
    found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    return [
        f"{part.path}?{part.query}".rstrip("?")
        for part in map(urlsplit, found)
        if part.netloc == urlsplit(page.url).netloc
    ]


def faults_of(page, rules: list[str]) -> list[str]:
    """What is wrong with the page that stands open, at the width it has now."""
    found = []
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("is wider than the screen")
    return found + [f"{rule}: {html[:160]}" for rule, html in axe.violations(page, rules)]


def words_amiss(page) -> list[str]:
    """What is wrong with the words of the page, whatever its width."""
    found, words = [], page.inner_text("main")
    if english := ENGLISH.search(words):
        found.append(f"speaks English: …{words[max(0, english.start() - 40) : english.end() + 40]!r}…")
    if not page.title().split("·")[0].strip():
        found.append("has no title")
    return found


def seen_by(person, name: str) -> list[str]:
    """The page that stands open, on a desk and then on a phone."""
    page, faults = person.page, words_amiss(person.page)
    axe.load(page)
    for width, rules in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 800})
        faults += [f"at {width}: {fault}" for fault in faults_of(page, rules)]
        if WITH_PICTURES:
            person.shot(f"{name}-{width}")
    return faults


def walk(person, seen: set[str]) -> list[str]:
    """Follow the links from the first page, one page of each kind that nobody has `seen`."""
    faults, waiting, known = [], ["/"], seen - OWN
    while waiting:
        path = waiting.pop(0)
        if SKIPPED.search(path) or pattern_of(path) in known:
            continue
        known.add(pattern_of(path))
        seen.add(pattern_of(path))
        person.page.set_viewport_size({"width": DESK, "height": 800})
        answer = person.page.goto(person.address + path)
        if answer.status != 200:
            faults.append(f"{path} answers {answer.status}")
            continue
        waiting += links_of(person.page)
        found = seen_by(person, f"every-{person.username or 'public'}-{len(known):02}")
        faults += [f"{path} {fault}" for fault in found]
    return faults + [f"says in the console: {text}" for text in person.complaints]


def pages_that_ask_too_much() -> list[str]:
    """The same walk without a browser: whoever asks the database more than sixteen questions for one page."""
    faults = []
    for role in ROLES:
        client, seen, waiting = Client(), set(), ["/"]
        if role:
            user = get_user_model().objects.get(username=role)
            client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        while waiting:
            path = waiting.pop(0)
            if SKIPPED.search(path) or pattern_of(path) in seen:
                continue
            seen.add(pattern_of(path))
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(path)
            if len(queries) > MOST_QUERIES:
                faults.append(f"{role or 'public'}: {path} asks {len(queries)}")
            waiting += [link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"#]*)', answer.content.decode())]
    return faults


@pytest.fixture
def full_city(city):
    """The demonstration with its register and its dossiers under way."""
    register.load_register()
    present.load_dossiers()
    execution.load_topics()
    tasks.load_tasks()
    unit = Unit.objects.get(code="SKHCN")
    issue_extract(
        present.as_user("coquan"),
        unit,
        RegisterFilter(levels=("department",), year=2025),
        "Nguyễn Văn Quảng",
        "Giám đốc",
    )


def test_every_page_fits_is_readable_by_everybody_and_speaks_vietnamese(full_city, somebody):
    faults, seen = {}, set()
    for role in ROLES:
        for fault in walk(somebody(role), seen):
            faults.setdefault(fault, role or "public")
    faults |= dict.fromkeys(pages_that_ask_too_much())
    assert not faults, "\n".join(f"{who or 'the database'}: {fault}" for fault, who in faults.items())
