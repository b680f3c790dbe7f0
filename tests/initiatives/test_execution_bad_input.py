"""What somebody who tries to break it sends about a contract over the API: each is refused and changes nothing."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from initiatives.models import Contract, ContractRequest
from initiatives.services.contracts import file_request, perform_on_contract, perform_on_request
from tests import city, topics
from tests.selection import Somebody, iso

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(play):
    return topics.in_execution(play)


@pytest.fixture
def registrar(play):
    return Somebody(play.registrar)


@pytest.fixture
def author(play):
    return Somebody(play.author)


def plan_of(starts, **more):
    rows = topics.rows(starts, **more)
    days = ("planned_on", "plan_from", "plan_to")
    return {
        name: [{key: iso(v) if key in days else v for key, v in row.items()} for row in part]
        for name, part in rows.items()
    }


def moved(contract, play, kind, name="approve", **answers):
    request = file_request(contract.code, play.author, kind, answers)
    given = {"decided_on": iso(timezone.localdate()), **topics.DECIDED}
    return perform_on_request(contract.code, request.number, name, play.registrar, given)


@pytest.mark.parametrize("amount", [-1, 0, 10**15 + 1, 10**30, 1.5, "1e5", "abc", None, True])
@pytest.mark.parametrize("row", ["budget", "instalments"])
def test_money_is_whole_positive_and_of_a_size(play, registrar, amount, row):
    draft = topics.drafted(play, timezone.localdate())
    given = plan_of(draft.starts_on)
    given[row][0]["amount_vnd" if row == "budget" else "planned_vnd"] = amount
    answer = registrar.client.put(f"/api/v1/contracts/{draft.code}/plan/", given, format="json")
    assert answer.status_code in (400, 422) and f"{row}.0." in str(answer.json()["errors"])
    assert Contract.objects.get(pk=draft.pk).state_vnd == 600_000_000


@pytest.mark.parametrize("by", [-1, 1])
def test_instalments_off_by_one_dong_or_above_the_contract_keep_it_from_being_signed(play, registrar, by):
    draft = topics.drafted(play, timezone.localdate())
    given = plan_of(draft.starts_on)
    given["instalments"][1]["planned_vnd"] += by
    registrar.put(f"contracts/{draft.code}/plan", given)
    signing = {"signed_on": iso(timezone.localdate()), **topics.SIGNED}
    answer = registrar.post(f"contracts/{draft.code}/transitions/sign", {"answers": signing}, status=422)
    said = " ".join(row["message"] for row in answer["errors"])
    assert f"{600_000_000 + by:,}".replace(",", ".") in said and "600.000.000" in said


def test_a_contract_of_a_leap_day_ends_on_the_last_of_february(play, registrar):
    with time_machine.travel("2028-02-20 09:00+07:00", tick=False):
        dossier = topics.selected(play)
        given = {"dossier": dossier.reference, "rule_set": topics.PROVINCE, "months": 12}
        assert registrar.post("contracts", {**given, "starts_on": "2028-02-29"})["ends_on"] == "2029-02-28"
        registrar.post("contracts", {**given, "starts_on": "2027-02-29"}, status=400)


@pytest.mark.parametrize("months", [0, -6, 13, 6.5, "sáu"])
def test_an_extension_is_of_whole_months_within_its_limits(contract, author, months):
    asked = {"kind": "extension", "answers": {"months": months, "reason": "Mưa"}}
    author.post(f"contracts/{contract.code}/requests", asked, status=422)
    assert not ContractRequest.objects.exists()


def test_a_term_that_has_ended_is_not_extended(contract, author):
    asked = {"kind": "extension", "answers": {"months": 6, "reason": "Mưa"}}
    with time_machine.travel(f"{contract.ends_on + timedelta(1)} 09:00+07:00", tick=False):
        author.post(f"contracts/{contract.code}/requests", asked, status=422)
    with time_machine.travel(f"{contract.ends_on} 23:30+07:00", tick=False):
        author.post(f"contracts/{contract.code}/requests", asked)


def test_a_second_extension_needs_its_special_reason(contract, play, author):
    moved(contract, play, "extension", months=6, reason="Mưa")
    path, asked = f"contracts/{contract.code}/requests", {"months": 6, "reason": "Mưa nữa"}
    author.post(path, {"kind": "extension", "answers": asked}, status=422)
    author.post(path, {"kind": "extension", "answers": {**asked, "special": "Thiên tai cấp độ 4"}})
    assert ContractRequest.objects.count() == 2


def test_two_requests_of_one_kind_at_once(contract, author):
    path, asked = (
        f"contracts/{contract.code}/requests",
        {"kind": "pause", "answers": {"from_on": iso(timezone.localdate()), "reason": "Lũ"}},
    )
    author.post(path, asked)
    author.post(path, asked, status=409)
    assert ContractRequest.objects.count() == 1


def test_a_topic_is_terminated_once(contract, play, author, registrar):
    today = iso(timezone.localdate())
    ended = {"from_on": today, "reason": "Không khả thi", "products": "Báo cáo"}
    moved(contract, play, "termination", **ended)
    author.post(f"contracts/{contract.code}/requests", {"kind": "termination", "answers": ended}, status=422)
    decided = {"decided_on": today, **topics.DECIDED}
    registrar.post(f"contracts/{contract.code}/requests/1/transitions/approve", {"answers": decided}, status=409)
    assert ContractRequest.objects.count() == 1


def test_a_report_for_a_period_that_is_not_due_or_not_there(contract, author):
    path = f"contracts/{contract.code}/progress"
    author.post(f"{path}/99/transitions/submit", {"answers": topics.REPORT}, status=404)
    last = contract.reports.order_by("number").last()
    assert last.due_on > timezone.localdate() + timedelta(180)
    author.post(f"{path}/{last.number}/transitions/submit", {"answers": topics.REPORT}, status=422)
    for spent in (-1, "nhiều", 10**30):
        answers = {**topics.REPORT, "spent_vnd": spent}
        author.post(f"{path}/1/transitions/submit", {"answers": answers}, status=422)


def test_nothing_is_accepted_while_the_contract_is_paused(contract, play, author):
    moved(contract, play, "pause", from_on=iso(timezone.localdate()), reason="Lũ")
    round_ = topics.acceptance_round(play)
    author.post(f"dossiers/{contract.dossier.reference}/next", {"round": round_.code}, status=422)
    draft = city.answers("acceptance", play.holder.code)
    assert draft and Contract.objects.get(pk=contract.pk).acceptance_filed_on is None


@pytest.mark.parametrize("paid", [-1, 0, 300_000_001, 10**30])
def test_an_instalment_is_paid_once_and_within_its_amount(contract, play, registrar, paid):
    path, today = f"contracts/{contract.code}/transitions/pay", iso(timezone.localdate())
    registrar.post(path, {"answers": {"number": 1, "paid_on": today, "paid_vnd": paid}}, status=422)
    perform_on_contract(contract.code, "pay", play.registrar, {"number": 1, "paid_on": today, "paid_vnd": 300_000_000})
    registrar.post(path, {"answers": {"number": 1, "paid_on": today, "paid_vnd": 1}}, status=422)


@pytest.mark.parametrize("accepted", [-1, 600_000_001])
def test_a_settlement_is_within_the_state_budget(contract, play, registrar, accepted):
    moved(contract, play, "termination", from_on=iso(timezone.localdate()), reason="Dừng", products="Không")
    given = {"settled_on": iso(timezone.localdate()), "accepted_vnd": accepted, "decision_number": "1/QĐ"}
    registrar.post(f"contracts/{contract.code}/transitions/settle", {"answers": given}, status=422)
    assert Contract.objects.get(pk=contract.pk).closed_on is None


def test_a_day_before_the_contract_or_after_today_is_no_day_of_its_work(contract, author):
    path = f"contracts/{contract.code}/transitions/mark"
    for begun in (date(1900, 1, 1), timezone.localdate() + timedelta(1)):
        author.post(path, {"answers": {"number": 1, "fact_from": iso(begun), "fact_to": ""}}, status=422)
