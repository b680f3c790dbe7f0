"""Three topics in real Chromium with a moved clock: the principal investigator on a phone, the offices and the council's
secretary at a desk. The first life is played from the order on; the others from their contracts on.
"""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from demonstration.execution import SEATS
from demonstration.present import as_user
from initiatives.models import Appraisal, Contract, Dossier, Round, Task
from initiatives.rules.forms import FORMS
from initiatives.services.contracts import perform_on_report
from organisation.models import Person, Unit
from reviews.models import Council, Poll
from reviews.services.councils import assign_dossiers, set_up_council
from reviews.services.polls import cast_ballot, new_receipt
from reviews.services.schemes import bind_scheme
from reviews.services.sheets import lock_sheet, save_sheet
from tests import city as town
from tests import topics
from tests.journeys.topic_cast import ACCEPTED, FIRST
from tests.selection import PROPOSED, iso

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, DESK = 360, 1280
TITLE = "Cảnh báo sạt lở đất cho các xã miền núi"
SIGNER = ("Lê Quang Thắng", "Phó Chủ tịch")
BUTTON = "main form button[type=submit]"


class Stage:
    """The people at their browsers, the clock, and what is done over and over."""

    def __init__(self, somebody, clock):
        self.somebody, self.clock, self.open = somebody, clock, {}

    def person(self, name, width=DESK):
        if name not in self.open:
            self.open[name] = self.somebody(name, width)
        return self.open[name]

    def phone(self):
        return self.person("tacgia", PHONE)

    def move_to(self, day):
        """Sessions end meanwhile: everybody signs in anew."""
        assert not [words for one in self.open.values() for words in one.complaints]
        for one in self.open.values():
            one.context.close()
        self.open.clear()
        self.clock.move_to(day)

    def act(self, who, address, button=BUTTON, shot="", **values):
        """Open a page, fill in its form, press its button."""
        page = who.go(address)
        fill(page, values)
        self.keep(who, shot)
        who.press(button)
        faults = page.locator("main .field-error")
        assert not faults.count(), faults.all_inner_texts()

    def keep(self, who, shot):
        if shot:
            who.shot(f"life-{shot}")
            wide = who.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= who.page.viewport_size["width"], shot


def fill(page, values):
    for name, value in values.items():
        control = page.locator(f"main [name='{name}']").first
        kind, tag = control.get_attribute("type"), control.evaluate("e => e.tagName")
        if kind in ("checkbox", "radio"):
            page.check(f"main [name='{name}'][value='{value}']" if kind == "radio" else f"main [name='{name}']")
        elif tag == "SELECT":
            control.select_option(str(value))
        else:
            control.fill(str(value))


def fill_rows(page, name, rows):
    for number, row in enumerate(rows):
        if not page.locator(f"[name={name}-{number}-{next(iter(row))}]").count():
            page.click(f"[data-rows-prefix={name}] [data-rows-add]")
        fill(page, {f"{name}-{number}-{column}": value for column, value in row.items()})


def file_it(stage, who, reference, answers, shot=""):
    """Fill in every step of a draft on the page, and submit it; the code it gets."""
    purpose = Dossier.objects.get(draft_code=reference).purpose
    for step in FORMS[purpose]:
        if step.name in ("authors", "files"):
            continue
        page = who.go(f"/ho-so/{reference}/soan/{step.name}/")
        for question in step.questions:
            given = answers.get(question.name)
            if question.kind == "rows":
                fill_rows(page, question.name, given or [])
            elif question.kind == "choices":
                page.check(f"main [name={question.name}][value={given[0]}]")
            elif question.kind == "tick":
                page.check(f"main [name={question.name}]")
            elif given not in (None, ""):
                fill(page, {question.name: given})
        stage.keep(who, shot and f"{shot}-{step.name}-phone")
        who.press("main form.filing [type=submit]")
    return re.search(r"/ho-so/(DT-\d{4}-\d{4})/", who.page.url)[1]


