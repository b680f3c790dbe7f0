"""Law 4: whatever is stored, logged or reported after two hundred votes ties no choice to a voter, and no ballot to a time."""

import logging
import sys

import pytest
from django.apps import apps
from django.core.signals import got_request_exception
from django.db import connection
from django.test import Client
from django.views.debug import ExceptionReporter

from journal.models import Entry, Event
from reviews.models import Entitlement, Poll
from reviews.services import polls as service
from reviews.services.conclusions import conclude_hearing
from reviews.services.polls import annul_poll, close_poll, new_receipt, open_poll
from tests.reviews import factories as f
from tests.reviews.test_api import API, client_of

VOTES, MEMBERS = 40, 5


class Kept(logging.Handler):
    """Everything that is logged, at every level, by everybody."""

    def __init__(self):
        super().__init__(logging.NOTSET)
        self.lines = []

    def emit(self, record):
        self.lines.append(f"{record.getMessage()} {record.__dict__}")


@pytest.fixture
def log():
    kept, root = Kept(), logging.getLogger()
    level = root.level
    root.addHandler(kept)
    root.setLevel(logging.DEBUG)
    yield kept
    root.removeHandler(kept)
    root.setLevel(level)


def everything_stored():
    """Each row of each table as text, by table."""
    for model in apps.get_models():
        for row in model._default_manager.values():
            yield model, str(row)


@pytest.fixture
def voted(transactional_db, log):
    """Forty dossiers voted on by five members each, over the API, in a different order each time; one vote annulled."""
    town = f.town(f.VOTED, members=MEMBERS)
    hearings = town.hear(*[f.dossier(town.round) for _n in range(VOTES)])
    town.meet()
    clients = [client_of(one) for one in town.members]
    receipts = {}
    for number, hearing in enumerate(hearings):
        poll = open_poll(hearing.pk, town.chair)
        order = sorted(range(MEMBERS), key=lambda n, start=number: (n * 3 + start) % MEMBERS)
        for turn, n in enumerate(order):
            receipt, choice = new_receipt(), "yes" if (turn + number) % 3 else "no"
            answer = clients[n].post(f"{API}/ballots/", {"poll": poll.pk, "choice": choice, "receipt": receipt})
            assert answer.status_code == 200
            receipts[receipt] = (town.members[n], choice, poll.pk)
        if number:
            close_poll(poll.pk, town.chair)
            conclude_hearing(hearing.pk, town.chair)
        else:
            annul_poll(poll.pk, town.chair, "Mất kết nối")
    return town, receipts


def test_two_hundred_votes_leave_nothing_that_ties_a_choice_to_a_voter(voted, log):
    town, receipts = voted
    no_choice_stands_beside_a_voter(receipts, log)
    no_entry_or_event_of_a_cast(town)
    the_ticks_are_equally_old()


def no_choice_stands_beside_a_voter(receipts, log):
    found = {}
    for model, row in everything_stored():
        for receipt in receipts:
            if receipt in row:
                found.setdefault(receipt, []).append(model)
    # A receipt stands in the box of its own vote and nowhere else; those of the annulled vote stand nowhere.
    assert set(map(tuple, found.values())) == {(Poll,)}
    assert len(found) == (VOTES - 1) * MEMBERS
    # The box knows nobody: no column of its row leads to a person.
    assert {field.name for field in Poll._meta.get_fields() if field.is_relation and field.many_to_one} == {"hearing"}
    for poll in Poll.objects.all():
        assert poll.box == sorted(poll.box)
        assert all(set(pair) <= {*receipts, "yes", "no"} for pair in poll.box)
    # And the ticks know no choice and no time.
    assert {field.name for field in Entitlement._meta.concrete_fields} == {"id", "poll", "seat", "has_cast"}
    assert not [line for line in log.lines for receipt in receipts if receipt in line]


