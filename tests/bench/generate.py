"""A seeded city: N works with dossiers, authors, recognitions, hearings and sheets, written in bulk.

The texts recombine the demonstration's; the same seed and N always give the same rows. Only for benchmarks: services are
bypassed, and what they guarantee is kept by construction.
"""

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from demonstration.register import rows
from initiatives.choices import Confirmation, State
from initiatives.models import Author, Dossier, Field, Round, Version, Work
from initiatives.services.content import digest_of
from organisation.models import Person, Unit
from recognition.models import Credit, Decision, Recognition
from reviews.models import Council, Hearing, Place, SchemeVersion, Seat, Sheet

SEED = 20260520
CHUNK = 2_000
PEOPLE = 3_000
REVIEWERS = 100
STATES = (
    (State.RECOGNISED, 0.45), (State.NOT_RECOGNISED, 0.15), (State.IN_REVIEW, 0.2), (State.ADMITTED, 0.08),
    (State.SUBMITTED, 0.08), (State.RETURNED, 0.02), (State.REFUSED, 0.02),
)  # fmt: skip


class City:
    """Builds the rows; `works` of them."""

    def __init__(self, works: int) -> None:
        self.count = works
        self.random = random.Random(SEED)
        texts = list(rows("works"))
        self.titles = [row["title"].split() for row in texts]
        self.bodies = [sentence for row in texts for sentence in row["body"].replace("\n", " ").split(". ") if sentence]
        self.units = list(Unit.objects.exclude(path=""))
        self.fields = list(Field.objects.all())
        self.departments = [unit for unit in self.units if unit.kind == "department"]
        self.city = Unit.objects.get(code="UBND")

    def build(self, say: Callable[[str], None]) -> None:
        """Write everything, a chunk at a time, and say how far it is."""
        start = time.monotonic()
        self._people()
        self._rounds()
        for first in range(0, self.count, CHUNK):
            with transaction.atomic():
                self._chunk(first, min(first + CHUNK, self.count))
            say(f"{min(first + CHUNK, self.count):>9,} works, {time.monotonic() - start:.0f} s")

    def _people(self) -> None:
        names = [row["authors"][0] for row in rows("works")]
        parts = [name.split() for name in names]
        people = [
            Person(
                code=f"B-{n:05}",
                full_name=f"{self.random.choice(parts)[0]} {self.random.choice(parts)[1]} {self.random.choice(parts)[-1]}",
            )
            for n in range(PEOPLE)
        ]
        Person.objects.bulk_create(people, batch_size=CHUNK)
        self.people = list(Person.objects.filter(code__startswith="B-").order_by("pk"))

    def _rounds(self) -> None:
        self.rounds: list[Round] = []
        self.councils: list[tuple[Council, list[Seat]]] = []
        for n, authority in enumerate([self.city, *self.departments]):
            level = "city" if authority is self.city else "department"
            round_ = Round.objects.create(
                code=f"B-{authority.code}", title=f"Đợt xét {authority.short_name}", kind="initiative", authority=authority,
                purpose="influence" if level == "city" else "recognition", level=level,
                opens_on=date(2016, 1, 1), closes_on=date(2030, 1, 1),
            )  # fmt: skip
            self.rounds.append(round_)
            council = Council.objects.create(code=f"B-{n}", title=round_.title, authority=authority, round=round_)
            start = self.random.randrange(REVIEWERS - 9)
            seats = [
                Seat(
                    council=council, person=self.people[start + k], role="chair" if k == 0 else "member", position=k + 1
                )
                for k in range(9)
            ]
            self.councils.append((council, Seat.objects.bulk_create(seats)))
        self.decisions = {
            (r.pk, year): Decision.objects.create(
                code=f"B-{r.code}-{year}", authority=r.authority, level=r.level, title=f"Quyết định {year}", year=year,
                number=1, symbol=f"QĐ-{r.authority.code}", signed_on=date(year, 6, 1), state="published",
            )
            for r in self.rounds for year in range(2016, 2027)
        }  # fmt: skip

    def _title(self) -> str:
        one, two = self.random.choice(self.titles), self.random.choice(self.titles)
        return " ".join(one[: len(one) // 2 + 1] + two[len(two) // 2 :])[:500]

    def _body(self, sentences: int) -> str:
        return ". ".join(self.random.choices(self.bodies, k=sentences)) + "."

    def _state(self) -> str:
        return self.random.choices([s for s, _w in STATES], [w for _s, w in STATES])[0]

    def _chunk(self, first: int, last: int) -> None:
        works = Work.objects.bulk_create(list(self._works(first, last)))
        authors = [author for work in works for author in self._authors(work)]
        Author.objects.bulk_create(authors, batch_size=CHUNK)
        dossiers = Dossier.objects.bulk_create([self._dossier(n, work) for n, work in enumerate(works, first + 1)])
        self._recognitions(dossiers)
        self._hearings(dossiers)

    def _works(self, first: int, last: int) -> Iterator[Work]:
        for _n in range(first, last):
            yield Work(
                kind="initiative" if self.random.random() < 0.7 else "topic", title=self._title(), summary=self._body(2),
                field=self.random.choice(self.fields), unit=self.random.choice(self.units),
                content={"description": self._body(10)}, public=False,
            )  # fmt: skip

    def _authors(self, work: Work) -> Iterator[Author]:
        people = self.random.sample(self.people[REVIEWERS:], self.random.randint(1, 3))
        for position, person in enumerate(people, 1):
            yield Author(
                work=work, person=person, position=position, share=Decimal(100) / len(people) // 1 or 1, unit=work.unit,
                confirmation=Confirmation.CONFIRMED,
            )  # fmt: skip

    def _dossier(self, number: int, work: Work) -> Dossier:
        round_ = self.random.choice(self.rounds)
        at = datetime(2016, 1, 1, tzinfo=UTC) + timedelta(days=self.random.randrange(365 * 10))
        prefix = "SK" if work.kind == "initiative" else "DT"
        return Dossier(
            draft_code=f"N-B{number:08}", code=f"{prefix}-9{at.year % 1000:03}-{number:07}", work=work, unit=work.unit,
            round=round_,
            purpose=round_.purpose, level=round_.level, authority=round_.authority, state=self._state(), submitted_at=at,
            received_on=at.date(), due_on=at.date() + timedelta(days=30),
        )  # fmt: skip

    def _recognitions(self, dossiers: list[Dossier]) -> None:
        found = [d for d in dossiers if d.state == State.RECOGNISED]
        rows_ = [
            Recognition(
                work=d.work, dossier=d, decision=self.decisions[d.round_id, max(2016, d.received_on.year)], level=d.level,
                kind=d.work.kind, field=d.work.field, unit=d.work.unit, held_from=d.received_on, year=d.received_on.year,
            )
            for d in found
        ]  # fmt: skip
        made = Recognition.objects.bulk_create(rows_)
        Credit.objects.bulk_create([Credit(recognition=r, unit=r.unit) for r in made])
        Work.objects.filter(pk__in=[d.work_id for d in found]).update(public=True)

    def _hearings(self, dossiers: list[Dossier]) -> None:
        heard = [d for d in dossiers if d.state in (State.IN_REVIEW, State.RECOGNISED, State.NOT_RECOGNISED)]
        scheme = SchemeVersion.objects.get(code="department-default")
        made = Version.objects.bulk_create(
            [
                Version(
                    dossier=d,
                    number=1,
                    content={"purpose": d.purpose, "answers": {}, "authors": [], "units": [], "files": []},
                )
                for d in heard
            ],
            batch_size=CHUNK,
        )
        versions = {version.dossier_id: version for version in made}
        seats_of = {council.round_id: (council, seats) for council, seats in self.councils}
        hearings = Hearing.objects.bulk_create(
            [
                Hearing(
                    council=seats_of[d.round_id][0],
                    dossier=d,
                    version=versions[d.pk],
                    scheme=scheme,
                    state="open" if d.state == State.IN_REVIEW else "concluded",
                )
                for d in heard
            ]
        )
        places, sheets = [], []
        for hearing in hearings:
            seats = seats_of[hearing.dossier.round_id][1]
            places += [Place(hearing=hearing, seat=seat) for seat in seats[:4]]
            for seat in seats[:4]:
                scores = {name: str(self.random.randint(10, 30)) for name in ("novelty", "applicability", "benefit")}
                locked = datetime(2026, 1, 1, tzinfo=UTC) if hearing.dossier.state != State.IN_REVIEW else None
                sheets.append(
                    Sheet(hearing=hearing, seat=seat, scores=scores, to_council=self._body(2), locked_at=locked)
                )
        Place.objects.bulk_create(places, batch_size=CHUNK)
        Sheet.objects.bulk_create(sheets, batch_size=CHUNK)


def fingerprint() -> str:
    """A digest of what was generated, to show that two runs measured the same city."""
    sample = list(Work.objects.order_by("pk").values_list("title", flat=True)[:100])
    return digest_of({"titles": sample, "works": Work.objects.count()})[:12]