def admit(stage, code):
    stage.act(stage.person("canbotp"), f"/ho-so/{code}/viec/admit/")


def before_council(stage, round_, title, codes):
    """Set up as the demonstration does it; the hearings by code."""
    seats = [{"person": Person.objects.get(user__username=name).code, "role": role} for name, role in SEATS]
    council = set_up_council(as_user("coquantp"), round_, title, decision_number="118/QĐ-UBND", seats=seats)
    return council, heard(council, codes)


def heard(council, codes):
    return {one.dossier.code: one for one in assign_dossiers(council.code, as_user("canbotp"), codes)}


def score(stage, hearing, scores, shot=""):
    """The secretary on the page, the others at their own desks."""
    secretary = stage.person("thukytp")
    given = {f"scores.{name}": value for name, value in scores.items()}
    stage.act(secretary, f"/cham-diem/{hearing.dossier.code}/", "button[name=lock]", shot, **given)
    for name, _role in SEATS:
        if name != "thukytp":
            save_sheet(hearing.pk, as_user(name), scores=scores)
            lock_sheet(hearing.pk, as_user(name))


def meet(stage, council):
    """The council's secretary plans and opens the session, all are present."""
    secretary = stage.person("thukytp")
    secretary.go(f"/hoi-dong/{council.code}/")
    secretary.press("form[action$='/phien-hop/'] [type=submit]")
    secretary.press("form[action$='/mo/'] [type=submit]")
    for box in secretary.page.query_selector_all("[name=present]"):
        box.check()
    secretary.press("form[action$='/diem-danh/'] [type=submit]")
    return council.sessions.latest("pk")


def vote(stage, session, hearing, choices, shot=""):
    """The chair casts on a phone, the others at their own; the secretary counts and concludes."""
    secretary, chair = stage.person("thukytp"), stage.person("chutichtp", PHONE)
    secretary.go(f"/phien-hop/{session.pk}/")
    secretary.press(f"form[action$='/ho-so/{hearing.pk}/bo-phieu/'] [type=submit]")
    poll = Poll.objects.latest("pk")
    chair.go(f"/bo-phieu/{poll.pk}/")
    stage.keep(chair, shot)
    chair.press(f"button[name=choice][value={choices[0]}]")
    for (name, _role), choice in zip(SEATS[1:], choices[1:], strict=True):
        cast_ballot(poll.pk, as_user(name), choice, new_receipt())
    secretary.go(f"/phien-hop/{session.pk}/")
    secretary.press("form[action$='/kiem/'] [type=submit]")


def conclude(stage, session, hearing):
    secretary = stage.person("thukytp")
    secretary.go(f"/phien-hop/{session.pk}/")
    secretary.press(f"form[action$='/ho-so/{hearing.pk}/ket-luan/'] [type=submit]")


def close(stage, session):
    secretary = stage.person("thukytp")
    secretary.go(f"/phien-hop/{session.pk}/")
    secretary.press("form[action$='/dong/'] [type=submit]")
    pdf(secretary, f"/phien-hop/{session.pk}/bien-ban.pdf")


def decide(stage, shot=""):
    """The registrar drafts from what waits, looks, signs off and publishes."""
    registrar = stage.person("coquantp")
    registrar.go("/quyet-dinh/")
    registrar.press("form[action$='/du-thao/'] [type=submit]")
    fill(registrar.page, {"signer_name": SIGNER[0], "signer_post": SIGNER[1]})
    stage.keep(registrar, shot)
    address = registrar.page.url.removeprefix(registrar.address)
    registrar.press("form[action$='/ky/'] [type=submit]")
    registrar.press("form[action$='/cong-bo/'] [type=submit]")
    pdf(registrar, registrar.page.url.removeprefix(registrar.address) + "van-ban.pdf")
    return address


