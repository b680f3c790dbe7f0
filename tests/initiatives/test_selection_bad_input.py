"""What somebody who tries to break it sends on the way from a task to its holder: refused in Vietnamese at the field,
and nothing is lost.
"""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from initiatives.choices import TaskState
from initiatives.models import Appraisal, Contract, Dossier, Round, Task
from initiatives.services.dossiers import advance, perform
from organisation.actor import NOBODY
from tests import city, topics
from tests.bad_input import NO_MONEY, each_refused, refused
from tests.selection import BUDGET, PROPOSED, TEAM, WORDED, Somebody, called, chosen, competing, iso, listed, proposal

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LINE = BUDGET[0]


def changed(table, number=0, **cells):
    """A table of the proposal with some cells of a row changed."""
    rows = [dict(row) for row in PROPOSED[table]]
    rows[number] |= cells
    return rows


@pytest.fixture
def registrar(play):
    return Somebody(play.registrar)


@pytest.fixture
def author(play):
    return Somebody(play.author)


# The tables of a dossier as they are typed


NO_ANSWERS = (
    *[("budget", changed("budget", amount_vnd=amount)) for amount in NO_MONEY],
    *[("budget_vnd", amount) for amount in (-1, 1.5, 2000.125, 10**16, True)],
    *[("partners", changed("partners", cofinancing_vnd=amount)) for amount in (-1, 0.5, 10**15)],
    *[("members", changed("members", months=months)) for months in (-1, 1.5, 1000, "sáu")],
    *[("milestones", changed("milestones", from_month=month)) for month in (-1, 2.5, 1000)],
    *[("budget", changed("budget", **cell)) for cell in ({"year": -1}, {"year": 1.5}, {"item": "rượu"}, {"lạ": 1})],
    ("budget", "nhiều"), ("budget", [1]), ("budget", [LINE] * 201), ("duration_months", 6.5), ("title", ["a"]), ("lạ", 1),
    ("product_rows", changed("product_rows", quantity=1.5)), ("product_levels", [{}]), ("field", {}), ("unit", "KHONG"),
    ("summary", "x" * 2001),
)  # fmt: skip


def test_what_is_no_answer_is_not_kept_and_spoils_nothing(play, author):
    draft = competing(play, city.round_at(play.authority, kind="topic", purpose="selection", level="city"))
    before, path = Dossier.objects.get(pk=draft.pk).work.content, f"dossiers/{draft.draft_code}"
    each_refused(author, "patch", path, {"methods": "Khác"}, NO_ANSWERS, "answers", status=422, match="*")
    assert Dossier.objects.get(pk=draft.pk).work.content == before


CONTRADICTIONS = (
    ("budget_vnd", 800_000_001), ("budget_vnd", 799_999_999), ("budget", changed("budget", 1, **LINE)),
    *[("budget", changed("budget", **cell)) for cell in ({"year": 0}, {"year": 4}, {"amount_vnd": 0})],
    ("budget", changed("budget", amount_vnd=500_000_001)), ("budget", changed("budget", item="management")),
    ("members", changed("members", post="member")), ("members", changed("members", 1, post="leader")), ("members", []),
    *[("members", changed("members", months=months)) for months in (0, 19)],
    *[("milestones", changed("milestones", **cell)) for cell in ({"to_month": 19}, {"from_month": 0}, {"from_month": 7}, {"title": ""})],
    ("partners", changed("partners", cofinancing_vnd=100_000_001)), ("product_rows", changed("product_rows", quantity=0)),
    ("duration_months", 25), ("duration_months", 0), ("overview", " "), ("declaration", False),
)  # fmt: skip


def test_a_dossier_that_contradicts_itself_or_its_task_stays_a_draft(play, author):
    draft = competing(play, called(play, listed(play)))
    path, right = f"dossiers/{draft.draft_code}", city.answers("selection", play.holder.code, **PROPOSED)
    for field, value in CONTRADICTIONS:
        author.ask("patch", path, {"answers": {**right, field: value}}, match="*")
        refused(author, "post", f"{path}/transitions/submit", {}, field, 422)
    author.ask("patch", path, {"answers": right}, match="*")
    assert author.post(f"{path}/transitions/submit")["code"]


