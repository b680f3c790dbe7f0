"""A register written in any order (recorded, decided, revoked, imported, taken back, reorganised) beside a naive model of
it: the figures are those of the model, every one is the length of its list, and a past day stays as it was.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import time_machine
from django.db import transaction
from django.http import QueryDict
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from initiatives.choices import Kind, State
from initiatives.models import Blob, Dossier, Field, Participation, Round, Work
from initiatives.services.past import PastWork
from organisation.actor import NOBODY, Actor
from organisation.models import Person, Unit, side_of
from organisation.rules.successors import present
from recognition.models import Decision, DecisionItem, RegisterImport
from recognition.queries.register import RegisterFilter, register
from recognition.queries.statistics import counted
from recognition.queries.tallies import differences
from recognition.services.changes import draft_revocation
from recognition.services.decisions import draft_decision, sign_decision
from recognition.services.imports.store import undo
from recognition.services.past import record_past_decision
from recognition.services.tallies import fold

KINDS = ("department", "school", "enterprise")
BY = [("unit",), ("sector",), ("level", "year"), ("unit", "field"), ("kind",), ("field", "sector")]
SPAN = RegisterFilter(begins=date(2022, 7, 1), ends=date(2024, 2, 29))
units = st.sets(st.integers(0, 4), min_size=1, max_size=3)
days = st.dates(date(2022, 1, 1), date(2024, 1, 4))
works = st.lists(st.tuples(units, st.sampled_from(Kind), st.sampled_from(["yte", "gd", ""])), min_size=1, max_size=3)
levels = st.sampled_from(["department", "city"])


@dataclass
class Fact:
    """A recognition as somebody with a notebook would keep it; `gone_on` is the day on which it ended or was undone."""

    code: str
    units: frozenset[str]
    level: str
    kind: str
    field: str | None
    day: date
    known_on: date
    imported: int | None = None
    gone_on: date | None = None

    def stands(self, on):
        """On a day; None is now."""
        return self.gone_on is None if on is None else self.known_on <= on and (not self.gone_on or self.gone_on > on)


class Figures(RuleBasedStateMachine):
    """One city for all registers of a test; what one does is rolled back before the next."""

    people: Person
    registrar: Actor
    blob: Blob
    round: Round
    units: list[Unit]

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.clock = time_machine.travel(datetime(2024, 1, 5, 3, tzinfo=UTC), tick=False)
        self.now = self.clock.start()
        self.facts: list[Fact] = []
        self.kinds = {unit.code: unit.kind for unit in self.units}
        self.successors: dict[str, str] = {}
        self.past: dict[date, tuple[Counter, int]] = {}

    def teardown(self):
        self.clock.stop()
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    @property
    def today(self):
        return datetime.now(UTC).date()

    def _told(self, some, level, day, codes, imported=None):
        for code, (chosen, kind, field) in zip(codes, some, strict=True):
            names = frozenset(self.units[at].code for at in chosen)
            self.facts.append(Fact(code, names, level, kind.value, field or None, day, self.today, imported))

    def _past(self, some, level, day, **given):
        made = []
        for n, (chosen, kind, field) in enumerate(some):
            mine = [self.units[at] for at in sorted(chosen)]
            known = Field.objects.get(code=field) if field else None
            made.append(PastWork(kind, f"Việc {n}", mine[0], ((self.people, Decimal(100)),), known, units=tuple(mine)))
        decision = record_past_decision(NOBODY, self.units[0], level, day, made, certified=False, **given)
        return [item.dossier.code for item in decision.items.select_related("dossier")]

    @rule(some=works, level=levels, day=days)
    def record(self, some, level, day):
        self._told(some, level, day, self._past(some, level, day))

    @rule(some=works, level=levels, day=days)
    def bring_in(self, some, level, day):
        run = RegisterImport.objects.create(source=self.blob, name="s", authority=self.units[0], state="stored")
        codes = self._past(some, level, day, imported=run, cited_as="cũ")
        self._told(some, level, day, codes, run.pk)

    @rule(n=st.integers(0, 5))
    def take_back(self, n):
        runs = {fact.imported for fact in self.facts if fact.imported}
        free = sorted(run for run in runs if all(f.gone_on is None for f in self.facts if f.imported == run))
        if free:
            run = free[n % len(free)]
            undo(RegisterImport.objects.get(pk=run), self.registrar, "nhầm")
            for fact in self.facts:
                fact.gone_on = self.today if fact.imported == run else fact.gone_on

    @rule(one=works.map(lambda some: some[0]), ago=st.integers(0, 60))
    def decide(self, one, ago):
        chosen, kind, field = one
        mine, day = [self.units[at] for at in sorted(chosen)], self.today - timedelta(days=ago)
        known = Field.objects.get(code=field) if field else None
        work = Work.objects.create(kind=kind, title="Việc", unit=mine[0], field=known, content={})
        Participation.objects.bulk_create([Participation(work=work, unit=unit) for unit in mine[1:]])
        code = f"SK-{Dossier.objects.count()}"
        Dossier.objects.create(
            draft_code=f"N-{code}", code=code, work=work, round=self.round, purpose="recognition", level="department",
            authority=self.units[0], state=State.CONCLUDED, outcome="passed", submitted_at=datetime.now(UTC),
        )  # fmt: skip
        decision = draft_decision(self.registrar, self.units[0], "department", [code])
        sign_decision(decision.code, self.registrar, day, "Người ký", "Giám đốc")
        self._told([one], "department", day, [code])

    @rule(n=st.integers(0, 20))
    def revoke(self, n):
        standing = [fact for fact in self.facts if fact.gone_on is None]
        if standing:
            fact = standing[n % len(standing)]
            [item] = DecisionItem.objects.filter(dossier__code=fact.code, result="recognised").select_related(
                "decision"
            )
            decision = draft_revocation(self.registrar, item.decision.code, [fact.code], "Khai không đúng sự thật")
            sign_decision(decision.code, self.registrar, self.today, "Người ký", "Giám đốc")
            fact.gone_on = self.today

    @rule(gone=st.integers(1, 4), into=st.integers(0, 4))
    def reorganise(self, gone, into):
        if gone != into:
            one, other = self.units[gone], self.units[into]
            one.successors.set([other])
            self.successors[one.code] = other.code

    @rule(at=st.integers(0, 4), kind=st.sampled_from(KINDS))
    def become(self, at, kind):
        Unit.objects.get(pk=self.units[at].pk)
        Unit.objects.filter(pk=self.units[at].pk).update(kind=kind)
        self.kinds[self.units[at].code] = kind

    @rule(count=st.integers(1, 40))
    def pass_time(self, count):
        self.past[self.today] = (
            self.figures(("level", "year"), RegisterFilter(as_of=self.today)),
            len(self.standing(None)),
        )
        self.now.move_to(datetime.now(UTC) + timedelta(days=count))

    @rule()
    def tidy(self):
        fold()

    def standing(self, on, within=None):
        found = [fact for fact in self.facts if fact.stands(on)]
        return [f for f in found if within.begins <= f.day <= within.ends] if within else found

    def naive(self, by, facts, now=False):
        """Counted one by one."""
        moved = present({gone: [into] for gone, into in self.successors.items()}) if now else {}
        told = Counter()
        for fact in facts:
            places = {moved.get(unit, unit) for unit in fact.units}
            groups = [(place,) for place in places] if "unit" in by else [()]
            if "sector" in by:
                groups = [(side,) for side in {side_of(self.kinds[place]) for place in places}]
            for group in groups:
                of = {"unit": group[:1], "sector": group[:1], "level": (fact.level,), "year": (fact.day.year,),
                      "kind": (fact.kind,), "field": (fact.field,)}  # fmt: skip
                told[tuple(of[name][0] for name in by)] += 1
        return told

    def figures(self, by, chosen):
        """As the system counts them; each is as many as its list has."""
        table = counted(by, chosen)
        for cell in table.rows[:2]:
            assert register(RegisterFilter.read(QueryDict(cell.address))).count() == cell.count, cell
        return Counter({group[:-1]: group[-1] for group in table.groups})

    @invariant()
    def the_figures_are_those_of_the_model(self):
        assert not list(differences())
        facts = self.standing(None)
        for by in BY:
            assert self.figures(by, RegisterFilter()) == self.naive(by, facts), by
        within = self.standing(None, SPAN)
        for by in (("unit",), ("kind", "sector")):
            assert self.figures(by, SPAN) == self.naive(by, within), by
        linked = counted(("year",), RegisterFilter(linked=True))
        assert linked.total == sum({side_of(self.kinds[u]) for u in f.units} == {*map(side_of, KINDS)} for f in facts)

    @invariant()
    def then_and_now_come_to_the_same(self):
        now = RegisterFilter(now=True)
        assert self.figures(("unit",), now) == self.naive(("unit",), self.standing(None), now=True)
        assert counted(("unit",), now).total == counted(("unit",), RegisterFilter()).total == len(self.standing(None))

    @invariant()
    def a_past_day_stays_as_it_was(self):
        for day, (told, total) in list(self.past.items())[-3:]:
            chosen = RegisterFilter(as_of=day)
            assert self.figures(("level", "year"), chosen) == told == self.naive(("level", "year"), self.standing(day))
            assert counted((), chosen).total == total
        assert Decision.objects.filter(state="draft").count() == 0
