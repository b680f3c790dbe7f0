"""Three topics of one call, from the order to what comes after, over the API with a moved clock: one excellent in time,
one extended, sent back for revision and accepted late, one terminated and settled. Every paper on the way is there.
"""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from organisation.models import Role
from recognition.models import Recognition
from tests import city, topics
from tests.journeys.topic_cast import ACCEPTED, FIRST, Cast
from tests.selection import BUDGET, PROPOSED, TEAM, WORDED, Somebody, iso

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
BEGINS, STARTS, ENDS = (
    date(2026, 3, 2),
    date(2026, 8, 31),
    date(2028, 2, 29),
)  # 18 months, to the end of a leap February
DETERMINATION, SELECTION, CITY, BASE = (
    "determination-methods", "tt20-2023-selection", "tt11-2014-acceptance", "vinh-phuc-acceptance",
)  # fmt: skip
TITLES = ("Cảnh báo sạt lở", "Lọc nước giếng nhiễm phèn", "Pin từ vỏ trấu")
ALL_EXCELLENT = {"quantity": "excellent", "type": "excellent", "quality": "excellent", "report": "excellent"}
FOUND = {"members": topics.EXPERTS, "products": topics.MEASURED[:1], "findings": "Vượt mức đăng ký"}
PAPERS = {
    "don-de-xuat": 3, "don-tuyen-chon": 3, "bien-ban-mo-ho-so": 1, "can-cu-ket-luan": 9, "bien-ban": 6,
    "quyet-dinh-hoi-dong": 5, "quyet-dinh-tasks": 1, "tham-dinh-kinh-phi": 3, "quyet-dinh-approval": 1, "hop-dong": 3,
    "bao-cao": 5, "kiem-tra": 2, "quyet-dinh-de-nghi": 4, "phu-luc": 2, "don-nghiem-thu": 3,
    "quyet-dinh-recognition": 3, "quyet-toan": 3, "to-chuyen-gia": 1,
}  # fmt: skip


def test_three_topics_live_their_whole_lives():
    with time_machine.travel(BEGINS, tick=False) as clock:
        cast = Cast(clock, DETERMINATION, SELECTION, CITY, BASE)
        teams = [cast.team(code) for code in ("DHBK", "DHSP", "DHKT")]
        tasks = determined(cast)
        dossiers = selected(cast, clock, teams, tasks)
        first, second, third = contracted(cast, teams, dossiers)
        stopped(cast, clock, teams[2], third)
        excellent_in_time(cast, clock, teams[0], first, dossiers[0])
        late_and_revised(cast, clock, teams[1], second, dossiers[1])
        assert cast.papers == PAPERS


def determined(cast):
    """Three proposals; the council chooses the way of each, and words the tasks itself."""
    round_code = cast.round("determination", DETERMINATION)
    proposals = []
    for title in TITLES:
        code = cast.proposer.file(round_code, city.answers("determination", "XHD", title=title))
        cast.officer.post(f"dossiers/{code}/transitions/admit")
        cast.paper(cast.proposer, f"dossiers/{code}/application", "don-de-xuat")
        proposals.append(code)
    council = cast.council(round_code, title="Hội đồng tư vấn xác định nhiệm vụ")
    cast.paper(cast.registrar, f"councils/{council['code']}/decision", "quyet-dinh-hoi-dong")
    hearings = cast.hear(council, *proposals)
    session = cast.meet(council)
    first, second, third = hearings.values()
    cast.vote(first, *["selection"] * 6, "none")
    assert cast.conclude(first)["grade"] == "selection"
    cast.vote(second, *["selection"] * 7)
    cast.conclude(second)
    cast.vote(third, *["selection"] * 4, *["direct"] * 3)  # all want it, neither way has three quarters
    said = {"outcome": "passed", "reason": "Có nhiều đơn vị đủ năng lực."}
    cast.members[0].post(f"hearings/{third}/conclude", {}, status=422)
    cast.members[0].post(f"hearings/{third}/conclude", {"decision": said}, status=422)  # it does not say the way
    assert cast.conclude(third, decision={**said, "grade": "selection"})["grade"] == "selection"
    tasks = []
    for hearing, title in zip(hearings.values(), TITLES, strict=True):
        words = {**WORDED, "title": title, "goals": f"Mục tiêu của hội đồng: {title}"}
        cast.members[5].post(f"hearings/{hearing}/task", {"answers": words}, status=403)
        other = {"method": "direct", "assigned_to": "DHBK", "grounds": "Cấp bách"}
        cast.members[0].post(f"hearings/{hearing}/task", {"answers": {**words, **other}}, status=422)
        tasks.append(cast.members[0].post(f"hearings/{hearing}/task", {"answers": words})["code"])
        cast.registrar.post(
            f"tasks/{tasks[-1]}/transitions/word", {"answers": words}, status=422
        )  # the council's words
    cast.rise(session)
    cast.decide(*proposals)
    listed = cast.public.get(f"tasks/{tasks[0]}")
    assert (listed["state"], listed["worded_on"]) == ("listed", iso(timezone.localdate()))
    assert listed["goals"] == f"Mục tiêu của hội đồng: {TITLES[0]}"
    return tasks


