"""Celery: tasks run in the process when no broker is configured, in workers otherwise."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("sangkien")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
