"""The forecast: exact in its chances, silent without history, about as often right as it says, and tied to its day."""

import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import exp, isclose

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from initiatives.choices import Kind
from initiatives.services.past import PastWork
from organisation.actor import NOBODY
from organisation.models import Role, User
from recognition.queries.forecasts import outlook, trials
from recognition.queries.pipelines import pipeline
from recognition.queries.targets import progress
from recognition.rules.forecast import (
    MONTHS,
    Pipeline,
    below,
    forecast,
    habit_of,
    pipeline_of,
    quantiles,
    rest,
    seasonal_pace,
)  # fmt: skip
from recognition.services.past import record_past_decision
from recognition.services.targets import save_target
from tests import city

NEW_YEAR = date(2019, 12, 31)


def steady(years=range(2015, 2020), a_month=4):
    return {(year, month): a_month for year in years for month in range(1, MONTHS + 1)}


def test_chances_of_a_poisson_count_are_exact():
    assert isclose(below(2.0, 2.0, 1), exp(-2))
    assert quantiles(2.0, 2.0, (0.05, 0.5, 0.95)) == [0, 2, 5]
    assert quantiles(0.0, 0.0, (0.05, 0.95)) == [0, 0]


@given(st.floats(0.1, 500), st.floats(1.0, 20.0))
def test_a_wider_spread_never_narrows_the_interval(mean, factor):
    narrow, wide = quantiles(mean, mean, (0.05, 0.95)), quantiles(mean, mean * factor, (0.05, 0.95))
    assert wide[1] - wide[0] >= narrow[1] - narrow[0] - 1
    assert 0 <= below(mean, mean * factor, round(mean)) <= 1


@pytest.mark.parametrize(
    "counts", [{}, steady(range(2018, 2020)), {(2010, 1): 5, (2019, 12): 6}, {(2019, 12): 100}], ids=str
)
def test_it_says_nothing_where_there_is_too_little_history(counts):
    assert habit_of(counts, NEW_YEAR) is None
    assert forecast(habit_of(counts, NEW_YEAR), 5, 10, NEW_YEAR, date(2020, 12, 31)) is None
    assert seasonal_pace(None, 10, date(2020, 1, 1), date(2020, 12, 31), NEW_YEAR) is None


def test_the_middle_of_a_steady_habit_is_the_habit():
    told = forecast(habit_of(steady(), NEW_YEAR), 10, 58, NEW_YEAR, date(2020, 12, 31))
    assert abs(told.middle - 58) <= 2
    assert told.most[0] <= told.half[0] <= told.middle <= told.half[1] <= told.most[1]
    assert 0.3 < told.probability < 0.7
    assert forecast(habit_of(steady(), NEW_YEAR), 58, 58, NEW_YEAR, date(2020, 12, 31)).probability == 1


def test_the_habit_knows_the_months_in_which_decisions_fall():
    june = {(year, 6): 24 for year in range(2014, 2020)}
    habit = habit_of(june, date(2020, 3, 31))
    assert habit.of_month.index(max(habit.of_month)) == 5
    assert isclose(sum(habit.of_month), 1)
    year = date(2020, 1, 1), date(2020, 12, 31)
    assert seasonal_pace(habit, 24, *year, date(2020, 5, 31)) <= 1
    assert seasonal_pace(habit, 24, *year, date(2020, 7, 1)) >= 22
    assert seasonal_pace(habit, 24, *year, date(2021, 7, 1)) == 24


def test_dossiers_under_way_move_the_next_months_only():
    habit, year = habit_of(steady(), NEW_YEAR), (date(2020, 1, 1), date(2020, 12, 31))
    alone = rest(habit, *year, None)
    sure = rest(habit, *year, Pipeline(90, 40.0, 1.0, 3))
    assert 35 + 36 < sure[0] < 41 + 38  # some 40 in three months, 36 by habit in the other nine
    assert sure[1] < alone[1]
    assert rest(habit, date(2020, 1, 1), NEW_YEAR, None) == (0, 0)


def test_rates_of_fewer_than_twenty_dossiers_say_nothing():
    assert pipeline_of({"admitted": 10}, {"admitted": (19, 10)}, 3) is None
    assert pipeline_of({"admitted": 10, "submitted": 0}, {"admitted": (99, 74)}, 3).mean == pytest.approx(7.45)
    assert pipeline_of({}, {}, 3) is None


