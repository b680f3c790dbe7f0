"""A city with one dossier at each step of the way, made through the services, and the people who ask about them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.utils import timezone
from rest_framework.test import APIClient

from demonstration.targets import load_targets
from initiatives.models import Attachment, Dossier, Round
from initiatives.services.appeal_files import attach_to_appeal
from initiatives.services.appeals import lodge_appeal, perform_on_appeal
from initiatives.services.authors import answer_invitation, link_of, save_authors
from initiatives.services.blinding import add_redacted_copy
from initiatives.services.contract_files import attach_to_contract
from initiatives.services.contracts import file_request, perform_on_report
from initiatives.services.dossiers import advance
from initiatives.services.drafts import save_answers
from initiatives.services.files import attach
from initiatives.services.sealing import unseal
from initiatives.services.stages import file_next
from initiatives.services.tasks import word_task
from journal.models import Delivery, Event, Seal
from journal.services.seals import seal_journal
from operations.models import FailedTask, Hook
from organisation.actor import NOBODY, Actor
from organisation.models import ErasureRequest, Person, Role, Unit, User
from recognition.models import Certificate, Recognition, Target
from recognition.queries.verification import code_of
from recognition.services.decisions import draft_decision, publish_decision, sign_decision
from recognition.services.imports.desk import begin_import, settle
from recognition.services.reports import issue_report
from recognition.services.targets import set_target
from reviews.models import Conflict, Hearing
from reviews.queries.schemes import version_of
from reviews.services.appraising import appraise_apart, measure_apart
from reviews.services.assignments import preview_assignment, publish_assignment
from reviews.services.conclusions import conclude_hearing, send_back_for_revision
from reviews.services.conflicts import name_conflict
from reviews.services.councils import assign_dossiers, set_up_council
from reviews.services.polls import cast_ballot, close_poll, new_receipt, open_poll
from reviews.services.recusals import declare_conflict
from reviews.services.schemes import bind_scheme, load_shipped_schemes
from reviews.services.sessions import mark_attendance, open_session, plan_session
from reviews.services.sheets import lock_sheet, save_sheet
from reviews.services.substitutes import substitute
from tests import city, samples, selection, topics
from tests.recognition.registers import books

SCHEME = "department-default"
SCORES = {"novelty": "30", "applicability": "25", "benefit": "25"}
ROLES = ("chair", "deputy", "secretary", "reviewer", "member")
ROLES_OF_MEMBERS = tuple(f"member_{role}" for role in ROLES)
WORDS = (
    "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliett", "kilo", "lima",
    "mike", "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango", "uniform", "victor", "whiskey", "xray",
    "yankee", "zulu",
)  # fmt: skip


@dataclass
class Place:
    """`people` by what they are; `names` are what addresses and requests are filled with."""

    people: dict[str, Actor] = field(default_factory=dict)
    names: dict[str, Any] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def client(self, who: str) -> APIClient:
        """A client of the API for one of the people; `anonymous` has not signed in."""
        caller = APIClient(raise_request_exception=False)
        if who != "anonymous":
            caller.force_authenticate(self.user(who))
        return caller

    def user(self, who: str) -> User | AnonymousUser:
        """Their account."""
        if who == "anonymous":
            return AnonymousUser()
        return User.objects.select_related("person").get(pk=self.people[who].user_id)

    def staff_code(self, who: str) -> str:
        """Their staff code."""
        return Person.objects.get(pk=self.people[who].person_id).code


def build() -> Place:
    """Everything. About a second and a half."""
    cache.clear()
    load_shipped_schemes()
    load_targets()
    place = Place()
    health, schools = city.unit("SYT"), city.unit("SGDDT")
    _people(place, health, schools)
    here = _round(health, SCHEME, place.people["registrar"])
    above = city.round_at(Unit.objects.get(code="UBND"), purpose="influence", level="city")
    place.names |= {
        "round": here.code,
        "city_round": above.code,
        "free_round": city.round_at(health).code,
        "unit": "SYT",
        "username": place.user("author").username,
        "other_unit": "SGDDT",
        "field": "yte",
    }
    _filed(place, here)
    _judged(place, here)
    _decided(place, here)
    _hidden(place, health)
    cast = _executed(place, health)
    _determined(place, cast)
    return place


def _people(place: Place, health: Unit, schools: Unit) -> None:
    town = Unit.objects.get(code="UBND")
    offices = {
        "officer": Role.OFFICER, "secretary": Role.SECRETARY, "registrar": Role.REGISTRAR, "leader": Role.LEADER,
    }  # fmt: skip
    for who in ("author", "coauthor", "invited", "recused", "seatless", *ROLES_OF_MEMBERS):
        place.people[who] = city.actor(at=health)
    for who, role in offices.items():
        place.people[who] = city.actor(role, at=health)
    place.people["stranger"] = city.actor(at=schools)
    place.people["other_officer"] = city.actor(Role.OFFICER, at=schools)
    place.people["administrator"] = city.actor(Role.ADMINISTRATOR, at=town)


def _round(unit: Unit, scheme: str, registrar: Actor) -> Round:
    made = city.round_at(unit)
    bind_scheme(made, version_of(scheme), registrar)
    return made


def _words(place: Place, name: str) -> dict[str, Any]:
    """A title and a summary that stand nowhere else, so that a search that leaks is seen."""
    place.titles[name] = f"Quy trình {WORDS[len(place.titles)]} tại trạm"
    return {"title": place.titles[name], "summary": f"Tóm tắt {WORDS[len(place.titles) - 1]}"}


def _named(place: Place, name: str, dossier: Dossier) -> Dossier:
    """Keep the dossier under a name: its code, its work."""
    place.names |= {name: dossier.reference, f"{name}_work": dossier.work_id}
    return dossier


def _filed(place: Place, round_: Round) -> None:
    author = place.people["author"]
    draft = _named(place, "draft", city.draft(author, round_, **_words(place, "draft")))
    coauthor, invited = place.staff_code("coauthor"), place.staff_code("invited")
    save_authors(draft.reference, author, [
        {"person": place.staff_code("author"), "share": "50"}, {"person": coauthor, "share": "30"},
        {"person": invited, "share": "20"},
    ])  # fmt: skip
    rows = {row.person.code: row for row in draft.work.authors.select_related("person", "work")}
    answer_invitation(rows[coauthor], True, place.people["coauthor"])
    attach(draft.reference, author, "minh-chung.pdf", city.upload("minh-chung.pdf", samples.pdf()))
    place.names |= {"draft_file": Attachment.objects.get().pk, "link": link_of(rows[invited])}
    _named(place, "whole", city.draft(author, round_, **_words(place, "whole")))
    submitted = city.draft(author, round_, **_words(place, "submitted"))
    attach(submitted.reference, author, "phu-luc.pdf", city.upload("phu-luc.pdf", samples.pdf(2)))
    place.names["submitted_file"] = Attachment.objects.order_by("-pk").values_list("pk", flat=True)[0]
    _named(place, "submitted", city.take(submitted, "submit", author, author))
    returned = city.submitted(author, round_, **_words(place, "returned"))
    city.take(returned, "return", author, place.people["officer"])
    _named(place, "returned", returned)
    for steps, name in enumerate(("refused", "appeal", "taken_up_appeal", "examined_appeal", "answered_appeal")):
        _appealed(place, name, steps, city.submitted(author, round_, **_words(place, name)))
    _named(place, "admitted", city.admitted(author, round_, **_words(place, "admitted")))


def _appealed(place: Place, name: str, steps: int, dossier: Dossier) -> None:
    """A refused dossier, and an appeal about it after so many steps."""
    city.take(dossier, "refuse", place.people["author"], place.people["officer"])
    _named(place, name, dossier)
    if not steps:
        return
    decided = {
        "decided_on": timezone.localdate().isoformat(),
        "decision_number": "09/QĐ-SYT",
        "reason": "Đúng quy định",
        "signer_name": "Nguyễn Văn Quảng",
        "signer_post": "Giám đốc",
    }
    said = {"grounds": "Có điểm mới", "wanted": "Xem xét lại"}
    place.names[name] = lodge_appeal(dossier.code or "", place.people["author"], said).code
    if name == "appeal":
        upload = city.upload("giai-trinh.pdf", samples.pdf())
        [file] = attach_to_appeal(place.names[name], place.people["author"], [upload])
        place.names["appeal_file"] = file.pk
    acts: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("registrar", "take_up", {"handler": place.staff_code("secretary")}),
        ("secretary", "examine", {"findings": "Không có căn cứ"}), ("leader", "reject", decided),
    )  # fmt: skip
    for who, act, given in acts[: steps - 1]:
        perform_on_appeal(place.names[name], act, place.people[who], given)


def _judged(place: Place, round_: Round) -> None:
    """A council that has concluded on one dossier, votes on another, has counted on a third, scores a fourth."""
    author, office = place.people["author"], place.people["secretary"]
    names = ("reviewed", "voting", "counted", "scored", "waiting", "resting")
    dossiers = [_named(place, name, city.admitted(author, round_, **_words(place, name))) for name in names]
    members = [place.people[who] for who in ROLES_OF_MEMBERS]
    rows = [{"person": place.staff_code(who), "role": role} for who, role in zip(ROLES_OF_MEMBERS, ROLES, strict=True)]
    rows.append({"person": place.staff_code("recused"), "role": "member"})
    council = set_up_council(place.people["registrar"], round_, "Hội đồng sáng kiến Sở", rows)
    hearings = dict(zip(names, assign_dossiers(council.code, office, [d.code or "" for d in dossiers]), strict=True))
    _other_council(place, round_)
    for hearing in hearings.values():
        declare_conflict(hearing.pk, place.people["recused"], "Cùng nhóm nghiên cứu")
    for name in ("reviewed", "voting", "counted"):
        _score(hearings[name], members)
    _score(hearings["scored"], members[:1])
    for member in members:
        save_sheet(hearings["waiting"].pk, member, scores=SCORES)
    chair = members[0]
    in_session = [hearing.pk for name, hearing in hearings.items() if name not in ("waiting", "resting")]
    session = plan_session(council.code, chair, timezone.localdate(), "Phòng họp 1", in_session)
    seats = list(council.seats.order_by("position").values_list("pk", flat=True))
    open_session(session.pk, chair, seats[:5])
    mark_attendance(session.pk, chair, seats[:5])
    plan_session(council.code, chair, timezone.localdate() + timedelta(days=1), "", [hearings["waiting"].pk])
    polls = {name: open_poll(hearings[name].pk, chair) for name in ("reviewed", "counted", "voting")}
    for name, voters in (("reviewed", members), ("counted", members), ("voting", [members[n] for n in (0, 1, 3)])):
        for member in voters:
            cast_ballot(polls[name].pk, member, "yes", new_receipt())
    for name in ("reviewed", "counted"):
        close_poll(polls[name].pk, chair)
    conclusion = conclude_hearing(hearings["reviewed"].pk, chair)
    _assigned(place, council.code)
    place.names |= {
        "council": council.code, "session": session.pk, "poll": polls["voting"].pk,
        "closed_poll": polls["counted"].pk, "conclusion": conclusion.pk, "seats": seats,
        "receipt": new_receipt(),
        **{f"{name}_hearing": hearing.pk for name, hearing in hearings.items()},
    }  # fmt: skip


def _assigned(place: Place, council: str) -> None:
    """One assignment published, another previewed; a conflict found in the record, and one named by an author."""
    office, author = place.people["secretary"], place.people["author"]
    published = publish_assignment(preview_assignment(council, office, 2, seed=1).pk, office)
    resting = Dossier.objects.get(code=place.names["resting"])
    found = Conflict.objects.create(
        dossier=resting, person_id=place.people["recused"].person_id, ground=Conflict.Ground.CO_AUTHOR
    )
    place.names |= {
        "published_assignment": published.pk, "preview": preview_assignment(council, office, 2, seed=2).pk,
        "own_conflict": found.pk,
        "claim": name_conflict(resting.code or "", author, place.staff_code("stranger"), "Có tranh chấp").pk,
    }  # fmt: skip


def _score(hearing: Hearing, members: list[Actor]) -> None:
    for member in members:
        save_sheet(hearing.pk, member, scores=SCORES)
        lock_sheet(hearing.pk, member)


def _other_council(place: Place, round_: Round) -> None:
    """A council of the same round that hears one dossier and has planned to meet: its members see none of the others."""
    who = [f"elsewhere_{role}" for role in ROLES]
    for name in who:
        place.people[name] = city.actor(at=Unit.objects.get(code="SYT"))
    rows = [{"person": place.staff_code(name), "role": role} for name, role in zip(who, ROLES, strict=True)]
    made = set_up_council(place.people["registrar"], round_, "Hội đồng thứ hai", rows)
    third = set_up_council(place.people["registrar"], round_, "Hội đồng thứ ba", rows)
    dossier = _named(place, "elsewhere", city.admitted(place.people["author"], round_, **_words(place, "elsewhere")))
    assign_dossiers(made.code, place.people["secretary"], [dossier.code or ""])
    planned = plan_session(made.code, place.people["elsewhere_chair"], timezone.localdate())
    _stood_in(place, round_, rows)
    place.names |= {
        "other_council": made.code, "empty_council": third.code, "planned": planned.pk,
        "other_seats": list(made.seats.order_by("position").values_list("pk", flat=True)),
    }  # fmt: skip


def _stood_in(place: Place, round_: Round, rows: list[dict[str, Any]]) -> None:
    """Two councils in session with a member absent and an alternate named; in the second the alternate sits in."""
    chair = place.people["elsewhere_chair"]
    place.people["alternate"] = city.actor(at=Unit.objects.get(code="SYT"))
    alternate = {"person": place.staff_code("alternate"), "role": "member", "alternate": True}
    for name in ("held", "stood"):
        made = set_up_council(place.people["registrar"], round_, "Hội đồng có dự khuyết", [*rows, alternate])
        dossier = _named(
            place, f"{name}_one", city.admitted(place.people["author"], round_, **_words(place, f"{name}_one"))
        )
        revised = _named(
            place, "revised", city.admitted(place.people["author"], round_, **_words(place, f"{name}_two"))
        )
        codes = [dossier.code or "", revised.code or ""]
        _first, second = assign_dossiers(made.code, place.people["secretary"], codes)
        session = plan_session(made.code, chair, timezone.localdate())
        seats = list(made.seats.order_by("position").values_list("pk", flat=True))
        open_session(session.pk, chair, seats[:4])
        send_back_for_revision(second.pk, chair, [{"field": "novelty", "text": "Nêu rõ điểm mới."}])
        place.names |= {name: session.pk, f"{name}_seats": seats}
    substitute(place.names["stood"], chair, *place.names["stood_seats"][4:])


def _decided(place: Place, round_: Round) -> None:
    """One dossier recognised and published with its certificate, one in a draft of a decision, one concluded."""
    author, registrar = place.people["author"], place.people["registrar"]
    for name in ("recognised", "drafted", "signed", "passed"):
        _named(place, name, city.concluded(author, round_, **_words(place, name)))
    unit, today = Unit.objects.get(code="SYT"), timezone.localdate()
    first = draft_decision(registrar, unit, "department", [place.names["recognised"]])
    signed = sign_decision(first.code, registrar, today, "Võ Thành Đạt", "Giám đốc")
    publish_decision(signed.code, registrar)
    second = draft_decision(registrar, unit, "department", [place.names["drafted"]])
    third = draft_decision(registrar, unit, "department", [place.names["signed"]])
    third = sign_decision(third.code, registrar, today, "Võ Thành Đạt", "Giám đốc")
    certificate = Certificate.objects.get()
    seal_journal()
    run = begin_import(registrar, unit, city.upload("so-cu.xlsx", books.xlsx()))
    place.names["import"] = settle(run.pk, registrar, {"unit": "SYT", "columns": {"unit": None}}).pk
    place.names |= {
        "decision": signed.code, "draft_decision": second.code, "signed_decision": third.code, "serial": certificate.serial,
        "verification": code_of(certificate), "recognition": Recognition.objects.get(decision=signed).pk,
        "target": "cap-so-2025-2030", "own_target": _own_target(place).code, "public_work": place.names["recognised_work"],
        "delivery": Delivery.objects.create(event=Event.objects.create(name="x", subject="x"), follower="nobody", attempts=9).pk,
        "task_failed": FailedTask.objects.create(name="operations.tasks.pulse", error="ValueError").pk,
        "leaver": place.staff_code("seatless"),
        "erasure": ErasureRequest.objects.create(person_id=place.people["seatless"].person_id).pk,
        "hook": Hook.objects.create(name="Cổng", address="https://1.1.1.1/", secret="whsec_", wants=[]).pk,
        "seal": Seal.objects.get().number, "report": issue_report(registrar, today - timedelta(days=1)).pk,
    }  # fmt: skip


def _hidden(place: Place, unit: Unit) -> None:
    """A sealed round that waits for its opening, one that is open; and a dossier of a blind one before the council."""
    author, registrar, past = (
        place.people["author"],
        place.people["registrar"],
        timezone.localdate() - timedelta(days=1),
    )
    sealed, opened = (city.round_at(unit, sealed=True, closes_on=past) for _number in range(2))
    unseal(opened.code, registrar, "Nguyễn Văn Quảng, Thanh tra")
    blind = city.round_at(unit, blind=True)
    bind_scheme(blind, version_of(SCHEME), registrar)
    draft = city.draft(author, blind, title="Số hóa sổ theo dõi", summary="Bớt một lần nhập tay")
    attach(draft.reference, author, "ket-qua.pdf", city.upload("ket-qua.pdf", samples.pdf()))
    city.take(draft, "submit", author, author)
    dossier = _named(place, "blind", city.take(draft, "admit", author, place.people["officer"]))
    file = Attachment.objects.get(dossier=dossier)
    add_redacted_copy(dossier.reference, author, file.pk, "ban-che.pdf", city.upload("ban-che.pdf", samples.pdf(2)))
    rows = [{"person": place.staff_code(who), "role": role} for who, role in zip(ROLES_OF_MEMBERS, ROLES, strict=True)]
    council = set_up_council(registrar, blind, "Hội đồng xét ẩn danh", rows)
    [hearing] = assign_dossiers(council.code, place.people["secretary"], [dossier.code or ""])
    place.names |= {
        "sealed_round": sealed.code, "opened_round": opened.code, "blind_file": file.pk, "blind_hearing": hearing.pk,
    }  # fmt: skip


def _own_target(place: Place) -> Target:
    """A target that the registrar of one department sets for it."""
    return set_target(
        place.people["registrar"], "cua-so", None, title_vi="Tăng 20%", title_en="+20%", levels=["department"], kinds=[],
        fields=[], units=["SYT"], shares={}, method="term", growth=Decimal(20), baseline_from=date(2020, 1, 1),
        baseline_to=date(2024, 12, 31), baseline_value=None, baseline_source="", period_from=date(2025, 1, 1),
        period_to=date(2029, 12, 31), source="",
    )  # fmt: skip


def _executed(place: Place, health: Unit) -> topics.Play:
    """Topics selected, under contract, with a report, a request and a file; and one whose result was accepted."""
    people = place.people
    cast = topics.Play(
        health, health, people["author"], people["registrar"], people["officer"], people["officer"], people["leader"]
    )
    begins = timezone.localdate() - timedelta(days=365)
    contract, accepted = topics.in_execution(cast, begins), topics.in_execution(cast, begins)
    perform_on_report(contract.code, 1, "submit", cast.author, topics.REPORT)
    file_request(contract.code, cast.author, "goals", {"goals": "Mục tiêu mới", "reason": "Thị trường đổi"})
    file = attach_to_contract(contract.code, cast.author, city.upload("phu-luc.pdf", samples.pdf()))
    dossier = file_next(cast.author, accepted.dossier.reference, topics.acceptance_round(cast).code)
    save_answers(dossier.draft_code, cast.author, city.answers("acceptance", "SYT"))
    for step in ("submit", "admit", "review", "conclude", "recognise"):
        dossier = city.take(dossier, step, cast.author, cast.officer)
    measured = topics.to_be_accepted(cast)
    advance(measured.pk, "review", NOBODY, through="council")
    found = {"members": topics.EXPERTS, "products": topics.MEASURED, "findings": "Đạt một phần"}
    measure_apart(measured.reference, cast.registrar, timezone.localdate(), **found)
    place.names |= {
        "measured": measured.reference, "contract": contract.code, "accepted_contract": accepted.code, "contract_file": file.pk,
        "running_selection": contract.dossier.reference, "acceptance_round": dossier.round.code,
        "draft_contract": topics.drafted(cast, begins).code, "selected": topics.selected(cast).reference,
        "initiative_round": city.round_at(health).code,
    }  # fmt: skip
    return cast


def _determined(place: Place, cast: topics.Play) -> None:
    """A proposal to be made a task, tasks worded, listed and called for, and a dossier chosen with its appraisal."""
    chosen, closed = selection.chosen(cast), selection.listed(cast)
    given = {"members": selection.TEAM, "lines": selection.BUDGET, "held_on": timezone.localdate()}
    appraise_apart(chosen.reference, cast.registrar, **given)
    yesterday = timezone.localdate() - timedelta(days=1)
    round_ = selection.called(cast, closed, sealed=False)
    Round.objects.filter(pk=round_.pk).update(opens_on=yesterday, closes_on=yesterday)
    worded = word_task(selection.proposal(cast).reference, cast.registrar, selection.WORDED)
    place.names |= {
        "proposal": selection.proposal(cast).reference, "worded_task": worded.code, "closed_task": closed.code,
        "listed_task": selection.listed(cast).code, "appraised": chosen.reference,
        "determined_hearing": _heard(place, cast),
    }  # fmt: skip


def _heard(place: Place, cast: topics.Play) -> int:
    """A proposal that the council of five has passed in a session, its members voting for a selection."""
    scheme = "determination-methods"
    round_ = city.round_at(cast.authority, kind="topic", purpose="determination", level="department")
    bind_scheme(round_, version_of(scheme))
    dossier = city.admitted(cast.author, round_)
    rows = [{"person": place.staff_code(who), "role": role} for who, role in zip(ROLES_OF_MEMBERS, ROLES, strict=True)]
    council = set_up_council(cast.registrar, round_, "Hội đồng tư vấn xác định nhiệm vụ", rows)
    [hearing] = assign_dossiers(council.code, place.people["secretary"], [dossier.code or ""])
    Hearing.objects.filter(pk=hearing.pk).update(made_at=timezone.now() - timedelta(days=21))  # papers in time
    chair, seats = place.people["member_chair"], list(council.seats.values_list("pk", flat=True))
    session = plan_session(council.code, chair, timezone.localdate(), "Phòng họp 2", [hearing.pk])
    open_session(session.pk, chair, seats)
    poll = open_poll(hearing.pk, chair)
    for member in ROLES_OF_MEMBERS:
        cast_ballot(poll.pk, place.people[member], "selection", new_receipt())
    close_poll(poll.pk, chair)
    conclude_hearing(hearing.pk, chair)
    return hearing.pk
