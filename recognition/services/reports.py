"""Issue reports, keep them, count them again, and mail those of the months."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid
from initiatives.rules.calendar import next_working_day
from initiatives.services.storage import put_bytes
from journal.services.record import record
from organisation.actor import Actor
from organisation.models import Person, Role
from organisation.queries import places
from organisation.services.mail import write_letter
from recognition.definitions import version
from recognition.models import Report, ReportMailing, ReportSubscription
from recognition.policy import reads_reports, subscribes_to_reports
from recognition.queries.reports import Content, report_as_on
from recognition.rules.reporting import due_on
from recognition.services.report_files import book_of, paper_of

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def issue_report(actor: Actor, as_of: date) -> Report:
    """The report as on a day that is over: made and kept, or the one that was issued before.

    Raises: Forbidden unless the actor reads reports, Invalid for a day that is not over.
    """
    if not reads_reports(actor, None):
        raise Forbidden(_("Reports are for leaders and registrars."))
    if as_of >= timezone.localdate():
        said = _("A report is issued on days that are over: choose an earlier one.")
        raise Invalid(said, {"as_of": [said]})
    return _issued(as_of, actor.user_id)


def _issued(as_of: date, user_id: int | None) -> Report:
    definitions = version()
    present = Report.objects.filter(as_of=as_of, definitions=definitions).first()
    if present is not None:
        return present
    content = report_as_on(as_of)
    paper, book = put_bytes(paper_of(content), PDF), put_bytes(book_of(content), XLSX)
    with transaction.atomic():
        kept = {"content": content, "digest": digest_of(content), "paper": paper, "book": book, "issued_by_id": user_id}
        report, made = Report.objects.get_or_create(as_of=as_of, definitions=definitions, defaults=kept)
        if made:
            told = {"as_of": as_of, "definitions": definitions, "paper": paper.digest, "book": book.digest}
            record(user_id, "report_issued", f"report:{report.pk}", told)
    return report


def digest_of(content: Content) -> str:
    """SHA-256 of the content, whatever the order in which a database keeps its names."""
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


@dataclass(frozen=True, slots=True)
class Recount:
    """An issued report held against the register of now: the places where they differ, as they were and as they are."""

    report: Report
    differences: tuple[tuple[str, Any, Any], ...]
    paper: str
    book: str

    @property
    def same(self) -> bool:
        """Whether the register says today what was reported."""
        return not self.differences

    @property
    def same_bytes(self) -> bool:
        """Whether the files made of it today are those that were issued, to the byte."""
        return (self.paper, self.book) == (self.report.paper.digest, self.report.book.digest)


def recount(report: Report) -> Recount:
    """Produce a report again from the register, and compare."""
    content = report_as_on(report.as_of)
    files = [hashlib.sha256(make(content)).hexdigest() for make in (paper_of, book_of)]
    return Recount(report, tuple(_differences("", report.content, content)), *files)


def _differences(place: str, kept: Any, now: Any) -> list[tuple[str, Any, Any]]:
    """Where two contents differ; rows of lists are known by their key."""
    kept, now = _by_key(kept), _by_key(now)
    if not (isinstance(kept, dict) and isinstance(now, dict)):
        return [] if kept == now else [(place, kept, now)]
    return [
        row
        for name in sorted({*kept, *now} - {"lists"})
        for row in _differences(f"{place} › {name}".removeprefix(" › "), kept.get(name), now.get(name))
    ]


def _by_key(value: Any) -> Any:
    if not (isinstance(value, list) and value and isinstance(value[0], dict)):
        return value
    return {str(row.get("key") or row.get("code") or row.get("month")): row for row in value}


def subscribe(actor: Actor, wanted: bool) -> None:
    """Want the monthly report by mail, or want it no more. Raises Forbidden to subscribe without a leader's role."""
    if actor.person_id is None or (wanted and not subscribes_to_reports(actor, None)):
        raise Forbidden(_("The monthly report is mailed to leaders."))
    if wanted:
        ReportSubscription.objects.get_or_create(person_id=actor.person_id)
    else:
        ReportSubscription.objects.filter(person=actor.person_id).delete()


def subscribers(on: date) -> list[Person]:
    """Those who want the letter, hold a leader's role on that day and have an account."""
    leaders = places(on).filter(role=Role.LEADER).order_by().values("person")
    wanting = Person.objects.filter(report_subscription__isnull=False, user__is_active=True, pk__in=leaders)
    return list(wanting.order_by("pk"))


def mail_monthly_report(today: date) -> int:
    """On the first working day: issue the report of the month before and mail it; returns how many letters.

    Repeated, also by another process at the same time, it mails nothing.
    """
    day = due_on(today, next_working_day)
    if day is None or ReportMailing.objects.filter(month=day.replace(day=1)).exists():
        return 0
    people = subscribers(today)
    if not people:
        return 0
    report = _issued(day, None)
    with transaction.atomic():
        mailing, made = ReportMailing.objects.get_or_create(
            month=day.replace(day=1), defaults={"report": report, "letters": len(people)}
        )
        return sum(_written(mailing, person) for person in people) if made else 0


def _written(mailing: ReportMailing, person: Person) -> bool:
    report, month = mailing.report, f"{mailing.month:%Y-%m}"
    files = [
        {"name": f"bao-cao-{month}.pdf", "storage": report.paper.storage, "media_type": PDF},
        {"name": f"bao-cao-{month}.xlsx", "storage": report.book.storage, "media_type": XLSX},
    ]
    context = {"report": report, "month": mailing.month, "targets": report.content["targets"]}
    key = f"monthly-report:{month}:{person.pk}"
    return write_letter(person, "recognition/letters/monthly_report.txt", context, files, key) is not None
