"""Every kind of page that a link leads to, for each role, on a phone and on a desk, in Vietnamese.

One page of each address pattern is opened: it answers, fits the screen, has no fault that axe finds, speaks Vietnamese,
leaves the console quiet, and asks the database a bounded number of questions.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from demonstration import execution, present, register, tasks

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = next((Path(__file__).parents[1] / "frontend" / "vendor").glob("axe-core-*/axe.min.js"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ROLES = ("", "tacgia", "dongtacgia", "canbo", "thuky", "chutich", "uyvien", "coquan", "coquantp", "lanhdao", "quantri")
PHONE, DESK = 360, 1280
WIDTHS = (PHONE, DESK)
# These look different to each role; of the rest, whoever comes first has seen it for all.
OWN = {"", "ho-so/", "ho-so/<str:reference>/", "hoi-dong/<str:code>/", "phien-hop/<int:number>/"}
ON_PHONES = ("", "tacgia", "uyvien", "lanhdao")
MOST_QUERIES = 16
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


def faults_of(page, path: str) -> list[str]:
    """What is wrong with the page that stands open."""
    found = []
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("is wider than the screen")
    page.evaluate(AXE.read_text())
    for fault in page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]:
        found.append(f"{fault['id']}: {fault['nodes'][0]['html'][:160]}")
    if english := ENGLISH.search(page.inner_text("main")):
        around = page.inner_text("main")[max(0, english.start() - 40) : english.end() + 40]
        found.append(f"speaks English: …{around!r}…")
    if not page.title().split("·")[0].strip():
        found.append("has no title")
    return [f"{path} {fault}" for fault in found]


def walk(person, width: int, seen: set[str]) -> list[str]:
    """Follow the links from the first page, one page of each kind that nobody has `seen` at this width."""
    faults, waiting, known = [], ["/"], seen - OWN
    while waiting:
        path = waiting.pop(0)
        if SKIPPED.search(path) or pattern_of(path) in known:
            continue
        known.add(pattern_of(path))
        seen.add(pattern_of(path))
        answer = person.page.goto(person.address + path)
        if answer.status != 200:
            faults.append(f"{path} answers {answer.status}")
            continue
        waiting += links_of(person.page)
        faults += faults_of(person.page, path)
        person.shot(f"every-{person.username or 'public'}-{len(known):02}-{width}")
    return faults + [f"says in the console: {text}" for text in person.complaints]


@pytest.fixture
def full_city(city):
    """The demonstration with its register and its dossiers under way."""
    register.load_register()
    present.load_dossiers()
    execution.load_topics()
    tasks.load_tasks()


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_fits_is_readable_by_everybody_and_speaks_vietnamese(full_city, somebody, width):
    faults, seen = {}, set()
    for role in ROLES if width != PHONE else ON_PHONES:
        for fault in walk(somebody(role, width=width), width, seen):
            faults.setdefault(fault, role or "public")
    assert not faults, "\n".join(f"{who}: {fault}" for fault, who in faults.items())


def test_no_page_asks_the_database_more_than_sixteen_questions(full_city):
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
    assert not faults, "\n".join(faults)
