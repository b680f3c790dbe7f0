"""Serves the demonstration in the foreground, says when it is ready, and ends with Ctrl-C."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from tools.install.environment import VENV
from tools.install.show import ROOT, Failed
from tools.services.process import as_ourselves

START_WITHIN = 60.0  # seconds


def serve(port: int, environment: Mapping[str, str], accounts: str) -> int:
    """Run the server until it ends or is interrupted; print the ready line and the accounts."""
    command: list[str | Path] = [
        VENV / "bin/granian", "--interface", "wsgi", "config.wsgi:application", "--host", "127.0.0.1",
        "--port", str(port), "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
    ]  # fmt: skip
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs would ignore it
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    # A session of its own: Ctrl-C reaches the server through this process, once. Told twice it leaves its worker.
    server = subprocess.Popen(
        as_ourselves(command, signal.SIGTERM),
        cwd=ROOT,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_until_ready(port, server)
        print(f"Ready: http://127.0.0.1:{port}/\n{accounts}", end="", flush=True)
        return server.wait()
    except KeyboardInterrupt:
        print("\nStopped.")
        return 0
    finally:
        _stop(server)


def demand_free(port: int) -> None:
    """Raises Failed, with the command for another port, when somebody listens on this one."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Failed(f"Port {port} is taken. Choose another: make demo PORT={port + 123}") from None


def _wait_until_ready(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_WITHIN
    while not _answers(port):
        if server.poll() is not None or time.monotonic() > until:
            raise Failed("The server did not start; its own words stand above.")
        time.sleep(0.05)


def _answers(port: int) -> bool:
    """Whether the first page comes, not merely whether the port is open: that one is, long before Django is."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=START_WITHIN) as answer:
            return bool(answer.status < 500)
    except urllib.error.HTTPError as answer:
        return answer.code < 500
    except OSError:
        return False


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        server.wait(10)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
