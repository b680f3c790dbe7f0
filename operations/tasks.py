"""Celery: each task calls one service."""

from celery import shared_task
from django.utils import timezone

from operations.models import Pulse


@shared_task
def pulse() -> None:
    """Say that clock, broker and a worker are alive."""
    Pulse.objects.update_or_create(name="beat", defaults={"at": timezone.now()})