def test_without_a_task_the_rules_bound_the_months(play, author):
    draft = competing(play, city.round_at(play.authority, kind="topic", purpose="selection"), duration_months=61)
    refused(author, "post", f"dossiers/{draft.draft_code}/transitions/submit", {}, "duration_months", 422)


# Tasks and calls


def test_a_task_is_worded_with_what_a_task_says(play, registrar):
    wrong = (
        *[("cap_vnd", amount) for amount in NO_MONEY], *[("most_months", months) for months in (-1, 6.5, 1000)],
        ("method", "bốc thăm"), ("method", ["direct"]), ("rule_set", "cũ"), ("assigned_to", {"code": "VNC"}),
        ("title", "x" * 501), ("lạ", "x"),
    )  # fmt: skip
    reference = proposal(play).reference
    for field, value in wrong:
        made = {"proposal": reference, "answers": {**WORDED, field: value}}
        refused(registrar, "post", "tasks", made, field, 422)
    assert not Task.objects.exists()


def test_a_call_is_for_listed_tasks_within_sensible_days(play, registrar):
    task, before = listed(play), iso(TODAY - timedelta(1))
    asked = {
        "tasks": [task.code],
        "title": "Tuyển chọn",
        "opens_on": iso(TODAY),
        "closes_on": iso(TODAY + timedelta(9)),
    }
    wrong = (
        ("closes_on", before), ("opens_on", before), ("opens_on", "1900-01-01"), ("closes_on", "9999-12-31"),
        ("opens_on", "9999-12-31"), ("closes_on", "2027-02-29"), ("opens_on", ""), ("title", " "), ("title", "x" * 201),
        ("sealed", "?"), ("tasks", []), ("tasks", "tất cả"), ("tasks", [None]), ("lạ", 1),
    )  # fmt: skip
    each_refused(registrar, "post", "tasks/call", asked, wrong)
    refused(registrar, "post", "tasks/call", {**asked, "tasks": ["NV-1999-001"]}, status=404)
    assert not Round.objects.filter(purpose="selection").exists()
    registrar.post("tasks/call", {**asked, "tasks": [task.code, task.code]})
    refused(registrar, "post", "tasks/call", asked, status=409)
    assert Round.objects.filter(purpose="selection").count() == 1


def test_a_dossier_is_for_a_task_of_its_own_call_and_within_its_days(play, author):
    task, other = listed(play), listed(play)
    round_, _elsewhere = called(play, task), called(play, other)
    refused(author, "post", "dossiers", {"round": round_.code, "task": other.code}, "task", 422)
    refused(author, "post", "dossiers", {"round": round_.code, "task": "NV-1999-001"}, "task", 422)
    draft = competing(play, round_)
    with time_machine.travel(timezone.now() + timedelta(11), tick=False):
        refused(author, "post", f"dossiers/{draft.draft_code}/transitions/submit", {}, "round", 422)
    author.post(f"dossiers/{draft.draft_code}/transitions/submit")
    refused(author, "post", f"dossiers/{draft.draft_code}/transitions/submit", {}, status=409)


def test_sealed_dossiers_are_opened_once_after_the_close_by_the_registrar_before_somebody(play, registrar, author):
    round_ = called(play, listed(play))
    path, before = f"rounds/{round_.code}/unseal", {"witnesses": "Bà Trần Chứng Kiến"}
    refused(registrar, "post", path, before, status=409)
    with time_machine.travel(timezone.now() + timedelta(11), tick=False):
        for said in ("", " \n", "x" * 2001, None):
            refused(registrar, "post", path, {"witnesses": said}, "witnesses")
        for who in (author, Somebody(play.officer)):
            refused(who, "post", path, before, status=403)
        registrar.post(path, before)
        refused(registrar, "post", path, before, status=409)
    refused(registrar, "post", "rounds/KHONG-CO/unseal", before, status=404)


