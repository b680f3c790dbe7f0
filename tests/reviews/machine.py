"""Random councils over the services: composed, scheduled, recused, substituted, scored, voted, concluded, revised.

Each step may be refused, by an error of the domain alone; whatever was refused on the way, the laws hold after it.
"""

from collections import Counter
from datetime import timedelta
from itertools import cycle, islice

from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from config.errors import DomainError, Invalid
from initiatives.choices import State
from initiatives.models import Author, Dossier, Field
from initiatives.services.dossiers import perform
from initiatives.services.points import answer_points, points_of
from organisation.actor import Actor
from organisation.models import Person
from reviews.models import Hearing, Poll, Session
from reviews.queries.benches import present_at
from reviews.rules.explanation import Step
from reviews.services import conclusions, councils, polls, recusals, sessions, sheets, substitutes
from tests import city
from tests.reviews import factories as f
from tests.reviews.laws import Laws

MOST, SPARE, SELDOM = 9, 3, 7
SIZES = (5, 7, MOST)
COLUMNS = ("title", "unit", "field", "summary", "first_applied_on")
POINTS = [{"field": "other", "text": "Bổ sung"}, {"field": "novelty", "text": "Nêu rõ"}]
seats = st.integers(0, MOST - 1)
points = st.integers(0, 16)
f.GOOD.setdefault(f.VOTED, {})


