"""The execution of topics: contract, plan, reports, requests, acceptance, and what comes after."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.choices import ContractState, ReportState
from initiatives.models import Contract
from initiatives.queries.contracts import timeline
from initiatives.services.contract_files import attach_to_contract, file_response
from initiatives.services.contracts import (
    draft_contract,
    file_request,
    perform_on_contract,
    perform_on_report,
    perform_on_request,
)
from initiatives.services.dossiers import perform
from initiatives.services.drafts import begin_dossier, save_answers
from initiatives.services.plans import due_of, save_plan
from initiatives.services.reminders import remind
from initiatives.services.results import file_as_initiative
from initiatives.services.stages import file_next, rounds_after
from initiatives.waiting import count, tasks
from journal.models import Entry
from organisation.models import Letter
from tests import city, samples, topics

pytestmark = pytest.mark.django_db
EXTENSION = {"months": 6, "reason": "Mưa lũ kéo dài"}


@pytest.fixture
def contract(play):
    return topics.in_execution(play)


def decide(contract, play, request, name="approve", **more):
    given = {"decided_on": timezone.localdate().isoformat(), **topics.DECIDED, **more}
    done = perform_on_request(contract.code, request.number, name, play.registrar, given)
    contract.refresh_from_db()
    return done


def test_a_contract_takes_over_what_was_approved_and_is_signed_once_its_plan_is_whole(play):
    starts = date(2026, 1, 31)
    dossier = topics.selected(play)
    with pytest.raises(Forbidden):
        draft_contract(play.officer, dossier.reference, topics.PROVINCE, starts)
    contract = draft_contract(play.registrar, dossier.reference, topics.PROVINCE, starts)
    assert (contract.months, contract.cap_vnd, contract.unit) == (24, topics.CAP, play.holder)
    assert contract.goals.splitlines() == ["Nội dung objectives", "- Mô hình (1): Chạy thử được"]
    assert contract.people == "Lê Thị Chủ (Viện thử nghiệm): Chủ nhiệm, 12 tháng"
    assert [(line.year, line.amount_vnd) for line in contract.lines.all()] == [(2026, topics.CAP)]
    save_plan(contract.code, play.registrar, [], [], [])
    with pytest.raises(Invalid) as refused:
        perform_on_contract(contract.code, "sign", play.registrar, {"signed_on": "2026-01-15", **topics.SIGNED})
    assert set(refused.value.fields) == {"plan"}
    over = topics.rows(starts, state=topics.CAP + 1)
    with pytest.raises(Invalid) as refused:
        save_plan(contract.code, play.registrar, **over)
    assert set(refused.value.fields) == {"budget"}
    save_plan(contract.code, play.registrar, **topics.rows(starts))
    signed = perform_on_contract(contract.code, "sign", play.registrar, {"signed_on": "2026-01-15", **topics.SIGNED})
    assert (signed.code, signed.number) == ("SKHCN-HD-2026-001", "01/2026/HĐ-SKHCN")
    assert (signed.ends_on, signed.state_vnd, signed.sides) == (date(2028, 1, 31), 600_000_000, "school")
    due = [date(2026, 7, 31), date(2027, 1, 31), date(2027, 7, 31), date(2028, 1, 31)]
    assert list(signed.reports.values_list("due_on", flat=True)) == due
    with pytest.raises(StateConflict):
        save_plan(signed.code, play.registrar, **topics.rows(starts))
    with pytest.raises(StateConflict):
        draft_contract(play.registrar, dossier.reference, topics.PROVINCE, starts)


def test_who_has_a_part_in_the_topic_does_not_run_its_contract(play):
    play.registrar = city.actor("registrar", at=play.authority, who=city.person("Chủ nhiệm kiêm"))
    play.author = play.registrar
    with pytest.raises(Forbidden):
        draft_contract(play.registrar, topics.selected(play).reference, topics.PROVINCE, date(2026, 1, 1))


def test_payments_keep_to_the_instalments(contract, play):
    today = timezone.localdate().isoformat()
    for field, wrong in (
        ("paid_vnd", {"number": 1, "paid_vnd": 300_000_001}), ("number", {"number": 9, "paid_vnd": 1}),
        ("paid_on", {"number": 1, "paid_vnd": 1, "paid_on": (timezone.localdate() + timedelta(1)).isoformat()}),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            perform_on_contract(contract.code, "pay", play.registrar, {"paid_on": today, **wrong})
        assert set(refused.value.fields) == {field}
    perform_on_contract(contract.code, "pay", play.registrar, {"number": 1, "paid_vnd": 300_000_000, "paid_on": today})
    with pytest.raises(Invalid):
        perform_on_contract(contract.code, "pay", play.registrar, {"number": 1, "paid_vnd": 1, "paid_on": today})
    with pytest.raises(Invalid):
        perform_on_contract(
            contract.code, "settle_part", play.registrar, {"number": 2, "settled_vnd": 1, "settled_on": today}
        )
    settled = {"number": 1, "settled_vnd": 250_000_000, "settled_on": today}
    done = perform_on_contract(contract.code, "settle_part", play.registrar, settled)
    assert (done.paid_vnd, done.settled_vnd) == (300_000_000, 250_000_000)
    with pytest.raises(Forbidden):
        perform_on_contract(contract.code, "pay", play.author, {"number": 2, "paid_vnd": 1, "paid_on": today})


def test_a_report_goes_back_and_forth_and_each_submission_is_kept(contract, play):
    file = attach_to_contract(contract.code, play.author, city.upload("bc.pdf", samples.pdf()), "report", 1)
    with pytest.raises(Invalid) as refused:
        perform_on_report(contract.code, 1, "submit", play.author, topics.REPORT | {"done": " "})
    assert set(refused.value.fields) == {"done"}
    perform_on_report(contract.code, 1, "submit", play.author, topics.REPORT)
    with pytest.raises(StateConflict):
        attach_to_contract(contract.code, play.author, city.upload("bc.pdf", samples.pdf()), "report", 1)
    with pytest.raises(Forbidden):
        perform_on_report(contract.code, 1, "accept", play.author)
    perform_on_report(contract.code, 1, "return", play.officer, {"remark": "Bổ sung số liệu"})
    perform_on_report(contract.code, 1, "submit", play.holder_officer, topics.REPORT | {"done": "Đã bổ sung"})
    report = perform_on_report(contract.code, 1, "accept", play.officer)
    assert report.state == ReportState.ACCEPTED
    frozen = [version.content for version in report.versions.order_by("number")]
    assert [content["answers"]["done"] for content in frozen] == ["Đã khảo sát", "Đã bổ sung"]
    assert frozen[0]["files"][0]["digest"] == file.blob.digest
    assert file_response(contract.code, play.leader, file.pk).status_code == 200
    with pytest.raises(NotFound):
        file_response(contract.code, city.actor(at=city.unit("SYT")), file.pk)


def test_an_extension_is_judged_decided_and_written_into_an_annex(contract, play):
    with pytest.raises(Invalid) as refused:
        file_request(contract.code, play.author, "extension", EXTENSION | {"months": 13})
    assert set(refused.value.fields) == {"months"}
    request = file_request(contract.code, play.author, "extension", EXTENSION)
    with pytest.raises(StateConflict):
        file_request(contract.code, play.author, "extension", EXTENSION)
    with pytest.raises(Forbidden):
        perform_on_request(contract.code, request.number, "approve", play.author)
    ended, reports = contract.ends_on, contract.reports.count()
    decide(contract, play, request)
    assert contract.ends_on == contract.term.ends_on > ended
    assert contract.reports.count() == reports + 1
    annex = contract.annexes.get()
    assert annex.changes == [
        {"what": "Thời điểm kết thúc", "before": f"{ended:%d/%m/%Y}", "after": f"{contract.ends_on:%d/%m/%Y}"}
    ]
    with pytest.raises(StateConflict):
        decide(contract, play, request)
    with pytest.raises(Invalid) as refused:
        file_request(contract.code, play.author, "extension", EXTENSION)
    assert set(refused.value.fields) == {"special"}
    events = Entry.objects.filter(subject=f"contract:{contract.pk}").values_list("event", flat=True)
    assert {"contract_request_filed", "contract_request_approved", "contract_amended"} <= set(events)


def test_a_refusal_changes_nothing_and_needs_its_reason(contract, play):
    request = file_request(contract.code, play.author, "goals", {"goals": "Mục tiêu mới", "reason": "Đổi thị trường"})
    with pytest.raises(Invalid) as refused:
        decide(contract, play, request, "refuse", reason="")
    assert set(refused.value.fields) == {"reason"}
    before = contract.goals
    decide(contract, play, request, "refuse")
    assert contract.goals == before != "Mục tiêu mới"
    assert not contract.annexes.exists()


def test_a_budget_is_moved_about_but_keeps_what_the_instalments_pay(contract, play):
    rows = topics.rows(contract.starts_on)["budget"]
    with pytest.raises(Invalid) as refused:
        file_request(contract.code, play.author, "budget", {"reason": "x"}, rows[:1])
    assert set(refused.value.fields) == {"budget"}
    moved = [{**rows[0], "amount_vnd": 200_000_000}, {**rows[1], "amount_vnd": 400_000_000}, rows[2]]
    decide(contract, play, file_request(contract.code, play.author, "budget", {"reason": "Giá tăng"}, moved))
    assert sorted(contract.lines.values_list("amount_vnd", flat=True)) == [50_000_000, 200_000_000, 400_000_000]


def test_a_pause_adds_its_days_and_moves_what_is_still_to_come(contract, play):
    today = timezone.localdate()
    since = (today - timedelta(days=40)).isoformat()
    decide(contract, play, file_request(contract.code, play.author, "pause", {"from_on": since, "reason": "Lũ"}))
    assert contract.state == ContractState.PAUSED
    with pytest.raises(Invalid):
        file_request(contract.code, play.author, "extension", EXTENSION)
    ended = contract.ends_on
    due = contract.reports.filter(state="planned").latest("number").due_on
    on = {"from_on": today.isoformat(), "reason": "Nước rút"}
    decide(contract, play, file_request(contract.code, play.author, "resume", on))
    assert contract.state == ContractState.IN_FORCE
    assert contract.ends_on - ended == timedelta(days=40)
    assert contract.reports.filter(state="planned").latest("number").due_on - due == timedelta(days=40)


def test_a_terminated_topic_is_settled_and_closed(contract, play):
    today = timezone.localdate().isoformat()
    perform_on_contract(contract.code, "pay", play.registrar, {"number": 1, "paid_vnd": 300_000_000, "paid_on": today})
    asked = {"from_on": today, "reason": "Không còn khả thi", "products": "Báo cáo khảo sát"}
    decide(contract, play, file_request(contract.code, play.author, "termination", asked))
    assert contract.state == ContractState.TERMINATED
    assert not contract.reports.filter(state=ReportState.PLANNED).exists()
    assert rounds_after(contract.dossier, timezone.localdate()) == []
    settled = {"settled_on": today, "accepted_vnd": 260_000_000, "decision_number": "30/QĐ-SKHCN"}
    with pytest.raises(Invalid):
        perform_on_contract(contract.code, "settle", play.registrar, settled | {"accepted_vnd": 600_000_001})
    closed = perform_on_contract(contract.code, "settle", play.registrar, settled)
    assert (closed.state, closed.settlement.paid_vnd) == (ContractState.CLOSED, 300_000_000)
    for late in (lambda: file_request(contract.code, play.author, "goals", {"goals": "x", "reason": "y"}),
                 lambda: perform_on_report(contract.code, 1, "submit", play.author, topics.REPORT)):  # fmt: skip
        with pytest.raises((Invalid, StateConflict)):
            late()
    with pytest.raises(Invalid):
        file_as_initiative(contract.code, play.author, city.round_at(play.authority).code)


def accepted(play, contract, name="recognise"):
    """The acceptance of a contract's topic, filed now and decided."""
    draft = file_next(play.author, contract.dossier.reference, topics.acceptance_round(play).code)
    save_answers(draft.draft_code, play.author, city.answers("acceptance", play.holder.code))
    dossier = perform(draft.draft_code, "submit", play.author)
    for step in ("admit", "review", "conclude", name):
        dossier = city.take(dossier, step, play.author, play.officer)
    contract.refresh_from_db()
    return dossier


