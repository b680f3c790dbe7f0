"""Keep searches, and write to people when theirs finds something new."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, NotFound
from organisation.actor import Actor, actor_of
from organisation.models import User
from organisation.services.mail import write_letter
from search.asking import question
from search.engines import SearchRequest, engine
from search.engines.interface import FACETS
from search.models import SavedSearch
from search.queries import tokens

MOST = 30
KEPT = 1_000  # hits that are remembered as told, the newest
TOLD = 10


@transaction.atomic
def save_search(
    actor: Actor, name: str, words: str, chosen: Mapping[str, Sequence[str]], letters: bool = False
) -> SavedSearch:
    """Keep a search under a name, in place of an older one of that name; what it finds now counts as known.

    Raises: Forbidden for an account without a person, Invalid at `name` where it is empty or there are too many.
    """
    name = name.strip()[:120] or words.strip()[:120]
    if actor.person_id is None:
        raise Forbidden
    if not name:
        raise Invalid(_("Give the search a name."), {"name": [_("Give the search a name.")]})
    mine = SavedSearch.objects.filter(person=actor.person_id)
    if mine.exclude(name=name).count() >= MOST:
        raise Invalid(_("Delete a saved search first: there are already thirty."), {"name": [_("Too many.")]})
    kept = {facet: list(values) for facet, values in chosen.items() if facet in FACETS and values}
    known = _found(actor, words, kept) if letters else []
    row, _made = SavedSearch.objects.update_or_create(
        person_id=actor.person_id,
        name=name,
        defaults={"words": words[:500], "chosen": kept, "letters": letters, "known": known},
    )
    return row


def drop_search(actor: Actor, pk: int) -> None:
    """Delete one of one's own. Raises NotFound."""
    if not SavedSearch.objects.filter(pk=pk, person=actor.person_id).delete()[0]:
        raise NotFound


def tell_of_new_hits() -> int:
    """Write to everybody whose saved search finds what it did not find before; returns how many letters."""
    written = 0
    for row in SavedSearch.objects.filter(letters=True).select_related("person").iterator(chunk_size=200):
        user = User.objects.select_related("person").filter(person=row.person, is_active=True).first()
        written += bool(user and _told(row, actor_of(user)))
    return written


def _told(row: SavedSearch, actor: Actor) -> bool:
    """Whether there was something new, and a letter about it; both are kept in one transaction."""
    found = _found(actor, row.words, row.chosen)
    known = set(row.known)
    new = [key for key in found if key not in known]
    if not new:
        return False
    rows = list(islice(engine().payloads(_request(actor, row.words, row.chosen)), KEPT))
    shown = [payload for key, payload in zip(found, rows, strict=False) if key not in known][:TOLD]
    with transaction.atomic():
        SavedSearch.objects.filter(pk=row.pk).update(known=found)
        context = {"search": row, "rows": shown, "count": len(new), "address": address_of(row)}
        write_letter(row.person, "search/letters/new_hits.txt", context)
    return True


def address_of(row: SavedSearch) -> str:
    """The query string of a saved search."""
    pairs: list[tuple[str, Any]] = [("q", row.words)]
    return urlencode([*pairs, *((name, value) for name, values in row.chosen.items() for value in values)])


def _request(actor: Actor, words: str, chosen: Mapping[str, Sequence[str]]) -> SearchRequest:
    return question(tokens(actor), words, chosen, sort="newest", facets=()).request


def _found(actor: Actor, words: str, chosen: Mapping[str, Sequence[str]]) -> list[str]:
    return list(islice(engine().keys(_request(actor, words, chosen)), KEPT))
