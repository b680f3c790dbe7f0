"""Celery: each task calls one service."""

from celery import shared_task
from django.utils import timezone

from journal.work import retried_task
from operations.models import Pulse
from operations.services import retention


@shared_task
def pulse() -> None:
    """Say that clock, broker and a worker are alive."""
    Pulse.objects.update_or_create(name="beat", defaults={"at": timezone.now()})


@retried_task
def keep_to_the_periods() -> dict[str, int]:
    """Remove or anonymise what has been kept as long as the table says; returns how many, by rule."""
    return retention.keep_to_the_periods()
