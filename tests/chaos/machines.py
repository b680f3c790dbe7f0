"""The services of the production edition, each of which can be killed at once and started again where it lay."""

import contextlib
import math
import os
import re
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx
import psycopg
import yaml

from tests.chaos.network import SlowLine
from tests.chaos.surroundings import Clock, Disk
from tools.services import elasticsearch, postgres, redis, smtp
from tools.services.process import Service, as_ourselves, free_port, own_folder

ROOT = Path(__file__).resolve().parents[2]
COMPOSED = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())["services"]
FULL_SHARES = 1024
SERVING = "sangkien_web"
SAFE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


def as_serving(environment: Mapping[str, str]) -> dict[str, str]:
    """The same for a program that serves: not as the owner of the database, once `grant` has let it."""
    address = re.sub("//.*@", f"//{SERVING}:{SERVING}@", environment["DATABASE_URL"], count=1)
    return {**environment, "DATABASE_URL": address}


def let_serve_here() -> None:
    """Make that role; to be called by the owner, after migrations."""
    from operations.services.serving_role import let_serve

    let_serve(SERVING, SERVING)


def _database_ready(service: Service) -> Service:
    return service.wait(lambda: _connects(service.url), seconds=60)


def _connects(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


class Machine:
    """One service. `again` starts it anew, on the same port and, but for Redis, with what it had."""

    def __init__(self, name: str, service: Service, ready: Callable[[Service], Service]) -> None:
        self.name, self.service, self.ready = name, service, ready
        self.command = list(service.process.args)  # type: ignore[arg-type]

    def kill(self) -> None:
        """SIGKILL to the whole of it."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.service.process.pid, signal.SIGKILL)
        self.service.process.wait()

    def again(self) -> None:
        """Returns once it serves."""
        self.start()
        self.wait()

    def start(self) -> None:
        """Start it. To be called from the main thread: a process ends with the thread that has started it."""
        with (self.service.folder / "output.log").open("ab") as log:
            self.service.process = subprocess.Popen(
                self.command, cwd=self.service.folder, env=dict(os.environ),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def wait(self) -> None:
        """Until it serves."""
        self.ready(self.service)


class Program:
    """A process of ours, run with the command that compose.yaml gives it."""

    def __init__(
        self, name: str, folder: Path, environment: Mapping[str, str], port: int = 0, code: Path = ROOT
    ) -> None:
        words = ["0.0.0.0", "8000", "/tmp/schedule"]  # noqa: S104, S108 - as they stand there
        instead = dict(zip(words, ["127.0.0.1", str(port), str(folder / "schedule")], strict=True))
        program, *rest = [instead.get(word, word) for word in COMPOSED[name]["command"]]
        self.name, self.port, self.code, self.environment = name, port, code, {**os.environ, **environment}
        self.command = as_ourselves([Path(sys.executable).parent / program, *rest], signal.SIGTERM)
        self.log = (folder / f"{name}.log").open("ab")
        self.process: subprocess.Popen[bytes] | None = None

    def kill(self) -> None:
        """SIGKILL to it and all it started."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def again(self) -> None:
        """Start it; a web server once it is ready."""
        self.start()
        self.wait()

    def start(self) -> None:
        """Start it. To be called from the main thread: a process ends with the thread that has started it."""
        self.process = subprocess.Popen(
            self.command, cwd=self.code, env=self.environment, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
            start_new_session=True,
        )  # fmt: skip

    def wait(self) -> None:
        """Until a web server is ready."""
        _weigh(self.process.pid, COMPOSED[self.name].get("cpu_shares", FULL_SHARES))
        until = time.monotonic() + 90
        while self.port and not self._ready() and time.monotonic() < until:
            time.sleep(0.2)

    def _ready(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/readyz/", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False


def _weigh(session: int, shares: int) -> None:
    """Give the processes of a session the weight that their container would have, where the kernel weighs sessions."""
    steps = round(math.log(FULL_SHARES / shares) / math.log(1.25))  # each step of niceness is a fifth less
    if steps and (group := Path(f"/proc/{session}/autogroup")).exists():
        group.write_text(str(steps))


class ElasticsearchMachine(Machine):
    """Its launcher needs the environment of its first start."""

    def start(self) -> None:
        """A new node where the old one lay."""
        folder, port = self.service.folder, self.service.port
        self.service = elasticsearch.run_node(folder, port, "-Xms512m -Xmx512m -XX:-AlwaysPreTouch")


class House:
    """Everything, started; `environment` is what a process of ours needs. Our programs reach database and broker by lines
    that can be made slow; the database has a replica that every commit waits for.
    """

    def __init__(self, with_search: bool, with_clock: bool) -> None:
        self.folder = own_folder("chaos")
        database, broker, letters = postgres.launch(**SAFE), redis.launch(), smtp.launch()
        cluster = elasticsearch.launch() if with_search else None
        database = postgres.ready(database)
        self.replica = postgres.standby(database, **SAFE, wal_retrieve_retry_interval="1s")
        self.replica.wait(lambda: _connects(self.replica.url), seconds=60)
        _wait_for_replica(database.url)
        self.machines = {
            "postgres": Machine("postgres", database, _database_ready),
            "redis": Machine("redis", redis.ready(broker), redis.ready),
        }
        self.mail = smtp.Sink(smtp.ready(letters).url, Path(letters.extra["folder"]))
        if cluster:
            self.machines["elasticsearch"] = ElasticsearchMachine(
                "elasticsearch", elasticsearch.ready(cluster), elasticsearch.ready
            )
        self.services = [database, self.replica, broker, letters, *([cluster] if cluster else [])]
        self.lines = [SlowLine(database.port), SlowLine(self.replica.port), SlowLine(broker.port)]
        self.disk, self.clock = Disk(self.folder / "files"), Clock(self.folder)
        first, second, queue = (f"127.0.0.1:{line.port}" for line in self.lines)
        self.environment = {
            "DATABASE_URL": database.url.replace(f"127.0.0.1:{database.port}", f"{first},{second}"),
            "BROKER_URL": f"redis://{queue}/0", "CACHE_URL": f"redis://{queue}/1",
            "SEARCH_URL": cluster.url if cluster else f"tantivy://{self.folder / 'index'}",
            "EMAIL_URL": letters.url, "SECRET_KEY": secrets.token_urlsafe(60), "DATA_DIR": str(self.folder),
            "ALLOWED_HOSTS": "127.0.0.1", "DEMONSTRATION": "1", "DJANGO_SETTINGS_MODULE": "config.settings",
            "LOG_FORMAT": "json", "BACKGROUND": "celery", "C_FORCE_ROOT": "1",
        }  # fmt: skip
        ours = {**as_serving(self.environment), **(self.clock.environment if with_clock else {})}
        self.web = Program("web", self.folder, ours, free_port())
        self.worker = Program("worker", self.folder, ours)
        self.beat = Program("beat", self.folder, ours)

    @property
    def victims(self) -> dict[str, Machine | Program]:
        """What is killed, by name."""
        return {"web": self.web, "worker": self.worker, **self.machines}

    def fail_over(self) -> None:
        """The database is killed for good, and its replica takes over."""
        self.machines["postgres"].kill()
        with psycopg.connect(self.replica.url, autocommit=True) as line:
            line.execute("SELECT pg_promote(true, 30)")

    def stop(self) -> None:
        """End everything that was started here."""
        for program in (self.web, self.worker, self.beat):
            program.kill()
            program.log.close()
        for machine in self.machines.values():
            machine.kill()
        for service in self.services:
            service.stop(2)
        self.disk.end()


def _wait_for_replica(url: str) -> None:
    """From now on a commit is told when both have it."""
    with psycopg.connect(url, autocommit=True) as line:
        line.execute("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
        line.execute("SELECT pg_reload_conf()")
