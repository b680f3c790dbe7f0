"""How many tasks wait for somebody: the figure beside "My work" on every page.

A page module that knows of waiting tasks adds a counter once, when it is loaded:

    waiting.COUNTERS.append(queries.number_of_tasks)

One counter may cost one query; two are allowed in all (a page has 16).
"""

from collections.abc import Callable

from organisation.actor import Actor

COUNTERS: list[Callable[[Actor], int]] = []


def number_of_tasks(actor: Actor) -> int:
    """Tasks that wait for the actor, over all counters."""
    return sum(counter(actor) for counter in COUNTERS)
