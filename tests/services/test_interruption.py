"""Whatever ends a run, its servers end with it."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tools.services import elasticsearch, postgres, redis, smtp
from tools.services.process import PREFIX, listens, own_folder

ROOT = Path(__file__).resolve().parents[2]
QUICK = {"postgres": postgres, "redis": redis, "smtp": smtp}


def launched(names):
    """`make services` in a process of its own; answers it and the ports that it prints."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.services", *names],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "running until" in line:
            break
    ports = {int(port) for port in re.findall(r"127\.0\.0\.1:(\d+)", "".join(lines))}
    return process, ports


def folders_of(process):
    return list(Path(tempfile.gettempdir()).glob(f"{PREFIX}{process.pid}-*"))


def all_silent_within(ports, seconds):
    until = time.monotonic() + seconds
    while any(map(listens, ports)) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(map(listens, ports))


def those_here(services):
    names = [name for name, service in services.items() if service.missing() is None]
    if not names:
        pytest.skip("none of the services is installed")
    return names


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL], ids=lambda n: n.name)
def test_services_end_with_the_run_that_started_them(number):
    names = those_here(QUICK)
    process, ports = launched(names)
    assert len(ports) == len(names)
    assert all(map(listens, ports))
    process.send_signal(number)
    process.wait(30)
    assert all_silent_within(ports, 10)
    if number != signal.SIGKILL:
        assert folders_of(process) == []


@pytest.mark.elasticsearch
def test_elasticsearch_ends_even_with_a_run_that_is_killed():
    process, ports = launched(those_here({"elasticsearch": elasticsearch}))
    assert all(map(listens, ports))
    process.kill()
    process.wait()
    assert all_silent_within(ports, 20)


def test_what_a_killed_run_left_is_swept_by_the_next():
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{gone.pid}-redis-"))
    ours = own_folder("test")
    try:
        assert not left.exists()
        assert ours.exists()
        assert ours.name.startswith(f"{PREFIX}{os.getpid()}-")
    finally:
        ours.rmdir()
