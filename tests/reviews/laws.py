"""The laws of the house as a machine of random councils checks them after each step."""

from typing import Any

from initiatives.choices import State
from initiatives.models import Author, Dossier
from journal.models import Entry
from organisation.actor import Actor
from reviews.models import Attendance, Conclusion, Hearing, Place, Poll, Session, Sheet, Substitution
from reviews.queries.benches import attendance_for, present_at
from reviews.queries.hearings import hearings_visible_to
from reviews.queries.inputs import gather
from reviews.queries.mine import council_tasks, my_hearings, task_count
from reviews.queries.sheets import sheets_shown
from reviews.services import conclusions
from tests.reviews import factories as f


class Laws:
    """`locked` has the scores of each locked sheet, `superseded` those of what was unlocked, `boxes` the ballots of
    closed votes, `results` each conclusion, `receipts` all that were drawn; `seats` and `actors` are in order, the
    first `size` of them members, the others alternates.
    """

    town: f.Town
    size: int
    actors: list[Actor]
    locked: dict[int, Any]
    superseded: dict[int, list[Any]]
    boxes: dict[int, Any]
    results: dict[int, Any]
    receipts: set[str]

    def check_all(self):
        self.a_dossier_stands_where_its_journal_says()
        self.what_was_scored_voted_and_concluded_stays()
        self.nobody_judges_their_own()
        self.the_box_knows_as_many_as_have_cast_and_nothing_else_knows_a_receipt()
        self.each_seat_counts_once()
        self.stays_tell_who_is_here()

    def check_the_record(self):
        """Every conclusion replays to itself (law 2); and what the menu counts is what the page shows."""
        self.as_many_tasks_are_counted_as_are_listed()
        for made in Conclusion.objects.select_related("scheme"):
            assert conclusions.differences(made) == []

    def a_dossier_stands_where_its_journal_says(self):
        """Law 1."""
        for dossier in Dossier.objects.all():
            last = Entry.objects.filter(subject=f"dossier:{dossier.pk}").order_by("pk").last()
            assert last is None or last.data.get("to", dossier.state) == dossier.state
            if dossier.state in (State.CONCLUDED, State.RETURNED):
                assert Conclusion.objects.filter(hearing__dossier=dossier).exists()
        assert not Hearing.objects.filter(state="open", conclusion__isnull=False).exists()
        assert not Hearing.objects.filter(state="concluded", conclusion=None).exists()

    def what_was_scored_voted_and_concluded_stays(self):
        """Law 2."""
        for sheet in Sheet.objects.all():
            if sheet.locked_at:
                assert sheet.scores == self.locked[sheet.pk]
            assert [one["scores"] for one in sheet.earlier] == self.superseded.get(sheet.pk, [])
        assert Sheet.objects.filter(pk__in=self.locked).count() == len(self.locked)
        for poll in Poll.objects.filter(pk__in=self.boxes):
            assert poll.box == self.boxes[poll.pk]
        for made in Conclusion.objects.all():
            assert (made.inputs, made.result, made.outcome, made.grade) == self.results[made.pk]

    def nobody_judges_their_own(self):
        """Law 3: who is recused or an author sees no hearing, and nothing of theirs is counted or shown; an alternate
        sees what they sit in at, and nothing else.
        """
        written = set(Author.objects.exclude(confirmation="declined").values_list("work_id", "person_id"))
        rows = list(
            Place.objects.values_list(
                "hearing_id", "seat_id", "recused", "hearing__dossier__work_id", "seat__person_id"
            )
        )
        tied = {person for _hearing, _seat, recused, work, person in rows if recused or (work, person) in written}
        asked = [one for n, one in enumerate(self.actors) if one.person_id in tied or n >= self.size]
        seen = {one.person_id: set(hearings_visible_to(one).values_list("pk", flat=True)) for one in asked}
        held, away = {}, {}
        for hearing, seat, recused, work, person in rows:
            held.setdefault(person, set()).add(hearing)
            if recused or (work, person) in written:
                assert hearing not in seen[person]
            if recused:
                away.setdefault(hearing, set()).add(seat)
        for person, hearings in seen.items():
            assert hearings <= held.get(person, set())
        for hearing in Hearing.objects.filter(pk__in=away, state="open").select_related("dossier", "council", "scheme"):
            assert not {int(sheet.seat) for sheet in gather(hearing).sheets} & away[hearing.pk]
            assert not {sheet.seat_id for sheet in sheets_shown(self.actors[2], hearing)} & away[hearing.pk]

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

    def as_many_tasks_are_counted_as_are_listed(self):
        """What the menu counts is what the page shows."""
        for actor in (self.actors[0], self.actors[self.size - 1], self.actors[-1]):
            waiting = {hearing.code: hearing for hearing in my_hearings(actor) if hearing.task}
            number, tasks = council_tasks(actor)
            assert task_count(actor) == number == len(tasks) == len(waiting)
            for task in tasks:
                asked = waiting[task.reference]
                assert (task.what == "vote", task.due_on) == (asked.task == "vote", asked.due_on)
                assert not asked.assigned or task.what in {"review", "vote"}

    def each_seat_counts_once(self):
        """The base of quorum and vote: each full seat, held by its member or by the alternate who sits in."""
        full = set(self.town.council.seats.filter(alternate=False).values_list("pk", flat=True))
        for hearing in Hearing.objects.select_related("scheme", "session"):
            places = hearing.places.values_list("seat_id", "instead_of_id", "recused")
            standing = [(seat, taken) for seat, taken, recused in places if not (recused and taken)]
            assert sorted(taken or seat for seat, taken in standing) == sorted(full)
            attendance = attendance_for(hearing, [seat.pk for seat in present_at(hearing)])
            assert len(attendance.present) <= attendance.members <= self.size

    def stays_tell_who_is_here(self):
        """Who is present in an open session has a stay that lasts; whose seat is taken is absent."""
        live = {(one.session_id, one.seat_id) for one in Substitution.objects.filter(ended_at=None)}
        for row in Attendance.objects.filter(session__state="open"):
            assert row.present is bool(row.times and row.times[-1]["left"] is None)
            assert not (row.present and (row.session_id, row.seat_id) in live)
        assert not [pair for pair in live if not Session.objects.filter(pk=pair[0], state="open").exists()]
