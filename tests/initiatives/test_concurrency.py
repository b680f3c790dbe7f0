"""Two at once: one wins, the other is told; codes never skip and never repeat."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from config.errors import DomainError, Invalid, Stale, StateConflict
from initiatives.choices import State
from initiatives.models import Contract, Counter, Dossier, Round, Version
from initiatives.services.contracts import perform_on_contract
from initiatives.services.dossiers import perform
from initiatives.services.drafts import save_answers
from initiatives.services.numbers import next_number
from initiatives.services.tasks import word_task
from journal.models import Entry
from organisation.models import Role
from reviews.services.rankings import settle_ranking
from tests import city, selection, topics

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("nobody_follows")]


@pytest.fixture
def nobody_follows(settings):
    settings.BACKGROUND = "later"


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run calls in threads that start together; returns what each returned or raised, in the order given."""
    start, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            start.wait(10)
            results[place] = call()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.mark.parametrize("turn", range(3))
def test_of_two_who_check_at_once_one_wins_and_the_other_gets_a_conflict(turn, author, unit, round_):
    dossier = city.submitted(author, round_)
    first, second = (city.actor(Role.OFFICER, at=unit) for _n in range(2))
    results = at_once(
        lambda: perform(dossier.code, "admit", first),
        lambda: perform(dossier.code, "return", second, reasons=city.REASONS),
    )
    assert sorted(type(result).__name__ for result in results) == ["Dossier", "StateConflict"]
    won = next(result for result in results if isinstance(result, Dossier))
    lost = next(result for result in results if isinstance(result, StateConflict))
    assert lost.extra == {"state": won.state}
    assert Dossier.objects.get(pk=dossier.pk).state == won.state
    told = Entry.objects.filter(event__in=["dossier_admitted", "dossier_returned"])
    assert [entry.data["to"] for entry in told] == [won.state]


def test_submitting_twice_at_once_makes_one_version_and_one_code(author, round_):
    draft = city.draft(author, round_)
    results = at_once(*[lambda: perform(draft.draft_code, "submit", author)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["Dossier", "StateConflict"]
    assert Version.objects.filter(dossier=draft).count() == 1


def test_two_tabs_that_save_at_once_on_the_same_revision_one_is_stale(author, round_):
    draft = city.draft(author, round_)
    seen = draft.work.revision
    results = at_once(
        lambda: save_answers(draft.draft_code, author, {"problem": "từ thẻ thứ nhất"}, seen),
        lambda: save_answers(draft.draft_code, author, {"problem": "từ thẻ thứ hai"}, seen),
    )
    assert sorted(type(result).__name__ for result in results) == ["Dossier", "Stale"]
    won = next(result for result in results if not isinstance(result, Stale))
    draft.work.refresh_from_db()
    assert draft.work.content["problem"] == won.work.content["problem"]
    assert draft.work.revision == seen + 1


def test_codes_of_dossiers_submitted_at_once_neither_skip_nor_repeat(unit, round_):
    authors = [city.actor(at=unit) for _n in range(6)]
    drafts = [city.draft(author, round_) for author in authors]
    drafts[2] = city.begin_dossier(authors[2], round_.code, "Còn thiếu nội dung")
    results = at_once(
        *[
            lambda draft=draft, author=author: perform(draft.draft_code, "submit", author)
            for draft, author in zip(drafts, authors, strict=True)
        ]
    )
    assert isinstance(results[2], DomainError)
    codes = sorted(result.code for result in results if isinstance(result, Dossier))
    assert [int(code[-4:]) for code in codes] == [1, 2, 3, 4, 5]
    assert Dossier.objects.filter(state=State.SUBMITTED).count() == 5


def test_numbers_taken_at_once_while_some_are_rolled_back():
    def take(fails: bool) -> int:
        with transaction.atomic():
            number = next_number("thử")
            if fails:
                raise RuntimeError
            return number

    results = at_once(*[lambda fails=fails: take(fails) for fails in [False, True] * 5])
    given = sorted(result for result in results if isinstance(result, int))
    assert given == [1, 2, 3, 4, 5]
    assert Counter.objects.get(series="thử").last == 5


def _word(play):
    proposal = selection.proposal(play)
    return [lambda: word_task(proposal.reference, play.registrar, selection.WORDED)] * 2


def _call(play):
    tasks = [selection.listed(play), selection.listed(play)]
    return [lambda: selection.called(play, *tasks), lambda: selection.called(play, *reversed(tasks))]


def _settle(play):
    """A call to which nobody answered."""
    task, past = selection.listed(play), timezone.localdate() - timedelta(1)
    round_ = selection.called(play, task, sealed=False)
    Round.objects.filter(pk=round_.pk).update(opens_on=past, closes_on=past)
    return [lambda: settle_ranking(task.code, play.registrar)] * 2


def _follow_up(play):
    dossier = topics.to_be_accepted(play)
    for step in ("review", "conclude", "recognise"):
        city.take(dossier, step, play.author, play.officer)
    contract, done = Contract.objects.get(work=dossier.work), {"number": 1, "note": "Đã đăng ký", "use": ""}
    given = {**done, "done_on": timezone.localdate().isoformat()}
    return [lambda: perform_on_contract(contract.code, "follow_up", play.author, given)] * 2


@pytest.mark.parametrize("deed", [_word, _call, _settle, _follow_up])
def test_of_the_same_deed_on_a_topic_twice_at_once_one_is_done_and_the_other_told(deed):
    results = at_once(*deed(topics.play()))
    [told] = [result for result in results if isinstance(result, Exception)]
    assert isinstance(told, StateConflict | Invalid) and str(told.message)
