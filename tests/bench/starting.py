"""How a benchmark that asks pages in its own process begins."""

import os
import tempfile


def start() -> None:
    """Django over a database of its own, all migrations applied; DATA_DIR keeps the data."""
    os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="sangkien-bench-"))
    os.environ.setdefault("BACKGROUND", "later")
    os.environ.setdefault("ALLOWED_HOSTS", "testserver")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
