"""Followers of the outbox: packages register one when they start; each sees every event it asked for, in order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from journal.models import Event


class Undeliverable(Exception):
    """These events, by their ids, can never be dealt with as they are, and why; the others of the batch have been."""

    def __init__(self, why: Mapping[int, str]) -> None:
        super().__init__("; ".join(why.values()))
        self.why = why


Handle = Callable[[Sequence[Event]], None]


@dataclass(frozen=True, slots=True)
class Follower:
    """`handle` gets at most `batch` events, oldest first, at least once each, and must be idempotent.

    `wants` filters by name prefix. A batch should be done well within the lease (`services.leases.LEASE`). An event
    that fails on its own waits alone, and later ones may overtake it: handlers read the state of now.
    """

    name: str
    handle: Handle
    wants: tuple[str, ...] = ("",)
    batch: int = 500

    def follows(self, event_name: str) -> bool:
        """Whether events of that name concern this follower."""
        return event_name.startswith(self.wants)


FOLLOWERS: dict[str, Follower] = {}


def register(follower: Follower) -> None:
    """Make a follower known. Registering the same name again replaces it (code reload)."""
    FOLLOWERS[follower.name] = follower
