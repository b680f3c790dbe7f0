"""A topic in real Chromium with a moved clock: from its order to the use of its result, excellent and in time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from demonstration.present import as_user
from initiatives.models import Appraisal, Contract, Dossier, Round, Task
from initiatives.services.contracts import perform_on_report
from tests import city as town
from tests import topics
from tests.journeys.stage import (
    BUTTON,
    DESK,
    PHONE,
    acceptance,
    admit,
    before_council,
    close,
    conclude,
    decide,
    file_it,
    fill,
    fill_rows,
    meet,
    pdf,
    propose,
    score,
    vote,
)
from tests.journeys.topic_cast import ACCEPTED, FIRST
from tests.selection import PROPOSED, iso

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "Cảnh báo sạt lở đất cho các xã miền núi"


def test_a_topic_from_its_order_to_the_use_of_its_result(stage):
    task = ordered(stage)
    winner = chosen(stage, task)
    contract = signed(stage, winner)
    executed(stage, contract)
    accepted(stage, contract)
    used(stage, contract)


def ordered(stage):
    """Proposed on a phone; the council votes for a selection, words the task; the list is decided."""
    code, council, hearings = propose(stage, TITLE, "order")
    session, hearing = meet(stage, council), hearings[code]
    vote(stage, session, hearing, ["selection"] * 4 + ["direct"] * 3, "ballot-phone")
    conclude(stage, session, hearing)  # leads to the form: the rules leave the way to the council
    secretary = stage.person("thukytp")
    fill(secretary.page, {"decision.grade": "selection", "decision.reason": "Có nhiều đơn vị đủ năng lực."})
    secretary.page.check("[name='decision.outcome'][value=passed]")
    stage.keep(secretary, "left-open")
    secretary.press(BUTTON)
    assert "Tuyển chọn" in secretary.text()
    words = {"goals": "Cảnh báo trước 6 giờ tại 5 xã", "most_months": 18, "cap_vnd": "900.000.000"}
    stage.act(secretary, f"/hoi-dong/ho-so/{hearing.pk}/nhiem-vu/", shot="wording", **words)
    close(stage, session)
    decide(stage, "list-decision")
    return Task.objects.get()


def chosen(stage, task):
    """Called for under seal, filed on a phone, opened, judged, ranked, appraised, approved."""
    today, registrar = timezone.localdate(), stage.person("coquantp")
    days = {"opens_on": iso(today), "closes_on": iso(today + timedelta(30))}
    address = f"/nhiem-vu/keu-goi/?nhiem-vu={task.code}"
    stage.act(
        registrar, address, shot="call", title="Tuyển chọn đơn vị thực hiện", scheme="tt20-2023-selection", **days
    )
    author = stage.phone()
    author.go(f"/nhiem-vu/{task.code}/")
    stage.keep(author, "task-phone")
    author.press("text=Nộp hồ sơ cho nhiệm vụ này")
    draft = Dossier.objects.get(task=task)
    given = town.answers("selection", "SKHCN", **{**PROPOSED, "title": TITLE, "field": "cntt"})
    code = file_it(stage, author, draft.draft_code, given, "proposal")
    stage.move_to(today + timedelta(31))
    round_ = Round.objects.get(tasks=task)
    stage.act(stage.person("coquantp"), f"/dot-xet/{round_.code}/mo/", shot="opening", witnesses="Bà Trần Chứng Kiến")
    admit(stage, code)
    council, hearings = before_council(stage, round_, "Hội đồng tuyển chọn", [code])
    score(stage, hearings[code], FIRST, "sheet")
    session = meet(stage, council)
    conclude(stage, session, hearings[code])
    close(stage, session)
    stage.act(
        stage.person("chutichtp", PHONE),
        f"/nhiem-vu/{task.code}/xep-hang/",
        "#settle button[type=submit]",
        "ranking-phone",
    )
    appraise(stage, code)
    decide(stage, "approval-decision")
    return code


def appraise(stage, code):
    """A member of the council is refused, with the reason at the row; the team is another body."""
    registrar = stage.person("coquantp")
    page = registrar.go(f"/ho-so/{code}/tham-dinh-kinh-phi/")
    page.type("[name=members-0-full_name]", "Huỳnh Ngọc Tâm", delay=10)
    page.click("#members-0-suggestions [role=option]")
    fill_rows(page, "members", [{"full_name": "Huỳnh Ngọc Tâm"}][1:])
    for number, name in ((1, "Hồ Kinh Phí"), (2, "Đỗ Kế Toán")):
        fill(page, {f"members-{number}-full_name": name, f"members-{number}-office": "Sở Tài chính"})
    registrar.press("text=Lưu kết quả thẩm định")
    assert "tổ thẩm định kinh phí phải độc lập với hội đồng" in registrar.text()
    page.set_viewport_size({"width": PHONE, "height": 800})
    stage.keep(registrar, "appraisal-refused-phone")
    page.set_viewport_size({"width": DESK, "height": 800})
    page.check("[name=members-0-DELETE]")
    page.click("[data-rows-prefix=members] [data-rows-add]")
    fill(page, {"members-3-full_name": "Phan Tổ Trưởng", "members-3-office": "Sở Tài chính"})
    stage.keep(registrar, "appraisal")
    registrar.press("text=Lưu kết quả thẩm định")
    assert Appraisal.objects.get().members.startswith("Hồ Kinh Phí")
    pdf(registrar, f"/ho-so/{code}/tham-dinh-kinh-phi.pdf")


def signed(stage, code):
    """Drafted from what was approved, the plan looked at, the signing recorded."""
    registrar, starts = stage.person("coquantp"), timezone.localdate()
    stage.act(registrar, f"/lap-hop-dong/?ho-so={code}", shot="contract-new", starts_on=iso(starts))
    contract = Contract.objects.get(dossier__code=code)
    assert contract.cap_vnd == contract.state_vnd == 700_000_000  # of the state budget alone, as appraised
    page = registrar.go(f"/hop-dong/{contract.code}/ke-hoach/")
    stage.keep(registrar, "plan")
    page.set_viewport_size({"width": PHONE, "height": 800})
    stage.keep(registrar, "plan-phone")
    page.set_viewport_size({"width": DESK, "height": 800})
    registrar.press(BUTTON)
    stage.act(registrar, f"/hop-dong/{contract.code}/viec/sign/", signed_on=iso(starts), **topics.SIGNED)
    contract.refresh_from_db()
    pdf(registrar, f"/hop-dong/{contract.code}/van-ban/contract/0.pdf")
    return contract


def executed(stage, contract):
    """A report and a milestone from the phone, a payment and an inspection from the desk, each on its day."""
    base = f"/hop-dong/{contract.code}"
    stage.move_to(contract.reports.first().due_on - timedelta(3))
    author, registrar, today = stage.phone(), stage.person("coquantp"), iso(timezone.localdate())
    author.go("/")
    assert "báo cáo" in author.text().lower()
    stage.act(author, f"{base}/bao-cao/1/submit/", shot="report-phone", **topics.REPORT)
    stage.act(stage.person("canbotp"), f"{base}/bao-cao/1/accept/")
    begun = {"number": 1, "fact_from": iso(contract.starts_on), "fact_to": today}
    stage.act(author, f"{base}/viec/mark/?so=1", **begun)
    stage.act(registrar, f"{base}/viec/pay/?so=1", number=1, paid_on=today, paid_vnd="300.000.000")
    found = {"present": "Đoàn kiểm tra", "findings": "Đúng tiến độ"}
    stage.act(stage.person("canbotp"), f"{base}/viec/inspect/", shot="inspection", held_on=today, **found)
    for kind, number in (("report", 1), ("inspection", 1)):
        pdf(author, f"{base}/van-ban/{kind}/{number}.pdf")
    author.go(f"{base}/")
    stage.keep(author, "timeline-phone")


def accepted(stage, contract):
    """Judged excellent in time; the decision counts it."""
    for report in contract.reports.exclude(number=1).order_by("number"):
        stage.clock.move_to(report.due_on)
        perform_on_report(contract.code, report.number, "submit", as_user("tacgia"), topics.REPORT)
    stage.move_to(contract.ends_on + timedelta(10))
    code, council, hearing = acceptance(stage, contract)
    session = meet(stage, council)
    score(stage, hearing, ACCEPTED)
    vote(stage, session, hearing, ["yes"] * 7)
    conclude(stage, session, hearing)
    assert "Xuất sắc" in stage.person("thukytp").text()
    close(stage, session)
    decide(stage, "recognition-decision")
    contract.refresh_from_db()
    assert (contract.state, contract.grade) == ("accepted", "excellent")


def used(stage, contract):
    """Registered, handed over, settled; used after a year; the result goes on as an initiative."""
    base, today = f"/hop-dong/{contract.code}", iso(timezone.localdate())
    author, registrar = stage.phone(), stage.person("coquantp")
    for number in (1, 2):
        stage.act(author, f"{base}/viec/follow_up/?so={number}", number=number, done_on=today, note="Đã thực hiện")
    settled = {"settled_on": today, "accepted_vnd": "690.000.000", "decision_number": "30/QĐ-UBND"}
    stage.act(registrar, f"{base}/viec/settle/", shot="settlement", **settled)
    pdf(registrar, f"{base}/van-ban/settlement/0.pdf")
    stage.move_to(timezone.localdate() + timedelta(366))
    found = {"number": 3, "done_on": iso(timezone.localdate()), "use": "used", "note": "Dùng tại 12 xã"}
    stage.act(stage.phone(), f"{base}/viec/follow_up/?so=3", shot="follow-up-phone", **found)
    stage.phone().go(f"{base}/muc/sau-nghiem-thu/")
    stage.keep(stage.phone(), "aftermath-phone")
    leader = stage.person("lanhdao")
    leader.go("/danh-muc-de-tai/")
    stage.keep(leader, "portfolio")
    assert "Xuất sắc" in leader.text()