def selected(cast, clock, teams, tasks):
    """One call for all three, a dossier each; opened, judged, ranked, appraised, approved."""
    opens = timezone.localdate()
    days = {"opens_on": iso(opens), "closes_on": iso(opens + timedelta(30))}
    round_code = cast.registrar.post("tasks/call", {"tasks": tasks, "title": "Tuyển chọn năm 2026", **days})["code"]
    cast.registrar.post(f"schemes/{SELECTION}/bind", {"round": round_code})
    filed = [
        team.file(round_code, city.answers("selection", unit, **{**PROPOSED, "title": title}), task=task)
        for team, unit, title, task in zip(teams, ("DHBK", "DHSP", "DHKT"), TITLES, tasks, strict=True)
    ]
    clock.move_to(opens + timedelta(31))
    cast.registrar.post(f"rounds/{round_code}/unseal", {"witnesses": "Bà Trần Chứng Kiến"})
    cast.paper(cast.officer, f"rounds/{round_code}/opening", "bien-ban-mo-ho-so")
    for code, team in zip(filed, teams, strict=True):
        cast.officer.post(f"dossiers/{code}/transitions/admit")
        cast.paper(team, f"dossiers/{code}/application", "don-tuyen-chon")
    council = cast.council(round_code, title="Hội đồng tuyển chọn")
    cast.paper(cast.registrar, f"councils/{council['code']}/decision", "quyet-dinh-hoi-dong")
    hearings = cast.hear(council, *filed)
    for hearing in hearings.values():
        cast.score(hearing, FIRST)
    session = cast.meet(council)
    for hearing in hearings.values():
        assert cast.conclude(hearing)["outcome"] == "passed"
    cast.rise(session)
    for task, code in zip(tasks, filed, strict=True):
        assert cast.members[0].post(f"tasks/{task}/ranking")["competitors"][0]["wins"]
        appraised(cast, code)
    cast.decide(*filed)
    return filed


def appraised(cast, code):
    """By a team on which nobody of the council may sit."""
    found = {"held_on": iso(timezone.localdate()), "lines": BUDGET}
    judge = {"person": cast.members[6].get("me")["person"], "office": "Sở Tài chính"}
    refused = cast.registrar.put(f"appraisals/{code}", {**found, "members": [*TEAM, judge]}, status=422)
    assert "tổ thẩm định" in refused["errors"][0]["message"]
    cast.registrar.put(f"appraisals/{code}", {**found, "members": TEAM})
    cast.paper(cast.registrar, f"appraisals/{code}/paper", "tham-dinh-kinh-phi")


def contracted(cast, teams, dossiers):
    """Under contract from the last day of August 2026; the first instalment is paid, the first report accepted."""
    signing, codes = {"signed_on": iso(timezone.localdate()), **topics.SIGNED}, []
    for dossier, team in zip(dossiers, teams, strict=True):
        given = {"dossier": dossier, "rule_set": topics.PROVINCE, "starts_on": iso(STARTS)}
        draft = cast.registrar.post("contracts", given)
        assert (draft["ends_on"], draft["state_vnd"], draft["other_vnd"]) == (iso(ENDS), 700_000_000, 100_000_000)
        signed = act(cast.registrar, draft["code"], "sign", **signing)
        cast.paper(team, f"contracts/{signed['code']}/papers/contract/0", "hop-dong")
        codes.append(signed["code"])
    return codes