# Ranking, appraisal, approval


def test_a_ranking_is_settled_once_by_who_conducts_and_as_the_rules_say(play, registrar, author):
    task = listed(play)
    dossier = perform(competing(play, called(play, task, sealed=False)).draft_code, "submit", play.author)
    path = f"tasks/{task.code}/ranking"
    refused(author, "post", path, {}, status=404)
    refused(Somebody(play.leader), "post", path, {}, status=403)
    refused(registrar, "post", path, {}, status=409)  # the call is open
    refused(registrar, "post", "tasks/NV-1999-001/ranking", {}, status=404)
    with time_machine.travel(timezone.now() + timedelta(11), tick=False):
        assert dossier.reference in refused(registrar, "post", path, {"winner": "DT-1999-0001"}, status=409)["title"]
    assert Task.objects.get(pk=task.pk).state == TaskState.CALLED


def test_an_appraisal_cuts_the_budget_of_the_first_by_a_team_of_its_own(play, registrar):
    found, crowd = (
        {"held_on": iso(TODAY), "members": TEAM, "lines": BUDGET},
        [{"name": f"Người {n}"} for n in range(28)],
    )
    wrong = (
        *[("lines", [{**LINE, "amount_vnd": amount}]) for amount in (0, *NO_MONEY, None, 700_000_001)],
        *[("lines", [{**LINE, "year": year}]) for year in (0, -1, 1.5, 4, 21, None)], ("lines", [LINE, LINE]), ("lines", []),
        ("lines", [{**LINE, "source": "other", "amount_vnd": 100_000_001}]), ("lines", [{**LINE, "item": "rượu"}]),
        *[("held_on", iso(TODAY + timedelta(days))) for days in (-1, 1)], ("held_on", "1900-01-01"), ("held_on", "2027-02-29"),
        ("members", [*TEAM, *crowd]), ("members", [{"tên": "A"}]), ("members", [*TEAM[:2], {"name": "Lê Thị Chủ"}]),
        ("members", [{"name": "x" * 201}]), ("lines", "không"), ("note", "x" * 5001), ("lạ", 1),
    )  # fmt: skip
    each_refused(registrar, "put", f"appraisals/{chosen(play).reference}", found, wrong)
    assert not Appraisal.objects.exists()


def test_only_the_first_is_appraised_and_approved_and_only_until_the_decision(play, registrar, author):
    dossier, found = chosen(play), {"held_on": iso(TODAY), "members": TEAM, "lines": BUDGET}
    path = f"appraisals/{dossier.reference}"
    refused(Somebody(city.actor(at=city.unit("SYT"))), "put", path, found, status=404)
    for who in (author, Somebody(play.officer)):
        refused(who, "put", path, found, status=403)
    unasked = perform(competing(play, called(play, listed(play))).draft_code, "submit", play.author)
    refused(registrar, "put", f"appraisals/{unasked.reference}", found)
    decision = {"authority": play.authority.code, "level": "city", "dossiers": [dossier.reference]}
    refused(registrar, "post", "decisions", decision, status=422)  # not appraised
    refused(registrar, "post", "decisions", {**decision, "dossiers": [unasked.reference]})
    registrar.put(path, found)
    advance(dossier.pk, "recognise", NOBODY, through="decision")
    refused(registrar, "put", path, found, status=409)
    assert Appraisal.objects.get().held_on == TODAY


def test_a_contract_begins_with_sensible_days_months_and_money(play, registrar):
    begun = {"dossier": topics.selected(play).reference, "rule_set": topics.PROVINCE, "starts_on": "2026-03-01"}
    wrong = (
        *[("starts_on", day) for day in ("1900-01-01", "9999-12-31", "2027-02-29", "", None, 20270101)],
        *[("months", months) for months in (0, -1, 61, 6.5)], *[("cap_vnd", amount) for amount in NO_MONEY],
        ("rule_set", "cũ"), ("dossier", ["x"]),
    )  # fmt: skip
    each_refused(registrar, "post", "contracts", begun, wrong)
    assert not Contract.objects.exists()
