"""Searching as an actor: their tokens go into the query, never after it (law 8)."""

from collections.abc import Mapping, Sequence

from initiatives.models import Dossier, Work
from organisation.actor import Actor
from organisation.policy import tokens_of
from search.engines import Hit, SearchRequest, SearchResult, engine


def tokens(actor: Actor) -> frozenset[str]:
    """The audience tokens by which the actor sees documents."""
    return tokens_of(Dossier, actor) | {token for token in tokens_of(Work, actor) if token.startswith("published:")}


def find(
    actor: Actor,
    words: str,
    chosen: Mapping[str, Sequence[str]],
    sort: str = "relevance",
    offset: int = 0,
    limit: int = 20,
) -> SearchResult:
    """What the actor finds, with facets."""
    return engine().search(
        SearchRequest(words=words, tokens=tokens(actor), chosen=chosen, sort=sort, offset=offset, limit=limit)
    )


def suggest(actor: Actor, words: str, limit: int = 8) -> Sequence[Hit]:
    """What the words typed so far may lead to."""
    return engine().suggest(words, tokens(actor), limit)


def similar_to(actor: Actor, dossier: Dossier, limit: int = 5) -> list[Hit]:
    """Works most like a dossier's, by title and summary, but not itself."""
    words = f"{dossier.work.title} {dossier.work.summary}"[:400].strip()
    if not words:
        return []
    found = engine().search(SearchRequest(words=f"{words} ", tokens=tokens(actor), limit=limit + 3, facets=()))
    return [hit for hit in found.hits if hit.payload.get("work") != dossier.work_id][:limit]
