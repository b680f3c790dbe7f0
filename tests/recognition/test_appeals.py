"""Appeals where a decision is concerned: carried out by one, recognised again after one; the rate; page and API."""

import pytest
import time_machine
from django.http import QueryDict
from django.utils import timezone

from initiatives.choices import State
from initiatives.milestones import narrowed
from initiatives.models import Appeal, Dossier
from initiatives.services.appeals import lodge_appeal, perform_on_appeal
from initiatives.services.dossiers import advance
from initiatives.waiting import tasks
from organisation.actor import NOBODY
from organisation.models import User
from organisation.policy import listed
from recognition.models import Recognition
from recognition.queries.processing import Asked, processing, year_until
from recognition.queries.tallies import differences
from recognition.services.changes import draft_correction, draft_revocation
from recognition.services.decisions import draft_decision, publish_decision, sign_decision
from tests import city
from tests.initiatives.test_appeals import FOUND, SAID, Case, answer, code_of

pytestmark = pytest.mark.django_db


def decided(case, **given):
    draft = draft_decision(case.registrar, case.unit, case.dossier.level, [case.dossier.code])
    return in_force(draft, case)


def in_force(draft, case):
    signed = sign_decision(draft.code, case.registrar, timezone.localdate(), "Võ Thành Đạt", "Giám đốc")
    return publish_decision(signed.code, case.registrar)


def examined(case):
    appeal = lodge_appeal(case.dossier.code, case.author, SAID)
    perform_on_appeal(appeal.code, "take_up", case.registrar, {"handler": code_of(case.handler)})
    return perform_on_appeal(appeal.code, "examine", case.handler, FOUND)


def upheld(case):
    return perform_on_appeal(examined(case).code, "uphold", case.leader, answer())


def waiting(case):
    return [task.what for task in tasks(case.registrar) if task.what == "carry_out"]


def test_a_recognition_that_stands_is_changed_by_the_next_decision_that_the_registrar_drafts():
    case = Case(State.CONCLUDED)
    old = decided(case)
    appeal = upheld(case)
    assert (appeal.remedy, appeal.carried_out_by, case.state()) == ("change", "", State.RECOGNISED)
    assert waiting(case) == ["carry_out"]
    draft = draft_correction(
        case.registrar, old.code, {case.dossier.code: {"grade": "B"}}, "Theo kết quả giải quyết khiếu nại"
    )
    new = in_force(draft, case)
    appeal.refresh_from_db()
    assert appeal.carried_out_by == new.reference and waiting(case) == []


def test_what_was_revoked_and_judged_anew_is_recognised_again_as_a_new_row():
    case = Case(State.CONCLUDED)
    in_force(draft_revocation(case.registrar, decided(case).code, [], "Trùng giải pháp"), case)
    upheld(case)
    advance(case.dossier.pk, "review", NOBODY, through="council")
    advance(case.dossier.pk, "conclude", NOBODY, through="council", outcome="passed", grade="A")
    decided(case)
    first, second = Recognition.objects.filter(recorded_to=None).order_by("pk")
    assert (first.held_to is None, second.held_to, second.supersedes_id) == (False, None, None)
    assert not list(differences())


def test_the_rate_of_appeals_is_the_length_of_its_list_and_counts_a_dossier_once():
    case = Case()
    other = Case(unit=case.unit)
    lodged = lodge_appeal(case.dossier.code, case.author, SAID)
    perform_on_appeal(lodged.code, "withdraw", case.author)
    lodge_appeal(case.dossier.code, case.author, SAID)
    for by in ("unit", "month"):
        rate = processing(Asked(by, case.leader, year_until(timezone.localdate()))).total.figures["appeal-rate"]
        assert (rate.count, rate.of, Appeal.objects.count()) == (1, 2, 2)
        found = listed(Dossier, case.leader).filter(narrowed(QueryDict(rate.list)))
        assert [one.pk for one in found] == [case.dossier.pk] != [other.dossier.pk]


def test_pages_take_an_appeal_from_the_dossier_to_its_answer(client):
    case = Case()
    with time_machine.travel(timezone.now()):
        client.force_login(User.objects.get(pk=case.author.user_id))
        assert f"/ho-so/{case.dossier.code}/khieu-nai/" in client.get(f"/ho-so/{case.dossier.code}/").content.decode()
        empty = client.post(f"/ho-so/{case.dossier.code}/khieu-nai/", {"grounds": " ", "wanted": "Xét lại"})
        assert empty.status_code == 422 and not Appeal.objects.exists()
        client.post(f"/ho-so/{case.dossier.code}/khieu-nai/", SAID)
        appeal = Appeal.objects.get()
        assert SAID["grounds"] in client.get(f"/khieu-nai/{appeal.code}/").content.decode()
        assert appeal.code in client.get("/khieu-nai/").content.decode()
        assert client.get(f"/khieu-nai/{appeal.code}/viec/take_up/").status_code == 403
    steps = (
        (case.registrar, "take_up", {"handler": code_of(case.handler)}), (case.handler, "examine", FOUND),
        (case.leader, "reject", answer(reason="Không có căn cứ.")),
    )  # fmt: skip
    for who, name, given in steps:
        client.force_login(User.objects.get(pk=who.user_id))
        assert client.get(f"/khieu-nai/{appeal.code}/viec/{name}/").status_code == 200
        assert client.post(f"/khieu-nai/{appeal.code}/viec/{name}/", given).status_code == 302
    page = client.get(f"/khieu-nai/{appeal.code}/").content.decode()
    assert "Không có căn cứ." in page and "Luật Khiếu nại" in page
    assert client.get(f"/khieu-nai/{appeal.code}/quyet-dinh.pdf").content.startswith(b"%PDF")


def test_the_api_does_the_same():
    case = Case(State.NOT_RECOGNISED)
    author, leader = city.client(case.author), city.client(case.leader)
    assert city.client().get("/api/v1/appeals/").status_code == 401
    made = author.post("/api/v1/appeals/", {"dossier": case.dossier.code, "answers": SAID}, format="json")
    assert made.status_code == 201 and [step["name"] for step in made.json()["transitions"]] == ["withdraw"]
    code = made.json()["code"]
    again = author.post("/api/v1/appeals/", {"dossier": case.dossier.code, "answers": SAID}, format="json")
    assert again.status_code == 409
    path = f"/api/v1/appeals/{code}/transitions/"
    assert leader.post(f"{path}take_up/", {"answers": {}}, format="json").status_code == 403
    for who, name, given in (
        (case.registrar, "take_up", {"handler": code_of(case.handler)}), (case.handler, "examine", FOUND),
        (case.leader, "uphold", answer()),
    ):  # fmt: skip
        told = city.client(who).post(f"{path}{name}/", {"answers": given}, format="json")
        assert told.status_code == 200, told.json()
    assert told.json()["remedy"] == "rejudge" and case.state() == State.ADMITTED
    assert [row["code"] for row in leader.get("/api/v1/appeals/?state=upheld").json()["results"]] == [code]
    assert leader.get(f"/api/v1/appeals/{code}/paper/").content.startswith(b"%PDF")
