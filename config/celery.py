"""Celery: tasks run in the process when no broker is configured, in workers otherwise."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("sangkien")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

BEHIND = 10
"""Steps of niceness. Papers, texts of files and letters can wait; who sits before a page cannot."""


@worker_init.connect
def _give_way(**_said: Any) -> None:
    """A worker, and the processes it starts, take what processor time the web leaves where both are on one machine."""
    os.nice(BEHIND)
