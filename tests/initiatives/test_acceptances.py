"""Acceptances to be expected: worked cases, properties, and the figures of the page."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.models import Contract
from initiatives.queries.acceptances import expected_acceptances
from initiatives.rules.acceptances import Past, outlook
from tests import topics
from tests.initiatives.test_execution import accepted as accept

JANUARY = 12 * 2027  # of 2027
PAST = Past(20, {0: 10, 2: 5})  # 15.5 / 21 = 0.738


def means(due, past=PAST, now=JANUARY):
    return {one.year: round(one.mean, 3) for one in outlook(due, past, now)}


@pytest.mark.parametrize(
    ("past", "told"),
    [(Past(19, {0: 19}), False), (Past(20, {0: 9}), False), (Past(20, {0: 10}), True), (Past(0, {}), False)],
)
def test_it_is_silent_until_enough_has_ended(past, told):
    assert bool(outlook({JANUARY: 3}, past, JANUARY)) is told


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ({JANUARY: 10}, {2027: 7.381}),  # 10 × 15.5 / 21, in January or March
        ({JANUARY + 11: 9}, {2027: 4.429, 2028: 2.214}),  # due in December: two of three in time, one two months late
        ({JANUARY - 1: 9}, {2027: 6.643}),  # a month over: only the delays of two months are left to it
        ({JANUARY - 30: 4}, {2027: 2.952}),  # longer than any delay of the past: now
        ({}, {}),
    ],
)
def test_topics_are_moved_by_the_delays_and_weighed_by_the_rate_of_the_past(due, expected):
    assert means(due) == expected


def test_the_range_holds_the_mean_and_knows_no_more_than_all_topics():
    [one] = outlook({JANUARY: 10}, PAST, JANUARY)
    assert (one.low, one.high) == (4, 10)  # 7.38 ± 1.645 × √(1.93 + 0.88)


months = st.integers(JANUARY - 40, JANUARY + 60)
pasts = st.builds(
    lambda delays, more: Past(sum(delays.values()) + more, delays),
    st.dictionaries(st.integers(0, 24), st.integers(1, 30), min_size=1, max_size=8), st.integers(0, 60),
).filter(lambda past: past.enough)  # fmt: skip


@given(st.dictionaries(months, st.integers(1, 50), max_size=12), pasts)
def test_no_topic_is_lost_or_counted_twice_and_nothing_lies_in_the_past(due, past):
    years = outlook(due, past, JANUARY)
    assert sum(one.mean for one in years) == pytest.approx(past.rate * sum(due.values()))
    assert all(one.year >= JANUARY // 12 and 0 <= one.low <= one.mean <= one.high for one in years)
    assert [one.year for one in years] == sorted({one.year for one in years})


@given(st.dictionaries(months, st.integers(1, 50), min_size=1, max_size=6), pasts, st.integers(1, 20))
def test_more_accepted_in_the_past_promises_more_and_more_failed_less(due, past, more):
    better = Past(past.ended + more, {**past.delays, 0: past.delays.get(0, 0) + more})
    worse = Past(past.ended + more, past.delays)
    before, after, fewer = (sum(one.mean for one in outlook(due, p, JANUARY)) for p in (past, better, worse))
    assert fewer < before <= after


@pytest.mark.django_db
def test_the_portfolio_counts_what_ended_and_what_waits():
    play = topics.play()
    done, running = topics.in_execution(play), topics.in_execution(play)
    accept(play, done)
    Contract.objects.filter(pk=done.pk).update(ends_on=date(2026, 1, 31), result_on=date(2026, 4, 1))
    found = expected_acceptances(play.leader, {"state": "accepted", "q": "x"}, date(2026, 6, 1))
    assert (found.years, found.topics, found.ended, found.delay) == ((), 1, 1, 3.0)
    assert expected_acceptances(play.author, {"sector": "enterprise"}, date(2026, 6, 1)).topics == 0
    assert running.requires_acceptance
