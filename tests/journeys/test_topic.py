"""A research topic by the same workflow as everything else: selected under one scheme, accepted under another, counted."""

import pytest
from django.utils import timezone

from config.errors import Invalid
from initiatives.choices import State
from initiatives.models import Dossier, Round
from initiatives.services.contracts import draft_contract, perform_on_contract
from initiatives.services.dossiers import perform
from initiatives.services.drafts import save_answers
from initiatives.services.plans import save_plan
from initiatives.services.stages import file_next, rounds_after
from organisation.models import Role
from recognition.models import Recognition
from recognition.services.decisions import draft_decision, publish_decision, sign_decision
from reviews.queries.schemes import version_of
from reviews.rules.shipped import shipped_texts
from reviews.services.conclusions import conclude_hearing
from reviews.services.councils import set_up_council
from reviews.services.schemes import bind_scheme, load_shipped_schemes
from tests import city, topics
from tests.reviews import factories

SELECTION = {"overview": "11", "content": "22", "products": "15", "application": "14", "plan": "14", "capacity": "15"}
ACCEPTANCE = {"content": "23", "scale": "22", "effect": "22", "presentation": "21"}


@pytest.fixture
def town(transactional_db):
    return factories.town("tt20-2023-selection", 7)


@pytest.fixture
def author(town):
    return city.actor(at=city.unit("DHDN", "department"))


def judged(town, dossier, scores, *ballots):
    checker = city.actor(Role.OFFICER, at=town.round.authority)
    perform(dossier.reference, "admit", checker)
    [hearing] = town.hear(Dossier.objects.get(pk=dossier.pk))
    town.meet()
    town.score(hearing, **scores)
    if ballots:
        town.vote(hearing, *ballots)
    return conclude_hearing(hearing.pk, town.chair)


def decided(town, dossier):
    registrar = factories.actor(town.registrar)
    decision = draft_decision(registrar, town.round.authority, dossier.level, [dossier.code])
    sign_decision(decision.code, registrar, timezone.localdate(), "Lê Quang Thắng", "Phó Chủ tịch")
    decision.refresh_from_db()
    return publish_decision(decision.code, registrar)


def under_contract(town, selection):
    registrar, today = factories.actor(town.registrar), timezone.localdate()
    contract = draft_contract(registrar, selection.reference, topics.PROVINCE, today, 24, topics.CAP)
    save_plan(contract.code, registrar, **topics.rows(today))
    signing = {"signed_on": today.isoformat(), **topics.SIGNED}
    return perform_on_contract(contract.code, "sign", registrar, signing)


def acceptance_round(town):
    scheme = "vinh-phuc-acceptance"
    load_shipped_schemes({scheme: shipped_texts()[scheme]})
    round_ = city.round_at(town.round.authority, kind="topic", purpose="acceptance", level=town.round.level)
    bind_scheme(round_, version_of(scheme))
    rows = [{"person": one.code, "role": role} for one, role in zip(town.members, factories.ROLES, strict=False)]
    town.round = round_
    town.council = set_up_council(factories.actor(town.registrar), round_, "Hội đồng nghiệm thu", rows)
    return round_


def test_a_topic_is_selected_then_accepted_and_counts_once_when_accepted(town, author):
    selection = city.submitted(author, town.round)
    assert judged(town, selection, SELECTION).outcome == "passed"
    selection.refresh_from_db()
    decided(town, selection)
    assert not Recognition.objects.exists()  # an approved proposal is work to do, not a result

    round_ = acceptance_round(town)
    selection.refresh_from_db()
    assert selection.state == State.RECOGNISED
    assert rounds_after(selection, timezone.localdate()) == []  # the contract comes first
    contract = under_contract(town, selection)
    assert rounds_after(selection, timezone.localdate()) == [round_]
    draft = file_next(author, selection.reference, round_.code)
    save_answers(draft.draft_code, author, city.answers("acceptance", "DHDN", title=selection.work.title))
    acceptance = perform(draft.draft_code, "submit", author)
    made = judged(town, acceptance, ACCEPTANCE, *["yes"] * 6, "no")
    assert (made.outcome, made.grade) == ("passed", "excellent")
    acceptance.refresh_from_db()
    decided(town, acceptance)

    contract.refresh_from_db()
    assert (contract.state, contract.grade) == ("accepted", "excellent")
    row = Recognition.objects.get()
    assert (row.kind, row.work_id, row.dossier_id) == ("topic", selection.work_id, acceptance.pk)


def test_a_topic_goes_on_once_and_only_to_the_stage_that_follows(town, author):
    selection = city.submitted(author, town.round)
    round_ = city.round_at(town.round.authority, kind="topic", purpose="acceptance", level=town.round.level)
    with pytest.raises(Invalid):
        file_next(author, selection.reference, round_.code)
    judged(town, selection, SELECTION)
    selection.refresh_from_db()
    decided(town, selection)
    again = Round.objects.get(pk=town.round.pk)
    with pytest.raises(Invalid):
        file_next(author, selection.reference, again.code)
    with pytest.raises(Invalid):
        file_next(author, selection.reference, round_.code)
    under_contract(town, selection)
    file_next(author, selection.reference, round_.code)
    with pytest.raises(Invalid):
        file_next(author, selection.reference, round_.code)
    selection.refresh_from_db()
    assert rounds_after(selection, timezone.localdate()) == []
