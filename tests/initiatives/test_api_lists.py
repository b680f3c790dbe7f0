"""Lists over the API: filters, cursors, few statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.choices import State
from initiatives.services.dossiers import perform
from organisation.models import Role
from tests import city
from tests.initiatives.speaking import API, codes_of, problem, with_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(author, checker, round_, unit):
    """A dossier in several states, and one of another unit's topic on paper."""
    states = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.ADMITTED, State.CONCLUDED)
    found = {state: city.in_state(state, author, checker, round_).reference for state in states}
    below = city.unit("BV", "hospital", parent=unit)
    topics = city.round_at(unit, kind="topic", purpose="selection", level="city")
    paper = city.paper_draft(checker, topics, city.person())
    save = {"field": city.field("moi").code, "unit": below.code, "title": "Đề tài về lúa"}
    found["topic"] = perform(city.save_answers(paper.draft_code, checker, save).reference, "submit", checker).code
    return found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "all"),
        ("state=submitted&state=admitted", {"submitted", "admitted", "topic"}),
        ("kind=topic", {"topic"}),
        ("level=city", {"topic"}),
        ("purpose=selection", {"topic"}),
        ("channel=paper", {"topic"}),
        ("field=moi", {"topic"}),
        ("unit=BV", {"topic"}),
        ("unit=SYT", "all"),
        ("unit=KHONG", set()),
        ("authority=SYT", "all"),
        ("q=lúa", {"topic"}),
        ("mine=false", "all"),
        ("mine=true", set()),
        ("submitted_after=2000-01-01", "all"),
        ("submitted_before=2000-01-01", set()),
        ("due_before=2000-01-01", set()),
    ],
)
def test_lists_filter(query, expected, many, checker):
    visible = {name: code for name, code in many.items() if name != State.DRAFT}
    wanted = set(visible) if expected == "all" else expected
    assert codes_of(city.client(checker).get(f"{API}?{query}")) == {visible[name] for name in wanted}


def test_ones_own_are_all_those_one_is_an_author_of(many, author):
    own = {code for name, code in many.items() if name != "topic"}
    assert codes_of(city.client(author).get(f"{API}?mine=true")) == own


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("state=nowhere", "state"),
        ("kind=x", "kind"),
        ("due_before=31/02", "due_before"),
        ("q=%00", "q"),
        ("submitted_after=01/02/2026", "submitted_after"),
        ("submitted_after=", "submitted_after"),
        ("kind=%20", "kind"),
        ("mine=", "mine"),
        ("state=", "state"),
    ],
)
def test_a_wrong_filter_is_named(query, field, calls):
    problem(calls.get(f"{API}?{query}"), 400, field)


def test_pages_go_by_key_and_leave_nothing_out(author, round_, calls):
    made = [city.empty_draft(author, round_).reference for _n in range(7)]
    seen, address = [], f"{API}?page_size=3"
    while address:
        page = calls.get(address).json()
        seen += [row["code"] for row in page["results"]]
        address = page["next"]
    assert seen == made[::-1]


@pytest.mark.parametrize("cursor", ["cD14", "####", "cD1hYmM%3D", "bz05OTk5OTk5OTk5OQ%3D%3D"])
def test_a_made_up_cursor_is_no_server_error(cursor, calls, author, round_):
    city.empty_draft(author, round_)
    assert calls.get(f"{API}?cursor={cursor}").status_code in (200, 404)


@pytest.mark.parametrize("count", [1, 12])
def test_a_list_needs_few_statements_and_no_more_for_more_rows(count, unit, round_, checker):
    for _n in range(count):
        city.submitted(city.actor(at=unit), round_)
    calls = with_token(checker)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(calls.get(f"{API}?unit=SYT").json()["results"]) == count
    assert len(queries) <= 6, [query["sql"] for query in queries]


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.RETURNED, State.CONCLUDED])
@pytest.mark.parametrize("who", ["author", "officer", "leader"])
def test_a_detail_needs_few_statements(who, state, author, checker, unit, round_):
    dossier = city.in_state(state, author, checker, round_)
    actors = {"author": author, "officer": checker, "leader": city.actor(Role.LEADER, at=unit)}
    calls = with_token(actors[who])
    with CaptureQueriesContext(connection) as queries:
        answer = calls.get(f"{API}{dossier.reference}/")
    hidden = state == State.DRAFT and who != "author"
    assert answer.status_code == (404 if hidden else 200)
    assert len(queries) <= 9, [query["sql"] for query in queries]
