"""Who scores strictly: worked by hand, by properties, and shown only to who may see it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from config.errors import Forbidden, StateConflict
from organisation.models import User
from reviews.diagnosis import Mark, agreement_of, profiles, quantile, severity_of
from reviews.queries.calibration import calibration_of
from tests.reviews import factories as f

BASES = (60.0, 70.0, 80.0, 90.0)
LEAN = {1: 0.0, 2: -6.0, 3: 6.0}


def marks(noise=(0.4, -0.3, 0.2, -0.1, 0.3, -0.4, 0.1, -0.2, 0.5, -0.5, 0.2, -0.2)):
    jitter = iter(noise)
    return [Mark(d, m, base + lean + next(jitter)) for d, base in enumerate(BASES) for m, lean in LEAN.items()]


def test_a_member_six_points_below_is_strict_and_one_six_above_lenient():
    found = severity_of(marks())
    assert [found[m].verdict for m in (1, 2, 3)] == ["usual", "strict", "lenient"]
    assert found[2].points == pytest.approx(-6, abs=0.5)
    assert found[2].low < found[2].points < found[2].high < 0


def test_who_got_the_weak_dossiers_is_not_called_strict():
    """Everybody scores alike, but member 2 has only the weak half and member 3 only the strong."""
    rows = [Mark(d, 1, base + 0.1 * (d % 3 - 1)) for d, base in enumerate((40.0, 45.0, 50.0, 80.0, 85.0, 90.0))]
    rows += [Mark(d, 2, base + 0.2 * (d - 1)) for d, base in enumerate((40.0, 45.0, 50.0))]
    rows += [Mark(d + 3, 3, base - 0.2 * (d - 1)) for d, base in enumerate((80.0, 85.0, 90.0))]
    assert {one.verdict for one in severity_of(rows).values()} == {"usual"}


def test_nothing_is_said_of_too_little():
    assert severity_of([]) == {}
    assert severity_of([Mark(1, 1, 50), Mark(1, 2, 60)]) == {}
    assert set(severity_of([*marks(), Mark(0, 9, 10.0), Mark(1, 9, 20.0)])) == {1, 2, 3}


@given(st.floats(-30, 30), st.randoms(use_true_random=False))
def test_neither_order_nor_a_shift_of_all_totals_matters(shift, random):
    rows = [Mark(m.dossier, m.member, m.total + shift) for m in marks()]
    random.shuffle(rows)
    moved, plain = severity_of(rows), severity_of(marks())
    for member in LEAN:
        assert moved[member].points == pytest.approx(plain[member].points, abs=1e-6)
        assert moved[member].high == pytest.approx(plain[member].high, abs=1e-6)


@pytest.mark.parametrize("freedom, value", [(5, 2.571), (10, 2.228), (30, 2.042), (120, 1.980)])
def test_the_quantile_is_that_of_the_tables(freedom, value):
    assert quantile(0.95, freedom) == pytest.approx(value, abs=0.01)


def test_agreement_is_one_for_who_ranks_as_the_others_and_minus_one_for_the_reverse():
    rows = [*marks((0,) * 12), *[Mark(d, 4, 100 - base) for d, base in enumerate(BASES)]]
    assert agreement_of(1, marks((0,) * 12)) == pytest.approx(1)
    assert agreement_of(4, rows) == pytest.approx(-1)
    assert agreement_of(4, [Mark(d, m, 50.0) for d in range(4) for m in (3, 4)]) is None


def test_flat_and_silent_sheets_are_counted():
    rows = [Mark(d, 1, 50, (0.5, 0.5, 0.5), commented=False) for d in range(3)]
    rows += [Mark(d, 2, 50 + d, (0.5, 0.6, 0.4)) for d in range(3)]
    counted = {one.member: (one.flat, one.silent) for one in profiles(rows)}
    assert counted == {1: (3, 3), 2: (0, 0)}


@pytest.fixture
def town(db):
    made = f.town()
    made.hearings = made.hear(*[f.dossier(made.round) for _ in range(4)])
    return made


def test_the_chair_sees_who_is_strict_and_what_needs_discussion(town):
    for number, hearing in enumerate(town.hearings):
        for position, member in enumerate(town.members):
            lean = -6 if position == 4 else number % 2
            town.score(hearing, [member], novelty=str(30 + lean), applicability="20", benefit=str(20 + 2 * number))
    found = calibration_of(town.council, town.chair)
    seat, strictest = found.members[0]
    assert seat.person == town.members[4]
    assert strictest.severity.verdict == "strict"
    assert found.disputed[0].spread >= found.disputed[-1].spread >= 6
    assert found.open == 0


def test_it_stays_closed_until_the_own_sheets_are_locked_and_to_members(town):
    with pytest.raises(StateConflict):
        calibration_of(town.council, town.chair)
    with pytest.raises(Forbidden):
        calibration_of(town.council, f.actor(town.members[4]))


def test_a_dossier_on_which_one_is_recused_is_not_in_it(town):
    from reviews.services.recusals import declare_conflict

    declare_conflict(town.hearings[0].pk, town.chair, "Cùng nhóm nghiên cứu")
    for hearing in town.hearings:
        town.score(hearing)
    shown = {one.hearing.pk for one in calibration_of(town.council, town.chair).disputed}
    assert shown == {hearing.pk for hearing in town.hearings[1:]}


def test_the_api_gives_the_same_diagnosis(town):
    for hearing in town.hearings:
        town.score(hearing)
    client = APIClient()
    client.force_authenticate(User.objects.get(person=town.members[0]))
    answer = client.get(f"/api/v1/councils/{town.council.code}/calibration/")
    assert answer.status_code == 200
    told = answer.json()
    assert [row["sheets"] for row in told["members"]] == [4] * 5
    assert len(told["disputed"]) == 4
