"""What somebody who tries to break it sends from the acceptance of a topic to the use of its result: refused in
Vietnamese at the field, and nothing is lost.
"""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from initiatives.models import Contract, Dossier, FollowUp, Measurement, Settlement, Work
from initiatives.services.contracts import file_request, perform_on_request
from initiatives.services.dossiers import advance, perform
from initiatives.services.drafts import save_answers
from initiatives.services.stages import file_next
from organisation.actor import NOBODY
from organisation.models import Role
from recognition.models import Recognition
from reviews.models import Conclusion, Council, Sheet
from reviews.queries.schemes import version_of
from reviews.rules.shipped import shipped_texts
from reviews.services.councils import assign_dossiers, set_up_council
from reviews.services.schemes import bind_scheme, load_shipped_schemes
from reviews.services.sessions import open_session, plan_session
from tests import city, topics
from tests.bad_input import NO_MONEY, each_refused, refused
from tests.journeys.topic_cast import ACCEPTED, ROLES
from tests.selection import Somebody, iso

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YESTERDAY, TOMORROW = (iso(TODAY + timedelta(days)) for days in (-1, 1))
SCHEME = "vinh-phuc-acceptance"
FOUND = {"held_on": iso(TODAY), "members": topics.EXPERTS, "products": topics.MEASURED, "findings": "Đạt một phần"}
POINT = {"field": "results", "text": "Bổ sung số liệu."}
SETTLED = {"settled_on": iso(TODAY), "accepted_vnd": 0, "decision_number": "1/QĐ"}
DONE = {"number": 3, "done_on": iso(TODAY), "use": "used", "note": "Dùng tại 12 xã"}


@pytest.fixture
def registrar(play):
    return Somebody(play.registrar)


@pytest.fixture
def author(play):
    return Somebody(play.author)


def session_on(play, dossier):
    """Before a council of seven that is in session: (its members, the hearing)."""
    load_shipped_schemes({SCHEME: shipped_texts()[SCHEME]})
    bind_scheme(dossier.round, version_of(SCHEME))
    members = [Somebody(city.actor(at=play.authority)) for _role in ROLES[:7]]
    codes = [one.get("me")["person"] for one in members]
    rows = [{"person": code, "role": role} for code, role in zip(codes, ROLES, strict=False)]
    council = set_up_council(play.registrar, dossier.round, "Hội đồng nghiệm thu", rows)
    [hearing] = assign_dossiers(council.code, play.registrar, [dossier.reference])
    session = plan_session(council.code, play.registrar, TODAY)
    open_session(session.pk, play.registrar, list(council.seats.values_list("pk", flat=True)))
    return members, hearing


def accepted_contract(play):
    """Accepted today."""
    dossier = topics.to_be_accepted(play)
    advance(dossier.pk, "review", NOBODY, through="council")
    advance(dossier.pk, "conclude", NOBODY, through="council", outcome="passed", grade="excellent")
    advance(dossier.pk, "recognise", NOBODY, through="decision")
    return Contract.objects.get(work=dossier.work)


def ask(play, contract, kind, **answers):
    request = file_request(contract.code, play.author, kind, answers)
    decided = {"decided_on": iso(timezone.localdate()), **topics.DECIDED}
    return perform_on_request(contract.code, request.number, "approve", play.registrar, decided)


# Filing


def test_the_dossier_for_acceptance_assesses_itself_before_it_is_filed(play, author):
    contract, wrong = (
        topics.in_execution(play),
        {"self_assessment": " ", "results": "", "application": "", "declaration": False},
    )
    draft = author.post(f"dossiers/{contract.dossier.reference}/next", {"round": topics.acceptance_round(play).code})
    path, right = f"dossiers/{draft['code']}", city.answers("acceptance", play.holder.code)
    refused(author, "patch", path, {"answers": {"first_applied_on": "29/02/2027"}}, "first_applied_on", 422, match="*")
    for field, value in (*wrong.items(), ("first_applied_on", TOMORROW)):
        author.ask("patch", path, {"answers": {**right, field: value}}, match="*")
        refused(author, "post", f"{path}/transitions/submit", {}, field, 422)
    contract.refresh_from_db()
    assert contract.acceptance_filed_on is None


