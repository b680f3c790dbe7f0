"""The query language in lists of dossiers: the same words find the same things as in the search box."""

import re
from dataclasses import replace
from itertools import islice

from django.db.models import Q

from config.errors import Invalid
from initiatives.finding import compared
from organisation.actor import Actor
from search import database
from search.asking import Question, explained, question
from search.engines import EngineDown, engine
from search.engines.interface import Term
from search.queries import tokens
from search.text import fold

MOST = 2_000  # dossiers that words find; who has more narrows down
_KEY = re.compile(r"d(\d+)p?")


def by_query(actor: Actor, text: str) -> Q:
    """A condition on dossiers. Raises Invalid at `q`, with the places, for what cannot be read."""
    asked = question(tokens(actor), text, facets=())
    if asked.problems:
        places = [{"start": one.start, "end": one.end, "reason": one.reason} for one in asked.problems]
        said = [explained(one) for one in asked.problems]
        raise Invalid(said[0], {"q": said}, problems=places)
    found = _found(asked)
    return found if asked.rest else found | compared(actor, text)


def _found(asked: Question) -> Q:
    """The choices are the database's business; words, if there are any, the engine's: all of them must stand, for a
    list is not in the order of what matches best.
    """
    request = asked.request
    words = [Term((word,)) for word in fold(request.words).split()]
    all_of_them = replace(request, words="", required=[*request.required, *words])
    if not (request.words.strip() or request.required or request.excluded):
        return database.choices(request)
    try:
        keys = [_KEY.fullmatch(key) for key in islice(engine().keys(all_of_them), MOST)]
    except EngineDown:
        return database.condition(request)
    return Q(pk__in={int(key[1]) for key in keys if key})