def act(who, contract, name, **answers):
    return who.post(f"contracts/{contract}/transitions/{name}", {"answers": answers})


def reported(cast, team, contract, number):
    """A progress report: sent back once where it is the first, then accepted."""
    path = f"contracts/{contract}/progress/{number}/transitions"
    team.post(f"{path}/submit", {"answers": topics.REPORT})
    cast.officer.post(f"{path}/accept", {"answers": {}})
    cast.paper(team, f"contracts/{contract}/papers/report/{number}", "bao-cao")


def inspected(cast, contract):
    found = {"held_on": iso(timezone.localdate()), "present": "Đoàn kiểm tra", "findings": "Đúng tiến độ"}
    act(cast.officer, contract, "inspect", **found)
    cast.paper(cast.officer, f"contracts/{contract}/papers/inspection/1", "kiem-tra")


def requested(cast, team, contract, number, kind, **answers):
    """Asked for by the team, approved by decision; returns what the request was told."""
    asked = team.post(f"contracts/{contract}/requests", {"kind": kind, "answers": answers})
    decided = {"decided_on": iso(timezone.localdate()), **topics.DECIDED}
    cast.registrar.post(f"contracts/{contract}/requests/{number}/transitions/approve", {"answers": decided})
    cast.paper(team, f"contracts/{contract}/papers/request/{number}", "quyet-dinh-de-nghi")
    return asked


def settled(cast, contract, accepted):
    given = {"settled_on": iso(timezone.localdate()), "accepted_vnd": accepted, "decision_number": "30/QĐ-SKHCN"}
    closed = act(cast.registrar, contract, "settle", **given)
    cast.paper(cast.registrar, f"contracts/{contract}/papers/settlement/0", "quyet-toan")
    return closed


def pay(cast, contract, number, amount):
    act(cast.registrar, contract, "pay", number=number, paid_on=iso(timezone.localdate()), paid_vnd=amount)


def stopped(cast, clock, team, contract):
    """Paid once, paused by a flood, found impossible: terminated, and what was not spent goes back."""
    clock.move_to(date(2026, 10, 1))
    pay(cast, contract, 1, 300_000_000)
    clock.move_to(date(2027, 1, 15))
    requested(cast, team, contract, 1, "pause", from_on="2027-01-15", reason="Lũ")
    cast.paper(team, f"contracts/{contract}/papers/annex/1", "phu-luc")
    clock.move_to(date(2027, 6, 1))
    ended = {"from_on": "2027-06-01", "reason": "Không còn khả thi", "products": "Báo cáo khảo sát"}
    requested(cast, team, contract, 2, "termination", **ended)
    assert cast.registrar.get(f"contracts/{contract}")["state"] == "terminated"
    team.post(f"contracts/{contract}/progress/1/transitions/submit", {"answers": topics.REPORT}, status=409)
    closed = settled(cast, contract, 120_000_000)
    assert (closed["state"], closed["settlement"]["to_return_vnd"], closed["settlement"]["to_pay_vnd"]) == (
        "closed",
        180_000_000,
        0,
    )


