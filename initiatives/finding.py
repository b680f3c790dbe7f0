"""How lists find dossiers by what somebody types. Search, further to the right, sees to it with its index and its query
language; before it has said so, codes and titles are compared.
"""

from collections.abc import Callable

from django.db.models import Q

from organisation.actor import Actor

Finder = Callable[[Actor, str], Q]


def compared(actor: Actor, text: str) -> Q:
    """A condition on dossiers: the code or the title contains the text."""
    return Q(code__icontains=text) | Q(draft_code__iexact=text) | Q(work__title__icontains=text)


FINDERS: list[Finder] = [compared]
"""The last one is asked."""


def matching(actor: Actor, text: str) -> Q:
    """A condition on dossiers; nothing where nothing is typed. Raises Invalid at `q` for what cannot be read."""
    text = text.replace("\x00", "").strip()
    return FINDERS[-1](actor, text) if text else Q()
