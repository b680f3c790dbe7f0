"""Three topics that a council selected last year: one on its way, one extended and inspected, one to be accepted."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models.signals import pre_save
from django.utils import timezone

from demonstration.acceptance import days_of_work, put_up_for_acceptance
from demonstration.cast import CITY
from demonstration.people import authors_of
from demonstration.present import as_user, sent
from demonstration.proposals import TOPICS, answers_of, plan_of
from initiatives.choices import Channel
from initiatives.models import Contract, Dossier, ProgressVersion, Round, Work
from initiatives.rules.calendar import months_after
from initiatives.services.authors import save_authors
from initiatives.services.contracts import (
    draft_contract,
    file_request,
    perform_on_contract,
    perform_on_report,
    perform_on_request,
)
from initiatives.services.dossiers import perform
from initiatives.services.drafts import begin_dossier, save_answers, save_units
from initiatives.services.plans import save_plan
from organisation.models import Person, Unit
from recognition.services.decisions import draft_decision, publish_decision, sign_decision
from reviews.services.conclusions import conclude_hearing
from reviews.services.councils import assign_dossiers, set_up_council
from reviews.services.schemes import bind_scheme
from reviews.services.sessions import close_session, open_session, plan_session
from reviews.services.sheets import lock_sheet, save_sheet

SEATS = (
    ("chutichtp", "chair"), ("phochutichtp", "deputy"), ("thukytp", "secretary"), ("phanbientp", "reviewer"),
    ("uyvientp", "reviewer"), ("lanhdao", "member"), ("quantri", "member"),
)  # fmt: skip
SCORES = {"overview": "11", "content": "21", "products": "14", "application": "14", "plan": "13", "capacity": "14"}
RULES = "province-2025"
PAPERS_BEFORE = timedelta(days=21)
"""How long before a session the members have the papers."""


def load_topics() -> int:
    """The topics with their contracts; returns how many there are."""
    if Contract.objects.exists():
        return Contract.objects.count()
    today = timezone.localdate()
    selected_on = months_after(today, -15)
    dossiers = [_filed(topic, selected_on) for topic in TOPICS]
    _judged(dossiers, selected_on)
    _decided(dossiers, selected_on)
    begins = months_after(selected_on.replace(day=1), 1)
    _under_way(_signed(dossiers[0], TOPICS[0], begins), begins)
    _extended(_signed(dossiers[1], TOPICS[1], begins), begins, today)
    _finished(_signed(dossiers[2], TOPICS[2], begins), begins)
    return len(dossiers)


def _round(on: date) -> Round:
    round_, new = Round.objects.get_or_create(
        code=f"tc-{on.year}",
        defaults={
            "title": f"Tuyển chọn đề tài cấp thành phố năm {on.year}", "kind": "topic", "purpose": "selection",
            "level": "city", "authority": Unit.objects.get(code=CITY), "opens_on": date(on.year, 1, 1),
            "closes_on": date(on.year, 12, 31), "demonstration": True,
        },
    )  # fmt: skip
    if new:
        bind_scheme(round_, "tt20-2023-selection")
    return round_


def _filed(topic: dict[str, Any], on: date) -> Dossier:
    officer, unit = as_user("canbotp"), Unit.objects.get(code=topic["unit"])
    draft = begin_dossier(officer, _round(on).code, topic["title"], Channel.PAPER, on)
    leader = Person.objects.get(user__username="tacgia")
    others = authors_of(["Trương Hữu Lộc", "Ngô Thị Bích"], unit)
    shares = ("60", "25", "15")
    rows = [{"person": one.code, "share": share} for one, share in zip([leader, *others], shares, strict=True)]
    save_authors(draft.draft_code, officer, rows)
    save_answers(draft.draft_code, officer, answers_of(topic))
    save_units(draft.draft_code, officer, topic["units"])
    Work.objects.filter(pk=draft.work_id).update(demonstration=True)
    dossier = perform(draft.draft_code, "submit", officer)
    return perform(dossier.reference, "admit", officer)


def _judged(dossiers: Sequence[Dossier], on: date) -> None:
    """A council of seven scores them, and concludes."""
    registrar, office, chair = as_user("coquantp"), as_user("canbotp"), as_user("chutichtp")
    seats = [{"person": Person.objects.get(user__username=name).code, "role": role} for name, role in SEATS]
    title = f"Hội đồng tuyển chọn đề tài cấp thành phố năm {on.year}"
    council = set_up_council(registrar, _round(on), title, decision_number="118/QĐ-UBND", decided_on=on, seats=seats)
    hearings = assign_dossiers(council.code, office, [dossier.code or "" for dossier in dossiers])
    sent(hearings, on - PAPERS_BEFORE)
    for hearing in hearings:
        for name, _role in SEATS:
            save_sheet(hearing.pk, as_user(name), scores=SCORES)
            lock_sheet(hearing.pk, as_user(name))
    session = plan_session(council.code, chair, on, "Phòng họp số 2", [hearing.pk for hearing in hearings])
    open_session(session.pk, chair, list(council.seats.values_list("pk", flat=True)))
    for hearing in hearings:
        conclude_hearing(hearing.pk, chair)
    close_session(session.pk, chair)


def _decided(dossiers: Sequence[Dossier], on: date) -> None:
    registrar, authority = as_user("coquantp"), Unit.objects.get(code=CITY)
    title = "Về việc phê duyệt kết quả tuyển chọn đề tài khoa học và công nghệ cấp thành phố"
    draft = draft_decision(registrar, authority, "city", [dossier.code or "" for dossier in dossiers], title)
    signed = sign_decision(draft.code, registrar, on + timedelta(days=10), "Mai Xuân Phúc", "Phó Chủ tịch")
    publish_decision(signed.code, registrar)


def _signed(dossier: Dossier, topic: dict[str, Any], begins: date) -> Contract:
    registrar = as_user("coquantp")
    contract = draft_contract(registrar, dossier.code or "", RULES, begins)
    save_plan(contract.code, registrar, **plan_of(topic, begins, contract.ends_on))
    signing = {
        "signed_on": (begins - timedelta(days=5)).isoformat(), "orderer": "Mai Xuân Phúc, Phó Chủ tịch",
        "holder": "Võ Thành Đạt, Phó Giám đốc Sở",
    }  # fmt: skip
    contract = perform_on_contract(contract.code, "sign", registrar, signing)
    paid = {"number": 1, "paid_on": (begins + timedelta(days=25)).isoformat(), "paid_vnd": topic["budget"] * 4 // 10}
    return perform_on_contract(contract.code, "pay", registrar, paid)


def _report(contract: Contract, number: int, spent: int) -> None:
    author = as_user("tacgia")
    report = {
        "done": "Hoàn thành khảo sát hiện trường theo kế hoạch; đã lắp đặt các trạm đo thử.",
        "products": "Báo cáo khảo sát; bản vẽ thiết kế sơ bộ.", "spent_vnd": spent,
        "difficulties": "Mưa lớn làm chậm việc lắp đặt tại hiện trường.", "next": "Chế tạo mô hình và hiệu chỉnh.",
    }  # fmt: skip
    on = contract.reports.get(number=number).due_on - timedelta(days=3)
    with _submitted_at(datetime(on.year, on.month, on.day, 9, tzinfo=UTC)):
        perform_on_report(contract.code, number, "submit", author, report)


@contextmanager
def _submitted_at(at: datetime) -> Iterator[None]:
    """Versions of reports are written with that hour; once written, the database lets nobody change them."""

    def dated(instance: ProgressVersion, **_signal: Any) -> None:
        instance.submitted_at = at

    pre_save.connect(dated, sender=ProgressVersion)
    try:
        yield
    finally:
        pre_save.disconnect(dated, sender=ProgressVersion)


def _mark(contract: Contract, number: int, began: date, ended: date | None) -> None:
    given = {"number": number, "fact_from": began.isoformat(), "fact_to": ended.isoformat() if ended else ""}
    perform_on_contract(contract.code, "mark", as_user("tacgia"), given)


def _under_way(contract: Contract, begins: date) -> None:
    """One report accepted, one submitted; the second part of the work is late, and an extension is asked for."""
    _mark(contract, 1, begins + timedelta(days=6), months_after(begins, 5) - timedelta(days=9))
    _mark(contract, 2, months_after(begins, 5), None)
    _report(contract, 1, 310_000_000)
    perform_on_report(contract.code, 1, "accept", as_user("canbotp"))
    _report(contract, 2, 455_000_000)
    asked = {"months": 6, "reason": "Mưa lũ kéo dài làm chậm lắp đặt và thử nghiệm tại hiện trường."}
    file_request(contract.code, as_user("tacgia"), "extension", asked)


def _finished(contract: Contract, begins: date) -> None:
    """Carried out before its term ends, and put up for acceptance."""
    days = days_of_work(begins)
    for number in range(1, len(days)):
        _mark(contract, number, days[number - 1], days[number])
    for number, spent in ((1, 150_000_000), (2, 300_000_000)):
        _report(contract, number, spent)
    put_up_for_acceptance(contract, SEATS)


def _extended(contract: Contract, begins: date, today: date) -> None:
    """Extended by an annex, and inspected; a report is late."""
    _mark(contract, 1, begins, months_after(begins, 6))
    _mark(contract, 2, months_after(begins, 6), months_after(begins, 11))
    _report(contract, 1, 240_000_000)
    perform_on_report(contract.code, 1, "accept", as_user("canbotp"))
    asked = {"months": 6, "reason": "Thiết bị nhập khẩu về chậm."}
    request = file_request(contract.code, as_user("tacgia"), "extension", asked)
    decided = {"decided_on": today.isoformat(), "decision_number": "205/QĐ-UBND", "reason": "Lý do khách quan"}
    perform_on_request(contract.code, request.number, "approve", as_user("coquantp"), decided)
    visit = {
        "held_on": (today - timedelta(days=20)).isoformat(), "findings": "Chậm khoảng một tháng; số liệu đầy đủ.",
        "present": "Lý Hoàng Nam, cơ quan quản lý\nNguyễn Minh Anh, chủ nhiệm đề tài", "demands": "Nộp báo cáo kỳ 2.",
    }  # fmt: skip
    perform_on_contract(contract.code, "inspect", as_user("canbotp"), visit)