def test_acceptance_is_of_a_topic_in_execution_only(play):
    dossier, round_ = topics.selected(play), topics.acceptance_round(play)
    with pytest.raises(Invalid):
        file_next(play.author, dossier.reference, round_.code)
    beside = begin_dossier(play.author, round_.code, "Đi tắt")
    save_answers(beside.draft_code, play.author, city.answers("acceptance", play.holder.code))
    with pytest.raises(Invalid):
        perform(beside.draft_code, "submit", play.author)


def test_with_the_acceptance_execution_ends_and_its_follow_up_begins(play):
    with time_machine.travel("2026-03-02 09:00+07:00"):
        contract = topics.in_execution(play, date(2024, 1, 15))
        late = contract.ends_on + timedelta(days=46)
        dossier = accepted(play, contract)
        assert contract.acceptance_filed_on == dossier.received_on == late
        assert (contract.state, contract.result_on) == (ContractState.ACCEPTED, date(2026, 3, 2))
        [final] = [bar for bar in timeline(contract) if bar.kind == "final"]
        assert final.late_days(timezone.localdate()) == 16
        due = list(contract.follow_ups.values_list("kind", "due_on"))
        assert due == [
            ("registration", date(2026, 4, 2)), ("hand_over", date(2026, 6, 2)), ("use", date(2027, 3, 2)),
            ("use", date(2029, 3, 2)),
        ]  # fmt: skip
        with pytest.raises(Invalid) as refused:
            perform_on_contract(
                contract.code, "follow_up", play.author, {"number": 3, "done_on": "2026-03-02", "note": "x"}
            )
        assert set(refused.value.fields) == {"use"}
        done = {"done_on": "2026-03-02", "note": "Chuyển giao cho 12 trạm y tế"}
        perform_on_contract(contract.code, "follow_up", play.author, {"number": 2, **done})
        perform_on_contract(contract.code, "follow_up", play.author, {"number": 3, "use": "used", **done})
        settled = {"settled_on": "2026-03-02", "accepted_vnd": 600_000_000, "decision_number": "30/QĐ-SKHCN"}
        closed = perform_on_contract(contract.code, "settle", play.registrar, settled)
        assert (closed.state, closed.next_due_on) == (ContractState.CLOSED, date(2026, 4, 2))


