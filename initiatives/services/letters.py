"""Which letters an event about a dossier causes."""

from journal.models import Event


def write_about(event: Event) -> None:
    """Write to the authors about what happened to their dossier."""
