"""One server process: started unprivileged, waited for, stopped by its own number, gone with whoever started it."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

UNPRIVILEGED = "nobody"
PREFIX = "sangkien-"
LOG = "output.log"


class Unavailable(Exception):
    """This machine cannot have the service; the message is the reason, and what to do about it."""


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Whether something accepts connections on the port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def own_folder(name: str) -> Path:
    """A new temporary folder that the unprivileged user may write; what a killed run left is swept first."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-{name}-"))
    if os.geteuid() == 0:
        shutil.chown(folder, UNPRIVILEGED)
    return folder


def _sweep() -> None:
    """Remove the folders of processes that are no more: a SIGKILL gives no time to tidy up."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*-*"):
        owner = folder.name.removeprefix(PREFIX).split("-")[0]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists() and folder.stat().st_uid in _our_users():
            shutil.rmtree(folder, ignore_errors=True)


def _our_users() -> set[int]:
    if os.geteuid() != 0:
        return {os.geteuid()}
    import pwd

    return {0, pwd.getpwnam(UNPRIVILEGED).pw_uid}


def as_ourselves(command: Sequence[str | Path], stop: signal.Signals | None = None) -> list[str]:
    """The command, told `stop` by the kernel when the thread that started it ends."""
    prefix = ["setpriv", "--pdeathsig", stop.name.removeprefix("SIG")] if stop else ["setpriv"]
    return [*prefix, "--", *map(str, command)]


def unprivileged(command: Sequence[str | Path], stop: signal.Signals | None = None) -> list[str]:
    """The same as somebody other than root: PostgreSQL and Elasticsearch refuse to run as root."""
    if os.geteuid() != 0:
        return as_ourselves(command, stop)
    program, *rest = as_ourselves(command, stop)
    return [program, f"--reuid={UNPRIVILEGED}", "--regid=nogroup", "--clear-groups", *rest]


@dataclass(slots=True)
class Service:
    """A running server. `stop_with` is the signal on which it leaves at once and in order."""

    name: str
    url: str
    port: int
    folder: Path
    process: subprocess.Popen[bytes]
    stop_with: signal.Signals = signal.SIGTERM
    extra: dict[str, str] = field(default_factory=dict)

    @classmethod
    def launch(  # noqa: D417
        cls,
        name: str,
        url: str,
        port: int,
        folder: Path,
        command: Sequence[str | Path],
        environment: Mapping[str, str] | None = None,
        stop_with: signal.Signals = signal.SIGTERM,
        run: Callable[[Sequence[str | Path], signal.Signals], list[str]] = unprivileged,
    ) -> "Service":
        """Start the command. Call it from a thread that lives as long as the service shall (the main one)."""
        with (folder / LOG).open("ab") as log:
            process = subprocess.Popen(
                run(command, stop_with),
                cwd=folder,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches the starter alone, who stops its services in order
            )
        return cls(name, url, port, folder, process, stop_with)

    def wait(self, answers: Callable[[], bool], seconds: float) -> "Service":
        """Return once `answers` holds.

        Raises: Unavailable with the end of the server's own output if it ends or stays silent for `seconds`.
        """
        until = time.monotonic() + seconds
        try:
            while not answers():
                if self.process.poll() is not None or time.monotonic() > until:
                    raise Unavailable(f"{self.name} did not start:\n{self.last_words()}")
                time.sleep(0.05)
        except BaseException:
            self.stop()
            raise
        return self

    def last_words(self, lines: int = 15) -> str:
        """The end of what the server printed."""
        with contextlib.suppress(OSError):
            return "\n".join((self.folder / LOG).read_text(errors="replace").splitlines()[-lines:])
        return ""

    def stop(self, seconds: float = 20) -> None:
        """End the server and everything it started, and remove its folder; again is harmless."""
        if self.process.poll() is None:
            self.process.send_signal(self.stop_with)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
