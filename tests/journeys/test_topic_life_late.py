"""A topic in real Chromium, assigned directly, extended, revised after its first session and accepted late."""

from datetime import timedelta

import pytest
from django.utils import timezone

from demonstration.present import as_user
from initiatives.models import Contract, Dossier, Round, Task
from initiatives.services.appraisals import appraise
from initiatives.services.contracts import draft_contract, perform_on_contract
from initiatives.services.drafts import save_answers
from reviews.models import Council
from tests import city as town
from tests import topics
from tests.journeys.stage import (
    BUTTON,
    acceptance,
    admit,
    before_council,
    close,
    conclude,
    decide,
    fill,
    heard,
    meet,
    pdf,
    propose,
    request,
    score,
    vote,
)
from tests.journeys.topic_cast import ACCEPTED, FIRST
from tests.selection import BUDGET, PROPOSED, TEAM, iso

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "Lọc nước giếng nhiễm phèn cho các xã ven sông"


def assigned(stage):
    """The council chooses direct assignment; the unit it names files alone, is judged, appraised, put under contract."""
    code, council, hearings = propose(stage, TITLE)
    session, hearing = meet(stage, council), hearings[code]
    vote(stage, session, hearing, ["direct"] * 6 + ["selection"])
    conclude(stage, session, hearing)
    words = {"method": "direct", "assigned_to": "SKHCN", "grounds": "Chỉ một đơn vị có thiết bị.", "most_months": 18}
    stage.act(stage.person("thukytp"), f"/hoi-dong/ho-so/{hearing.pk}/nhiem-vu/", shot="wording-direct", **words)
    close(stage, session)
    decide(stage)
    task, today = Task.objects.get(), timezone.localdate()
    assert (task.method, task.assigned_to.code) == ("direct", "SKHCN")
    days = {"opens_on": iso(today), "closes_on": iso(today + timedelta(30))}
    address = f"/nhiem-vu/keu-goi/?nhiem-vu={task.code}"
    registrar, author = stage.person("coquantp"), stage.phone()
    stage.act(registrar, address, title="Giao trực tiếp", scheme="tt20-2023-selection", **days)
    author.go(f"/nhiem-vu/{task.code}/")
    stage.keep(author, "task-direct-phone")
    author.press("text=Nộp hồ sơ cho nhiệm vụ này")
    return under_contract(stage, chosen(stage, Dossier.objects.get(task=task)))


def chosen(stage, draft):
    """Filled in as in the first life, sent on the phone; the only one, and good enough."""
    author = stage.phone()
    given = town.answers("selection", "SKHCN", **{**PROPOSED, "title": TITLE, "field": "cntt"})
    save_answers(draft.draft_code, as_user("tacgia"), given)
    author.go(f"/ho-so/{draft.draft_code}/soan/send/")
    author.page.check("[name=declaration]")
    author.press("main form.filing [type=submit]")
    draft.refresh_from_db()
    stage.move_to(draft.round.closes_on + timedelta(1))
    admit(stage, draft.code)
    council, hearings = before_council(stage, Round.objects.get(tasks=draft.task), "Hội đồng tuyển chọn", [draft.code])
    score(stage, hearings[draft.code], FIRST)
    session = meet(stage, council)
    conclude(stage, session, hearings[draft.code])
    close(stage, session)
    stage.act(stage.person("chutichtp"), f"/nhiem-vu/{draft.task.code}/xep-hang/", "#settle button[type=submit]")
    appraise(draft.code, as_user("coquantp"), timezone.localdate(), TEAM, BUDGET, {})
    decide(stage)
    return draft


def under_contract(stage, dossier):
    registrar, today = as_user("coquantp"), timezone.localdate()
    contract = draft_contract(registrar, dossier.code, topics.PROVINCE, today)
    perform_on_contract(contract.code, "sign", registrar, {"signed_on": iso(today), **topics.SIGNED})
    return Contract.objects.get(dossier=dossier)


def test_a_topic_is_extended_revised_after_its_first_session_and_accepted_late(stage):
    contract = assigned(stage)
    stage.move_to(contract.ends_on - timedelta(60))
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