class Councils(Laws, RuleBasedStateMachine):
    """A council with alternates under a scheme with points and a vote. One town and its people serve all councils of a
    test; what a council does is rolled back before the next.
    """

    scheme = f.BOTH
    pool: list[Person]
    registrar: Actor
    office: Actor
    reached: Counter[str]

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.locked, self.superseded, self.results, self.receipts, self.boxes = {}, {}, {}, set(), {}
        self.moved = True

    def teardown(self):
        try:
            if hasattr(self, "actors"):  # else the first step was broken off while its values were drawn
                self.check_the_record()
        finally:
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def attempt(self, act, *args, **kwargs):
        """What it gives, or nothing where it was refused; a refusal changes nothing."""
        try:
            with transaction.atomic():
                done = act(*args, **kwargs)
        except DomainError:
            return None
        self.moved = True
        self.reached[act.__name__] += 1
        return done

    @invariant()
    def the_laws_hold(self):
        """After each step that has changed anything."""
        if self.moved and hasattr(self, "actors"):
            self.check_all()
        self.moved = False

    def member(self, seat):
        return self.actors[seat % len(self.actors)]

    @property
    def secretary(self):
        return self.actors[2]

    def seat(self, n):
        return self.seats[n % len(self.seats)]

    def hearing(self, n):
        """One that is still judged, where there is one."""
        rows = list(Hearing.objects.order_by("pk").select_related("dossier", "scheme"))
        chosen = [row for row in rows if row.state == "open" and row.dossier.state == State.IN_REVIEW] or rows
        return chosen[n % len(chosen)] if chosen else None

    def session(self, absent):
        """The open session; if there is none, one in which these are absent."""
        if not Session.objects.filter(state="open").exists():
            self.meet({n for n in range(self.size)} - {n % self.size for n in absent}, 0)
        return Session.objects.filter(state="open").first()

    # --- composed and scheduled ---------------------------------------------------------------------------------------

    @initialize(
        size=st.sampled_from(SIZES), spare=st.integers(1, SPARE), standing=st.booleans(),
        authors=st.lists(st.none() | seats, min_size=1, max_size=2), absent=st.sets(seats, max_size=2),
    )  # fmt: skip
    def compose_file_and_meet(self, size, spare, standing, authors, absent):
        self.size, self.town.members = size, self.pool[: size + spare]
        self.actors = [Actor(user_id=one.user.pk, person_id=one.pk) for one in self.town.members]
        roles = [*islice(cycle(f.ROLES), size), *islice(cycle(("member", "reviewer", "deputy")), spare)]
        rows = [
            {"person": one.code, "role": role, "alternate": n >= size}
            for n, (one, role) in enumerate(zip(self.town.members, roles, strict=True))
        ]
        today = timezone.localdate()
        term = (today - timedelta(days=1), today + timedelta(days=30)) if standing else (None, None)
        self.town.council = councils.set_up_council(
            self.registrar, self.town.round, "Hội đồng", rows, term_from=term[0], term_to=term[1]
        )
        self.seats = [seat.pk for seat in self.town.seats()]
        self.attempt(self.hear, [self.file(one) for one in authors])
        self.session(absent)

    def file(self, author):
        """A dossier with every answer, by a member or an alternate, or by somebody else."""
        writer = self.pool[-1] if author is None else self.town.members[author % len(self.town.members)]
        made = f.dossier(self.town.round, [writer])
        given = city.answers(made.purpose, self.town.round.authority.code)
        work = made.work
        work.field, work.summary = Field.objects.get(code="yte"), given["summary"]
        work.first_applied_on = given.get("first_applied_on")
        work.content = {name: answer for name, answer in given.items() if name not in COLUMNS}
        work.save()
        return made

    def hear(self, dossiers):
        return councils.assign_dossiers(self.town.council.code, self.office, [one.code for one in dossiers])

    @rule(present=st.sets(seats, min_size=3), days=st.sampled_from([0, 0, 0, 31]))
    def meet(self, present, days):
        """Outside the term of a standing council nothing is planned."""
        day = timezone.localdate() + timedelta(days=days)
        made = self.attempt(sessions.plan_session, self.town.council.code, self.secretary, day)
        term_to = self.town.council.term_to
        assert made is None or term_to is None or day <= term_to
        if made:
            here = {self.seat(n % self.size) for n in present}
            self.attempt(sessions.open_session, made.pk, self.secretary, here)

    @rule(present=st.sets(seats))
    def attend(self, present):
        if session := self.session(present):
            self.attempt(sessions.mark_attendance, session.pk, self.secretary, {self.seat(n) for n in present})

    @rule(absent=seats, alternate=seats, back=st.booleans())
    def substitute(self, absent, alternate, back):
        """An alternate sits in for somebody absent, or whoever is sat in for comes after all."""
        session = self.session({absent})
        if session is None:
            return
        if back and (one := session.substitutions.filter(ended_at=None).first()):
            self.attempt(substitutes.resume_seat, session.pk, self.secretary, one.seat_id)
            return
        spare = self.town.council.seats.get(pk=self.seats[self.size :][alternate % (len(self.seats) - self.size)])
        alike = session.attendances.filter(seat__role=spare.role, seat__alternate=False).order_by("present", "pk")
        if row := alike.first():
            here = set(session.attendances.filter(present=True).values_list("seat_id", flat=True)) - {row.seat_id}
            self.attempt(sessions.mark_attendance, session.pk, self.secretary, here)
            self.attempt(substitutes.substitute, session.pk, self.secretary, row.seat_id, spare.pk)

    @rule()
    def close(self):
        if session := Session.objects.filter(state="open").first():
            self.attempt(sessions.close_session, session.pk, self.secretary)

    # --- who may not judge --------------------------------------------------------------------------------------------

    @rule(n=seats, seat=seats)
    def declare(self, n, seat):
        if hearing := self.hearing(n):
            self.attempt(recusals.declare_conflict, hearing.pk, self.member(seat), "Cùng nhóm")

    @rule(n=seats, by=seats, also=seats)
    def lift(self, n, by, also):
        hearing = self.hearing(n)
        recused = hearing.places.filter(recused=True).first() if hearing else None
        if recused:
            for one in (by % 3, also % 3):
                self.attempt(recusals.lift_recusal, hearing.pk, self.member(one), recused.seat_id, "Không còn xung đột")

    @rule(n=seats, seat=seats)
    def become_author(self, n, seat):
        """As when the same work is filed for another purpose with one author more."""
        hearing = self.hearing(n)
        if hearing and seat > SELDOM:
            Author.objects.get_or_create(
                work_id=hearing.dossier.work_id, person_id=self.member(seat).person_id,
                defaults={"position": 9, "share": 1, "confirmation": "confirmed"},
            )  # fmt: skip
            self.moved = True

    # --- scored, voted, concluded -------------------------------------------------------------------------------------

    @rule(n=seats, seat=seats, points=points, lock=st.booleans())
    def score(self, n, seat, points, lock):
        if hearing := self.hearing(n):
            self.score_one(hearing, seat, points, lock)

    def score_one(self, hearing, seat, points, lock):
        given = dict.fromkeys(f.GOOD[self.scheme], str(points)) if points < 10 else f.GOOD[self.scheme]
        self.attempt(sheets.save_sheet, hearing.pk, self.member(seat), scores=given)
        if lock and (sheet := self.attempt(sheets.lock_sheet, hearing.pk, self.member(seat))):
            self.locked[sheet.pk] = dict(sheet.scores)

    @rule(n=seats, seat=seats, by=seats)
    def unlock(self, n, seat, by):
        hearing = self.hearing(n)
        if hearing is None:
            return
        self.score_one(hearing, seat, 16, True)
        locked = hearing.sheets.exclude(locked_at=None).first()
        if locked and self.attempt(
            sheets.unlock_sheet, hearing.pk, self.member(by % 2), locked.seat_id, "Chấm nhầm dòng"
        ):
            self.superseded.setdefault(locked.pk, []).append(self.locked.pop(locked.pk))

    @rule(n=seats, no=st.integers(0, 2), leave=st.none() | seats)
    def judge(self, n, no, leave):
        """The usual way, or random steps would rarely come to a conclusion; perhaps somebody leaves in between."""
        hearing = self.hearing(n)
        if hearing is None or self.session(set()) is None:
            return
        hearing.refresh_from_db()
        judges = [self.seats.index(seat.pk) for seat in present_at(hearing)]
        if f.GOOD[self.scheme]:
            for seat in judges:
                self.score_one(hearing, seat, 16, True)
        if poll := self.attempt(polls.open_poll, hearing.pk, self.member(0)):
            for count, seat in enumerate(judges):
                self.ballot(poll, seat, "no" if count < no else "yes")
            self.end_vote(0, False)
        if leave is not None and leave > SELDOM:
            self.attempt(recusals.declare_conflict, hearing.pk, self.member(leave), "Cùng nhóm")
        self.conclude(n, 0, False)

    @rule(n=seats, absent=seats, alternate=seats)
    def judge_with_an_alternate(self, n, absent, alternate):
        self.substitute(absent, alternate, False)
        self.judge(n, 0, None)

    @rule(n=seats, by=seats)
    def open_vote(self, n, by):
        if hearing := self.hearing(n):
            self.attempt(polls.open_poll, hearing.pk, self.member(by % 3))

    @precondition(lambda self: Poll.objects.filter(state="open").exists())
    @rule(voters=st.lists(seats, max_size=6), choice=st.sampled_from(["yes", "no"]))
    def cast(self, voters, choice):
        poll = Poll.objects.filter(state="open").first()
        for seat in voters:
            self.ballot(poll, seat, choice)

    def ballot(self, poll, seat, choice):
        receipt = polls.new_receipt()
        try:
            with transaction.atomic():
                polls.cast_ballot(poll.pk, self.member(seat), choice, receipt)
        except DomainError:
            return
        self.moved = True
        self.receipts.add(receipt)

    @rule(by=seats, annul=st.booleans())
    def end_vote(self, by, annul):
        poll = Poll.objects.exclude(state="annulled").order_by("pk").last()
        if poll is None:
            return
        if annul:
            self.attempt(polls.annul_poll, poll.pk, self.member(by % 3), "Có khiếu nại")
        elif closed := self.attempt(polls.close_poll, poll.pk, self.member(by % 3)):
            self.boxes[closed.pk] = list(closed.box)

    @rule(n=seats, by=seats, back=st.booleans())
    def conclude(self, n, by, back):
        hearing = self.hearing(n)
        if hearing is None:
            return
        if back:
            made = self.attempt(conclusions.send_back_for_revision, hearing.pk, self.member(by % 3), POINTS)
        else:
            made = self.attempt(conclusions.conclude_hearing, hearing.pk, self.member(by % 3))
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
        assert len(made.inputs["ballots"]) <= len(made.inputs["present"]) <= made.inputs["members"] <= self.size
        self.results[made.pk] = (made.inputs, made.result, made.outcome, made.grade)

    # --- revised, withdrawn -------------------------------------------------------------------------------------------

    @rule(n=seats, answered=st.integers(0, len(POINTS)))
    def revise(self, n, answered):
        """The author answers some of the points; the dossier goes before the council again only with all of them."""
        if not Dossier.objects.filter(state=State.RETURNED).exists() and self.session(set()):
            self.conclude(n, 0, True)
        dossier = Dossier.objects.filter(state=State.RETURNED).first()
        if dossier is None:
            return
        writer = f.actor(dossier.work.authors.order_by("position").first().person)
        self.attempt(answer_points, dossier.code, writer, dict.fromkeys(range(answered), "Đã bổ sung"))
        open_ones = [point for point in points_of(dossier) if not point["answer"]]
        try:
            with transaction.atomic():
                perform(dossier.code, "submit", writer)
        except Invalid as refused:
            assert open_ones or "authors" in refused.fields
            return
        assert not open_ones
        self.moved = True
        self.reached["resubmitted"] += 1
        kept = dossier.versions.latest("number").content["points"]
        assert [point["answer"] for point in kept] == ["Đã bổ sung"] * len(POINTS)
        self.attempt(perform, dossier.code, "admit", self.registrar)
        self.attempt(self.hear, [dossier])

    @rule(n=seats, really=seats)
    def withdraw(self, n, really):
        hearing = self.hearing(n)
        if hearing and really > SELDOM:
            writer = f.actor(hearing.dossier.work.authors.order_by("position").first().person)
            self.attempt(perform, hearing.dossier.code, "withdraw", writer, note="")


class Scored(Councils):
    """The same under a scheme with points and classes, without a vote."""

    scheme = f.SCORED


class Voted(Councils):
    """The same under a scheme with a vote alone."""

    scheme = f.VOTED


class Again(Councils):
    """As the first, with other random steps."""
