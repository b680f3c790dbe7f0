"""Decisions in each state, the register and what watches over it."""

from datetime import date, timedelta
from decimal import Decimal

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from initiatives.models import Round
from journal.models import Delivery, Event, Seal
from journal.services.seals import seal_journal
from operations.models import FailedTask, Hook
from organisation.models import ErasureRequest, Unit, User
from recognition.models import Certificate, Recognition, Target
from recognition.queries.register import RegisterFilter
from recognition.queries.verification import code_of
from recognition.services.decisions import draft_decision, publish_decision, sign_decision
from recognition.services.imports.desk import begin_import, settle
from recognition.services.issued_extracts import issue_extract, make_extract
from recognition.services.reports import issue_report
from recognition.services.targets import set_target
from tests import city
from tests.api.place import Place, kept_as, words_for
from tests.recognition.registers import books


def decided(place: Place, round_: Round) -> None:
    """One dossier recognised and published with its certificate, one in a draft of a decision, one concluded."""
    author, registrar = place.people["author"], place.people["registrar"]
    for name in ("recognised", "drafted", "signed", "passed"):
        kept_as(place, name, city.concluded(author, round_, **words_for(place, name)))
    unit, today = Unit.objects.get(code="SYT"), timezone.localdate()
    first = draft_decision(registrar, unit, "department", [place.names["recognised"]])
    signed = sign_decision(first.code, registrar, today, "Võ Thành Đạt", "Giám đốc")
    publish_decision(signed.code, registrar)
    second = draft_decision(registrar, unit, "department", [place.names["drafted"]])
    third = draft_decision(registrar, unit, "department", [place.names["signed"]])
    third = sign_decision(third.code, registrar, today, "Võ Thành Đạt", "Giám đốc")
    certificate = Certificate.objects.get()
    seal_journal()
    extract = issue_extract(registrar, unit, RegisterFilter(), "Võ Thành Đạt", "Giám đốc", "Phòng Tổ chức cán bộ")
    make_extract(extract.pk)
    run = begin_import(registrar, unit, city.upload("so-cu.xlsx", books.xlsx()))
    place.names["import"] = settle(run.pk, registrar, {"unit": "SYT", "columns": {"unit": None}}).pk
    place.names |= {
        "decision": signed.code, "draft_decision": second.code, "signed_decision": third.code, "serial": certificate.serial,
        "verification": code_of(certificate), "extract": extract.code, "recognition": Recognition.objects.get(decision=signed).pk,
        "target": "cap-so-2025-2030", "own_target": _own_target(place).code, "public_work": place.names["recognised_work"],
        "delivery": Delivery.objects.create(event=Event.objects.create(name="x", subject="x"), follower="nobody", attempts=9).pk,
        "task_failed": FailedTask.objects.create(name="operations.tasks.pulse", error="ValueError").pk,
        "leaver": place.staff_code("seatless"), "forgetful": _forgetful(),
        "erasure": ErasureRequest.objects.create(person_id=place.people["seatless"].person_id).pk,
        "hook": Hook.objects.create(name="Cổng", address="https://1.1.1.1/", secret="whsec_", wants=[]).pk,
        "seal": Seal.objects.get().number, "report": issue_report(registrar, today - timedelta(days=1)).pk,
    }  # fmt: skip


def _forgetful() -> str:
    """The staff code of somebody with a second step."""
    user = User.objects.get(pk=city.actor(at=city.unit()).user_id)
    TOTP.activate(user, generate_totp_secret())
    return str(user.person.code)


def _own_target(place: Place) -> Target:
    """A target that the registrar of one department sets for it."""
    return set_target(
        place.people["registrar"], "cua-so", None, title_vi="Tăng 20%", title_en="+20%", levels=["department"], kinds=[],
        fields=[], units=["SYT"], shares={}, method="term", growth=Decimal(20), baseline_from=date(2020, 1, 1),
        baseline_to=date(2024, 12, 31), baseline_value=None, baseline_source="", period_from=date(2025, 1, 1),
        period_to=date(2029, 12, 31), source="",
    )  # fmt: skip