def test_acceptance_is_filed_once_by_its_own_people_for_a_contract_in_force(play, author, registrar):
    contract, round_ = topics.in_execution(play), topics.acceptance_round(play)
    path, asked = f"dossiers/{contract.dossier.reference}/next", {"round": round_.code}
    refused(Somebody(city.actor(at=city.unit("SYT"))), "post", path, asked, status=404)
    refused(Somebody(play.leader), "post", path, asked, status=403)
    for other in ("KHONG-CO", contract.dossier.round.code, ["x"], None):
        refused(author, "post", path, {"round": other}, "round")
    draft = author.post(path, asked)["code"]
    refused(author, "post", path, asked, status=422)
    save_answers(draft, play.author, city.answers("acceptance", play.holder.code))
    ask(play, contract, "termination", from_on=iso(TODAY), reason="Dừng", products="Không")
    refused(author, "post", f"dossiers/{draft}/transitions/submit", {}, status=422)
    assert Dossier.objects.get(draft_code=draft).code is None


@pytest.mark.parametrize("kind", ["pause", "termination"])
def test_what_the_base_accepted_does_not_reach_the_city_once_the_contract_has_stopped(play, author, kind):
    """Neither begun anew, nor submitted where the draft was there before."""
    contract, school = topics.in_execution(play), city.unit("DHBK", "school")
    base = city.round_at(school, kind="topic", purpose="acceptance", level="base")
    first = file_next(play.author, contract.dossier.reference, base.code)
    save_answers(first.draft_code, play.author, city.answers("acceptance", play.holder.code))
    done = perform(first.draft_code, "submit", play.author)
    city.take(done, "admit", play.author, city.actor(Role.OFFICER, at=school))
    for step in ("review", "conclude", "recognise"):
        city.take(done, step, play.author, play.officer)
    path, asked = f"dossiers/{done.reference}/next", {"round": topics.acceptance_round(play).code}
    draft = author.post(path, asked)["code"]
    save_answers(draft, play.author, city.answers("acceptance", play.holder.code))
    more = {"products": "Báo cáo"} if kind == "termination" else {}
    ask(play, contract, kind, from_on=iso(TODAY), reason="Lũ", **more)
    refused(author, "post", f"dossiers/{draft}/transitions/submit", {}, status=422)
    author.post(f"dossiers/{draft}/transitions/withdraw")
    refused(author, "post", path, asked, status=422)
    assert not Recognition.objects.filter(level="city").exists()


# Expert group and council


def test_an_expert_group_says_who_measured_what_and_when(play, registrar):
    dossier, first = topics.to_be_accepted(play), topics.MEASURED[0]
    advance(dossier.pk, "review", NOBODY, through="council")
    wrong = (
        *[("held_on", day) for day in (TOMORROW, "1900-01-01", "2027-02-29", "", None)],
        *[("members", rows) for rows in ([], "ai", [{"name": "x" * 201}], [{"tuổi": 5}], [{"name": f"Người {n}"} for n in range(31)])],
        *[("products", rows) for rows in ([], [{}], [{**first, "met": "có lẽ"}], [{**first, "measured": " "}], [first] * 61)],
        ("findings", " "), ("findings", "x" * 5001), ("lạ", 1),
    )  # fmt: skip
    each_refused(registrar, "put", f"measurements/{dossier.reference}", FOUND, wrong)
    assert not Measurement.objects.exists()


def test_measurements_are_of_a_dossier_before_its_council(play, registrar, author):
    dossier = topics.to_be_accepted(play)
    path = f"measurements/{dossier.reference}"
    refused(registrar, "put", path, FOUND, status=409)
    advance(dossier.pk, "review", NOBODY, through="council")
    for who in (author, Somebody(play.officer)):
        refused(who, "put", path, FOUND, status=403)
    refused(Somebody(city.actor(Role.REGISTRAR, at=city.unit("SYT"))), "put", path, FOUND, status=404)
    contract = Contract.objects.get(work=dossier.work)
    refused(registrar, "put", f"measurements/{contract.dossier.reference}", FOUND, status=409)  # that of its selection
    refused(registrar, "put", "measurements/DT-1999-0001", FOUND, status=404)


