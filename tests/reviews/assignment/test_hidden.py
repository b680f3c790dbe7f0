"""Change a hidden fact, and nothing that a conflicted person can see changes: lists, counts, search, exports, API."""

import re
from datetime import date

import pytest
from django.test import Client
from rest_framework.test import APIClient

from initiatives.models import Version, Work
from initiatives.services.content import frozen_content
from journal.services.follow import follow_all
from organisation.models import Membership, Role, Unit, User
from reviews.models import Place
from reviews.services.assignments import preview_assignment, publish_assignment
from reviews.services.conflicts import name_conflict, uphold_claim
from reviews.services.preferences import state_preferences
from reviews.services.recusals import declare_conflict
from reviews.services.sessions import plan_session
from reviews.services.sheets import lock_sheet, save_sheet
from search.indexing import rebuild
from tests.reviews import factories as f

pytestmark = pytest.mark.django_db
SECRET = "Kinh nghiệm zulu yankee"


@pytest.fixture
def by_hand(settings):
    """Nobody follows the outbox but the test."""
    settings.BACKGROUND = "later"


@pytest.fixture
def town():
    """Three dossiers before a council of five; the first comes from the hospital in which two members work: the deputy
    (found in the record) and the last, who also declared it.
    """
    made = f.town(members=7)
    hospital = Unit.objects.create(code="BV", name="Bệnh viện A", kind="hospital", parent=made.round.authority)
    author = f.person("Lê Thị Kín", hospital, Role.MEMBER)
    made.conflicted = [made.members[1], made.members[6]]
    for one in made.conflicted[:1]:
        Membership.objects.create(person=one, unit=hospital, role=Role.MEMBER, valid_from=date(2020, 1, 1))
    made.author = author
    made.hidden, *made.shown = made.hear(f.dossier(made.round, [author]), *[f.dossier(made.round) for _n in range(2)])
    for hearing in (made.hidden, *made.shown):
        content = frozen_content(hearing.dossier)
        Version.objects.filter(pk=hearing.version_id).update(content=content)
    declare_conflict(made.hidden.pk, f.actor(made.members[6]), "Là người nhà của tác giả")
    return made


PAGES = ("/", "/hoi-dong/", "{base}", "{base}nguyen-vong/", "{base}xung-dot/", "{base}phan-cong/", "{base}hieu-chinh/",
         "/ho-so/", "/hoi-dong/ho-so/{hidden}/", "/ho-so/{code}/", "/ho-so/{code}/xung-dot/", "/tim-kiem/?q=zulu",
         "/phien-hop/{session}/")  # fmt: skip
API = ("councils/", "councils/{council}/", "councils/{council}/hearings/", "councils/{council}/progress/",
       "councils/{council}/sessions/", "councils/{council}/preferences/", "councils/{council}/fit/",
       "councils/{council}/assignments/", "councils/{council}/conflicts/", "councils/{council}/calibration/",
       "hearings/", "hearings/?concluded=true", "hearings/{hidden}/", "hearings/{hidden}/remarks/", "sheets/",
       "sheets/{hidden}/", "ballots/", "conclusions/", "conflicts/", "dossiers/", "dossiers/{code}/",
       "dossiers/{code}/history/", "dossiers/{code}/files/", "works/", "works/{work}/", "files/",
       "sessions/{session}/", "search/?q=zulu", "search/suggestions/?q=zulu", "search/export/?q=zulu",
       "statistics/recognised/?by=unit", "assignments/{run}/")  # fmt: skip
# A page carries keys that are new each time it is drawn.
FRESH = re.compile(
    r'csrfmiddlewaretoken" value="[^"]*"|csrf-token" content="[^"]*"|"X-CSRFToken": ?"[^"]*"|nonce="[^"]*"'
)


