"""What a topic goes through once it has been chosen: appraised, put under contract, reported on, changed, settled."""

from datetime import timedelta

from django.utils import timezone

from initiatives.models import Appraisal, Contract, Round
from organisation.models import Unit
from reviews.services.schemes import bind_scheme
from tests import city as town
from tests import topics
from tests.journeys.filing import put_up
from tests.journeys.judging import before_council
from tests.journeys.stage import DESK, PHONE, fill, pdf
from tests.selection import iso

TEAM = ("Phan Tổ Trưởng", "Hồ Kinh Phí", "Đỗ Kế Toán")


def call(stage, *tasks, title="Tuyển chọn đơn vị thực hiện", shot=""):
    """Called for, for thirty days; the round."""
    today = timezone.localdate()
    days = {"opens_on": iso(today), "closes_on": iso(today + timedelta(30))}
    asked = "&".join(f"nhiem-vu={task.code}" for task in tasks)
    given = {"title": title, "scheme": "tt20-2023-selection", **days}
    stage.act(stage.person("coquantp"), f"/nhiem-vu/keu-goi/?{asked}", shot=shot, **given)
    return Round.objects.get(tasks=tasks[0])


def appraise(stage, code):
    """Three people of another office find the budget right as it was asked for."""
    registrar = stage.person("coquantp")
    page = registrar.go(f"/ho-so/{code}/tham-dinh-kinh-phi/")
    for number, name in enumerate(TEAM):
        fill(page, {f"members-{number}-full_name": name, f"members-{number}-office": "Sở Tài chính"})
    registrar.press("text=Lưu kết quả thẩm định")
    assert Appraisal.objects.filter(dossier__code=code).exists()


def signed(stage, code, shot=""):
    """Drafted from what was approved, the plan looked at, the signing recorded."""
    registrar, starts = stage.person("coquantp"), timezone.localdate()
    stage.act(registrar, f"/lap-hop-dong/?ho-so={code}", shot=shot, starts_on=iso(starts))
    contract = Contract.objects.get(dossier__code=code)
    assert contract.cap_vnd == contract.state_vnd == 700_000_000  # of the state budget alone, as appraised
    page = registrar.go(f"/hop-dong/{contract.code}/ke-hoach/")
    for width in (PHONE, DESK) if shot else ():
        page.set_viewport_size({"width": width, "height": 800})
        stage.keep(registrar, f"{shot}-plan-{width}")
    registrar.press("main form button[type=submit]")
    stage.act(registrar, f"/hop-dong/{contract.code}/viec/sign/", signed_on=iso(starts), **topics.SIGNED)
    contract.refresh_from_db()
    stage.paper(registrar, "contract", f"/hop-dong/{contract.code}/van-ban/contract/0.pdf")
    return contract


def report(stage, contract, number, shot=""):
    """A report on progress from the phone."""
    stage.act(stage.phone(), f"/hop-dong/{contract.code}/bao-cao/{number}/submit/", shot=shot, **topics.REPORT)


def request(stage, contract, kind, number, name="approve", **answers):
    """Asked for from the phone, decided at the desk; its paper."""
    base = f"/hop-dong/{contract.code}"
    stage.act(stage.phone(), f"{base}/de-nghi/{kind}/", shot=f"ask-{kind}-phone", **answers)
    decided = {"decided_on": iso(timezone.localdate()), **topics.DECIDED}
    stage.act(stage.person("coquantp"), f"{base}/de-nghi/{number}/{name}/", shot=f"decide-{kind}", **decided)
    stage.paper(stage.phone(), "request", f"{base}/van-ban/request/{number}.pdf")
    contract.refresh_from_db()


def settle(stage, contract, accepted, shot=""):
    """The costs that are accepted; the paper of the settlement."""
    given = {"settled_on": iso(timezone.localdate()), "accepted_vnd": accepted, "decision_number": "30/QĐ-UBND"}
    registrar, base = stage.person("coquantp"), f"/hop-dong/{contract.code}"
    stage.act(registrar, f"{base}/viec/settle/", shot=shot, **given)
    pdf(registrar, f"{base}/van-ban/settlement/0.pdf")
    contract.refresh_from_db()


def acceptance(stage, contract):
    """A round of acceptance by the city; the dossier filed in it and the council that hears it."""
    round_ = town.round_at(Unit.objects.get(code="UBND"), kind="topic", purpose="acceptance", level="city")
    bind_scheme(round_, "vinh-phuc-acceptance")
    code = put_up(stage, contract, round_, "acceptance")
    council, hearings = before_council(stage, round_, "Hội đồng nghiệm thu")
    return code, council, hearings[code]
