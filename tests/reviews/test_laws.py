"""Random small councils, taken through random steps: the laws hold after each of them, whatever was refused on the way."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from config.errors import DomainError
from initiatives.choices import State
from initiatives.models import Author, Dossier
from initiatives.services.dossiers import perform
from journal.models import Entry
from reviews.models import Conclusion, Hearing, Place, Poll, Session, Sheet
from reviews.queries.hearings import hearings_visible_to
from reviews.queries.inputs import gather
from reviews.queries.sheets import sheets_shown
from reviews.rules.explanation import Step
from reviews.services import conclusions, polls, recusals, sessions, sheets
from tests.reviews import factories as f

MEMBERS = 5
seats = st.integers(0, MEMBERS - 1)
points = st.integers(0, 16)


class Councils(RuleBasedStateMachine):
    """One council under a scheme with points and a vote; each step may be refused, by an error of the domain alone."""

    scheme = f.BOTH

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.town = f.town(self.scheme, MEMBERS)
        self.actors = [f.actor(one) for one in self.town.members]
        self.scores, self.results, self.receipts, self.boxes = {}, {}, set(), {}

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def member(self, seat):
        return self.actors[seat]

    @property
    def secretary(self):
        return self.actors[2]

    def hearing(self, n):
        rows = list(Hearing.objects.order_by("pk").select_related("dossier", "scheme"))
        return rows[n % len(rows)] if rows else None

    def attempt(self, act, *args, **kwargs):
        try:
            with transaction.atomic():
                return act(*args, **kwargs)
        except DomainError:
            return None

    @initialize(authors=st.lists(st.sets(seats, max_size=2), min_size=1, max_size=3), absent=st.sets(seats, max_size=2))
    def file_assign_and_meet(self, authors, absent):
        for named in authors:
            writers = [self.town.members[n] for n in named] or [f.person()]
            self.attempt(self.town.hear, f.dossier(self.town.round, writers))
        self.attempt(self.town.meet, [n for n in range(MEMBERS) if n not in absent])

    @rule(n=st.integers(0, 5), seat=seats)
    def declare(self, n, seat):
        if hearing := self.hearing(n):
            self.attempt(recusals.declare_conflict, hearing.pk, self.member(seat), "Cùng nhóm")

    @rule(n=st.integers(0, 5), seat=seats, by=seats)
    def lift(self, n, seat, by):
        if hearing := self.hearing(n):
            pk = self.town.seats()[seat].pk
            self.attempt(recusals.lift_recusal, hearing.pk, self.member(by), pk, "Không còn xung đột")

    @rule(n=st.integers(0, 5), seat=seats)
    def become_author(self, n, seat):
        """As when the same work is filed for another purpose with one author more."""
        if hearing := self.hearing(n):
            Author.objects.get_or_create(
                work_id=hearing.dossier.work_id, person=self.town.members[seat],
                defaults={"position": 9, "share": 1, "confirmation": "confirmed"},
            )  # fmt: skip

    @rule(n=st.integers(0, 5))
    def withdraw(self, n):
        if hearing := self.hearing(n):
            writer = hearing.dossier.work.authors.first().person
            self.attempt(perform, hearing.dossier.code, "withdraw", f.actor(writer), note="")

    @rule(present=st.sets(seats, min_size=2))
    def meet(self, present):
        self.attempt(self.town.meet, sorted(present))

    @rule(present=st.sets(seats))
    def attend(self, present):
        if session := Session.objects.filter(state="open").first():
            here = [seat.pk for number, seat in enumerate(self.town.seats()) if number in present]
            self.attempt(sessions.mark_attendance, session.pk, self.secretary, here)

    @rule()
    def close(self):
        if session := Session.objects.filter(state="open").first():
            self.attempt(sessions.close_session, session.pk, self.secretary)

    @rule(n=st.integers(0, 5), seat=seats, points=points, lock=st.booleans())
    def score(self, n, seat, points, lock):
        if hearing := self.hearing(n):
            self.score_one(hearing, seat, points, lock)

    def score_one(self, hearing, seat, points, lock):
        given = dict.fromkeys(f.GOOD[self.scheme], str(points)) if points < 10 else f.GOOD[self.scheme]
        self.attempt(sheets.save_sheet, hearing.pk, self.member(seat), scores=given)
        if lock and (sheet := self.attempt(sheets.lock_sheet, hearing.pk, self.member(seat))):
            self.scores[sheet.pk] = dict(sheet.scores)

    @rule(n=st.integers(0, 5), no=st.integers(0, 2), leave=st.none() | seats)
    def judge(self, n, no, leave):
        """The usual way, or random steps would rarely come to a conclusion; perhaps somebody leaves in between."""
        hearing = self.hearing(n)
        if hearing is None:
            return
        for seat in range(MEMBERS):
            self.score_one(hearing, seat, 16, True)
        if poll := self.attempt(polls.open_poll, hearing.pk, self.member(0)):
            for seat in range(MEMBERS):
                self.ballot(poll, seat, "no" if seat < no else "yes")
            self.end_vote(0, False)
        if leave is not None:
            self.attempt(recusals.declare_conflict, hearing.pk, self.member(leave), "Cùng nhóm")
        self.conclude(n, 0 if leave else 1, False)

    @rule(n=st.integers(0, 5), by=seats)
    def open_vote(self, n, by):
        if hearing := self.hearing(n):
            self.attempt(polls.open_poll, hearing.pk, self.member(by))

    @precondition(lambda self: Poll.objects.filter(state="open").exists())
    @rule(voters=st.lists(seats, max_size=6), choice=st.sampled_from(["yes", "no"]))
    def cast(self, voters, choice):
        poll = Poll.objects.filter(state="open").first()
        for seat in voters:
            self.ballot(poll, seat, choice)

    def ballot(self, poll, seat, choice):
        receipt = polls.new_receipt()
        self.attempt(polls.cast_ballot, poll.pk, self.member(seat), choice, receipt)
        self.receipts.add(receipt)

    @rule(by=seats, annul=st.booleans())
    def end_vote(self, by, annul):
        poll = Poll.objects.exclude(state="annulled").order_by("pk").last()
        if poll is None:
            return
        if annul:
            self.attempt(polls.annul_poll, poll.pk, self.member(by), "Có khiếu nại")
        elif closed := self.attempt(polls.close_poll, poll.pk, self.member(by)):
            self.boxes[closed.pk] = list(closed.box)

    @rule(n=st.integers(0, 5), by=seats, back=st.booleans())
    def conclude(self, n, by, back):
        hearing = self.hearing(n)
        if hearing is None:
            return
        if back:
            reasons = [{"field": "other", "text": "Bổ sung"}]
            made = self.attempt(conclusions.send_back_for_revision, hearing.pk, self.member(by), reasons)
        else:
            made = self.attempt(conclusions.conclude_hearing, hearing.pk, self.member(by))
        if made:
            self.check_a_new_conclusion(made)

    def check_a_new_conclusion(self, made):
        """Laws 3 and 5, at the moment at which it is made."""
        hearing = made.hearing
        writers = set(hearing.dossier.work.authors.exclude(confirmation="declined").values_list("person_id", flat=True))
        away = writers | set(hearing.places.filter(recused=True).values_list("seat__person_id", flat=True))
        people = dict(hearing.places.values_list("seat_id", "seat__person_id"))
        judges = {people[int(row["seat"])] for row in (*made.inputs["sheets"], *made.inputs["present"])}
        assert not judges & away
        assert made.made_by.person_id not in away
        quorum = Step.from_json(made.result["steps"][0])
        assert (quorum.rule, quorum.holds) == ("quorum", True)
        assert made.outcome in ("passed", "not_passed", "revise")
        assert len(made.inputs["ballots"]) <= len(made.inputs["present"])
        self.results[made.pk] = (made.inputs, made.result, made.outcome, made.grade)

    @invariant()
    def a_dossier_stands_where_its_journal_says(self):
        """Law 1."""
        for dossier in Dossier.objects.all():
            last = Entry.objects.filter(subject=f"dossier:{dossier.pk}").order_by("pk").last()
            assert last is None or last.data["to"] == dossier.state
            if dossier.state in (State.CONCLUDED, State.RETURNED):
                assert Conclusion.objects.filter(hearing__dossier=dossier).exists()
        assert not Hearing.objects.filter(state="open", conclusion__isnull=False).exists()
        assert not Hearing.objects.filter(state="concluded", conclusion=None).exists()

    @invariant()
    def what_was_scored_voted_and_concluded_stays(self):
        """Law 2."""
        for sheet in Sheet.objects.exclude(locked_at=None):
            assert sheet.scores == self.scores[sheet.pk]
        assert Sheet.objects.filter(pk__in=self.scores).count() == len(self.scores)
        for poll in Poll.objects.filter(pk__in=self.boxes):
            assert poll.box == self.boxes[poll.pk]
        for made in Conclusion.objects.all():
            assert (made.inputs, made.result, made.outcome, made.grade) == self.results[made.pk]
            assert conclusions.differences(made) == []

    @invariant()
    def nobody_judges_their_own(self):
        """Law 3: who is recused or an author sees no hearing, and nothing of theirs is counted or shown."""
        written = set(Author.objects.exclude(confirmation="declined").values_list("work_id", "person_id"))
        seen = [set(hearings_visible_to(actor).values_list("pk", flat=True)) for actor in self.actors]
        places = Place.objects.values_list(
            "hearing_id", "seat_id", "seat__position", "recused", "hearing__dossier__work_id", "seat__person_id"
        )
        away = {}
        for hearing, seat, position, recused, work, person in places:
            if recused or (work, person) in written:
                assert hearing not in seen[position - 1]
            if recused:
                away.setdefault(hearing, set()).add(seat)
        for hearing in Hearing.objects.filter(pk__in=away).select_related("dossier", "council", "scheme"):
            assert not {int(sheet.seat) for sheet in gather(hearing).sheets} & away[hearing.pk]
            assert not {sheet.seat_id for sheet in sheets_shown(self.secretary, hearing)} & away[hearing.pk]

    @invariant()
    def the_box_knows_as_many_as_have_cast_and_nothing_else_knows_a_receipt(self):
        """Law 4."""
        for poll in Poll.objects.all():
            ticks = poll.entitlements.filter(has_cast=True).count()
            assert poll.box == sorted(poll.box)
            assert len({receipt for receipt, _choice in poll.box}) == len(poll.box)
            assert len(poll.box) == ticks or (poll.state == "annulled" and not poll.box)
            assert {receipt for receipt, _choice in poll.box} <= self.receipts
        told = str(list(Entry.objects.filter(subject__startswith="poll:").values_list("data", flat=True)))
        assert not [receipt for receipt in self.receipts if receipt in told]


class Scored(Councils):
    """The same under a scheme with points and classes, without a vote."""

    scheme = f.SCORED


class Voted(Councils):
    """The same under a scheme with a vote alone."""

    scheme = f.VOTED


f.GOOD.setdefault(f.VOTED, {})
CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@pytest.mark.django_db
@pytest.mark.parametrize("machine", [Councils, Scored, Voted], ids=["both", "scored", "voted"])
def test_the_laws_hold_after_every_step(machine):
    run_state_machine_as_test(
        machine, settings=settings(max_examples=8, stateful_step_count=14, deadline=None, suppress_health_check=CHECKS)
    )
