"""How many tasks wait for somebody: the figure beside "My work" on every page, over all counters of the packages."""

from collections.abc import Callable, Mapping

from organisation.actor import TASK_COUNTERS, Actor

Counter = Callable[[Actor], int]


def number_of_tasks(actor: Actor, known: Mapping[Counter, int] = {}) -> int:  # noqa: B006  it is only read
    """Tasks that wait for the actor; a page that has counted some of them already says so in `known`."""
    return sum(known[counter] if counter in known else counter(actor) for counter in TASK_COUNTERS)
