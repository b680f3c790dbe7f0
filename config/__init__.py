"""The Django project: settings from the environment, addresses, entry points of servers and workers, errors."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