def no_entry_or_event_of_a_cast(town):
    about_polls = Entry.objects.filter(subject__startswith="poll:")
    assert set(about_polls.values_list("event", flat=True)) == {"poll_opened", "poll_closed", "poll_annulled"}
    assert about_polls.count() == 2 * VOTES
    assert not Event.objects.filter(name__contains="ballot").exists()
    leaders = {town.chair.user_id}
    during = Entry.objects.exclude(actor_id__in=leaders).filter(pk__gt=about_polls.earliest("pk").pk)
    assert not during.exists()  # nobody but who conducts the meeting leaves a trace between opening and conclusion


def the_ticks_are_equally_old():
    """Ids follow the seats, and on PostgreSQL one transaction has written all rows, in the order of seats, whoever cast when (the order
    of casting is another in each poll)."""
    for poll in Poll.objects.all():
        rows = list(poll.entitlements.order_by("pk").values_list("seat__position", flat=True))
        assert rows == sorted(rows)
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT poll_id, count(DISTINCT xmin::text) FROM reviews_entitlement GROUP BY poll_id")
        assert {count for _poll, count in cursor.fetchall()} == {1}
        cursor.execute("SELECT poll_id, array_agg(id ORDER BY ctid) FROM reviews_entitlement GROUP BY poll_id")
        assert all(goes_round(ids) for _poll, ids in cursor.fetchall())


def goes_round(ids):
    """In order, but for where a page was full: then the rest comes first, whoever has cast last."""
    start = ids.index(min(ids))
    return [*ids[start:], *ids[:start]] == sorted(ids)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_while_a_vote_is_open_too_no_tick_is_younger_than_another():
    town = f.town(f.VOTED)
    [hearing] = town.hear(f.dossier(town.round))
    town.meet()
    poll = open_poll(hearing.pk, town.chair)
    for n in (3, 1, 4):
        service.cast_ballot(poll.pk, f.actor(town.members[n]), "yes", new_receipt())
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT xmin::text), array_agg(id ORDER BY ctid) FROM reviews_entitlement")
            count, ids = cursor.fetchone()
        assert (count, ids) == (1, sorted(ids))


@pytest.mark.postgres
def test_closing_sweeps_away_the_earlier_states_of_the_box(voted):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pgstattuple'")
        if cursor.fetchone() is None:
            pytest.skip("pgstattuple is not installed (apt-get install postgresql-contrib)")
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pgstattuple")
        for table in ("reviews_poll", "reviews_entitlement"):
            cursor.execute("SELECT dead_tuple_count FROM pgstattuple(%s)", [table])
            assert cursor.fetchone() == (0,), table


@pytest.mark.parametrize("door", ["api", "page"])
@pytest.mark.django_db
def test_an_error_report_of_a_failed_cast_masks_the_ballot(door, monkeypatch):
    town = f.town(f.VOTED)
    [hearing] = town.hear(f.dossier(town.round))
    town.meet()
    poll = open_poll(hearing.pk, town.chair)
    reports = []

    def report(sender, request, **kwargs):
        reporter = ExceptionReporter(request, *sys.exc_info())
        reports.append(reporter.get_traceback_text() + reporter.get_traceback_html())

    def fail(*args):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(service, "_tick", fail)
    got_request_exception.connect(report)
    client, receipt = client_of(town.members[0]), new_receipt()
    client.raise_request_exception = False
    try:
        if door == "api":
            answer = client.post(
                f"{API}/ballots/", {"poll": poll.pk, "choice": "no", "receipt": receipt}, format="json"
            )
        else:
            page = Client(raise_request_exception=False)
            page.force_login(town.members[0].user)
            answer = page.post(f"/bo-phieu/{poll.pk}/bo/", {"choice": "no", "receipt": receipt})
    finally:
        got_request_exception.disconnect(report)
    assert answer.status_code == 500
    assert len(reports) == 1
    assert "the disk is full" in reports[0]
    assert receipt not in reports[0]
    poll.refresh_from_db()
    assert poll.box == []
