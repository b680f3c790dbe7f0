"""What is under way in the demonstration: open rounds with their schemes, a council, dossiers in every state."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from demonstration.cast import CITY, DEPARTMENT
from demonstration.people import authors_of
from demonstration.register import Row, works_under_way
from initiatives.choices import Channel, Kind
from initiatives.models import Dossier, Round, Work
from initiatives.rules.forms import questions
from initiatives.rules.shares import equal
from initiatives.services.authors import save_authors
from initiatives.services.dossiers import perform
from initiatives.services.drafts import begin_dossier, save_answers
from organisation.actor import Actor, actor_of
from organisation.models import Person, Unit
from reviews.models import Hearing
from reviews.services.councils import assign_dossiers, set_up_council
from reviews.services.schemes import bind_scheme
from reviews.services.sheets import lock_sheet, save_sheet

ROUNDS = (
    (
        DEPARTMENT,
        "so",
        "Đợt xét sáng kiến cấp Sở năm {}",
        Kind.INITIATIVE,
        "recognition",
        "department",
        "department-default",
    ),
    (
        CITY,
        "tp",
        "Đợt xét phạm vi ảnh hưởng cấp thành phố năm {}",
        Kind.INITIATIVE,
        "influence",
        "city",
        "city-influence-default",
    ),
    (
        CITY,
        "xdnv",
        "Xác định nhiệm vụ khoa học và công nghệ năm {}",
        Kind.TOPIC,
        "determination",
        "city",
        "determination-methods",
    ),
    (CITY, "tc", "Tuyển chọn đề tài cấp thành phố năm {}", Kind.TOPIC, "selection", "city", "tt20-2023-selection"),
    (CITY, "nt", "Nghiệm thu đề tài cấp thành phố năm {}", Kind.TOPIC, "acceptance", "city", "vinh-phuc-acceptance"),
)
SEATS = (
    ("chutich", "chair"),
    ("phochutich", "deputy"),
    ("thuky", "secretary"),
    ("phanbien", "reviewer"),
    ("uyvien", "member"),
)


def _person(username: str) -> Person:
    return Person.objects.get(user__username=username)


def as_user(username: str) -> Actor:
    """One of the cast."""
    return actor_of(get_user_model().objects.get(username=username))


def sent(hearings: Sequence[Hearing], on: date) -> None:
    """The papers reached the members on that day: the law gives them working days before a session."""
    at = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
    Hearing.objects.filter(pk__in=[hearing.pk for hearing in hearings]).update(made_at=at)


def load_rounds() -> int:
    """The rounds of this year and the next, each bound to its scheme; open from today's year on."""
    made = 0
    this = timezone.localdate().year
    for year in (this, this + 1):
        for authority, name, title, kind, purpose, level, scheme in ROUNDS:
            round_, new = Round.objects.get_or_create(
                code=f"{name}-{year}",
                defaults={
                    "title": title.format(year),
                    "kind": kind,
                    "purpose": purpose,
                    "level": level,
                    "opens_on": date(year, 1, 1),
                    "closes_on": date(year, 12, 31),
                    "authority": Unit.objects.get(code=authority),
                    "demonstration": True,
                },
            )
            if new:
                bind_scheme(round_, scheme)
                made += 1
    return made


def load_dossiers() -> int:
    """Dossiers at each step of the way, in the department's round of this year."""
    if Dossier.objects.filter(round__code__startswith="so-").exists():
        return 0
    rows = [row for row in works_under_way() if row["kind"] == "initiative"]
    codes = [_submitted(row) for row in rows]
    checker = as_user("canbo")
    for number, code in enumerate(codes):
        if number % 8 == 1:
            reasons = [{"field": "benefit", "text": "Bổ sung số liệu chứng minh hiệu quả sau khi áp dụng."}]
            perform(code, "return", checker, reasons=reasons)
        elif number % 8 > 2:
            perform(code, "admit", checker)
    _judging(codes)
    return len(codes)


def _submitted(row: Row) -> str:
    """File one on paper, as its authors have no accounts; returns its code."""
    officer = as_user("canbo")
    today = timezone.localdate()
    dossier = begin_dossier(officer, f"so-{today.year}", row["title"], Channel.PAPER, today)
    unit = Unit.objects.get(code=DEPARTMENT)
    people = authors_of(row["authors"], unit)
    shares = equal(len(people))
    save_authors(
        dossier.draft_code, officer, [_author(person, share) for person, share in zip(people, shares, strict=True)]
    )
    save_answers(dossier.draft_code, officer, _answers(row, today))
    Work.objects.filter(pk=dossier.work_id).update(demonstration=True)
    return perform(dossier.draft_code, "submit", officer).reference


def _author(person: Person, share: Any) -> dict[str, Any]:
    return {"person": person.code, "share": share}


def _answers(row: Row, today: date) -> dict[str, Any]:
    """The work's text spread over the form; what it does not say is said in a plain sentence."""
    parts = [part.strip() for part in row["body"].split("\n") if part.strip()]
    known = {
        "title": row["title"],
        "summary": row["summary"],
        "field": row["field"],
        "unit": DEPARTMENT,
        "solution_types": ["technical"],
        "first_applied_on": (today - timedelta(days=150)).isoformat(),
        "declaration": True,
        "problem": parts[0],
        "known_solution": parts[0],
        "description": row["body"],
        "novelty": parts[1 % len(parts)],
        "conditions": "Áp dụng được trong điều kiện hiện có của đơn vị.",
        "applicability": parts[-1],
        "benefit": row["summary"],
    }
    return {name: value for name, value in known.items() if name in questions("recognition")}


def _judging(codes: list[str]) -> None:
    """A council has some of them; two members have locked their sheets."""
    secretary = as_user("thuky")
    round_ = Round.objects.get(code=f"so-{timezone.localdate().year}")
    seats = [{"person": _person(name).code, "role": role} for name, role in SEATS]
    council = set_up_council(
        secretary, round_, f"Hội đồng sáng kiến Sở Khoa học và Công nghệ năm {timezone.localdate().year}",
        decision_number="21/QĐ-SKHCN", decided_on=timezone.localdate(), seats=seats,
    )  # fmt: skip
    admitted = list(Dossier.objects.filter(code__in=codes, state="admitted").order_by("code")[:4])
    hearings = assign_dossiers(council.code, secretary, [dossier.code for dossier in admitted if dossier.code])
    for hearing in hearings[:2]:
        for name, points in (("phanbien", ("32", "24", "22")), ("uyvien", ("30", "22", "21"))):
            member = as_user(name)
            scores = dict(zip(("novelty", "applicability", "benefit"), points, strict=True))
            save_sheet(hearing.pk, member, scores=scores, comments={}, to_council="", to_authors="", revision=0)
            lock_sheet(hearing.pk, member)
