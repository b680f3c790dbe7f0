"""Councils that score, vote, conclude, assign and stand in."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from initiatives.models import Dossier, Round
from organisation.actor import Actor
from organisation.models import Unit
from reviews.models import Conflict, Hearing
from reviews.services.assignments import preview_assignment, publish_assignment
from reviews.services.conclusions import conclude_hearing, send_back_for_revision
from reviews.services.conflicts import name_conflict
from reviews.services.councils import assign_dossiers, set_up_council
from reviews.services.polls import cast_ballot, close_poll, new_receipt, open_poll
from reviews.services.recusals import declare_conflict
from reviews.services.sessions import mark_attendance, open_session, plan_session
from reviews.services.sheets import lock_sheet, save_sheet
from reviews.services.substitutes import substitute
from tests import city
from tests.api.place import ROLES, ROLES_OF_MEMBERS, SCORES, Place, kept_as, words_for


def judged(place: Place, round_: Round) -> None:
    """A council that has concluded on one dossier, votes on another, has counted on a third, scores a fourth."""
    author, office = place.people["author"], place.people["secretary"]
    names = ("reviewed", "voting", "counted", "scored", "waiting", "resting")
    dossiers = [kept_as(place, name, city.admitted(author, round_, **words_for(place, name))) for name in names]
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
    dossier = kept_as(
        place, "elsewhere", city.admitted(place.people["author"], round_, **words_for(place, "elsewhere"))
    )
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
        dossier = kept_as(
            place, f"{name}_one", city.admitted(place.people["author"], round_, **words_for(place, f"{name}_one"))
        )
        revised = kept_as(
            place, "revised", city.admitted(place.people["author"], round_, **words_for(place, f"{name}_two"))
        )
        codes = [dossier.code or "", revised.code or ""]
        _first, second = assign_dossiers(made.code, place.people["secretary"], codes)
        session = plan_session(made.code, chair, timezone.localdate())
        seats = list(made.seats.order_by("position").values_list("pk", flat=True))
        open_session(session.pk, chair, seats[:4])
        send_back_for_revision(second.pk, chair, [{"field": "novelty", "text": "Nêu rõ điểm mới."}])
        place.names |= {name: session.pk, f"{name}_seats": seats}
    substitute(place.names["stood"], chair, *place.names["stood_seats"][4:])