def test_sheets_hold_points_within_the_criteria_and_stay_locked(play):
    [chair, *_others], hearing = session_on(play, topics.to_be_accepted(play))
    path = f"sheets/{hearing.pk}"
    wrong = [{"content": points} for points in (-1, 25.01, "NaN", "abc", 10**30, True, [1], {})]
    each_refused(chair, "patch", path, {}, [("scores", scores) for scores in (*wrong, {"lạ": 1})], match="*")
    refused(chair, "post", f"{path}/lock", {})  # nothing scored yet
    chair.ask("patch", path, {"scores": ACCEPTED}, match="*")
    chair.post(f"{path}/lock")
    refused(chair, "patch", path, {"scores": {"content": 1}}, status=409, match="*")
    assert Sheet.objects.get().scores["content"] == "23"


def test_a_council_concludes_in_order_and_once(play, registrar, author):
    dossier = topics.to_be_accepted(play)
    members, hearing = session_on(play, dossier)
    chair, path = members[0], f"hearings/{hearing.pk}"
    refused(chair, "post", f"{path}/conclude", {}, status=409)  # sheets are open
    for member in members:
        member.ask("patch", f"sheets/{hearing.pk}", {"scores": ACCEPTED}, match="*")
        member.post(f"sheets/{hearing.pk}/lock")
    for who in (author, Somebody(play.leader), members[5]):
        refused(who, "post", f"{path}/polls", {})
    poll = chair.post(f"{path}/polls")["id"]
    refused(chair, "post", f"{path}/polls", {}, status=409)
    for wrong in ({"choice": "có lẽ"}, {"receipt": ""}, {"poll": 10**9}, {"lạ": 1}):
        refused(chair, "post", "ballots", {"poll": poll, "choice": "yes", "receipt": "ABCD-EFGH", **wrong})
    decision = {"authority": play.authority.code, "level": "city", "dossiers": [dossier.reference]}
    refused(registrar, "post", "decisions", decision)  # nothing is concluded yet
    refused(chair, "post", f"{path}/conclude", {}, status=409)  # the vote is open
    refused(chair, "post", f"{path}/revise", {"reasons": [POINT]}, status=409)
    refused(chair, "post", "hearings/999999999/conclude", {}, status=404)
    assert not Conclusion.objects.exists()


def test_points_of_a_revision_name_their_fields(play):
    dossier = topics.to_be_accepted(play)
    [chair, *_others], hearing = session_on(play, dossier)
    wrong = (
        [], "bổ sung", [{}], [{**POINT, "text": " "}], [{**POINT, "field": "lạ"}], [{**POINT, "field": ["results"]}],
        [{**POINT, "text": "x" * 2001}], [POINT, {**POINT, "field": ""}],
    )  # fmt: skip
    each_refused(chair, "post", f"hearings/{hearing.pk}/revise", {}, [("reasons", reasons) for reasons in wrong])
    dossier.refresh_from_db()
    assert dossier.state == "in_review" and not Conclusion.objects.exists()


def test_a_revision_is_answered_point_by_point_in_its_days_and_heard_once_more(play, author, registrar):
    dossier = topics.to_be_accepted(play)
    members, hearing = session_on(play, dossier)
    path, points = f"hearings/{hearing.pk}/revise", f"dossiers/{dossier.reference}/points"
    for who in (author, registrar, members[5]):
        if who is not registrar:
            refused(who, "post", path, {"reasons": [POINT]})
    members[0].post(path, {"reasons": [POINT]})
    refused(members[0], "post", path, {"reasons": [POINT]}, status=409)
    refused(registrar, "post", f"councils/{Council.objects.get().code}/dossiers", {"codes": [dossier.reference]})
    submit = f"dossiers/{dossier.reference}/transitions/submit"
    refused(author, "post", submit, {}, "answers", 422)
    for wrong in ({"point": -1}, {"point": 1}, {"point": 0.5}, {"text": "x" * 5001}, {"text": 1.5, "lạ": 2}):
        refused(author, "put", points, {"answers": [{"point": 0, "text": "Đã bổ sung", **wrong}]}, "answers", match="*")
    refused(members[1], "put", points, {"answers": [{"point": 0, "text": "Đã bổ sung"}]}, match="*")
    author.put(points, {"answers": [{"point": 0, "text": "Đã bổ sung"}]}, match="*")
    refused(author, "put", points, {"answers": [{"point": 0, "text": "Khác"}]}, status=412, match='"999"')
    due = Dossier.objects.get(pk=dossier.pk).due_on
    with time_machine.travel(f"{due + timedelta(1)} 00:30+07:00", tick=False):
        refused(author, "post", submit, {}, status=422)
    with time_machine.travel(f"{due} 23:30+07:00", tick=False):
        author.post(submit)
    assert Dossier.objects.get(pk=dossier.pk).versions.last().content["points"][0]["answer"] == "Đã bổ sung"


