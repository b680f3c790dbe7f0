"""Composition, quorum and recusal."""

from dataclasses import replace

import pytest

from reviews.rules.quorum import Quorum
from reviews.rules.seats import Attendance, Role, Seat, attendance_of
from tests.reviews.rules.given import SCHEMES, room, seats


@pytest.mark.parametrize(
    "code, roles, short",
    [
        ("tt45-2016-determination", ["chair", "secretary", *["member"] * 3], []),
        ("tt45-2016-determination", ["chair", "secretary", *["member"] * 4], ["council_size"]),
        ("tt45-2016-determination", ["chair", *["member"] * 6], ["council_role"]),
        ("tt20-2023-selection", ["chair", "deputy", "secretary", "reviewer", "reviewer", "member", "member"], []),
        ("tt20-2023-selection", ["chair", "deputy", "secretary", "reviewer", *["member"] * 3], ["council_role"]),
        ("tt20-2023-selection", ["chair", "deputy", "secretary", "reviewer", "reviewer", "member"], ["council_size"]),
        ("tt11-2014-acceptance", ["chair", "deputy", "secretary", "reviewer", "reviewer", *["member"] * 4], []),
        (
            "tt11-2014-acceptance",
            ["chair", *["member"] * 7],
            ["council_size", "council_role", "council_role", "council_role"],
        ),
        ("van-mon-2025", ["chair", "secretary", *["member"] * 3], []),
        ("van-mon-2025", ["chair", "secretary", *["member"] * 4], ["council_size"]),
        ("base-decree-13-2012", ["chair", "deputy", "secretary"], []),
        ("base-decree-13-2012", ["chair", "member", "secretary"], ["council_role"]),
    ],
)
def test_a_council_is_held_against_its_scheme(code, roles, short):
    steps = SCHEMES[code].council.check(roles)
    assert [step.rule for step in steps if not step.holds] == short
    assert all(step.citation.document for step in steps)


@pytest.mark.parametrize(
    "members, present, met",
    [(9, 6, True), (9, 5, False), (7, 5, True), (7, 4, False), (8, 6, True), (8, 5, False), (3, 2, True), (1, 1, True)],
)
def test_two_thirds_of_the_members_must_be_present(members, present, met):
    assert SCHEMES["dn-gddt-2026"].quorum.check(room(present, members)).holds is met


@pytest.mark.parametrize(
    "roles, missing",
    [
        ((Role.CHAIR,), []),
        ((Role.DEPUTY,), []),
        ((Role.SECRETARY, Role.REVIEWER), [["chair", "deputy"]]),
    ],
)
def test_the_chair_or_the_deputy_must_be_among_them(roles, missing):
    step = SCHEMES["dn-gddt-2026"].quorum.check(Attendance(5, seats(5, roles)))
    assert (step.holds, step.result["missing"]) == (not missing, missing)


def test_a_quorum_may_be_a_count():
    rule = Quorum(SCHEMES["dn-gddt-2026"].citation, count=5)
    assert not rule.check(room(4, 9)).holds
    assert rule.check(room(5, 9)).holds


SEATS = (Seat("a", Role.CHAIR), Seat("b", Role.DEPUTY), Seat("c"), Seat("d"))


def test_a_recused_member_counts_neither_among_the_members_nor_among_those_present():
    attendance = attendance_of(SEATS, {"a", "b", "c"}, {"c"}, recused_count=False)
    assert (attendance.members, [seat.id for seat in attendance.present]) == (3, ["a", "b"])


def test_by_setting_the_recused_still_count_among_the_members():
    attendance = attendance_of(SEATS, {"a", "b", "c"}, {"c"}, recused_count=True)
    assert (attendance.members, [seat.id for seat in attendance.present]) == (4, ["a", "b"])


def test_every_shipped_scheme_leaves_the_recused_out():
    assert {scheme.council.recused_count for scheme in SCHEMES.values()} == {False}


@pytest.mark.parametrize(
    "substitutes, may",
    [(None, {"deputy", "secretary", "reviewer", "member"}), ((), set()), ((Role.MEMBER,), {"member"})],
)
def test_an_alternate_takes_the_seats_that_the_scheme_leaves_open_and_never_the_chairs(substitutes, may):
    rule = replace(SCHEMES["dn-gddt-2026"].council, substitutes=substitutes)
    assert {role.value for role in Role if rule.may_be_substituted(role)} == may
