"""Celery: each task calls one service."""

from celery import shared_task
from django.utils import timezone

from initiatives.services import dossiers


@shared_task
def lapse_overdue() -> list[str]:
    """Close returned dossiers that were not answered in time; returns their codes."""
    return dossiers.lapse_overdue(timezone.localdate())