# After the acceptance


def test_what_is_done_with_a_result_is_said_of_its_own_days(play, author):
    wrong = (
        *[("number", number) for number in (0, -1, 99, 1.5, "ba", None)],
        *[("done_on", day) for day in (TOMORROW, YESTERDAY, "1900-01-01", "29/02/2027", "")],
        *[("use", use) for use in ("", "có lẽ", ["used"])], ("note", " "), ("note", "x" * 5001), ("lạ", 1),
    )  # fmt: skip
    path = f"contracts/{accepted_contract(play).code}/transitions/follow_up"
    each_refused(author, "post", path, DONE, wrong, "answers", status=422)
    refused(author, "post", path, {"answers": {**DONE, "number": 1}}, "use", 422)
    assert not FollowUp.objects.exclude(done_on=None).exists()


def test_a_result_is_followed_up_once_by_its_people_and_after_its_acceptance_alone(play, author, registrar):
    running = topics.in_execution(play)
    refused(author, "post", f"contracts/{running.code}/transitions/follow_up", {"answers": DONE}, status=409)
    path = f"contracts/{accepted_contract(play).code}/transitions/follow_up"
    refused(Somebody(city.actor(at=city.unit("SYT"))), "post", path, {"answers": DONE}, status=404)
    author.post(path, {"answers": DONE})
    refused(author, "post", path, {"answers": {**DONE, "use": "not_used"}}, "number", 422)
    assert FollowUp.objects.exclude(done_on=None).get().use == "used"


def test_a_contract_is_settled_after_its_end_within_its_budget(play, registrar):
    wrong = (
        *[("accepted_vnd", amount) for amount in (*NO_MONEY, 600_000_001, "")],
        *[("settled_on", day) for day in (TOMORROW, YESTERDAY, "1900-01-01", "")], ("decision_number", " "),
        ("decision_number", "x" * 61), ("lạ", 1),
    )  # fmt: skip
    path = f"contracts/{accepted_contract(play).code}/transitions/settle"
    each_refused(registrar, "post", path, SETTLED, wrong, "answers", status=422)
    assert not Settlement.objects.exists()


def test_a_contract_is_settled_once_by_the_registrar(play, registrar, author):
    contract = accepted_contract(play)
    path = f"contracts/{contract.code}/transitions/settle"
    asked = {"answers": SETTLED}
    for who in (author, Somebody(play.officer)):
        refused(who, "post", path, asked, status=403)
    registrar.post(path, asked)
    refused(registrar, "post", path, asked, status=409)
    refused(registrar, "post", f"contracts/{contract.code}/transitions/mark", asked)
    assert Settlement.objects.count() == 1


def test_a_result_is_filed_as_an_initiative_once_by_its_authors_in_an_open_round(play, author, registrar):
    running, round_ = topics.in_execution(play), city.round_at(play.authority)
    asked = {"round": round_.code}
    refused(author, "post", f"contracts/{running.code}/initiative", asked, status=422)
    path = f"contracts/{accepted_contract(play).code}/initiative"
    refused(registrar, "post", path, asked, status=403)
    closed = city.round_at(play.authority, closes_on=TODAY - timedelta(1))
    for other in (closed.code, topics.acceptance_round(play).code, "KHONG-CO", ["x"], ""):
        refused(author, "post", path, {"round": other}, "round")
    author.post(path, asked)
    refused(author, "post", path, asked, status=422)
    assert Work.objects.exclude(result_of=None).count() == 1