def pdf(who, address):
    """A paper is there."""
    answer = who.context.request.get(who.address + address)
    assert (answer.status, answer.body()[:5]) == (200, b"%PDF-"), address


@pytest.fixture
def stage(somebody):
    with time_machine.travel(timezone.now(), tick=True) as clock:
        yield Stage(somebody, clock)


def test_a_topic_from_its_order_to_the_use_of_its_result(stage):
    task = ordered(stage)
    winner = chosen(stage, task)
    contract = signed(stage, winner)
    executed(stage, contract)
    accepted(stage, contract)
    used(stage, contract)


def ordered(stage):
    """Proposed on a phone; the council votes for a selection, words the task; the list is decided."""
    year, author = timezone.localdate().year, stage.phone()
    author.go("/ho-so/moi/")
    author.press(f"button[name=round][value=xdnv-{year}]")
    draft = re.search(r"/ho-so/(N-\w+)/", author.page.url)[1]
    code = file_it(stage, author, draft, town.answers("determination", "SKHCN", title=TITLE, field="cntt"), "order")
    admit(stage, code)
    council, hearings = before_council(
        stage, Round.objects.get(code=f"xdnv-{year}"), "Hội đồng xác định nhiệm vụ", [code]
    )
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
    for number in (2, 3):
        perform_on_report(contract.code, number, "submit", as_user("tacgia"), topics.REPORT)
    begun = {"number": 1, "fact_from": iso(contract.starts_on), "fact_to": today}
    stage.act(author, f"{base}/viec/mark/?so=1", **begun)
    stage.act(registrar, f"{base}/viec/pay/?so=1", number=1, paid_on=today, paid_vnd="300.000.000")
    found = {"present": "Đoàn kiểm tra", "findings": "Đúng tiến độ"}
    stage.act(stage.person("canbotp"), f"{base}/viec/inspect/", shot="inspection", held_on=today, **found)
    for kind, number in (("report", 1), ("inspection", 1)):
        pdf(author, f"{base}/van-ban/{kind}/{number}.pdf")
    author.go(f"{base}/")
    stage.keep(author, "timeline-phone")


def acceptance(stage, contract, code=""):
    """The dossier for acceptance, filed from the phone; the council that hears it."""
    today = timezone.localdate()
    round_ = town.round_at(Unit.objects.get(code="UBND"), kind="topic", purpose="acceptance", level="city")
    bind_scheme(round_, "vinh-phuc-acceptance", as_user("coquantp"))
    author = stage.phone()
    author.go(f"/hop-dong/{contract.code}/")
    author.press("main form[action$='/de-nghi/'] [type=submit]")
    draft = Dossier.objects.get(round=round_)
    given = town.answers("acceptance", "SKHCN", title=contract.work.title, field="cntt", first_applied_on=iso(today))
    code = file_it(stage, author, draft.draft_code, given, "acceptance")
    admit(stage, code)
    council, hearings = before_council(stage, round_, "Hội đồng nghiệm thu", [code])
    return code, council, hearings[code]


def accepted(stage, contract):
    """Judged excellent in time; the decision counts it."""
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


def running(stage, starts_on):
    """A contract in force since a day, of the author at the phone."""
    play = topics.Play(
        Unit.objects.get(code="UBND"), Unit.objects.get(code="SKHCN"), as_user("tacgia"), as_user("coquantp"),
        as_user("canbotp"), as_user("canbo"), as_user("lanhdao"),
    )  # fmt: skip
    return topics.in_execution(play, starts_on, title=TITLE, field="cntt")


def request(stage, contract, kind, number, name="approve", **answers):
    """Asked for from the phone, decided at the desk; its paper."""
    base = f"/hop-dong/{contract.code}"
    stage.act(stage.phone(), f"{base}/de-nghi/{kind}/", shot=f"ask-{kind}-phone", **answers)
    decided = {"decided_on": iso(timezone.localdate()), **topics.DECIDED}
    stage.act(stage.person("coquantp"), f"{base}/de-nghi/{number}/{name}/", shot=f"decide-{kind}", **decided)
    pdf(stage.phone(), f"{base}/van-ban/request/{number}.pdf")
    contract.refresh_from_db()


