"""What in the record ties a member to a work's authors."""

from datetime import date

import pytest

from reviews.rules.conflicts import Filing, Ground, Post, Record, Tie, ties

MEMBER, AUTHOR, CITY, AUTHORITY, HOSPITAL, WARD = 1, 2, 10, 11, 12, 13
PARENTS = {CITY: None, AUTHORITY: CITY, HOSPITAL: AUTHORITY, WARD: HOSPITAL}
DAY = date(2026, 5, 20)
FILING = Filing(work=100, day=DAY, authority=AUTHORITY, authors={AUTHOR: None})


def post(unit, leads=False, since=date(2020, 1, 1), until=None):
    return Post(unit, leads, since, until)


def record(member=(), author=(), works=(), recognised=()):
    written = {
        person: frozenset({100, *works}) if person == AUTHOR else frozenset(works) for person in (MEMBER, AUTHOR)
    }
    return Record({MEMBER: list(member), AUTHOR: list(author)}, written, frozenset(recognised), PARENTS)


def grounds(*args, filing=FILING, **kwargs):
    return [tie.ground for tie in ties(filing, MEMBER, record(*args, **kwargs))]


def test_strangers_are_not_tied():
    assert grounds([post(WARD)], [post(HOSPITAL)]) == []


def test_the_same_unit_at_the_time_ties_and_an_earlier_or_later_one_does_not():
    assert grounds([post(HOSPITAL)], [post(HOSPITAL)]) == [Ground.SAME_UNIT]
    assert grounds([post(HOSPITAL, until=date(2026, 5, 19))], [post(HOSPITAL)]) == []
    assert grounds([post(HOSPITAL, since=date(2026, 5, 21))], [post(HOSPITAL)]) == []
    assert grounds([post(HOSPITAL, until=DAY)], [post(HOSPITAL)]) == [Ground.SAME_UNIT]


def test_the_unit_that_the_author_named_when_filing_counts_without_a_post():
    filing = Filing(100, DAY, AUTHORITY, {AUTHOR: HOSPITAL})
    assert ties(filing, MEMBER, record([post(HOSPITAL)])) == [Tie(Ground.SAME_UNIT, unit=HOSPITAL)]


def test_who_leads_the_authors_unit_or_the_one_above_is_their_superior():
    assert grounds([post(HOSPITAL, leads=True)], [post(HOSPITAL)]) == [Ground.SUPERIOR, Ground.SAME_UNIT]
    assert grounds([post(HOSPITAL, leads=True)], [post(WARD)]) == [Ground.SUPERIOR]
    assert grounds([post(WARD, leads=True)], [post(HOSPITAL)]) == []


def test_the_authoritys_own_people_are_not_tied_by_it():
    """The law puts its head in the chair; everybody there would be the author's colleague or superior."""
    assert grounds([post(AUTHORITY, leads=True)], [post(AUTHORITY)]) == []
    assert grounds([post(AUTHORITY, leads=True)], [post(HOSPITAL)]) == []


@pytest.mark.parametrize(
    ("recognised", "ground"), [([7], Ground.JOINT_RECOGNITION), ([], Ground.CO_AUTHOR), ([8], Ground.CO_AUTHOR)]
)
def test_another_work_of_both_ties(recognised, ground):
    assert grounds(works=[7], recognised=recognised) == [ground]


def test_the_work_itself_is_not_another_work():
    assert grounds(works=[100]) == []


def test_authors_have_no_further_ground():
    filing = Filing(100, DAY, AUTHORITY, {AUTHOR: None, MEMBER: None})
    assert grounds([post(HOSPITAL)], [post(HOSPITAL)], filing=filing) == []
