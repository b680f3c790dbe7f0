"""After a transition: the papers and letters that follow from it. Reads the outbox, so that a crash loses none."""

from collections.abc import Sequence

from initiatives.services.letters import write_about
from journal.followers import Follower
from journal.models import Event


def handle(events: Sequence[Event]) -> None:
    """Write the letters that an event asks for (each once: the letter remembers its event)."""
    for event in events:
        write_about(event)


FOLLOWER = Follower("papers", handle, wants=("dossier_",))
