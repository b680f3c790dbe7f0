"""Days that matter to somebody, for the calendar of their telephone (iCalendar, RFC 5545): last days, and meetings."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from initiatives.models import Round
from organisation.models import User
from reviews.models import Session

BACK = timedelta(days=60)
Day = tuple[str, date, str, str, str]
"""What names it for good, the day, in words, where, and the page about it."""


def calendar_of(user: User) -> bytes:
    """The calendar: closing days of rounds, and the meetings of the councils in which they have a seat."""
    calendar = Calendar()
    calendar.add("prodid", "-//Sangkien//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Sangkien")
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"value": "DURATION"})
    since = timezone.localdate() - BACK
    for name, day, words, place, page in (*_rounds(since), *_meetings(user, since)):
        event = Event()
        event.add("uid", f"{name}@{settings.BASE_URL.partition('://')[2]}")
        event.add("dtstamp", timezone.now())
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", words)
        event.add("transp", "TRANSPARENT")
        event.add("url", settings.BASE_URL + page)
        if place:
            event.add("location", place)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _rounds(since: date) -> Iterator[Day]:
    for row in Round.objects.filter(closes_on__gte=since).order_by("closes_on", "pk"):
        words = _("Last day to submit: %(title)s") % {"title": row.title}
        yield f"round-{row.pk}", row.closes_on, words, "", reverse("home")


def _meetings(user: User, since: date) -> Iterator[Day]:
    seats = Session.objects.filter(council__seats__person=user.person_id or 0, held_on__gte=since).distinct()
    for row in seats.select_related("council").order_by("held_on", "pk"):
        words = _("Meeting: %(council)s") % {"council": row.council.title}
        yield f"session-{row.pk}", row.held_on, words, row.venue, reverse("session", args=[row.pk])
