"""Targets: set and changed by the registrar, each change a version; methods, shares, and the lists behind figures."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from config.errors import Forbidden, Invalid, Stale
from initiatives.choices import Kind
from initiatives.milestones import narrowed
from initiatives.models import Dossier, Work
from initiatives.services.past import PastWork
from organisation.actor import NOBODY
from organisation.models import Role, Unit, User
from organisation.policy import listed
from recognition.models import Target
from recognition.queries.contributions import standings, waiting
from recognition.queries.register import RegisterFilter, register
from recognition.queries.statistics import counted
from recognition.queries.targets import broken_down, parts_of, progress
from recognition.queries.versions import target_at, versions_of
from recognition.rules.growth import Method, Span, achieved_span, apportioned, baseline_span, required, yearly_scale
from recognition.services.past import record_past_decision
from recognition.services.targets import set_target
from tests import city

VALUES = {
    "title_vi": "Tăng 20%", "title_en": "+20%", "levels": ["department"], "kinds": [], "fields": [], "units": ["SYT"],
    "shares": {}, "method": "term", "growth": Decimal(20), "baseline_from": date(2015, 1, 1),
    "baseline_to": date(2019, 12, 31), "baseline_value": None, "baseline_source": "", "period_from": date(2020, 1, 1),
    "period_to": date(2024, 12, 31), "source": "",
}  # fmt: skip


@pytest.fixture
def health(db):
    return city.unit("SYT")


@pytest.fixture
def registrar(health):
    return city.actor(Role.REGISTRAR, at=health)


def recognise(unit, day, *titles, units=(), level="department"):
    who = city.person()
    works = [PastWork(Kind.INITIATIVE, title, unit, ((who, Decimal(100)),), units=units) for title in titles]
    return record_past_decision(NOBODY, unit, level, day, works)


def test_a_change_is_a_new_version_and_the_old_one_stays_readable(registrar):
    set_target(registrar, "t", None, **VALUES)
    target = set_target(registrar, "t", 1, "Nghị quyết mới", **{**VALUES, "growth": Decimal(25)})
    assert target.version == 2
    newest, oldest = versions_of(target)
    assert (newest.number, newest.reason, newest.changed, newest.by) == (
        2,
        "Nghị quyết mới",
        ("growth",),
        registrar.name,
    )
    assert oldest.target.growth == 20
    assert target_at(target, 1).growth == 20
    assert target_at(target, 1).period_from == date(2020, 1, 1)


def test_two_who_change_at_once_do_not_overwrite_each_other(registrar):
    set_target(registrar, "t", None, **VALUES)
    set_target(registrar, "t", 1, "một", **VALUES)
    with pytest.raises(Stale):
        set_target(registrar, "t", 1, "hai", **VALUES)


def test_only_the_registrar_of_all_that_is_counted_sets_a_target(registrar, health):
    city.unit("SGD")
    for values in ({**VALUES, "units": []}, {**VALUES, "units": ["SYT", "SGD"]}):
        with pytest.raises(Forbidden):
            set_target(registrar, "t", None, **values)
    for actor in (NOBODY, city.actor(Role.LEADER, at=health)):
        with pytest.raises(Forbidden):
            set_target(actor, "t", None, **VALUES)
    whole = city.actor(Role.REGISTRAR, at=Unit.objects.get(code="UBND"))
    assert set_target(whole, "t", None, **{**VALUES, "units": []}).version == 1
    with pytest.raises(Forbidden):
        set_target(registrar, "t", 1, "lấy về Sở", **VALUES)


@pytest.mark.parametrize(
    "change, at",
    [
        ({"shares": {"SYT": "60", "SGD": "39.99"}}, "shares"), ({"shares": {"SYT": "100", "SGD": "0"}}, "shares"),
        ({"shares": {"XXX": "100"}}, "shares"), ({"levels": []}, "levels"), ({"levels": ["planet"]}, "levels"),
        ({"fields": ["khong-co"]}, "fields"), ({"baseline_value": 5}, "baseline_source"), ({"title_vi": " "}, "title_vi"),
        ({"period_to": date(2019, 1, 1)}, "period_to"), ({"method": "average", "period_to": date(2024, 12, 30)}, "method"),
        ({"growth": Decimal(-100)}, "growth"), ({"period_from": date(2019, 12, 31)}, "period_from"),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_is_refused_at_its_field(registrar, change, at):
    city.unit("SGD")
    with pytest.raises(Invalid) as caught:
        set_target(registrar, "t", None, **{**VALUES, **change})
    assert at in caught.value.fields


def test_a_change_needs_its_reason_and_a_new_code_its_own_name(registrar):
    set_target(registrar, "t", None, **VALUES)
    for seen, at in ((1, "reason"), (None, "code")):
        with pytest.raises(Invalid) as caught:
            set_target(registrar, "t", seen, **VALUES)
        assert at in caught.value.fields


PERIOD, BEFORE = Span(date(2020, 7, 1), date(2025, 6, 30)), Span(date(2017, 7, 1), date(2020, 6, 30))


def test_the_last_year_is_held_against_the_first():
    assert baseline_span(Method.LAST_YEAR, BEFORE) == Span(date(2017, 7, 1), date(2018, 6, 30))
    assert achieved_span(Method.LAST_YEAR, PERIOD) == Span(date(2024, 7, 1), date(2025, 6, 30))
    leap = Span(date(2024, 2, 29), date(2028, 2, 28))
    assert baseline_span(Method.LAST_YEAR, leap).ends == date(2025, 2, 28)


def test_yearly_averages_compare_years_of_any_number():
    assert required(30, Decimal(20), yearly_scale(Method.AVERAGE, BEFORE, PERIOD)) == 60  # 10 a year, 12 × 5
    assert yearly_scale(Method.TERM, BEFORE, PERIOD) == 1


@given(st.integers(0, 5000), st.lists(st.integers(1, 100), min_size=1, max_size=12))
def test_shares_of_a_whole_add_up_to_it(whole, weights):
    total = sum(weights)
    shares = {str(n): Decimal(weight * 100) / total for n, weight in enumerate(weights[:-1])}
    shares["last"] = Decimal(100) - sum(shares.values())
    parts = apportioned(whole, shares)
    assert sum(parts.values()) == whole
    assert all(abs(parts[name] - whole * share / 100) < 1 for name, share in shares.items())


def test_a_target_counts_the_fields_units_and_years_that_it_names(registrar, health):
    recognise(health, date(2015, 3, 1), "Một", "Hai")
    recognise(health, date(2016, 3, 1), "Ba")
    recognise(health, date(2024, 3, 1), "Bốn", "Năm", "Sáu")
    recognise(city.unit("SGD"), date(2024, 3, 1), "Bảy")
    target = set_target(registrar, "t", None, **{**VALUES, "method": "last_year"})
    stand = progress(target, date(2026, 12, 31))
    assert (stand.baseline, stand.required, stand.achieved, stand.met) == (2, 3, 3, True)
    assert register(stand.achieved_list).count() == 3


def test_a_work_of_two_units_counts_once_for_the_city_and_once_for_each(health):
    school, whole = city.unit("SGD"), city.actor(Role.REGISTRAR, at=Unit.objects.get(code="UBND"))
    recognise(health, date(2016, 3, 1), *(f"Cũ {n}" for n in range(10)))
    recognise(health, date(2021, 3, 1), "Chung", units=(school,))
    shares = {"SYT": "66.67", "SGD": "33.33"}
    target = set_target(whole, "t", None, **{**VALUES, "units": [], "shares": shares})
    stand = progress(target, date(2026, 12, 31))
    parts = parts_of(stand)
    assert [(part.unit.code, part.required, part.achieved) for part in parts] == [("SYT", 8, 1), ("SGD", 4, 1)]
    assert stand.achieved == 1
    assert all(register(part.chosen).count() == part.achieved for part in parts)


def test_the_figure_of_a_unit_and_its_list_agree_though_units_lie_below_it(health):
    clinic = city.unit("TYT", "hospital", parent=health)
    recognise(health, date(2021, 3, 1), "Một")
    recognise(clinic, date(2021, 4, 1), "Hai", "Ba", units=(city.unit("SGD"),))
    for chosen in (RegisterFilter(), RegisterFilter(units=("SYT",))):
        table = counted(("unit",), chosen)
        found = {cell.values["unit"]: cell.count for cell in table.rows}
        assert found["SYT"] == 1 and found["TYT"] == 2
        assert ("SGD" in found) == (not chosen.units)
        for cell in table.rows:
            assert register(RegisterFilter.read(QueryDict(cell.address))).count() == cell.count


def test_the_registrar_sets_and_changes_a_target_on_the_page(client, registrar):
    client.force_login(User.objects.get(pk=registrar.user_id))
    management = {"share-TOTAL_FORMS": "2", "share-INITIAL_FORMS": "0", "share-0-unit": "SYT", "share-0-share": "100"}
    typed = {name: value for name, value in VALUES.items() if value not in (None, {}, "")} | management
    typed = {name: value.isoformat() if isinstance(value, date) else value for name, value in typed.items()}
    assert client.post("/chi-tieu/moi/", typed).status_code == 422
    assert client.post("/chi-tieu/moi/", typed | {"code": "t"}).status_code == 302
    assert Target.objects.get(code="t").shares == {"SYT": "100"}
    page = client.get("/chi-tieu/t/sua/").content.decode()
    assert 'name="seen" value="1"' in page
    changed = typed | {"seen": "1", "reason": "Sửa", "growth": "30"}
    assert client.post("/chi-tieu/t/sua/", changed).status_code == 302
    assert client.post("/chi-tieu/t/sua/", changed).status_code == 422
    assert "30" in client.get("/chi-tieu/t/phien-ban/").content.decode()
    assert client.get("/chi-tieu/?chi-tieu=t").status_code == 200


def test_nobody_else_sees_the_form(client, health):
    client.force_login(User.objects.get(pk=city.actor(at=health).user_id))
    assert client.get("/chi-tieu/moi/").status_code == 403
    assert client.get("/chi-tieu/khong-co/sua/").status_code == 404


def test_the_page_says_who_is_ahead_and_what_waits(client, health):
    whole, school = city.actor(Role.REGISTRAR, at=Unit.objects.get(code="UBND")), city.unit("TPT", "school")
    recognise(health, date(2016, 3, 1), *(f"Cũ {n}" for n in range(10)))
    recognise(school, date(2016, 3, 1), "Cũ")
    recognise(school, date(2021, 3, 1), "Mới", "Mới nữa", units=(city.unit("CTY", "enterprise"), health))
    target = set_target(whole, "t", None, **{**VALUES, "units": [], "period_to": date(2030, 12, 31)})
    stand = progress(target, date(2026, 12, 31))
    tables = broken_down(stand, ("unit", "sector"))
    told = {row.code: (row.achieved, row.ahead < 0) for row in standings(stand, tables["unit"])}
    assert told == {"SYT": (2, True), "TPT": (2, False)}
    assert [cell.count for cell in tables["sector"].rows] == [2, 2, 2]
    client.force_login(User.objects.get(pk=whole.user_id))
    page = client.get("/chi-tieu/").content.decode()
    assert "Đơn vị nhanh và chậm" in page and "linked=1" in page


def test_what_waits_is_the_length_of_its_lists(health):
    leader, round_ = city.actor(Role.LEADER, at=Unit.objects.get(code="UBND")), city.round_at(health)
    target = Target(levels=["department"], kinds=["initiative"], fields=[], units=[])
    today = timezone.localdate()
    for n, due in enumerate([today - timedelta(days=1), today, None]):
        work = Work.objects.create(kind="initiative", title="Việc", unit=health, content={})
        Dossier.objects.create(
            draft_code=f"N-{n}", code=f"SK-{n}", work=work, round=round_, purpose="recognition", level="department",
            authority=health, state="submitted", submitted_at=timezone.now() - timedelta(days=30), due_on=due,
        )  # fmt: skip
    (one,) = waiting(target, leader, today)
    assert (one.count, one.late) == (3, 1)
    assert 18 <= one.longest <= 22
    for address, count in ((one.list, 3), (one.list_late, 1)):
        query = QueryDict(address)
        assert listed(Dossier, leader).filter(narrowed(query), state=query["state"]).count() == count


@pytest.mark.parametrize("day", [date.min, date.max])
def test_periods_that_no_calendar_reckons_with_are_refused_at_their_field(registrar, day):
    for name in ("baseline_from", "period_to"):
        with pytest.raises(Invalid) as refused:
            set_target(registrar, "t", None, **VALUES | {name: day, "method": "last_year"})
        assert set(refused.value.fields) == {name}
