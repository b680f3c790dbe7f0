"""Searching as an actor: their tokens go into the query, never after it (law 8)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.utils.translation import gettext as _

from initiatives.models import Dossier, Work
from organisation.actor import Actor
from organisation.policy import tokens_of
from search import database
from search.asking import for_export, instead, question
from search.engines import EngineDown, Hit, SearchRequest, SearchResult, engine
from search.rules.language import Problem
from search.services.lexicon import current_lexicon


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found; what of the query could not be read; the query that was probably meant, if another.

    `degraded`: the engine is down, and the database has answered as well as it can.
    """

    found: SearchResult
    problems: Sequence[Problem]
    meant: str
    degraded: bool = False


def tokens(actor: Actor) -> frozenset[str]:
    """The audience tokens by which the actor sees documents."""
    return tokens_of(Dossier, actor) | {token for token in tokens_of(Work, actor) if token.startswith("published:")}


def answer(
    actor: Actor,
    text: str,
    chosen: Mapping[str, Sequence[str]],
    sort: str = "relevance",
    offset: int = 0,
    limit: int = 20,
) -> Answer:
    """What the actor finds by a typed query and choices, with facets."""
    asked = question(tokens(actor), text, chosen, sort, offset, limit)
    try:
        found = engine().search(asked.request)
    except EngineDown:
        return Answer(database.answered(actor, asked.request), asked.problems, "", degraded=True)
    return Answer(found, asked.problems, instead(text, found.meant))


def every(
    actor: Actor, text: str, chosen: Mapping[str, Sequence[str]], sort: str = "relevance"
) -> tuple[Iterator[Mapping[str, Any]], Sequence[Problem]]:
    """What rows of results show, of every hit in order, for exports; and what of the query could not be read.

    Raises EngineDown before the first row rather than after it: half a file would look like a whole one.
    """
    asked = question(tokens(actor), text, chosen, sort)
    try:
        rows = iter(engine().payloads(for_export(asked.request)))
        first = list(islice(rows, 1))
    except EngineDown as down:
        raise EngineDown(
            _("The search index cannot be reached just now, so nothing can be exported. Try again in a few minutes.")
        ) from down
    return chain(first, rows), asked.problems


def suggest(actor: Actor, words: str, limit: int = 8) -> Sequence[Hit]:
    """What the words typed so far may lead to."""
    request = SearchRequest(words=words, tokens=tokens(actor), limit=limit, facets=(), lexicon=current_lexicon())
    try:
        return engine().suggest(request)
    except EngineDown:
        return database.answered(actor, request).hits