def simulated(seed, years=12):
    """A city that decides in June and December, uneven by month and year, without a trend."""
    dice = random.Random(seed)
    counts = {}
    for year in range(2005, 2005 + years):
        level = 60 * dice.gammavariate(25, 1 / 25)
        for month in range(1, MONTHS + 1):
            mean = level * {6: 0.35, 12: 0.35}.get(month, 0.03) * dice.gammavariate(6, 1 / 6)
            counts[year, month] = sum(dice.expovariate(1) < 1 for _n in range(round(mean * 1.582)))
    return counts


def test_the_intervals_hold_about_as_often_as_they_say():
    tried = [trial for seed in range(25) for trial in trials(simulated(seed), date(2017, 1, 1), 1, 3)]
    half = sum(t.told.half[0] <= t.came <= t.told.half[1] for t in tried) / len(tried)
    most = sum(t.told.most[0] <= t.came <= t.told.most[1] for t in tried) / len(tried)
    assert len(tried) > 500
    assert 0.40 < half < 0.68
    assert 0.82 < most < 0.98


def target_of(level="department"):
    return save_target(
        None, "t", title_vi="", title_en="", levels=[level], kinds=[], growth=Decimal(20),
        baseline_from=date(2015, 1, 1), baseline_to=date(2019, 12, 31), period_from=date(2020, 1, 1),
        period_to=date(2024, 12, 31),
    )  # fmt: skip


def recognise(unit, day, count):
    who = city.person()
    works = [PastWork(Kind.INITIATIVE, f"{day} {n}", unit, ((who, Decimal(100)),)) for n in range(count)]
    record_past_decision(NOBODY, unit, "department", day, works)


def test_a_forecast_of_a_past_day_stays_as_it_was(db):
    unit = city.unit()
    with time_machine.travel(datetime(2021, 1, 15, tzinfo=timezone.get_current_timezone()), tick=False):
        for year in range(2015, 2021):
            recognise(unit, date(year, 6, 15), 8)
        target = target_of()
        before = outlook(progress(target, date(2021, 1, 15)))
    recognise(unit, date(2020, 12, 1), 30)
    assert outlook(progress(target, date(2021, 1, 15))) == before
    assert before.forecast.years == 5  # whole years since the first recognition
    assert before.seasonal is not None
    assert outlook(progress(target, date(2025, 1, 1))).forecast is None  # it is over


def test_the_pipeline_counts_stages_as_the_journal_knew_them(db):
    unit = city.unit()
    author, checker = city.actor(at=unit), city.actor(Role.OFFICER, at=unit)
    round_ = city.round_at(unit)
    for number in range(20):
        city.in_state("recognised" if number % 2 else "not_recognised", author, checker, round_)
    waiting = city.submitted(author, round_)
    target, today = target_of(), timezone.localdate()
    found = pipeline(target, today)
    assert (found.under_way, round(found.mean, 2)) == (1, 0.5)
    assert pipeline(target, today - timedelta(days=1)) is None
    city.take(waiting, "withdraw", author, checker)
    assert pipeline(target, today) is None


def test_the_leaders_page_stands_first_and_asks_for_the_forecast_then(db, django_assert_max_num_queries):
    unit = city.unit()
    with time_machine.travel(datetime(2022, 1, 15, tzinfo=timezone.get_current_timezone()), tick=False):
        for year in range(2015, 2022):
            recognise(unit, date(year, 6, 15), 8)
        target = target_of()
        page = Client()
        page.force_login(User.objects.get(pk=city.actor(at=unit).user_id))
        with django_assert_max_num_queries(16):
            shown = page.get("/chi-tieu/").content.decode()
        ahead = f"/chi-tieu/{target.code}/du-bao/"
        assert ahead in shown
        with django_assert_max_num_queries(16):
            told = page.get(ahead).content.decode()
        assert "Đến cuối kỳ có khả năng đạt" in told
        assert "Theo nhịp các năm trước" in told
        assert page.get("/chi-tieu/khong-co/du-bao/").status_code == 404
        assert "Chưa dự báo" in page.get(ahead, {"as_of": "2015-03-01"}).content.decode()