def test_a_topic_is_extended_revised_after_its_first_session_and_accepted_late(stage):
    contract = running(stage, timezone.localdate() - timedelta(365))
    ended = contract.ends_on
    request(stage, contract, "extension", 1, months=6, reason="Mưa lũ kéo dài")
    assert contract.ends_on > ended
    pdf(stage.phone(), f"/hop-dong/{contract.code}/van-ban/annex/1.pdf")
    stage.move_to(contract.ends_on + timedelta(46))
    code, council, hearing = acceptance(stage, contract)
    stage.phone().go(f"/hop-dong/{contract.code}/")
    stage.keep(stage.phone(), "late-phone")
    assert "16" in stage.phone().text()
    session = meet(stage, council)
    points = {"reasons-0-field": "results", "reasons-0-text": "Bổ sung số liệu thử nghiệm tại hai xã."}
    stage.act(stage.person("thukytp"), f"/hoi-dong/ho-so/{hearing.pk}/tra-lai/", shot="revise", **points)
    close(stage, session)
    revised(stage, code)
    hearing = heard(Council.objects.get(pk=council.pk), [code])[code]
    session = meet(stage, council)
    score(stage, hearing, {**ACCEPTED, "content": "12", "scale": "14"})
    vote(stage, session, hearing, ["yes"] * 6 + ["no"])
    conclude(stage, session, hearing)
    close(stage, session)
    decide(stage)
    contract.refresh_from_db()
    assert (contract.state, contract.grade) == ("accepted", "average")
    stage.phone().go(f"/hop-dong/{contract.code}/")
    assert "Trung bình" in stage.phone().text()


def revised(stage, code):
    """The investigator answers the point on the phone, within the days given."""
    author = stage.phone()
    author.go("/")
    assert code in author.page.content()
    author.go(f"/ho-so/{code}/")
    stage.keep(author, "returned-phone")
    page = author.go(f"/ho-so/{code}/soan/content/")
    assert "Bổ sung số liệu thử nghiệm" in author.text()
    fill(page, {"results": "Kết quả tại năm xã, thêm hai xã."})
    author.press("main form.filing [type=submit]")
    page = author.go(f"/ho-so/{code}/tra-loi/")
    stage.keep(author, "points-phone")
    page.locator("main textarea").first.fill("Đã bổ sung ở mục kết quả.")
    author.press(BUTTON)
    page = author.go(f"/ho-so/{code}/soan/send/")
    page.check("[name=declaration]")
    author.press("main form.filing [type=submit]")
    admit(stage, code)


def test_a_topic_is_terminated_and_what_was_not_spent_goes_back(stage):
    contract = running(stage, timezone.localdate() - timedelta(200))
    base, today, registrar = f"/hop-dong/{contract.code}", iso(timezone.localdate()), stage.person("coquantp")
    stage.act(registrar, f"{base}/viec/pay/?so=1", number=1, paid_on=today, paid_vnd="300.000.000")
    request(stage, contract, "termination", 1, from_on=today, reason="Không còn khả thi", products="Báo cáo khảo sát")
    settled = {"settled_on": today, "accepted_vnd": "0", "decision_number": "31/QĐ-UBND"}
    stage.act(registrar, f"{base}/viec/settle/", **settled)
    registrar.go(f"{base}/muc/kinh-phi/")
    stage.keep(registrar, "terminated-money")
    assert "300.000.000" in registrar.text()
    pdf(registrar, f"{base}/van-ban/settlement/0.pdf")
    contract.refresh_from_db()
    assert (contract.state, contract.closed_on) == ("closed", date.fromisoformat(today))
