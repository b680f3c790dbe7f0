"""Topics in execution for tests, made through the ordinary services."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from initiatives.models import Contract, Dossier, Round
from initiatives.services.contracts import draft_contract, perform_on_contract
from initiatives.services.dossiers import advance, perform
from initiatives.services.drafts import save_answers
from initiatives.services.plans import save_plan
from initiatives.services.stages import file_next
from organisation.actor import NOBODY, Actor
from organisation.models import Role, Unit
from tests import city

CAP = 1_000_000_000
PROVINCE = "province-2025"
SIGNED = {"orderer": "Lê Văn Bình, Giám đốc Sở", "holder": "Trần Thị Hoa, Viện trưởng"}
REPORT = {"done": "Đã khảo sát", "products": "Báo cáo", "spent_vnd": 100_000_000, "next": "Thử nghiệm"}
EXPERTS = [{"name": "Vũ Đo Lường", "office": "Trung tâm Kỹ thuật"}, {"name": "Ngô Kiểm Định", "office": "Quatest 2"}]
MEASURED = [
    {"product": "Hệ thống cảnh báo", "promised": "Báo trước 6 giờ", "measured": "Báo trước 7 giờ", "met": True},
    {"product": "Trạm đo", "promised": "Sai số 2%", "measured": "Sai số 3%", "met": False},
]
DECIDED = {"decision_number": "12/QĐ-SKHCN", "reason": "Phù hợp quy định"}


@dataclass
class Play:
    """Who plays in the life of a topic."""

    authority: Unit
    holder: Unit
    author: Actor
    registrar: Actor
    officer: Actor
    holder_officer: Actor
    leader: Actor


def play() -> Play:
    """An authority, the institute that carries topics out, and their people."""
    authority, holder = city.unit("SKHCN"), city.unit("VNC", "institute")
    who = {role: city.actor(role, at=authority) for role in (Role.REGISTRAR, Role.OFFICER, Role.LEADER)}
    return Play(
        authority, holder, city.actor(at=holder), who[Role.REGISTRAR], who[Role.OFFICER],
        city.actor(Role.OFFICER, at=holder), who[Role.LEADER],
    )  # fmt: skip


def selected(play: Play, **answers: Any) -> Dossier:
    """A topic whose selection was approved."""
    round_ = city.round_at(play.authority, kind="topic", purpose="selection", level="city")
    asked = [{"item": "labour", "source": "state", "year": 1, "amount_vnd": CAP}]
    given = {"duration_months": 24, "budget_vnd": CAP, "budget": asked, **answers}
    dossier = city.concluded(play.author, round_, **given)
    return advance(dossier.pk, "recognise", NOBODY, through="decision")


def rows(starts_on: date, state: int = 600_000_000, months: int = 24) -> dict[str, list[dict[str, Any]]]:
    """A plan that is whole: a budget over two years, two instalments, two milestones."""
    half = state // 2
    return {
        "budget": [
            {"item": "labour", "source": "state", "year": starts_on.year, "amount_vnd": half},
            {"item": "materials", "source": "state", "year": starts_on.year + 1, "amount_vnd": state - half},
            {"item": "equipment", "source": "other", "year": starts_on.year, "amount_vnd": 50_000_000},
        ],
        "instalments": [
            {"planned_on": starts_on + timedelta(days=30), "planned_vnd": half},
            {"planned_on": starts_on + timedelta(days=400), "planned_vnd": state - half},
        ],
        "milestones": [
            {"title": "Khảo sát", "product": "Báo cáo khảo sát", "plan_from": starts_on, "plan_to": starts_on + timedelta(days=120)},
            {"title": "Thử nghiệm", "product": "Mô hình", "plan_from": starts_on + timedelta(days=121), "plan_to": starts_on + timedelta(days=500)},
        ],
    }  # fmt: skip


def drafted(play: Play, starts_on: date, rule_set: str = PROVINCE, months: int = 0, **answers: Any) -> Contract:
    """A contract in preparation with a whole plan."""
    contract = draft_contract(play.registrar, selected(play, **answers).reference, rule_set, starts_on, months)
    return save_plan(contract.code, play.registrar, **rows(starts_on))


def in_execution(play: Play, starts_on: date | None = None, **more: Any) -> Contract:
    """A contract in force, by default since a year."""
    today = timezone.localdate()
    begins = starts_on or today - timedelta(days=365)
    contract = drafted(play, begins, **more)
    given = {"signed_on": min(begins, today).isoformat(), **SIGNED}
    return perform_on_contract(contract.code, "sign", play.registrar, given)


def acceptance_round(play: Play) -> Round:
    """An open round of acceptance of the authority."""
    return city.round_at(play.authority, kind="topic", purpose="acceptance", level="city")


def to_be_accepted(play: Play, **answers: Any) -> Dossier:
    """The acceptance dossier of a topic under contract, admitted by the authority."""
    selection = in_execution(play, **answers).dossier
    draft = file_next(play.author, selection.reference, acceptance_round(play).code)
    save_answers(draft.draft_code, play.author, city.answers("acceptance", play.holder.code))
    return perform(perform(draft.draft_code, "submit", play.author).reference, "admit", play.officer)
