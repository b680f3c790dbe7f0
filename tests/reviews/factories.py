"""A small town for tests of judging: an authority, its people, a round under a scheme, admitted dossiers, a council."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count

from initiatives.choices import Channel, Confirmation, State
from initiatives.models import Author, Dossier, Round, Version, Work
from initiatives.services.content import digest_of, frozen_content
from organisation.actor import Actor, actor_of
from organisation.models import Membership, Person, Role, Unit, User
from reviews.models import Council, Hearing, Seat, Session
from reviews.queries.schemes import version_of
from reviews.rules.shipped import shipped_texts
from reviews.services.councils import assign_dossiers, set_up_council
from reviews.services.polls import cast_ballot, close_poll, new_receipt, open_poll
from reviews.services.schemes import bind_scheme, load_shipped_schemes
from reviews.services.sessions import open_session, plan_session
from reviews.services.sheets import lock_sheet, save_sheet

SCORED, VOTED, BOTH = "dn-gddt-2026", "bac-ninh-2025-influence", "city-influence-default"
ROLES = ("chair", "deputy", "secretary", "reviewer", "member", "reviewer", "member", "member", "member")
GOOD = {
    SCORED: {"novelty": "30", "applicability": "25", "benefit": "25"},
    BOTH: {"novelty": "27", "effect": "27", "applicability_now": "14", "applicability_wider": "9", "scope": "13"},
}
_numbers = count(1)


def person(name: str = "", unit: Unit | None = None, *roles: Role) -> Person:
    """A staff record with an account, and roles in a unit."""
    number = next(_numbers)
    made = Person.objects.create(code=f"CB-{number:04}", full_name=name or f"Nguyễn Văn Số {number}")
    User.objects.create(username=f"u{number}", email=f"u{number}@example.vn", person=made)
    for role in roles:
        Membership.objects.create(person=made, unit=unit, role=role, valid_from=date(2020, 1, 1))
    return made


def actor(of: Person) -> Actor:
    """The actor behind a person's account."""
    return actor_of(User.objects.select_related("person").get(person=of))


def authority(kind: str = "department") -> Unit:
    """A unit on its own."""
    number = next(_numbers)
    unit = Unit.objects.create(code=f"DV{number}", name=f"Sở số {number}", kind=kind)
    unit.path = f"{unit.pk}."
    unit.save(update_fields=["path"])
    return unit


def round_of(unit: Unit, scheme: str = SCORED) -> Round:
    """A round bound to a shipped scheme that fits it."""
    load_shipped_schemes({scheme: shipped_texts()[scheme]})
    version = version_of(scheme)
    purpose = version.purpose or "recognition"
    kind = (
        "topic" if purpose in ("determination", "selection", "acceptance") or version.kind == "topic" else "initiative"
    )
    made = Round.objects.create(
        code=f"D{next(_numbers)}", title="Đợt xét", kind=kind, purpose=purpose, level=version.level or "department",
        authority=unit, opens_on=date(2020, 1, 1), closes_on=date(2040, 12, 31),
    )  # fmt: skip
    bind_scheme(made, version)
    return made


def dossier(round_: Round, authors: Sequence[Person] = (), state: str = State.ADMITTED) -> Dossier:
    """A dossier with one frozen version, by these authors (or by somebody new)."""
    number = next(_numbers)
    work = Work.objects.create(kind=round_.kind, title=f"Sáng kiến số {number}", unit=round_.authority)
    people = list(authors) or [person()]
    for position, one in enumerate(people, 1):
        Author.objects.create(
            work=work, person=one, position=position, share=100 // len(people), confirmation=Confirmation.CONFIRMED
        )
    made = Dossier.objects.create(
        draft_code=f"N-T{number}", code=f"SK-2026-{number:04}", work=work, round=round_, purpose=round_.purpose,
        level=round_.level, authority=round_.authority, state=state, channel=Channel.ONLINE,
    )  # fmt: skip
    content = frozen_content(made)
    Version.objects.create(dossier=made, number=1, content=content, digest=digest_of(content))
    return made


@dataclass
class Town:
    """An authority with its round, and a council with its people in the order of seats."""

    round: Round
    registrar: Person
    office: Person
    members: list[Person] = field(default_factory=list)
    council: Council = None  # type: ignore[assignment]

    @property
    def chair(self) -> Actor:
        """The first seat."""
        return actor(self.members[0])

    @property
    def secretary(self) -> Actor:
        """The council's own secretary."""
        return actor(self.members[2])

    def seats(self) -> list[Seat]:
        """The seats in order."""
        return list(self.council.seats.order_by("position"))

    def hear(self, *dossiers: Dossier) -> list[Hearing]:
        """Put dossiers before the council, whose members have their papers long before `meet`."""
        hearings = assign_dossiers(self.council.code, actor(self.office), [d.code or "" for d in dossiers])
        Hearing.objects.filter(pk__in=[one.pk for one in hearings]).update(made_at=datetime(2026, 5, 4, 9, tzinfo=UTC))
        return hearings

    def meet(self, present: Iterable[int] | None = None) -> Session:
        """Plan and open a session with all that waits; `present` are positions of seats from 0, all by default."""
        seats = self.seats()
        session = plan_session(self.council.code, self.secretary, date(2026, 5, 20), "Phòng họp 1")
        here = range(len(seats)) if present is None else present
        return open_session(session.pk, self.secretary, [seats[n].pk for n in here])

    def score(self, hearing: Hearing, people: Iterable[Person] | None = None, **scores: str) -> None:
        """These members (all by default, but for the recused) fill in their sheets and lock them."""
        given = scores or GOOD[hearing.scheme.code]
        away = set(hearing.places.filter(recused=True).values_list("seat__person_id", flat=True))
        for one in people or [m for m in self.members if m.pk not in away]:
            save_sheet(hearing.pk, actor(one), scores=given)
            lock_sheet(hearing.pk, actor(one))

    def vote(self, hearing: Hearing, *choices: str) -> int:
        """Hold a vote: the members present cast these choices in order, then the chair closes it."""
        poll = open_poll(hearing.pk, self.chair)
        entitled = [
            right.seat.person for right in poll.entitlements.select_related("seat__person").order_by("seat__position")
        ]
        for one, choice in zip(entitled, choices, strict=False):
            cast_ballot(poll.pk, actor(one), choice, new_receipt())
        close_poll(poll.pk, self.chair)
        return poll.pk


def town(scheme: str = SCORED, members: int = 5) -> Town:
    """A town whose council has so many members."""
    unit = authority("city" if scheme == BOTH else "department")
    made = Town(
        round_of(unit, scheme),
        person("Ngô Thanh Khiết", unit, Role.REGISTRAR),
        person("Phạm Gia Định", unit, Role.SECRETARY),
    )
    made.members = [person(f"Thành viên {n + 1}") for n in range(members)]
    rows = [{"person": one.code, "role": role} for one, role in zip(made.members, ROLES, strict=False)]
    made.council = set_up_council(actor(made.registrar), made.round, "Hội đồng sáng kiến", rows)
    return made
