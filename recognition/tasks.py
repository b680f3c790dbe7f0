"""Celery: each task calls one service."""

from django.utils import timezone

from journal.work import retried_task
from recognition.services import reports


@retried_task
def mail_monthly_report() -> int:
    """On the first working day of a month: mail the report of the month before; returns how many letters."""
    return reports.mail_monthly_report(timezone.localdate())
