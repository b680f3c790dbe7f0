"""The application in a process of its own, over the database of the test, that can be killed and started again."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
START_WITHIN = 60.0


def address_of(database: dict[str, Any]) -> str:
    """A database of Django's settings as DATABASE_URL."""
    if database["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{database['NAME']}"
    login = f"{database['USER']}:{database['PASSWORD']}" if database["PASSWORD"] else database["USER"]
    return f"postgres://{login}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


class Served:
    """Granian on a port of loopback."""

    def __init__(self, database: dict[str, Any], folder: Path, settings: str = "tests.settings") -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._log = (folder / "server.log").open("ab")
        self._environment = {
            **os.environ, "DJANGO_SETTINGS_MODULE": settings, "DATABASE_URL": address_of(database),
            "SECRET_KEY": "one for all starts of this test, so that sessions outlive them", "BACKGROUND": "later",
            "ALLOWED_HOSTS": "127.0.0.1", "SEARCH_URL": f"tantivy://{folder / 'index'}",
        }  # fmt: skip
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns once it answers."""
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "config.wsgi:application", "--host", "127.0.0.1",
            "--port", str(self.port), "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
        ]  # fmt: skip
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=self._environment, stdout=self._log, stderr=self._log, start_new_session=True
        )
        until = time.monotonic() + START_WITHIN
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                raise AssertionError("the server did not start")
            time.sleep(0.1)

    def kill(self) -> None:
        """At once, with its workers: nothing is said goodbye to."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def close(self) -> None:
        """End it."""
        self.kill()
        self._log.close()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/tai-khoan/login/", timeout=START_WITHIN) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError:
            return False
        except OSError:
            return False
