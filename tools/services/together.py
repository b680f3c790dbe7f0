"""Several services at once: started side by side, stopped together, whatever ends the run."""

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Collection, Iterator
from types import FrameType, ModuleType

from tools.services import elasticsearch, postgres, redis, s3, smtp
from tools.services.process import Service, Unavailable

ALL: dict[str, ModuleType] = {
    "postgres": postgres,
    "redis": redis,
    "elasticsearch": elasticsearch,
    "smtp": smtp,
    "s3": s3,
}


def in_ci() -> bool:
    """Whether a missing service is a failure rather than a reason to skip."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def variable(name: str) -> str:
    """The environment variable that carries a running service's address to the tests."""
    return f"TEST_{name.upper()}_URL"


def exported(services: dict[str, Service]) -> dict[str, str]:
    """What to put into the environment so that tests use these services instead of starting their own."""
    told = {variable(name): service.url for name, service in services.items()}
    for name, service in services.items():
        told |= {f"TEST_{name.upper()}_{key.upper()}": value for key, value in service.extra.items()}
    return told


@contextlib.contextmanager
def running(names: Collection[str], say: Callable[[str], None] = print) -> Iterator[dict[str, Service]]:
    """Yield the services that could be had, by name; the others are told with their reason.

    Raises: Unavailable for the first that cannot be had when CI=true.
    """
    leave_in_order()
    with contextlib.ExitStack() as stack:
        launched: dict[str, Service] = {}
        for name in names:
            with _told(name, say):
                launched[name] = ALL[name].launch()
                stack.callback(launched[name].stop)
        serving: dict[str, Service] = {}
        for name, service in launched.items():
            with _told(name, say):
                serving[name] = ALL[name].ready(service)
        yield serving


@contextlib.contextmanager
def _told(name: str, say: Callable[[str], None]) -> Iterator[None]:
    try:
        yield
    except Unavailable as reason:
        if in_ci():
            raise
        say(f"without {name}: {reason}")


def leave_in_order() -> None:
    """Let SIGTERM and SIGHUP unwind the stack as Ctrl-C does, so that everything started is stopped.

    A shell that starts us in the background lets SIGINT be ignored, by us and by what we start: not so here.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _exit)


def _exit(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)
