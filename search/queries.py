"""Searching as an actor: their tokens go into the query, never after it (law 8)."""

from initiatives.models import Dossier, Work
from organisation.actor import Actor
from organisation.policy import tokens_of


def tokens(actor: Actor) -> frozenset[str]:
    """The audience tokens by which the actor sees documents."""
    return tokens_of(Dossier, actor) | {token for token in tokens_of(Work, actor) if token.startswith("published:")}
