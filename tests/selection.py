"""Tasks and calls for tests, made over the API or through the ordinary services."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from initiatives.models import Dossier, Round, Task
from initiatives.services.dossiers import advance, perform
from initiatives.services.drafts import begin_dossier, save_answers
from initiatives.services.tasks import advance_task, call_for, word_task
from organisation.actor import NOBODY
from tests import city
from tests.topics import Play

DIRECTED = {"assigned_to": "", "grounds": "", "most_months": 24, "cap_vnd": 900_000_000}
WORDED = {
    "method": "selection", "title": "Cảnh báo sạt lở cho vùng núi thành phố", "goals": "Cảnh báo trước 6 giờ",
    "products": "Một hệ thống cảnh báo chạy tại 5 xã", "applied_by": "Sở Nông nghiệp và Môi trường",
    "rule_set": "province-2025", **DIRECTED,
}  # fmt: skip
BUDGET = [
    {"item": "labour", "source": "state", "year": 1, "amount_vnd": 300_000_000},
    {"item": "equipment", "source": "state", "year": 2, "amount_vnd": 400_000_000},
    {"item": "materials", "source": "other", "year": 1, "amount_vnd": 100_000_000},
]
PROPOSED: dict[str, Any] = {
    "duration_months": 18, "budget_vnd": 800_000_000, "budget": BUDGET,
    "members": [
        {"name": "Lê Thị Chủ", "workplace": "Đại học", "post": "leader", "months": 12},
        {"name": "Trần Văn Viên", "workplace": "Đại học", "post": "member", "months": 18},
    ],
    "partners": [
        {"name": "Công ty Cảm biến", "kind": "enterprise", "part": "Chế tạo trạm đo", "cofinancing_vnd": 100_000_000}
    ],
    "milestones": [
        {"title": "Khảo sát", "product": "Báo cáo", "from_month": 1, "to_month": 6},
        {"title": "Thử nghiệm", "product": "Hệ thống", "from_month": 7, "to_month": 18},
    ],
    "product_rows": [{"name": "Hệ thống cảnh báo", "kind": "device", "quantity": 1, "measure": "Báo trước 6 giờ"}],
}  # fmt: skip
TEAM = [
    {"name": "Phan Tổ Trưởng", "office": "Sở Tài chính"}, {"name": "Hồ Kinh Phí", "office": "Sở Tài chính"},
    {"name": "Đỗ Kế Toán", "office": "Sở KH&CN"},
]  # fmt: skip


class Somebody:
    """A person who speaks JSON to the API."""

    def __init__(self, actor: Any = None) -> None:
        self.client, self.actor, self.etag = city.client(actor), actor, ""

    def ask(self, method: str, path: str, data: Any = None, status: int = 0, match: str = "") -> Any:
        """The answer, whose status is a success unless another is expected."""
        where, mark, query = path.partition("?")
        headers = {"HTTP_IF_MATCH": match} if match else {}
        kwargs = {} if method == "get" else {"format": "json"}
        answer = getattr(self.client, method)(f"/api/v1/{where}/{mark}{query}", data, **kwargs, **headers)
        assert answer.status_code in ((status,) if status else (200, 201, 204)), answer.content.decode()[:900]
        self.etag = answer.get("ETag", "")
        return answer.json() if "json" in answer.get("Content-Type", "") else answer

    def get(self, path: str, **kwargs: Any) -> Any:
        return self.ask("get", path, **kwargs)

    def post(self, path: str, data: Any = None, **kwargs: Any) -> Any:
        return self.ask("post", path, data or {}, **kwargs)

    def put(self, path: str, data: Any, **kwargs: Any) -> Any:
        return self.ask("put", path, data, **kwargs)

    def file(self, round_code: str, answers: dict[str, Any], **more: str) -> str:
        """File a dossier with these answers; its code."""
        draft = self.post("dossiers", {"round": round_code, **more})["code"]
        self.ask("patch", f"dossiers/{draft}", {"answers": answers}, match="*")
        return str(self.post(f"dossiers/{draft}/transitions/submit")["code"])


def iso(on: date) -> str:
    """As the API takes a day."""
    return on.isoformat()


def proposal(play: Play, outcome: str = "passed") -> Dossier:
    """A proposal on which a council has concluded."""
    round_ = city.round_at(play.authority, kind="topic", purpose="determination", level="city")
    return city.concluded(play.author, round_, outcome)


def listed(play: Play, **given: Any) -> Task:
    """A task in the list."""
    made = word_task(proposal(play).reference, play.registrar, {**WORDED, **given})
    advance(made.proposal_id, "recognise", NOBODY, through="decision", decision="05/QĐ-SKHCN")
    made.refresh_from_db()
    return made


def called(play: Play, *tasks: Task, **more: Any) -> Round:
    """A call of ten days for these tasks."""
    today = timezone.localdate()
    return call_for(play.registrar, [t.code for t in tasks], "Tuyển chọn", today, today + timedelta(10), **more)


def competing(play: Play, round_: Round, task: str = "", **given: Any) -> Dossier:
    """A draft that competes in a call."""
    draft = begin_dossier(play.author, round_.code, task_code=task)
    save_answers(draft.draft_code, play.author, city.answers("selection", play.holder.code, **{**PROPOSED, **given}))
    return draft


def chosen(play: Play) -> Dossier:
    """A dossier that was put first for its task."""
    task = listed(play)
    round_ = called(play, task, sealed=False)
    dossier = perform(competing(play, round_).draft_code, "submit", play.author)
    perform(dossier.reference, "admit", play.officer)
    advance(dossier.pk, "review", NOBODY, through="council")
    advance(dossier.pk, "conclude", NOBODY, through="council", outcome="passed")
    advance_task(task.pk, "choose", NOBODY, "council", winner_id=dossier.pk)
    return Dossier.objects.get(pk=dossier.pk)