def test_a_result_goes_on_as_an_initiative_without_retyping(contract, play):
    accepted(play, contract)
    round_ = city.round_at(play.authority)
    draft = file_as_initiative(contract.code, play.author, round_.code)
    assert draft.work.result_of == contract.work
    assert (draft.work.title, draft.work.unit) == (contract.work.title, play.holder)
    assert draft.work.content["description"] == contract.work.content["results"]
    assert list(draft.work.authors.values_list("person", "share")) == list(
        contract.work.authors.values_list("person", "share")
    )
    with pytest.raises(Invalid):
        file_as_initiative(contract.code, play.author, round_.code)


def test_a_result_that_is_not_recognised_ends_the_contract_too(contract, play):
    accepted(play, contract, "decline")
    assert contract.state == ContractState.NOT_ACCEPTED


def test_a_dossier_for_acceptance_that_is_withdrawn_is_due_again(contract, play):
    draft = file_next(play.author, contract.dossier.reference, topics.acceptance_round(play).code)
    save_answers(draft.draft_code, play.author, city.answers("acceptance", play.holder.code))
    dossier = perform(draft.draft_code, "submit", play.author)
    with pytest.raises(Invalid):
        file_request(contract.code, play.author, "extension", EXTENSION)
    perform(dossier.reference, "withdraw", play.author)
    contract.refresh_from_db()
    assert contract.acceptance_filed_on is None
    assert contract.state == ContractState.IN_FORCE