def everything_seen(town, person):
    """All that somebody can read, by address."""
    names = {
        "base": f"/hoi-dong/{town.council.code}/", "council": town.council.code, "hidden": town.hidden.pk,
        "code": town.hidden.dossier.code, "work": town.hidden.dossier.work_id, "session": town.session.pk,
        "run": town.run.pk,
    }  # fmt: skip
    account = User.objects.get(person=person)
    page, api = Client(), APIClient()
    page.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    api.force_authenticate(account)
    seen = {}
    for address in PAGES:
        answer = page.get(address.format(**names))
        seen[address] = (answer.status_code, FRESH.sub("", answer.content.decode()))
    for address in API:
        answer = api.get("/api/v1/" + address.format(**names))
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        seen[address] = (answer.status_code, body)
    return seen


def change_every_hidden_fact(town):
    """What happens to the dossier that two members may not know: text, wishes, reviewers, claims, sheets."""
    office = f.actor(town.office)
    Work.objects.filter(pk=town.hidden.dossier.work_id).update(title=SECRET, summary=SECRET)
    judge, other = town.members[3], town.members[4]
    state_preferences(town.council.code, f.actor(judge), {town.hidden.pk: "eager"})
    state_preferences(town.council.code, f.actor(other), {town.hidden.pk: "not"})
    name_conflict(town.hidden.dossier.code, f.actor(town.author), town.members[5].code, "Có tranh chấp")
    save_sheet(town.hidden.pk, f.actor(judge), scores=f.GOOD[f.SCORED])
    lock_sheet(town.hidden.pk, f.actor(judge))
    pins = list(town.run.pairs.filter(hearing__in=town.shown).values_list("hearing", "person"))
    publish_assignment(preview_assignment(town.council.code, office, 2, cap=9, pins=pins, seed=9).pk, office)
    rebuild()


@pytest.fixture
def watched(town):
    """An assignment is published and a session planned; then everything hidden changes."""
    office = f.actor(town.office)
    town.run = publish_assignment(preview_assignment(town.council.code, office, 2, cap=9, seed=1).pk, office)
    town.session = plan_session(town.council.code, town.secretary, date(2026, 5, 20), "Phòng họp 1")
    rebuild()
    before = {one.pk: everything_seen(town, one) for one in (*town.conflicted, town.members[0])}
    change_every_hidden_fact(town)
    return before, {pk: everything_seen(town, f.Person.objects.get(pk=pk)) for pk in before}


def test_both_are_recused(town):
    places = Place.objects.filter(hearing=town.hidden, recused=True)
    assert set(places.values_list("seat__person_id", flat=True)) == {one.pk for one in town.conflicted}


def test_nothing_that_a_conflicted_person_sees_changes(town, watched):
    before, after = watched
    for one in town.conflicted:
        changed = [address for address in before[one.pk] if before[one.pk][address] != after[one.pk][address]]
        assert not changed
        code = town.hidden.dossier.code
        told = [a for a, (_status, body) in after[one.pk].items() if SECRET in str(body) or code in str(body)]
        assert told == ["/ho-so/{code}/", "/ho-so/{code}/xung-dot/"]  # "not there" repeats the address asked for
        assert {after[one.pk][address][0] for address in told} == {404}


def test_the_change_is_one_that_can_be_seen_by_who_may(town, watched):
    """Otherwise the test above would prove nothing."""
    before, after = watched
    chair = town.members[0].pk
    changed = {address for address in before[chair] if before[chair][address] != after[chair][address]}
    expected = {"{base}", "{base}phan-cong/", "councils/{council}/progress/", "councils/{council}/fit/",
                "councils/{council}/assignments/", "hearings/"}  # fmt: skip
    assert expected <= changed


@pytest.mark.django_db(transaction=True)
def test_the_search_forgets_a_dossier_for_whom_an_author_has_rightly_named(by_hand, town):
    Work.objects.filter(pk=town.hidden.dossier.work_id).update(title=SECRET)
    rebuild()
    named = town.members[5]
    api = APIClient()
    api.force_authenticate(User.objects.get(person=named))
    assert SECRET in api.get("/api/v1/search/?q=zulu").content.decode()
    claim = name_conflict(town.hidden.dossier.code, f.actor(town.author), named.code, "Có tranh chấp")
    uphold_claim(claim.pk, f.actor(town.office))
    follow_all()
    assert SECRET not in api.get("/api/v1/search/?q=zulu").content.decode()
