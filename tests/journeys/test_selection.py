"""A topic from the proposal of its task to the recognition that counts, over the API alone, with a moved clock."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from organisation.models import Role
from recognition.services.targets import set_target
from tests import city, topics
from tests.journeys.topic_cast import ACCEPTED, FIRST, SECOND, Cast
from tests.selection import BUDGET, PROPOSED, TEAM, WORDED, iso

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
BEGINS = date(2026, 3, 2)
SCHEMES = ("tt45-2016-determination", "tt20-2023-selection", "vinh-phuc-acceptance")


def test_a_task_is_proposed_called_for_won_and_its_result_counts():
    with time_machine.travel(BEGINS, tick=False) as clock:
        cast = Cast(clock, *SCHEMES)
        cast.first, cast.second = cast.team("DHBK"), cast.team("DHSP")
        target(cast)
        task = a_task(cast)
        winner, loser = a_call(cast, clock, task)
        contract = an_award(cast, task, winner, loser)
        a_result(cast, clock, contract, winner)
        assert cast.leader.get("targets/de-tai/progress")["achieved"] == 1


def target(cast):
    registrar = city.actor(Role.REGISTRAR, at=city.unit("UBND", "city"))
    set_target(
        registrar, "de-tai", None, title_vi="Tăng 20%", title_en="+20%", levels=["city"], kinds=["topic"], fields=[],
        units=[], shares={}, method="term", growth=Decimal(20), baseline_from=date(2021, 1, 1),
        baseline_to=date(2025, 12, 31), baseline_value=10, baseline_source="Báo cáo", period_from=date(2026, 1, 1),
        period_to=date(2030, 12, 31), source="",
    )  # fmt: skip


def a_task(cast):
    """Proposed, determined by a council, worded, put in the published list."""
    round_code = cast.round("determination", SCHEMES[0])
    asked = city.answers("determination", "XHD", proposer_kind="citizen", proposer="Ông Nguyễn Văn Dân")
    proposal = cast.proposer.file(round_code, asked)
    cast.officer.post(f"dossiers/{proposal}/transitions/admit")
    cast.registrar.post("tasks", {"proposal": proposal, "answers": WORDED}, status=422)  # no council has spoken yet
    council = cast.council(round_code)
    [hearing] = cast.hear(council, proposal).values()
    cast.meet(council)
    cast.vote(hearing, *["yes"] * 6, "no")
    assert cast.conclude(hearing)["outcome"] == "passed"
    early = cast.registrar.post(
        "decisions", {"authority": "SKHCN", "level": "city", "dossiers": [proposal]}, status=422
    )
    assert proposal in early["errors"][0]["message"]
    cast.proposer.post("tasks", {"proposal": proposal, "answers": WORDED}, status=403)
    task = cast.registrar.post("tasks", {"proposal": proposal, "answers": WORDED})
    assert (task["code"], task["state"]) == ("NV-2026-001", "worded")
    cast.public.get(f"tasks/{task['code']}", status=404)
    made = cast.decide(proposal)
    assert made["kind"] == "tasks"
    listed = cast.public.get(f"tasks/{task['code']}")
    assert (listed["state"], listed["list_number"], listed["goals"]) == ("listed", made["number"], WORDED["goals"])
    assert listed["proposal"] is None
    return task["code"]


def a_call(cast, clock, task):
    """Called for under seal, two compete, opened, judged, ranked."""
    opens = timezone.localdate()
    call = {
        "tasks": [task],
        "title": "Tuyển chọn đợt 1",
        "opens_on": iso(opens),
        "closes_on": iso(opens + timedelta(30)),
    }
    cast.officer.post("tasks/call", call, status=403)
    round_code = cast.registrar.post("tasks/call", call)["code"]
    cast.registrar.post(f"schemes/{SCHEMES[1]}/bind", {"round": round_code})
    assert [row["code"] for row in cast.public.get("tasks?state=called")["results"]] == [task]
    first = cast.first.file(round_code, city.answers("selection", "DHBK", **PROPOSED))
    second = cast.second.file(round_code, city.answers("selection", "DHSP", **PROPOSED), task=task)
    cast.officer.get(f"dossiers/{first}", status=404)  # sealed
    assert cast.registrar.get(f"tasks/{task}/ranking")["competitors"] == []
    clock.move_to(opens + timedelta(31))
    cast.registrar.post(f"rounds/{round_code}/unseal", {"witnesses": "Bà Trần Chứng Kiến"})
    assert cast.officer.get(f"rounds/{round_code}/opening").content[:5] == b"%PDF-"
    for code in (first, second):
        cast.officer.post(f"dossiers/{code}/transitions/admit")
    council = cast.council(round_code)
    hearings = cast.hear(council, first, second)
    session = cast.plan(council)
    cast.open(council, session, status=409)  # the reviewers have written no opinion yet
    cast.score(hearings[first], FIRST)
    cast.score(hearings[second], SECOND)
    cast.open(council, session)
    assert cast.conclude(hearings[first])["outcome"] == "passed"
    cast.registrar.post(f"tasks/{task}/ranking", status=409)
    assert cast.conclude(hearings[second])["outcome"] == "passed"
    cast.first.get(f"tasks/{task}/ranking", status=404)
    cast.members[5].post(f"tasks/{task}/ranking", status=403)
    ranked = cast.members[0].post(f"tasks/{task}/ranking")
    assert [(row["dossier"], row["place"], row["wins"]) for row in ranked["competitors"]] == [
        (first, 1, True), (second, 2, False),
    ]  # fmt: skip
    assert ranked["steps"] and ranked["settled"]
    return first, second


def an_award(cast, task, winner, loser):
    """Appraised, approved, under a contract whose plan nobody has typed again."""
    cut = [*BUDGET[:1], {**BUDGET[1], "amount_vnd": 350_000_000}, BUDGET[2]]
    found = {"held_on": iso(timezone.localdate()), "members": TEAM, "lines": cut}
    cast.registrar.post("decisions", {"authority": "SKHCN", "level": "city", "dossiers": [winner]}, status=422)
    cast.registrar.put(f"appraisals/{loser}", found, status=409)
    more = [*BUDGET[:1], {**BUDGET[1], "amount_vnd": 400_000_001}, BUDGET[2]]
    cast.registrar.put(f"appraisals/{winner}", {**found, "lines": more}, status=422)
    assert cast.registrar.put(f"appraisals/{winner}", found)["state_vnd"] == 650_000_000
    assert cast.first.get(f"appraisals/{winner}/paper").content[:5] == b"%PDF-"
    decision = cast.decide(winner, loser)
    assert decision["kind"] == "approval"
    states = {code: cast.registrar.get(f"dossiers/{code}")["state"] for code in (winner, loser)}
    assert states == {winner: "recognised", loser: "not_recognised"}
    assert cast.public.get(f"tasks/{task}")["state"] == "awarded"
    start = iso(timezone.localdate() + timedelta(14))
    contract = cast.registrar.post("contracts", {"dossier": winner, "rule_set": topics.PROVINCE, "starts_on": start})
    assert (contract["months"], contract["cap_vnd"], contract["state_vnd"], contract["other_vnd"]) == (
        18, 650_000_000, 650_000_000, 100_000_000,
    )  # fmt: skip
    assert [row["planned_vnd"] for row in contract["instalments"]] == [300_000_000, 350_000_000]
    assert [bar["title"] for bar in contract["timeline"] if bar["kind"] == "milestone"] == ["Khảo sát", "Thử nghiệm"]
    signing = {"signed_on": iso(timezone.localdate()), **topics.SIGNED}
    return cast.registrar.post(f"contracts/{contract['code']}/transitions/sign", {"answers": signing})


def a_result(cast, clock, contract, winner):
    """Accepted and recognised at the end of its term."""
    clock.move_to(date.fromisoformat(contract["ends_on"]) + timedelta(5))
    round_code = cast.round("acceptance", SCHEMES[2])
    draft = cast.first.post(f"dossiers/{winner}/next", {"round": round_code})["code"]
    cast.first.ask("patch", f"dossiers/{draft}", {"answers": city.answers("acceptance", "DHBK")}, match="*")
    code = cast.first.post(f"dossiers/{draft}/transitions/submit")["code"]
    cast.officer.post(f"dossiers/{code}/transitions/admit")
    council = cast.council(round_code)
    [hearing] = cast.hear(council, code).values()
    cast.meet(council)
    cast.score(hearing, ACCEPTED)
    cast.vote(hearing, *["yes"] * 7)
    assert cast.conclude(hearing)["outcome"] == "passed"
    assert cast.leader.get("targets/de-tai/progress")["achieved"] == 0
    cast.decide(code)
    assert cast.registrar.get(f"contracts/{contract['code']}")["state"] == "accepted"
