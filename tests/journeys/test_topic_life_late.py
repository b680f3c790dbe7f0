"""A topic in real Chromium, assigned directly, extended, revised after its first session and accepted late."""

from datetime import timedelta

import pytest

from initiatives.models import Task
from tests.journeys.executing import acceptance, appraise, call, report, request, settle, signed
from tests.journeys.filing import admit, answer_the_council, compete, propose
from tests.journeys.judging import before_council, close, conclude, decide, heard, meet, score, vote
from tests.journeys.stage import BUTTON, fill, pdf
from tests.journeys.topic_cast import ACCEPTED, FIRST

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "Lọc nước giếng nhiễm phèn cho các xã ven sông"
POINTS = {"reasons-0-field": "results", "reasons-0-text": "Bổ sung số liệu thử nghiệm tại hai xã."}


def test_a_topic_is_extended_revised_after_its_first_session_and_accepted_late(stage):
    contract = signed(stage, chosen(stage, assigned(stage)))
    extended(stage, contract)
    stage.move_to(contract.ends_on + timedelta(46))
    code, council, hearing = acceptance(stage, contract)
    stage.phone().go(f"/hop-dong/{contract.code}/")
    stage.keep(stage.phone(), "late-phone")
    assert "16" in stage.phone().text()
    sent_back(stage, council, hearing)
    stage.phone().go("/")
    assert code in stage.phone().page.content()
    answer_the_council(stage, code, "Kết quả tại năm xã, thêm hai xã.", "Đã bổ sung ở mục kết quả.")
    accepted(stage, contract, council, heard(stage, council)[code])


def assigned(stage):
    """The council chooses direct assignment and names the unit; the list is decided."""
    round_, code = propose(stage, TITLE)
    council, hearings = before_council(stage, round_, "Hội đồng xác định nhiệm vụ")
    session, hearing = meet(stage, council), hearings[code]
    vote(stage, session, hearing, ["direct"] * 6 + ["selection"])
    conclude(stage, session, hearing)
    words = {"method": "direct", "assigned_to": "SKHCN", "grounds": "Chỉ một đơn vị có thiết bị.", "most_months": 18}
    stage.act(stage.person("thukytp"), f"/hoi-dong/ho-so/{hearing.pk}/nhiem-vu/", shot="wording-direct", **words)
    close(stage, session)
    decide(stage)
    task = Task.objects.get()
    assert (task.method, task.assigned_to.code) == ("direct", "SKHCN")
    return task


def chosen(stage, task):
    """The unit files alone on the phone; good enough, appraised, approved."""
    round_ = call(stage, task, title="Giao trực tiếp")
    code = compete(stage, task, "direct")
    stage.move_to(round_.closes_on + timedelta(1))
    admit(stage, code)
    council, hearings = before_council(stage, round_, "Hội đồng tuyển chọn")
    score(stage, hearings[code], FIRST)
    session = meet(stage, council)
    conclude(stage, session, hearings[code])
    close(stage, session)
    stage.act(stage.person("chutichtp"), f"/nhiem-vu/{task.code}/xep-hang/", "#settle button[type=submit]")
    appraise(stage, code)
    decide(stage)
    return code


def extended(stage, contract):
    """A report in time; six months more, asked for two months before the end."""
    stage.move_to(contract.reports.first().due_on)
    report(stage, contract, 1)
    stage.move_to(contract.ends_on - timedelta(60))
    ended = contract.ends_on
    request(stage, contract, "extension", 1, months=6, reason="Mưa lũ kéo dài")
    assert contract.ends_on > ended
    pdf(stage.phone(), f"/hop-dong/{contract.code}/van-ban/annex/1.pdf")


def sent_back(stage, council, hearing):
    """The first session asks for more, on the record."""
    session = meet(stage, council)
    stage.act(stage.person("thukytp"), f"/hoi-dong/ho-so/{hearing.pk}/tra-lai/", shot="revise", **POINTS)
    close(stage, session)


def accepted(stage, contract, council, hearing):
    """The second session may not send it back once more, and passes it; recognised, settled."""
    session, secretary = meet(stage, council), stage.person("thukytp")
    fill(secretary.go(f"/hoi-dong/ho-so/{hearing.pk}/tra-lai/"), POINTS)
    secretary.press(BUTTON)
    assert "chỉ được trả lại để sửa 1 lần" in secretary.text()
    score(stage, hearing, {**ACCEPTED, "content": "12", "scale": "14"})
    vote(stage, session, hearing, ["yes"] * 6 + ["no"])
    conclude(stage, session, hearing)
    close(stage, session)
    decide(stage)
    contract.refresh_from_db()
    assert (contract.state, contract.grade) == ("accepted", "average")
    settle(stage, contract, "0")
    stage.phone().go(f"/hop-dong/{contract.code}/")
    assert "Trung bình" in stage.phone().text()
