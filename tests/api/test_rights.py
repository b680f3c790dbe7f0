"""Every endpoint × everybody × dossiers at three steps of the way; and nothing hidden is told by lists or searches."""

import re

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from search.engines import engine
from search.indexing import rebuild
from tests.api.calls import BASE, CALLS, operations
from tests.api.rights import PEOPLE, RIGHTS, right_to
from tests.editions import ON_POSTGRES

pytestmark = pytest.mark.django_db
ADDRESSES_OF_THE_SCHEMA = {"schema/", "docs/"}
LINK = "invitations/{link}/"  # whoever holds the letter may read what it asks
STEPS = (
    "draft", "whole", "submitted", "returned", "admitted", "reviewed", "voting", "counted", "scored", "waiting",
    "resting", "elsewhere", "recognised", "drafted", "signed", "passed",
)  # fmt: skip


def people_for(call):
    """Everybody; on PostgreSQL two of those who are told the same, other ones at each call: the law is the same SQL, and
    what nobody may see is asked there by everybody below.
    """
    if not ON_POSTGRES:
        return PEOPLE
    right, number, told = right_to(call), CALLS.index(call), {}
    for who in PEOPLE:
        told.setdefault(right.status(who), []).append(who)
    return [(same * 2)[number % len(same) + more] for same in told.values() for more in range(min(2, len(same)))]


def asked(call, place, who):
    """The answer, and the city as it was."""
    mark = transaction.savepoint()
    answer = call.send(place, who)
    transaction.savepoint_rollback(mark)
    return answer


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_everybody_is_answered_as_the_law_of_the_house_says(call, place):
    right, wrong = right_to(call), {}
    for who in people_for(call):
        answer = asked(call, place, who)
        told = 200 if answer.status_code < 300 else answer.status_code
        if told != right.status(who):
            wrong[who] = f"{told} instead of {right.status(who)}: {answer.content[:300].decode(errors='replace')}"
    assert not wrong


def test_no_endpoint_is_without_its_row():
    assert {call.operation for call in CALLS} == set(operations())
    assert {str(call) for call in CALLS} == set(RIGHTS)


def patterns(resolver, before=""):
    for entry in resolver.url_patterns:
        here = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, here)
        elif isinstance(entry, URLPattern):
            yield here


def shape(address):
    """An address with every parameter alike, whatever its name and however it is written."""
    named = re.sub(r"\(\?P<\w+>(?:\[[^\]]*\]|\\.|[^()\[\]])*\)|<[^>]+>|\{\w+\}", "{}", address)
    return named.replace("^", "").replace("$", "").replace("\\Z", "")


def test_the_schema_leaves_no_address_out():
    served = {
        shape(one).removeprefix(shape("api/v1/")) for one in patterns(get_resolver()) if one.startswith("api/v1/")
    }
    described = {shape(path.removeprefix(BASE)) for _method, path in operations()}
    assert served - ADDRESSES_OF_THE_SCHEMA == described


@pytest.fixture
def searchable(place, settings, tmp_path):
    """The city, and its index."""
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'index'}"
    engine.cache_clear()
    rebuild()
    yield place
    engine.cache_clear()


def hidden_from(who, place):
    """Names of the dossiers that somebody sees neither by code nor as a work."""
    client = place.client(who)
    return [
        name
        for name in STEPS
        if client.get(f"{BASE}dossiers/{place.names[name]}/").status_code in (401, 404)
        and client.get(f"{BASE}works/{place.names[f'{name}_work']}/").status_code == 404
    ]


@pytest.mark.parametrize("who", PEOPLE)
def test_nothing_that_is_hidden_is_told_anywhere(who, searchable):
    hidden = hidden_from(who, searchable)
    assert len(hidden) == HIDDEN[who]
    for call in CALLS:
        if call.method == "GET" and call.path != LINK:
            answer = asked(call, searchable, who)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            for name in hidden:
                assert searchable.titles[name].encode() not in body, (str(call), name)
                assert searchable.names[name].encode() not in body, (str(call), name)


# Sixteen dossiers; what is recognised or signed is public. Members of councils see what is before theirs.
HIDDEN = {
    "anonymous": 14, "stranger": 14, "author": 0, "coauthor": 13, "officer": 2, "elsewhere_chair": 13, "recused": 14,
    "member_chair": 8, "member_member": 8, "secretary": 2, "registrar": 2, "leader": 2, "administrator": 14,
}  # fmt: skip


@pytest.mark.parametrize("who", PEOPLE)
def test_a_search_finds_and_counts_what_one_sees_and_no_more(who, searchable):
    client, hidden = searchable.client(who), set(hidden_from(who, searchable))
    for name in STEPS:
        words = searchable.titles[name].split()[2]
        found = client.get(f"{BASE}search/", {"q": words}).json()
        suggested = client.get(f"{BASE}search/suggestions/", {"q": words[:4]}).json()
        counts = {count["count"] for rows in found["facets"].values() for count in rows}
        if name in hidden:
            assert (found["total"], found["results"], counts) == (0, [], set()), name
            assert searchable.titles[name] not in str(suggested)
        else:
            assert [hit["title"] for hit in found["results"]] == [searchable.titles[name]], name


@pytest.mark.parametrize("who", sorted(set(PEOPLE) - {"anonymous"}))
def test_a_filter_tells_nothing_of_what_is_hidden(who, place):
    client = place.client(who)
    for name in STEPS:
        seen = client.get(f"{BASE}dossiers/{place.names[name]}/").status_code == 200
        listed = client.get(f"{BASE}dossiers/", {"q": place.titles[name].split()[2]}).json()["results"]
        assert [row["code"] for row in listed] == ([place.names[name]] if seen else [])


@pytest.mark.parametrize(
    "path", ["dossiers/{}/", "works/{}/", "files/{}/", "hearings/{}/", "councils/{}/", "polls/{}/"]
)
def test_what_is_hidden_answers_word_for_word_as_what_is_not_there(path, place):
    names = {
        "dossiers/{}/": ("draft", "N-KHONGCO00"), "works/{}/": ("draft_work", 999_999), "files/{}/": ("draft_file", 999_999),
        "hearings/{}/": ("scored_hearing", 999_999), "councils/{}/": ("council", "HD-2099-001"), "polls/{}/": ("poll", 999_999),
    }  # fmt: skip
    hidden, absent = names[path]
    client = place.client("stranger")
    one, other = (client.get(BASE + path.format(key)) for key in (place.names[hidden], absent))
    assert (one.status_code, one.content) == (other.status_code, other.content)
    assert one.status_code == 404
