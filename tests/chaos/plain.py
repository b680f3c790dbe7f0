"""The services without a replica and without slow lines, for what measures rather than breaks."""

import secrets
from contextlib import ExitStack
from pathlib import Path

from tests.chaos.machines import SAFE
from tools.services import elasticsearch, postgres, redis, smtp
from tools.services.process import own_folder


class Services:
    """Started on `stack`, which ends them; `environment` is what a process of ours needs."""

    def __init__(self, stack: ExitStack, with_search: bool) -> None:
        self.folder = own_folder("chaos")
        launched = [postgres.launch(**SAFE), redis.launch(), smtp.launch()]
        if with_search:
            launched.append(elasticsearch.launch())
        for service in launched:
            stack.callback(service.stop, 2)
        database, broker = postgres.ready(launched[0]), redis.ready(launched[1])
        self.letters = smtp.Sink(smtp.ready(launched[2]).url, Path(launched[2].extra["folder"]))
        cluster = elasticsearch.ready(launched[3]) if with_search else None
        self.environment = {
            "DATABASE_URL": database.url, "BROKER_URL": broker.url, "CACHE_URL": broker.url[:-1] + "1",
            "SEARCH_URL": cluster.url if cluster else f"tantivy://{self.folder / 'index'}",
            "EMAIL_URL": self.letters.url, "DATA_DIR": str(self.folder), "SECRET_KEY": secrets.token_urlsafe(60),
            "ALLOWED_HOSTS": "127.0.0.1", "DEMONSTRATION": "1", "DJANGO_SETTINGS_MODULE": "config.settings",
            "LOG_FORMAT": "json", "BACKGROUND": "celery", "C_FORCE_ROOT": "1",
        }  # fmt: skip
