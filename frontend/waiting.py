"""How many tasks wait for somebody: the figure beside "My work" on every page, over all counters of the packages."""

from organisation.actor import TASK_COUNTERS, Actor


def number_of_tasks(actor: Actor) -> int:
    """Tasks that wait for the actor."""
    return sum(counter(actor) for counter in TASK_COUNTERS)
