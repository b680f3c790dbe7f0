"""Decisions, the register, certificates and the target, through the ordinary services."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from config.errors import Forbidden, Invalid, StateConflict
from initiatives.choices import Kind, State
from initiatives.models import Work
from initiatives.services.past import PastWork
from initiatives.services.stages import file_next
from organisation.models import Role
from recognition.models import Certificate, Decision, Recognition, Target
from recognition.queries.register import RegisterFilter, register
from recognition.queries.statistics import counted
from recognition.queries.targets import progress
from recognition.queries.verification import code_of, verify
from recognition.rules.growth import is_met, pace, required
from recognition.services.changes import draft_revocation
from recognition.services.decisions import draft_decision, publish_decision, sign_decision
from recognition.services.exports import as_csv
from recognition.services.past import record_past_decision
from tests import city as factories

TWENTY = Decimal(20)


@pytest.mark.parametrize("baseline, needed", [(23, 28), (55, 66), (100, 120), (1, 2), (0, None), (None, None)])
def test_required_is_rounded_up_and_not_computable_without_a_baseline(baseline, needed):
    assert required(baseline, TWENTY) == needed


@pytest.mark.parametrize(
    "achieved, baseline, met", [(27, 23, False), (28, 23, True), (65, 55, False), (66, 55, True), (5, 0, None)]
)
def test_the_target_is_compared_in_whole_numbers(achieved, baseline, met):
    assert is_met(achieved, baseline, TWENTY) is met


@given(st.integers(1, 10_000), st.integers(0, 20_000))
def test_met_and_required_never_disagree(baseline, achieved):
    assert is_met(achieved, baseline, TWENTY) == (achieved >= required(baseline, TWENTY))


def test_pace_counts_both_ends_of_the_period():
    stand = pace(50, 120, date(2021, 1, 1), date(2025, 12, 31), date(2023, 7, 2))
    assert stand.expected == 60
    assert stand.ahead == -10
    assert stand.still_needed == 70
    assert pace(0, 10, date(2021, 1, 1), date(2021, 12, 31), date(2020, 6, 1)).expected == 0


@pytest.fixture
def unit(db):
    return factories.unit()


@pytest.fixture
def author(unit):
    return factories.actor(at=unit)


@pytest.fixture
def registrar(unit):
    return factories.actor(Role.REGISTRAR, at=unit)


def decided(author, registrar, unit, *dossiers):
    decision = draft_decision(registrar, unit, "department", [d.code for d in dossiers])
    decision = sign_decision(decision.code, registrar, timezone.localdate(), "Võ Thành Đạt", "Giám đốc")
    return publish_decision(decision.code, registrar)


def test_a_decision_recognises_what_passed_and_declines_what_did_not(author, registrar, unit):
    round_ = factories.round_at(unit)
    passed, failed = (
        factories.concluded(author, round_),
        factories.concluded(author, round_, outcome="not_passed", grade=""),
    )
    decision = decided(author, registrar, unit, passed, failed)
    passed.refresh_from_db()
    failed.refresh_from_db()
    assert (passed.state, failed.state) == (State.RECOGNISED, State.NOT_RECOGNISED)
    assert Recognition.objects.get().decision == decision
    assert decision.reference == f"01/QĐ-{unit.code}"
    assert Work.objects.get(pk=passed.work_id).public
    assert not Work.objects.get(pk=failed.work_id).public


def test_no_decision_without_a_conclusion(author, registrar, unit):
    dossier = factories.admitted(author, factories.round_at(unit))
    with pytest.raises(Invalid):
        draft_decision(registrar, unit, "department", [dossier.code])


def test_only_the_registrar_of_the_authority_decides(author, unit):
    dossier = factories.concluded(author, factories.round_at(unit))
    with pytest.raises(Forbidden):
        draft_decision(factories.actor(Role.REGISTRAR, at=factories.unit("SXD")), unit, "department", [dossier.code])


def test_numbers_have_no_gaps_though_drafts_are_thrown_away(author, registrar, unit):
    round_ = factories.round_at(unit)
    first = decided(author, registrar, unit, factories.concluded(author, round_))
    draft_decision(registrar, unit, "department", [factories.concluded(author, round_).code])
    second = decided(author, registrar, unit, factories.concluded(author, round_))
    assert (first.number, second.number) == (1, 2)


def test_a_signed_decision_is_never_changed(author, registrar, unit):
    decision = decided(author, registrar, unit, factories.concluded(author, factories.round_at(unit)))
    with pytest.raises(StateConflict):
        sign_decision(decision.code, registrar, timezone.localdate(), "Người khác", "Giám đốc")


def test_each_author_gets_one_certificate_that_anyone_verifies(author, registrar, unit):
    decided(author, registrar, unit, factories.concluded(author, factories.round_at(unit)))
    certificate = Certificate.objects.get()
    assert verify(code_of(certificate)).state == "valid"
    assert verify(code_of(certificate)[:-1]).state == "unknown"
    assert verify("").certificate is None


def test_a_revocation_is_a_new_decision_and_the_past_stays_as_it_was(author, registrar, unit):
    dossier = factories.concluded(author, factories.round_at(unit))
    old = decided(author, registrar, unit, dossier)
    tomorrow = timezone.now() + timedelta(days=1)
    with time_machine.travel(tomorrow):
        draft = draft_revocation(registrar, old.code, [dossier.code], "Khai không đúng sự thật")
        new = sign_decision(draft.code, registrar, timezone.localdate(), "Võ Thành Đạt", "Giám đốc")
    assert new.refers_to == old
    assert verify(code_of(Certificate.objects.get())).state == "revoked"
    assert register(RegisterFilter()).count() == 0
    assert register(RegisterFilter(as_of=timezone.localdate())).count() == 1
    assert register(RegisterFilter(as_of=timezone.localdate(tomorrow))).count() == 0
    assert not Work.objects.get(pk=dossier.work_id).public
    old.refresh_from_db()
    assert old.state == Decision.State.PUBLISHED


def test_a_recognised_work_is_nominated_to_the_city_once(author, registrar, unit):
    dossier = factories.concluded(author, factories.round_at(unit))
    decided(author, registrar, unit, dossier)
    city = factories.round_at(unit.parent, level="city", purpose="influence")
    draft = file_next(author, dossier.code, city.code)
    assert (draft.work_id, draft.follows_id, draft.level) == (dossier.work_id, dossier.pk, "city")
    with pytest.raises(Invalid):
        file_next(author, dossier.code, city.code)


READABLE = (
    ("STC",), ("STC",), ("SNV",), ("SNV",), ("SGDDT",), ("SCT",), ("SKHDT",), ("SNGV",), ("SLDTBXH",), ("HLHPN", "HNTT"),
    ("QHC", "TBMT"), ("QST",), ("QST",),
)  # fmt: skip


@pytest.fixture
def round_of_2015(db):
    """F1: QĐ 1290/QĐ-UBND, 10/3/2016, 23 of 55; 13 recognised works can be attributed, 10 cannot be read."""
    city = factories.unit("UBND", "city")
    units = {
        code: factories.unit(code, parent=city) for code in {code for codes in READABLE for code in codes} | {"UNREAD"}
    }
    rows = [*READABLE, *[("UNREAD",)] * 10]
    works = [
        PastWork(
            Kind.INITIATIVE,
            f"Sáng kiến {n}",
            units[codes[0]],
            ((factories.person(), Decimal(100)),),
            units=tuple(units[c] for c in codes),
        )
        for n, codes in enumerate(rows)
    ]
    return record_past_decision(factories.actor(Role.REGISTRAR, at=city), city, "city", date(2016, 3, 10), works)


def test_the_round_of_2015_gives_each_unit_its_own_and_the_city_every_work_once(round_of_2015):
    table = counted(("unit",), RegisterFilter(levels=("city",), year=2016))
    counts = {cell.values["unit"]: cell.count for cell in table.rows}
    assert {code: counts[code] for code in ("STC", "SNV", "SGDDT", "HLHPN", "HNTT", "QHC", "TBMT", "QST")} == {
        "STC": 2, "SNV": 2, "SGDDT": 1, "HLHPN": 1, "HNTT": 1, "QHC": 1, "TBMT": 1, "QST": 2,
    }  # fmt: skip
    assert table.total == 23
    assert sum(count for code, count in counts.items() if code != "UNREAD") == 15
    assert table.credited == 25


def test_every_figure_agrees_with_the_list_that_it_opens(round_of_2015):
    for by in (("unit",), ("level", "year"), ("kind",), ("unit", "year")):
        for cell in counted(by, RegisterFilter()).rows:
            assert register(RegisterFilter.read(_query(cell.address))).count() == cell.count


def _query(address):
    from django.http import QueryDict

    return QueryDict(address)


def test_a_target_on_the_round_of_2015_needs_28(round_of_2015):
    target = Target.objects.create(
        code="t", title_vi="", title_en="", levels=["city"], kinds=["initiative"], baseline_from=date(2016, 1, 1),
        baseline_to=date(2016, 12, 31), period_from=date(2017, 1, 1), period_to=date(2017, 12, 31),
    )  # fmt: skip
    stand = progress(target, date(2026, 12, 31))
    assert (stand.baseline, stand.required, stand.achieved, stand.met) == (23, 28, 0, False)
    assert register(stand.baseline_list).count() == 23


def test_an_unknown_dimension_is_refused(db):
    with pytest.raises(Invalid):
        counted(("colour",), RegisterFilter())


def test_a_formula_in_a_title_stays_text_in_the_export():
    row = dict.fromkeys(
        (
            "code",
            "kind",
            "level",
            "unit_code",
            "unit_name",
            "field_vi",
            "held_from",
            "held_to",
            "grade",
            "number",
            "symbol",
        ),
        "",
    )
    text = b"".join(as_csv([{**row, "title": "=HYPERLINK(1)"}, {**row, "title": "@SUM(A1)"}])).decode()
    assert "'=HYPERLINK(1)" in text
    assert "'@SUM(A1)" in text
    assert text.startswith("\ufeff")
