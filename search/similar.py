"""Works like a dossier's, among everything ever filed that the asker may see: likely copies, then the same matter.

Law 8 holds here too: what an asker may not see is left out, in the list, in the counts and in the passages. Checkers
and councils see more, because the policy shows them more.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from initiatives.models import Dossier, Task
from organisation.actor import Actor
from search.documents import IndexedDocument
from search.dossiers import words_of
from search.engines import SearchRequest, engine
from search.engines.interface import Alike
from search.queries import tokens
from search.rules.copies import Likeness, likeness, passages
from search.services.lexicon import current_lexicon

CANDIDATES = 12
SHOWN_PASSAGES = 6
NONE = Likeness(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Similar:
    """One work: what a row shows, how alike, and the stretches that stand in both (ours, theirs)."""

    payload: Mapping[str, Any]
    likeness: Likeness
    passages: Sequence[tuple[str, str]] = ()

    @property
    def percent(self) -> int:
        """The share of text, in percent."""
        return round(self.likeness.text * 100)


def similar_to(actor: Actor, dossier: Dossier, limit: int = 5) -> list[Similar]:
    """The works most like a dossier's that the actor may see, but not itself nor what it came from: copies first, then
    the nearest in matter.
    """
    own = words_of(dossier)
    if not own.title.strip():
        return []
    same = {dossier.work_id, *_comes_from(dossier)}
    copies = [one for one in copies_of(actor, own) if one.payload.get("work") not in same]
    met = {one.payload.get("work") for one in copies} | same
    others = [
        Similar(payload, NONE) for payload in _on_the_matter(actor, own, limit + len(met)) if payload["work"] not in met
    ]
    return (copies + others)[:limit]


def _comes_from(dossier: Dossier) -> Iterator[int | None]:
    """Works that are like this one because they are its origin: the proposal of the task that it answers, the topic of
    which it is the result.
    """
    tasks = Task.objects.filter(Q(pk=dossier.task_id) | Q(winner__work=dossier.work_id))
    yield from tasks.values_list("proposal__work", flat=True)
    yield dossier.work.result_of_id


def copies_of(actor: Actor, own: IndexedDocument) -> list[Similar]:
    """Likely copies and what is worth a look, the likeliest first."""
    sample = own.shingles
    near = engine().alike(sample, tokens(actor), CANDIDATES)
    compared = [
        (one, likeness(sample, one.shingles, near.common, own.title, str(one.payload["title"])))
        for one in near.found
        if one.key != own.key
    ]
    alike = sorted(
        (row for row in compared if row[1].worth_a_look), key=lambda row: (-row[1].text, -row[1].title, row[0].key)
    )
    return [Similar(one.payload, how, list(_beside(own, one))) for one, how in alike]


def _beside(own: IndexedDocument, other: Alike) -> Iterator[tuple[str, str]]:
    ours = f"{own.title}\n{own.text}"
    for passage, _n in zip(passages(ours, other.text), range(SHOWN_PASSAGES), strict=False):
        here, there = passage
        yield ours[here.start : here.end], other.text[there.start : there.end]


def _on_the_matter(actor: Actor, own: IndexedDocument, limit: int) -> list[Mapping[str, Any]]:
    """What a search for the title finds."""
    words = f"{own.title[:300]} "
    request = SearchRequest(words, tokens(actor), limit=limit, facets=(), lexicon=current_lexicon())
    return [hit.payload for hit in engine().search(request).hits]
