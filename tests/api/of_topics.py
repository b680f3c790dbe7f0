"""Topics: proposed, determined, called for, appraised, under contract, accepted."""

from datetime import timedelta

from django.utils import timezone

from initiatives.models import Round
from initiatives.services.contract_files import attach_to_contract
from initiatives.services.contracts import file_request, perform_on_report
from initiatives.services.dossiers import advance
from initiatives.services.drafts import save_answers
from initiatives.services.stages import file_next
from initiatives.services.tasks import word_task
from organisation.actor import NOBODY
from organisation.models import Unit
from reviews.models import Hearing
from reviews.queries.schemes import version_of
from reviews.services.appraising import appraise_apart, measure_apart
from reviews.services.conclusions import conclude_hearing
from reviews.services.councils import assign_dossiers, set_up_council
from reviews.services.polls import cast_ballot, close_poll, new_receipt, open_poll
from reviews.services.schemes import bind_scheme
from reviews.services.sessions import open_session, plan_session
from tests import city, samples, selection, topics
from tests.api.place import ROLES, ROLES_OF_MEMBERS, Place


def executed(place: Place, health: Unit) -> topics.Play:
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


def determined(place: Place, cast: topics.Play) -> None:
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
