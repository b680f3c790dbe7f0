"""A mail server that accepts everything and keeps it, as files that a test can read."""

import importlib.util
import mailbox
import smtplib
import sys
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from tools.services.process import Service, Unavailable, as_ourselves, free_port, own_folder


def missing() -> str | None:
    """Why it cannot be had here, or None."""
    return None if importlib.util.find_spec("aiosmtpd") else "aiosmtpd is not installed (make setup)"


def launch() -> Service:
    """Start the server; `ready` says when it serves. Messages are kept in the folder `mail`."""
    if missing():
        raise Unavailable(str(missing()))
    folder, port = own_folder("smtp"), free_port()
    kept = folder / "mail"
    command: list[str | Path] = [
        sys.executable, "-m", "aiosmtpd", "--nosetuid", "--listen", f"127.0.0.1:{port}",
        "--class", "aiosmtpd.handlers.Mailbox", kept,
    ]  # fmt: skip
    # As ourselves: our Python may lie where others may not look.
    service = Service.launch("mail server", f"smtp://127.0.0.1:{port}", port, folder, command, run=as_ourselves)
    service.extra["folder"] = str(kept)
    return service


def ready(service: Service) -> Service:
    """Wait until it greets."""
    return service.wait(lambda: _greets(service.port), seconds=15)


def _greets(port: int) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=1) as line:
            return line.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


def start() -> Service:
    """A server that serves. Raises Unavailable with the reason."""
    return ready(launch())


class Sink:
    """What a test sees of the mail server: its address, and the messages it got."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.host, port = url.removeprefix("smtp://").split(":")
        self.port = int(port)
        self.folder = folder

    def messages(self) -> list[EmailMessage]:
        """Every message kept since the last `clear`, oldest first."""
        kept = mailbox.Maildir(self.folder, create=False)
        return [message_from_bytes(kept.get_bytes(key), policy=default) for key in sorted(kept.keys())]

    def clear(self) -> None:
        """Forget every message."""
        mailbox.Maildir(self.folder, create=False).clear()