def excellent_in_time(cast, clock, team, contract, selection):
    """Reports, milestones, inspection, instalments; accepted by the school, then by the city, as excellent; used."""
    assert [bar["plan_to"] for bar in cast.registrar.get(f"contracts/{contract}")["timeline"] if bar["kind"] == "report"] == [
        "2027-02-28", "2027-08-31", "2028-02-29",
    ]  # fmt: skip
    clock.move_to(date(2027, 2, 25))
    pay(cast, contract, 1, 300_000_000)
    act(team, contract, "mark", number=1, fact_from="2026-09-01", fact_to="2027-02-20")
    reported(cast, team, contract, 1)
    inspected(cast, contract)
    clock.move_to(date(2027, 8, 31))
    reported(cast, team, contract, 2)
    pay(cast, contract, 2, 400_000_000)
    clock.move_to(ENDS)
    reported(cast, team, contract, 3)
    act(team, contract, "mark", number=2, fact_from="2027-03-01", fact_to="2028-02-28")
    base = accepted_at_base(cast, team, selection)
    clock.move_to(ENDS + timedelta(30))  # the last day on which the dossier is in time
    code, council, hearing = filed_for_acceptance(cast, team, base, CITY, 9)
    assert cast.members[0].get(f"hearings/{hearing}")["flags"] == {"late": "0"}
    measured(cast, code, hearing)
    cast.score(hearing, ALL_EXCELLENT, 9)
    session = cast.meet(council)
    cast.vote(hearing, *["excellent"] * 9)
    assert cast.conclude(hearing)["grade"] == "excellent"
    cast.registrar.put(f"measurements/{code}", {**FOUND, "held_on": iso(timezone.localdate())}, status=409)
    cast.rise(session)
    cast.decide(code)
    accepted = cast.registrar.get(f"contracts/{contract}")
    assert (accepted["state"], accepted["grade"]) == ("accepted", "excellent")
    assert Recognition.objects.get(level="city").kind == "topic"
    after(cast, clock, team, contract)


def measured(cast, code, hearing):
    """By an expert group apart from the council, which reads its record before the session."""
    given = {**FOUND, "held_on": iso(timezone.localdate())}
    judge = {"person": cast.members[8].get("me")["person"]}
    refused = cast.registrar.put(f"measurements/{code}", {**given, "members": [judge]}, status=422)
    assert "tổ chuyên gia" in refused["errors"][0]["message"]
    cast.registrar.put(f"measurements/{code}", given)
    cast.paper(cast.members[8], f"measurements/{code}/paper", "to-chuyen-gia")
    assert cast.members[8].get(f"hearings/{hearing}/content")["measured"]["findings"] == FOUND["findings"]


def accepted_at_base(cast, team, selection):
    """The school accepts its own topic first, with offices and a council of its own."""
    school = city.unit("DHBK", "school")
    registrar, officer = (Somebody(city.actor(role, at=school)) for role in (Role.REGISTRAR, Role.OFFICER))
    round_code = cast.round("acceptance", BASE, school, "base")
    code = next_filed(team, selection, round_code)
    officer.post(f"dossiers/{code}/transitions/admit")
    cast.paper(team, f"dossiers/{code}/application", "don-nghiem-thu")
    council = cast.council(round_code, 5, registrar, "Hội đồng nghiệm thu cấp cơ sở")
    cast.paper(registrar, f"councils/{council['code']}/decision", "quyet-dinh-hoi-dong")
    [hearing] = cast.hear(council, code, office=registrar).values()
    session = cast.meet(council)
    cast.score(hearing, ACCEPTED, 5)
    cast.vote(hearing, *["yes"] * 5)
    assert cast.conclude(hearing)["outcome"] == "passed"
    cast.rise(session)
    cast.decide(code, office=registrar, authority="DHBK", level="base")
    return code


def next_filed(team, before, round_code):
    draft = team.post(f"dossiers/{before}/next", {"round": round_code})["code"]
    unit = team.get(f"dossiers/{before}")["unit"]
    team.ask("patch", f"dossiers/{draft}", {"answers": city.answers("acceptance", unit)}, match="*")
    return team.post(f"dossiers/{draft}/transitions/submit")["code"]


def filed_for_acceptance(cast, team, before, scheme, size):
    round_code = cast.round("acceptance", scheme)
    code = next_filed(team, before, round_code)
    cast.paper(team, f"dossiers/{code}/application", "don-nghiem-thu")
    cast.officer.post(f"dossiers/{code}/transitions/admit")
    council = cast.council(round_code, size, title="Hội đồng nghiệm thu cấp thành phố")
    cast.paper(cast.registrar, f"councils/{council['code']}/decision", "quyet-dinh-hoi-dong")
    return code, council, cast.hear(council, code)[code]


