"""The one workflow: every pair of the table works, and no other does."""

import pytest

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.choices import State
from initiatives.models import Dossier
from initiatives.services.dossiers import advance, perform
from initiatives.workflow import WORKFLOW
from journal.models import Entry
from organisation.actor import NOBODY
from organisation.models import Role
from tests import city

pytestmark = pytest.mark.django_db
PAIRS = [(t.name, state) for t in WORKFLOW for state in State.values if state in t.sources]


@pytest.mark.parametrize(("name", "state"), PAIRS)
def test_every_pair_of_the_table_works_and_is_journaled(name, state, author, checker, round_):
    dossier = city.take(city.in_state(state, author, checker, round_), name, author, checker)
    assert dossier.state == WORKFLOW[name].target
    entry = Entry.objects.filter(subject=f"dossier:{dossier.pk}").latest("id")
    assert (entry.event, entry.data["from"], entry.data["to"]) == (WORKFLOW[name].event, state, dossier.state)


@pytest.mark.parametrize("state", State.values)
def test_no_other_pair_works_and_nothing_has_changed_after_the_attempt(state, author, checker, round_):
    dossier = city.in_state(state, author, checker, round_)
    entries = Entry.objects.count()
    for step in WORKFLOW:
        if state in step.sources:
            continue
        with pytest.raises((StateConflict, NotFound)) as refused:
            city.take(dossier, step.name, author, checker)
        if isinstance(refused.value, NotFound):
            assert state == State.DRAFT  # which those who check do not see
        else:
            assert refused.value.extra == {"state": state}
    assert Entry.objects.count() == entries
    assert Dossier.objects.values().get(pk=dossier.pk)["state"] == state


@pytest.mark.parametrize("name", [t.name for t in WORKFLOW if t.through])
def test_what_belongs_to_a_council_a_decision_or_the_clock_is_no_button_for_anybody(name, author, checker, round_):
    dossier = city.draft(author, round_)
    with pytest.raises(Forbidden):
        perform(dossier.reference, name, author)
    for other in {"council", "decision", "clock", "import"} - {WORKFLOW[name].through}:
        with pytest.raises(Forbidden):
            advance(dossier.pk, name, NOBODY, through=other)


def test_a_transition_that_is_not_in_the_table_is_not_there(author, round_):
    with pytest.raises(NotFound):
        perform(city.draft(author, round_).reference, "approve", author)


def test_a_transition_takes_only_what_it_asks_for(author, round_):
    dossier = city.draft(author, round_)
    with pytest.raises(Invalid) as error:
        perform(dossier.reference, "submit", author, outcome="passed")
    assert set(error.value.fields) == {"outcome"}


@pytest.mark.parametrize(
    ("reasons", "field"),
    [
        ([], "reasons"),
        ([{"field": "novelty", "text": " \x00 "}], "reasons.0.text"),
        ([{"field": "salary", "text": "Bổ sung"}], "reasons.0.field"),
        ([*city.REASONS, {"field": "other", "text": "x" * 2_001}], "reasons.1.text"),
    ],
)
def test_a_return_needs_reasons_tied_to_fields(reasons, field, author, checker, round_):
    dossier = city.submitted(author, round_)
    with pytest.raises(Invalid) as error:
        perform(dossier.reference, "return", checker, reasons=reasons)
    assert set(error.value.fields) == {field}


def test_a_refusal_names_its_rule(author, checker, round_):
    dossier = city.submitted(author, round_)
    with pytest.raises(Invalid) as error:
        perform(dossier.reference, "refuse", checker, rule="  ", reasons=city.REASONS)
    assert set(error.value.fields) == {"rule"}


def test_what_people_write_is_kept_clean_in_the_notice_and_in_the_journal(author, checker, round_):
    dossier = city.submitted(author, round_)
    perform(
        dossier.reference, "return", checker, reasons=[{"field": "title", "text": "Gia\u0301o du\u0323c\x00\u202e"}]
    )
    assert dossier.notices.get().reasons == [{"field": "title", "text": "Giáo dục"}]
    assert Entry.objects.get(event="dossier_returned").data["reasons"][0]["text"] == "Giáo dục"


def test_the_list_of_open_transitions_is_what_the_actor_may_do_now(author, checker, round_):
    stranger = city.actor(Role.OFFICER, at=city.unit("SXD"))
    open_to = {
        state: tuple(
            [t.name for t in WORKFLOW.open_to(who, city.in_state(state, author, checker, round_))]
            for who in (author, checker, stranger)
        )
        for state in (State.DRAFT, State.SUBMITTED, State.RETURNED, State.ADMITTED, State.CONCLUDED, State.RECOGNISED)
    }
    assert open_to == {
        State.DRAFT: (["submit", "withdraw"], [], []),
        State.SUBMITTED: (["withdraw"], ["admit", "return", "refuse"], []),
        State.RETURNED: (["submit", "withdraw"], [], []),
        State.ADMITTED: (["withdraw"], [], []),
        State.CONCLUDED: ([], [], []),
        State.RECOGNISED: ([], [], []),
    }


def test_nothing_is_recognised_that_the_council_has_not_passed(author, checker, round_):
    dossier = city.in_state(State.IN_REVIEW, author, checker, round_)
    advance(dossier.pk, "conclude", NOBODY, through="council", outcome="not_passed")
    with pytest.raises(Invalid):
        advance(dossier.pk, "recognise", NOBODY, through="decision")
    assert advance(dossier.pk, "decline", NOBODY, through="decision").state == State.NOT_RECOGNISED
