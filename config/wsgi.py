"""Entry point of the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
pages = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402 - needs the applications

from journal.services.background import start  # noqa: E402 - as above
from operations.gate import Gate  # noqa: E402 - as above

application = Gate(pages)
start()
# What is loaded now stays for good: the collector need not look at it, and the first request need not load the pages.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
