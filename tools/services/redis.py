"""Redis from the system's package, in memory only."""

import shutil
import socket
from pathlib import Path

from tools.services.process import Service, Unavailable, free_port, own_folder


def missing() -> str | None:
    """Why it cannot be had here, or None."""
    return None if shutil.which("redis-server") else "Redis is not installed (apt-get install redis-server)"


def launch() -> Service:
    """Start the server; `ready` says when it serves."""
    program = shutil.which("redis-server")
    if program is None:
        raise Unavailable(str(missing()))
    folder, port = own_folder("redis"), free_port()
    command: list[str | Path] = [
        program,
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--dir",
        folder,
        "--save",
        "",
        "--appendonly",
        "no",
    ]
    return Service.launch("Redis", f"redis://127.0.0.1:{port}/0", port, folder, command)


def ready(service: Service) -> Service:
    """Wait until it answers a ping."""
    return service.wait(lambda: _pongs(service.port), seconds=15)


def _pongs(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            line.sendall(b"PING\r\n")
            return line.recv(7) == b"+PONG\r\n"
    except OSError:
        return False


def start() -> Service:
    """A server that serves. Raises Unavailable with the reason."""
    return ready(launch())
