"""Two topics of one call in real Chromium with a moved clock, from their orders on: one is excellent and in time, and its
result is used; the other is terminated under contract, and settled.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from initiatives.models import Appraisal, Task
from organisation.models import Unit
from tests import city as town
from tests.journeys.executing import acceptance, appraise, call, report, request, settle, signed
from tests.journeys.filing import admit, compete, propose
from tests.journeys.judging import before_council, close, conclude, council_typed, decide, meet, score, vote
from tests.journeys.stage import BUTTON, DESK, PHONE, fill, pdf
from tests.journeys.topic_cast import ACCEPTED, FIRST
from tests.selection import iso

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLES = ("Cảnh báo sạt lở đất cho các xã miền núi", "Pin từ vỏ trấu")
WORDS = {"goals": "Cảnh báo trước 6 giờ tại 5 xã", "most_months": 18, "cap_vnd": "900.000.000"}


def test_two_topics_from_their_orders_to_the_use_of_one_and_the_end_of_the_other(stage):
    tasks = ordered(stage)
    first, second = chosen(stage, tasks)
    excellent, stopped = signed(stage, first, "contract"), signed(stage, second)
    executed(stage, excellent)
    terminated(stage, stopped)
    accepted(stage, excellent)
    used(stage, excellent)


def ordered(stage):
    """Proposed on a phone; the council votes for selections, words the tasks; the list is decided."""
    codes = [propose(stage, title, shot) for title, shot in zip(TITLES, ("order", ""), strict=True)]
    council, hearings = council_typed(stage, codes[0][0], "Hội đồng xác định nhiệm vụ")
    session, (first, second) = meet(stage, council), [hearings[code] for _round, code in codes]
    vote(stage, session, first, ["selection"] * 4 + ["direct"] * 3, "ballot-phone")
    conclude(stage, session, first)  # leads to the form: the rules leave the way to the council
    secretary = stage.person("thukytp")
    fill(secretary.page, {"decision.grade": "selection", "decision.reason": "Có nhiều đơn vị đủ năng lực."})
    secretary.page.check("[name='decision.outcome'][value=passed]")
    stage.keep(secretary, "left-open")
    secretary.press(BUTTON)
    assert "Tuyển chọn" in secretary.text()
    vote(stage, session, second, ["selection"] * 7)
    conclude(stage, session, second)
    for hearing in (first, second):
        stage.act(secretary, f"/hoi-dong/ho-so/{hearing.pk}/nhiem-vu/", shot="wording", **WORDS)
    close(stage, session)
    decide(stage, "list-decision")
    return [Task.objects.get(title=title) for title in TITLES]


def chosen(stage, tasks):
    """Called for together under seal, filed for on a phone, opened, judged, ranked, appraised, approved."""
    round_, today = call(stage, *tasks, shot="call"), timezone.localdate()
    codes = [compete(stage, task, shot) for task, shot in zip(tasks, ("proposal", ""), strict=True)]
    stage.move_to(today + timedelta(31))
    stage.act(stage.person("coquantp"), f"/dot-xet/{round_.code}/mo/", shot="opening", witnesses="Bà Trần Chứng Kiến")
    for code in codes:
        admit(stage, code)
    council, hearings = before_council(stage, round_, "Hội đồng tuyển chọn")
    for code in codes:
        score(stage, hearings[code], FIRST, "sheet")
    session = meet(stage, council)
    for code in codes:
        conclude(stage, session, hearings[code])
    close(stage, session)
    for task, shot in zip(tasks, ("ranking-phone", ""), strict=True):
        chair = stage.person("chutichtp", PHONE)
        stage.act(chair, f"/nhiem-vu/{task.code}/xep-hang/", "#settle button[type=submit]", shot)
    appraised_apart(stage, codes[0])
    appraise(stage, codes[1])
    decide(stage, "approval-decision")
    return codes


def appraised_apart(stage, code):
    """A member of the council is refused, with the reason at the row; the team is another body."""
    registrar = stage.person("coquantp")
    page = registrar.go(f"/ho-so/{code}/tham-dinh-kinh-phi/")
    page.fill("[name=members-0-full_name]", "Huỳnh Ngọc Tâm")
    page.click("#members-0-suggestions [role=option]")
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


def executed(stage, contract):
    """A report and a milestone from the phone, a payment and an inspection from the desk, each on its day."""
    base = f"/hop-dong/{contract.code}"
    stage.move_to(contract.reports.first().due_on - timedelta(3))
    author, registrar, today = stage.phone(), stage.person("coquantp"), iso(timezone.localdate())
    author.go("/")
    assert "báo cáo" in author.text().lower()
    report(stage, contract, 1, "report-phone")
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


def terminated(stage, contract):
    """Paid once, then found impossible; what was not spent goes back."""
    base, today, registrar = f"/hop-dong/{contract.code}", iso(timezone.localdate()), stage.person("coquantp")
    stage.act(registrar, f"{base}/viec/pay/?so=1", number=1, paid_on=today, paid_vnd="300.000.000")
    request(stage, contract, "termination", 1, from_on=today, reason="Không còn khả thi", products="Báo cáo khảo sát")
    settle(stage, contract, "0")
    registrar.go(f"{base}/muc/kinh-phi/")
    stage.keep(registrar, "terminated-money")
    assert "300.000.000" in registrar.text()
    assert (contract.state, contract.closed_on) == ("closed", timezone.localdate())


def accepted(stage, contract):
    """The other reports on their days; judged excellent in time; the decision counts it."""
    for one in contract.reports.exclude(number=1).order_by("number"):
        stage.move_to(one.due_on)
        report(stage, contract, one.number)
    stage.move_to(contract.ends_on + timedelta(10))
    _code, council, hearing = acceptance(stage, contract)
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
    """Registered, handed over, settled; used after a year and after three; the result goes on as an initiative."""
    base, today, author = f"/hop-dong/{contract.code}", iso(timezone.localdate()), stage.phone()
    for number in (1, 2):
        stage.act(author, f"{base}/viec/follow_up/?so={number}", number=number, done_on=today, note="Đã thực hiện")
    settle(stage, contract, "690.000.000", "settlement")
    town.round_at(Unit.objects.get(code="SKHCN"))
    author.go(f"{base}/muc/sau-nghiem-thu/")
    author.press("main form[action$='/sang-kien/'] [type=submit]")
    assert TITLES[0] in author.text()
    for number, years in ((3, 1), (4, 3)):
        stage.move_to(contract.closed_on + timedelta(366 * years))
        found = {"number": number, "done_on": iso(timezone.localdate()), "use": "used", "note": "Dùng tại 12 xã"}
        stage.act(author, f"{base}/viec/follow_up/?so={number}", shot="follow-up-phone", **found)
    author.go(f"{base}/muc/sau-nghiem-thu/")
    stage.keep(author, "aftermath-phone")
    leader = stage.person("lanhdao")
    leader.go("/danh-muc-de-tai/")
    stage.keep(leader, "portfolio")
    assert "Xuất sắc" in leader.text()