def test_everybody_finds_their_tasks_and_the_count_agrees(contract, play):
    perform_on_report(contract.code, 1, "submit", play.author, topics.REPORT)
    file_request(contract.code, play.author, "extension", EXTENSION)
    found = {name: {task.what for task in tasks(getattr(play, name))} for name in ("author", "officer", "registrar")}
    assert found == {"author": {"report"}, "officer": {"check_report"}, "registrar": {"check_report", "request"}}
    for who in (play.author, play.officer, play.registrar, play.leader):
        assert count(who) == len(tasks(who))


def test_reminders_are_written_before_anything_is_late_and_each_once(play):
    with time_machine.travel("2026-01-15 09:00+07:00"):
        contract = topics.in_execution(play, date(2026, 1, 15))
    letters = Letter.objects.filter(key__startswith="remind:report:")
    written = []
    for days in (-31, -30, -29, -7, 0, 1, 2):
        remind(date(2026, 7, 15) + timedelta(days=days))
        written.append(letters.count())
    assert written == [0, 1, 1, 2, 3, 4, 4]
    assert all(contract.number in letter.subject for letter in letters)


def test_nobody_else_sees_a_contract_and_the_authors_see_it_once_it_is_signed(play):
    contract = topics.drafted(play, timezone.localdate())
    for who in (play.author, play.holder_officer, city.actor(at=city.unit("SYT"))):
        with pytest.raises(NotFound):
            perform_on_contract(contract.code, "sign", who)
    signed = perform_on_contract(
        contract.code, "sign", play.registrar, dict(signed_on=timezone.localdate().isoformat(), **topics.SIGNED)
    )
    with pytest.raises(Forbidden):
        perform_on_contract(signed.code, "pay", play.author, {"number": 1})


def test_the_day_kept_for_lists_is_the_one_that_a_recount_gives(contract, play):
    perform_on_report(contract.code, 1, "submit", play.author, topics.REPORT)
    mark = {"number": 1, "fact_from": contract.starts_on.isoformat(), "fact_to": timezone.localdate().isoformat()}
    perform_on_contract(contract.code, "mark", play.author, mark)
    decide(contract, play, file_request(contract.code, play.author, "extension", EXTENSION))
    kept = Contract.objects.get(pk=contract.pk)
    assert kept.next_due_on == due_of(kept)