def after(cast, clock, team, contract):
    """Registered, handed over, settled, used after one year and three; its result goes on as an initiative."""
    for number, use in ((1, ""), (2, "")):
        act(team, contract, "follow_up", number=number, done_on=iso(timezone.localdate()), use=use, note="Đã thực hiện")
    for number, amount in ((1, 300_000_000), (2, 390_000_000)):
        act(
            cast.registrar,
            contract,
            "settle_part",
            number=number,
            settled_on=iso(timezone.localdate()),
            settled_vnd=amount,
        )
    closed = settled(cast, contract, 690_000_000)
    assert (closed["settled_vnd"], closed["settlement"]["to_return_vnd"]) == (690_000_000, 10_000_000)
    round_code = city.round_at(cast.authority).code
    draft = team.post(f"contracts/{contract}/initiative", {"round": round_code})["code"]
    assert team.get(f"dossiers/{draft}")["title"] == closed["title"]
    for number, on in ((3, date(2029, 3, 30)), (4, date(2031, 3, 30))):
        clock.move_to(on)
        act(team, contract, "follow_up", number=number, done_on=iso(on), use="used", note="Dùng tại 12 xã")
    assert {bar["late_days"] for bar in cast.registrar.get(f"contracts/{contract}")["timeline"]} == {0}
    clock.move_to(ENDS)


def late_and_revised(cast, clock, team, contract, selection):
    """Extended by six months, filed 16 days late, sent back by the first session, passed by the second."""
    clock.move_to(date(2027, 12, 1))
    refused = team.post(
        f"contracts/{contract}/requests", {"kind": "extension", "answers": {"months": 7, "reason": "Mưa"}}, status=422
    )
    assert "6" in refused["errors"][0]["message"]
    requested(cast, team, contract, 1, "extension", months=6, reason="Mưa lũ kéo dài")
    cast.paper(team, f"contracts/{contract}/papers/annex/1", "phu-luc")
    assert cast.registrar.get(f"contracts/{contract}")["ends_on"] == "2028-08-31"
    people = {"people": "Lê Thị Chủ (Đại học): Chủ nhiệm, 24 tháng", "reason": "Thêm người"}
    requested(cast, team, contract, 2, "people", **people)
    reported(cast, team, contract, 1)
    reported(cast, team, contract, 2)
    inspected(cast, contract)
    clock.move_to(date(2028, 10, 16))  # due by 30 September
    code, council, hearing = filed_for_acceptance(cast, team, selection, BASE, 7)
    [final] = [bar for bar in cast.registrar.get(f"contracts/{contract}")["timeline"] if bar["kind"] == "final"]
    assert final["late_days"] == 16
    session = cast.meet(council)
    point = {"field": "results", "text": "Bổ sung số liệu thử nghiệm tại hai xã."}
    assert cast.members[0].post(f"hearings/{hearing}/revise", {"reasons": [point]})["outcome"] == "revise"
    cast.rise(session)
    due = date.fromisoformat(team.get(f"dossiers/{code}")["due_on"])
    clock.move_to(due)
    team.post(f"dossiers/{code}/transitions/submit", status=422)  # the point is not answered yet
    team.put(f"dossiers/{code}/points", {"answers": [{"point": 0, "text": "Đã bổ sung ở mục 3."}]}, match="*")
    team.post(f"dossiers/{code}/transitions/submit")
    cast.officer.post(f"dossiers/{code}/transitions/admit")
    again = cast.hear(council, code)[code]
    session = cast.meet(council)
    third = cast.members[0].post(f"hearings/{again}/revise", {"reasons": [point]}, status=422)  # once, by the rules
    assert "1 lần" in third["title"]
    cast.score(again, {**ACCEPTED, "content": "12", "scale": "14"})
    cast.vote(again, *["yes"] * 6, "no")
    assert cast.conclude(again)["grade"] == "average"
    cast.rise(session)
    cast.decide(code)
    assert cast.registrar.get(f"contracts/{contract}")["grade"] == "average"
    assert settled(cast, contract, 0)["state"] == "closed"
