"""Two tasks that a council determined: one called for now, one whose two competitors wait to be ranked."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from demonstration.cast import CITY
from demonstration.execution import PAPERS_BEFORE, SCORES, SEATS
from demonstration.people import authors_of
from demonstration.present import as_user, sent
from initiatives.choices import Channel
from initiatives.models import Dossier, Round, Task, Work
from initiatives.services.authors import save_authors
from initiatives.services.dossiers import perform
from initiatives.services.drafts import begin_dossier, save_answers
from initiatives.services.sealing import unseal
from initiatives.services.tasks import call_for, word_task
from organisation.models import Person, Unit
from recognition.models import Decision
from recognition.services.decisions import draft_decision, publish_decision, sign_decision
from reviews.services.conclusions import conclude_hearing
from reviews.services.councils import assign_dossiers, set_up_council
from reviews.services.polls import cast_ballot, close_poll, new_receipt, open_poll
from reviews.services.schemes import bind_scheme
from reviews.services.sessions import close_session, open_session, plan_session
from reviews.services.sheets import lock_sheet, save_sheet

TASKS: tuple[dict[str, Any], ...] = (
    {
        "title": "Nghiên cứu giải pháp cảnh báo sạt lở đất cho các xã miền núi của thành phố", "field": "cntt",
        "goals": "Cảnh báo trước ít nhất 6 giờ cho các điểm dân cư có nguy cơ cao; thử nghiệm tại 5 xã.",
        "products": "Một hệ thống trạm đo và phần mềm cảnh báo; bản đồ nguy cơ tỷ lệ 1:10.000; tài liệu vận hành.",
        "by": ("unit", "Ủy ban nhân dân xã Hòa Bắc"), "months": 24, "cap": 1_500_000_000,
    },
    {
        "title": "Nghiên cứu vật liệu lọc từ phụ phẩm nông nghiệp để xử lý nước giếng nhiễm phèn", "field": "vatlieu",
        "goals": "Nước sau lọc đạt quy chuẩn nước sinh hoạt, giá thành thấp hơn vật liệu nhập ít nhất 30 %.",
        "products": "Quy trình chế tạo; 20 bộ lọc dùng thử tại hộ gia đình; một bài báo khoa học.",
        "by": ("citizen", "Ông Nguyễn Văn Phước"), "months": 18, "cap": 900_000_000,
    },
)  # fmt: skip
COMPETITORS = (("DHBK", "Võ Thị Thanh Tâm", 700_000_000, "21"), ("TBMT", "Đặng Quốc Vinh", 850_000_000, "19"))


def load_tasks() -> int:
    """The tasks with their calls; returns how many there are."""
    if Task.objects.exists():
        return Task.objects.count()
    today = timezone.localdate()
    proposals = [_proposed(task, today) for task in TASKS]
    round_ = Round.objects.get(code=f"xdnv-{today.year}")
    council, hearings = _before(round_, proposals, "Hội đồng tư vấn xác định nhiệm vụ", "41/QĐ-UBND")
    session = _opened(council, hearings)
    for hearing in hearings:
        poll = open_poll(hearing.pk, as_user("chutichtp"))
        for name, _role in SEATS:
            cast_ballot(poll.pk, as_user(name), "selection", new_receipt())
        close_poll(poll.pk, as_user("chutichtp"))
        conclude_hearing(hearing.pk, as_user("chutichtp"))
    close_session(session.pk, as_user("chutichtp"))
    made = [_worded(proposal, task) for proposal, task in zip(proposals, TASKS, strict=True)]
    _listed(proposals, today)
    _called(made[0], today, today + timedelta(days=30))
    _competed(made[1], _called(made[1], today - timedelta(days=45), today - timedelta(days=10)))
    return len(made)


def _filed(round_code: str, on: date, unit: str, author: str, answers: dict[str, Any]) -> Dossier:
    """On paper, as an officer enters it."""
    officer = as_user("canbotp")
    draft = begin_dossier(officer, round_code, answers["title"], Channel.PAPER, on)
    [person] = authors_of([author], Unit.objects.get(code=unit))
    save_authors(draft.draft_code, officer, [{"person": person.code, "share": "100"}])
    save_answers(draft.draft_code, officer, {**answers, "unit": unit, "declaration": True})
    Work.objects.filter(pk=draft.work_id).update(demonstration=True)
    return perform(draft.draft_code, "submit", officer)


def _proposed(task: dict[str, Any], on: date) -> Dossier:
    kind, name = task["by"]
    answers = {
        "title": task["title"], "summary": task["goals"], "field": task["field"], "proposer_kind": kind,
        "proposer": name, "necessity": "Nhu cầu phát sinh nhiều năm, chưa có giải pháp phù hợp tại chỗ.",
        "objectives": task["goals"], "products": task["products"],
        "applied_by": "Sở Nông nghiệp và Môi trường; Ủy ban nhân dân các xã.",
    }  # fmt: skip
    dossier = _filed(f"xdnv-{on.year}", on, CITY, name.removeprefix("Ông "), answers)
    return perform(dossier.reference, "admit", as_user("canbotp"))


def _before(round_: Round, dossiers: list[Dossier], title: str, number: str) -> tuple[Any, list[Any]]:
    seats = [{"person": Person.objects.get(user__username=name).code, "role": role} for name, role in SEATS]
    council = set_up_council(
        as_user("coquantp"), round_, title, decision_number=number, decided_on=timezone.localdate(), seats=seats
    )
    hearings = assign_dossiers(council.code, as_user("canbotp"), [one.code or "" for one in dossiers])
    sent(hearings, timezone.localdate() - PAPERS_BEFORE)
    return council, hearings


def _opened(council: Any, hearings: list[Any]) -> Any:
    chair = as_user("chutichtp")
    session = plan_session(council.code, chair, timezone.localdate(), "Phòng họp số 1", [one.pk for one in hearings])
    return open_session(session.pk, chair, list(council.seats.values_list("pk", flat=True)))


def _worded(proposal: Dossier, task: dict[str, Any]) -> Task:
    given = {
        "method": "selection", "title": task["title"], "goals": task["goals"], "products": task["products"],
        "applied_by": "Sở Nông nghiệp và Môi trường; Ủy ban nhân dân các xã.", "assigned_to": "", "grounds": "",
        "rule_set": "province-2025", "most_months": task["months"], "cap_vnd": task["cap"],
    }  # fmt: skip
    return word_task(proposal.reference, as_user("coquantp"), given)


def _listed(proposals: list[Dossier], on: date) -> None:
    registrar, city = as_user("coquantp"), Unit.objects.get(code=CITY)
    draft = draft_decision(registrar, city, "city", [one.reference for one in proposals])
    sign_decision(draft.code, registrar, on, "Lê Quang Thắng", "Phó Chủ tịch")
    Decision.objects.filter(pk=draft.pk).update(demonstration=True)
    draft.refresh_from_db()
    publish_decision(draft.code, registrar)


def _called(task: Task, opens_on: date, closes_on: date) -> Round:
    registrar = as_user("coquantp")
    today = timezone.localdate()
    round_ = call_for(registrar, [task.code], f"Tuyển chọn đơn vị thực hiện {task.code}", today, today)
    Round.objects.filter(pk=round_.pk).update(demonstration=True, opens_on=opens_on, closes_on=closes_on)
    round_.refresh_from_db()
    bind_scheme(round_, "tt20-2023-selection", registrar)
    return round_


def _competed(task: Task, round_: Round) -> None:
    """Two dossiers, opened before witnesses, scored and concluded; the ranking is left to be settled."""
    on = round_.opens_on + timedelta(days=20)
    filed = [_filed(round_.code, on, unit, who, _proposal(task, who, sum_)) for unit, who, sum_, _points in COMPETITORS]
    unseal(round_.code, as_user("coquantp"), "Ông Trần Minh Chứng, Văn phòng Ủy ban nhân dân thành phố")
    dossiers = [perform(one.reference, "admit", as_user("canbotp")) for one in filed]
    council, hearings = _before(round_, dossiers, f"Hội đồng tuyển chọn {task.code}", "58/QĐ-UBND")
    for hearing, (*_who, points) in zip(hearings, COMPETITORS, strict=True):
        for name, _role in SEATS:
            save_sheet(hearing.pk, as_user(name), scores={**SCORES, "content": points})
            lock_sheet(hearing.pk, as_user(name))
    session = _opened(council, hearings)
    for hearing in hearings:
        conclude_hearing(hearing.pk, as_user("chutichtp"))
    close_session(session.pk, as_user("chutichtp"))


def _proposal(task: Task, leader: str, state: int) -> dict[str, Any]:
    half, other = state // 2, 80_000_000
    return {
        "title": task.title, "summary": task.goals, "field": "vatlieu", "duration_months": 18,
        "budget_vnd": state + other, "overview": "Vật liệu nhập khẩu có giá cao, khó thay thế.",
        "objectives": task.goals, "methods": "Tổng hợp mẫu, thử trong phòng thí nghiệm, thử tại hộ gia đình.",
        "capacity": "Phòng thí nghiệm vật liệu được trang bị đồng bộ.", "product_levels": ["process", "article"],
        "applied_by": "Các hộ dùng nước giếng tại các xã ngoại thành.",
        "members": [
            {"name": leader, "workplace": "Đơn vị chủ trì", "post": "leader", "months": 12},
            {"name": "Huỳnh Văn Nam", "workplace": "Đơn vị chủ trì", "post": "member", "months": 18},
        ],
        "partners": [
            {"name": "Công ty Môi trường Xanh", "kind": "enterprise", "part": "Chế tạo bộ lọc",
             "cofinancing_vnd": other},
        ],
        "milestones": [
            {"title": "Tổng hợp và thử mẫu", "product": "Báo cáo thử mẫu", "from_month": 1, "to_month": 9},
            {"title": "Thử tại hộ gia đình", "product": "20 bộ lọc", "from_month": 10, "to_month": 18},
        ],
        "budget": [
            {"item": "labour", "source": "state", "year": 1, "amount_vnd": half},
            {"item": "materials", "source": "state", "year": 2, "amount_vnd": state - half},
            {"item": "equipment", "source": "other", "year": 1, "amount_vnd": other},
        ],
        "product_rows": [
            {"name": "Bộ lọc nước", "kind": "device", "quantity": 20, "measure": "Nước sau lọc đạt quy chuẩn"},
            {"name": "Quy trình chế tạo", "kind": "process", "quantity": 1, "measure": "Lặp lại được"},
        ],
    }  # fmt: skip
