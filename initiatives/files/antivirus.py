"""Ask ClamAV about a file before it is kept (clamd's INSTREAM: clamd(8), COMMANDS)."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from urllib.parse import urlsplit

PATIENCE = 30.0  # seconds for each step of the talk
CHUNK = 128 * 1024
PORT = 3310
MOST_SAID = 4096


class NotScanned(Exception):
    """It is down, or could not look at the file; the message says why."""


def found_in(stream: IO[bytes], address: str) -> str:
    """The name of what was found in the file; empty where nothing was. Raises NotScanned."""
    stream.seek(0)
    with _line(address) as line:
        line.sendall(b"zINSTREAM\0")
        while chunk := stream.read(CHUNK):
            line.sendall(struct.pack("!L", len(chunk)) + chunk)
        line.sendall(struct.pack("!L", 0))
        said = _answer(line)
    stream.seek(0)
    if said.endswith(" FOUND"):
        return said.removeprefix("stream: ").removesuffix(" FOUND")
    if said != "stream: OK":
        raise NotScanned(said or "no answer")
    return ""


def version(address: str) -> str:
    """What it is, and how new its signatures are. Raises NotScanned."""
    with _line(address) as line:
        line.sendall(b"zVERSION\0")
        return _answer(line)


@contextmanager
def _line(address: str) -> Iterator[socket.socket]:
    parts = urlsplit(address)
    try:
        if parts.hostname:
            line = socket.create_connection((parts.hostname, parts.port or PORT), timeout=3)
        else:
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with line:
            line.settimeout(PATIENCE)
            if not parts.hostname:
                line.connect(parts.path)
            yield line
    except OSError as error:
        raise NotScanned(str(error)) from error


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < MOST_SAID and (piece := line.recv(MOST_SAID)):
        said += piece
    return said.rstrip(b"\0\n").decode(errors="replace")
