"""What works in the background: the broker, workers and the clock, the outbox, search, mail."""

from datetime import timedelta
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.core.mail import get_connection
from django.utils import timezone
from django.utils.translation import gettext as _

from journal.models import Delivery
from operations.checks import BAD, OK, UNUSED, WARNING, Check, Judged
from operations.models import Pulse
from operations.queries import failed_tasks, stuck
from search.engines import engine

QUIET = timedelta(minutes=5)
PATIENCE = 3
LATE = timedelta(hours=1)


def _in_process() -> bool:
    return settings.BACKGROUND != "celery"


def broker() -> Judged:
    """It takes a connection."""
    if _in_process():
        return UNUSED, _("Work in the background is done by the web server itself.")
    with current_app.connection_for_write() as line:
        line.ensure_connection(max_retries=1, timeout=PATIENCE)
    return OK, _("The broker takes connections.")


def workers() -> Judged:
    """At least one answers."""
    if _in_process():
        return UNUSED, _("Work in the background is done by the web server itself.")
    found = current_app.control.ping(timeout=1.5)
    if not found:
        return BAD, _("No worker answers: start celery -A config worker, and read its log.")
    return OK, _("%(count)d workers answer.") % {"count": len(found)}


def beat() -> Judged:
    """A planned task was carried out a short while ago."""
    if _in_process():
        return UNUSED, _("Work in the background is done by the web server itself.")
    last = Pulse.objects.filter(name="beat").first()
    if last is None or timezone.now() - last.at > QUIET:
        return BAD, _("No planned task has run for five minutes: start one celery -A config beat.")
    return OK, _("The last planned task ran at %(at)s.") % {"at": timezone.localtime(last.at).strftime("%H:%M:%S")}


def outbox() -> Judged:
    """Nothing has been given up or tried in vain again and again."""
    given_up = Delivery.objects.filter(given_up_at__isnull=False).count() + failed_tasks().count()
    failing, waiting = stuck().count(), Delivery.objects.count()
    if given_up:
        return WARNING, _("%(count)d deliveries and tasks were given up: Administration → System, try them again.") % {
            "count": given_up
        }
    if failing:
        return WARNING, _("%(count)d deliveries fail again and again: see the page of stuck deliveries.") % {
            "count": failing
        }
    return OK, _("%(count)d deliveries wait, none is stuck.") % {"count": waiting}


def search() -> Judged:
    """The index answers and holds something."""
    count = engine().count()
    if not count:
        return WARNING, _("The index is empty: run manage.py search rebuild.")
    return OK, _("The index holds %(count)d documents.") % {"count": count}


def mail() -> Judged:
    """The server takes connections, and no letter has waited long."""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        folder = Path(getattr(settings, "EMAIL_FILE_PATH", "") or ".")
        return UNUSED, _("Letters are written to files in %(folder)s.") % {"folder": folder}
    line = get_connection(timeout=PATIENCE)
    line.open()
    line.close()
    waiting = Delivery.objects.filter(follower="mail", given_up_at=None)
    late = waiting.filter(event__at__lt=timezone.now() - LATE).count()
    if late:
        return WARNING, _("%(count)d letters have waited for over an hour.") % {"count": late}
    return OK, _("The mail server takes connections.")


WORKING: dict[str, Check] = {
    "broker": broker, "workers": workers, "beat": beat, "outbox": outbox, "search": search, "mail": mail,
}  # fmt: skip
