"""The pages against the table of rights: nobody is shown by a page what its twin in the API does not show them."""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from journal.models import Entry
from tests.api.rights import PEOPLE, RIGHTS
from tests.frontend.pages_of_rights import BY_THEMSELVES, PAGES

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def pages():
    """Names and shapes of all addresses of the frontend."""
    return {entry.name: str(entry.pattern) for area in get_resolver().url_patterns if not str(area.pattern)
            for inner in area.url_patterns for entry in inner.url_patterns}  # fmt: skip


def people_for(twin, name):
    """Two of those who are told the same, other ones for each page."""
    told = {}
    for who in PEOPLE:
        told.setdefault(RIGHTS[twin].status(who), []).append(who)
    number = sum(map(ord, name))
    return [(same * 2)[number % len(same) + more] for same in told.values() for more in range(min(2, len(same)))]


def is_posted(name):
    return not any(said.startswith("GET") for said in PAGES[name])


def opened(place, name, who):
    words = [word for word in PAGES[name][0].split() if word != "GET"]
    address = reverse(name, args=[place.names[word[1:]] if word[0] == "$" else word for word in words])
    browser = Client(raise_request_exception=False)
    if who != "anonymous":
        browser.force_login(place.user(who), BACKEND)
    before, mark = Entry.objects.count(), transaction.savepoint()
    answer = browser.post(address, {}) if is_posted(name) else browser.get(address)
    written = Entry.objects.count() - before
    transaction.savepoint_rollback(mark)
    return answer, written


def fault(place, name, who):
    """What a page does that its twin does not."""
    twin = PAGES[name][1]
    allowed = RIGHTS[twin].status(who)
    if is_posted(name) and allowed in (200, 409):
        return ""  # what is posted here is empty: whether it does its work is tested where the work is
    answer, written = opened(place, name, who)
    status = answer.status_code
    to_sign_in = status == 302 and answer.headers["Location"].startswith("/tai-khoan/login/")
    if written and allowed != 200:  # a paper is made, and journaled, when somebody first asks for it
        return f"{name} lets {who} write"
    if allowed in (200, 409):
        return "" if status in (200, 302) and not to_sign_in else f"{name} answers {who} {status}"
    refused = (404,) if allowed == 404 and is_posted(name) else (401, 403, 404, 409)
    a_deed = not twin.startswith("GET")  # who sees a thing may see the form, or is led back with the reason
    told_why = a_deed and allowed in (403, 422) and status in (200, 302, 422)
    good = to_sign_in or told_why or status in refused
    return "" if good else f"{name} answers {who} {status} instead of {allowed}"


def test_no_page_shows_or_does_what_its_twin_refuses(place):
    faults = [found for name, (_words, twin) in PAGES.items() for who in people_for(twin, name)
              if (found := fault(place, name, who))]  # fmt: skip
    assert not faults, "\n".join(faults)


def test_every_page_of_the_table_exists_and_its_twin_too():
    assert not PAGES.keys() & BY_THEMSELVES.keys()
    assert PAGES.keys() - {"set_language"} | BY_THEMSELVES.keys() == pages().keys()
    assert {twin for _words, twin in PAGES.values()} <= set(RIGHTS)
    for name, (words, _twin) in PAGES.items():
        if name != "set_language":
            assert len([word for word in words.split() if word != "GET"]) == len(re.findall(r"<", pages()[name])), name
