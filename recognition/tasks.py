"""Celery: each task calls one service."""

from celery import shared_task
from django.utils import timezone

from recognition.services import reports


@shared_task
def mail_monthly_report() -> int:
    """On the first working day of a month: mail the report of the month before; returns how many letters."""
    return reports.mail_monthly_report(timezone.localdate())
