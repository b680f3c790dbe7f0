"""PostgreSQL from the system's package; durable on nothing, since it dies with the tests."""

import os
import re
import secrets
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tools.services.process import Service, Unavailable, free_port, own_folder, unprivileged

USER = DATABASE = "sangkien"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "autovacuum_naptime": "10s",
}


def binaries() -> Path | None:
    """The folder with the programs of the newest PostgreSQL here."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(found, key=lambda path: int(re.sub(r"\D", "", path.parent.name) or 0), default=None)


def missing() -> str | None:
    """Why it cannot be had here, or None."""
    return None if binaries() else "PostgreSQL is not installed (apt-get install postgresql)"


def launch(**added: str) -> Service:
    """Make a cluster and start the server on it, with settings that are added; `ready` says when it serves."""
    programs = binaries()
    if programs is None:
        raise Unavailable(str(missing()))
    folder, port, password = own_folder("postgres"), free_port(), secrets.token_urlsafe(16)
    _make_cluster(programs, folder, password)
    return _serve(programs, folder, port, password, added)


def standby(of: Service, **added: str) -> Service:
    """A second server that streams from the first, which waits for it with every commit if told so."""
    programs = binaries()
    folder, port, password = own_folder("standby"), free_port(), of.url.split(":")[2].split("@")[0]
    command: list[str | Path] = [
        f"{programs}/pg_basebackup", "-D", folder / "data", "-R", "-X", "stream", "-c", "fast",
        "-d", f"host=127.0.0.1 port={of.port} user={USER} password={password} application_name=standby",
    ]  # fmt: skip
    done = subprocess.run(unprivileged(command), cwd=folder, capture_output=True, text=True, check=False)
    if programs is None or done.returncode:
        raise Unavailable(f"pg_basebackup failed: {done.stderr.strip()}")
    return _serve(programs, folder, port, password, added)


def _serve(programs: Path, folder: Path, port: int, password: str, added: Mapping[str, str]) -> Service:
    settings = [part for name, value in {**SETTINGS, **added}.items() for part in ("-c", f"{name}={value}")]
    return Service.launch(
        "PostgreSQL",
        f"postgres://{USER}:{password}@127.0.0.1:{port}/{DATABASE}",
        port,
        folder,
        [programs / "postgres", "-D", folder / "data", "-p", str(port), *settings],
        stop_with=signal.SIGINT,  # "fast": ends connections instead of waiting for them
    )


def _make_cluster(programs: Path, folder: Path, password: str) -> None:
    secret = folder / "password"
    secret.write_text(password)
    secret.chmod(0o444)
    command: list[str | Path] = [
        programs / "initdb", "-D", folder / "data", "-U", USER, "--auth=scram-sha-256", f"--pwfile={secret}",
        "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions",
    ]  # fmt: skip
    done = subprocess.run(unprivileged(command), cwd=folder, capture_output=True, text=True, check=False)
    secret.unlink()
    if done.returncode:
        raise Unavailable(f"initdb failed: {done.stderr.strip()}")


def ready(service: Service) -> Service:
    """Wait until it serves and the database is there."""
    return service.wait(lambda: _make_database(service), seconds=30)


def _make_database(service: Service) -> bool:
    programs, password = binaries(), service.url.split(":")[2].split("@")[0]
    command: list[str | Path] = [
        f"{programs}/createdb",
        "-h",
        "127.0.0.1",
        "-p",
        str(service.port),
        "-U",
        USER,
        "--no-password",
        DATABASE,
    ]
    done = subprocess.run(
        command, env={**os.environ, "PGPASSWORD": password}, capture_output=True, text=True, check=False
    )
    return done.returncode == 0


def start() -> Service:
    """A server that serves. Raises Unavailable with the reason."""
    return ready(launch())
