"""The one policy mechanism (law 8): what people see, and what they may do.

*Seeing.* Packages register grants when they start. A grant says: who holds one of `keys(actor)` sees the rows whose
`lookup` is among them and that meet `only`. The union of the grants decides, in SQL, for lists, counts, files and
exports; the same grants give each row its audience tokens, by which the search index filters. An object that no grant
shows answers 404.

*Doing.* Predicates are small, read as sentences and combine with `&`, `|` and `~`.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, Q, QuerySet

from config.errors import NotFound
from organisation.actor import Actor
from organisation.among import among

Keys = Collection[Any]
Held = tuple[tuple["Grant", Keys], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Grant:
    """Lets the holders of a key see rows of `model`.

    `lookup` is an ORM path from the model to the key (many-valued paths say so with `many`, and are asked in a
    sub-query so that rows never double); `keys` gives the actor's keys; `only` limits the rows; `wide` says that it
    may show a good part of all rows.
    """

    name: str
    model: type[Model]
    lookup: str
    keys: Callable[[Actor], Keys]
    only: Q = Q()
    many: bool = False
    wide: bool = False

    def rows(self, keys: Keys) -> Q:
        """The rows shown to who holds these keys."""
        return Q(pk__in=self.ids(keys)) if self.many else self._held(keys)

    def ids(self, keys: Keys) -> QuerySet[Any, Any]:
        """Their ids, some more than once."""
        return self.model._default_manager.filter(self._held(keys)).order_by().values("pk")

    def _held(self, keys: Keys) -> Q:
        return self.only & (among(self.lookup, keys) if _are_ids(keys) else Q(**{f"{self.lookup}__in": list(keys)}))

    def tokens_of(self, actor: Actor) -> Iterable[str]:
        """The actor's tokens in the search index."""
        return (f"{self.name}:{key}" for key in self.keys(actor))


def _are_ids(keys: Keys) -> bool:
    return type(next(iter(keys))) is int  # keys of a grant are of one type


M = TypeVar("M", bound=Model)

_GRANTS: dict[type[Model], dict[str, Grant]] = defaultdict(dict)


def register(*grants: Grant) -> None:
    """Make grants known; the same name on the same model again replaces it."""
    for grant in grants:
        _GRANTS[grant.model][grant.name] = grant


def grants_on(model: type[Model]) -> Collection[Grant]:
    """All grants that show rows of a model."""
    return _GRANTS[model].values()


def visible(model: type[M], actor: Actor) -> QuerySet[M]:
    """The rows of `model` that the actor may see."""
    rows: QuerySet[M] = _KEPT.visible(model, _held_by(model, actor))
    return rows.all()


def listed(model: type[M], actor: Actor) -> QuerySet[M]:
    """The same rows as `visible`, for lists: who sees few of very many has them gathered from what is theirs, instead
    of every row asked for a right to it.
    """
    held = _held_by(model, actor)
    wide = any(grant.wide for grant, _keys in held)
    rows: QuerySet[M] = (_KEPT.visible if wide else _KEPT.gathered)(model, held)
    return rows.all()


def held(model: type[Model], actor: Actor) -> Held:
    """What the actor's sight of a model hangs on: a query of what they see may be kept under it."""
    return _held_by(model, actor)


def _held_by(model: type[Model], actor: Actor) -> Held:
    """The grants of which the actor holds a key, with the keys."""
    held = ((grant, grant.keys(actor)) for grant in grants_on(model))
    return tuple((grant, keys if isinstance(keys, frozenset) else tuple(keys)) for grant, keys in held if keys)


def _visible(model: type[M], held: Held) -> QuerySet[M]:
    rows = model._default_manager
    return rows.filter(reduce(or_, (grant.rows(keys) for grant, keys in held))) if held else rows.none()


def _gathered(model: type[M], held: Held) -> QuerySet[M]:
    rows = model._default_manager
    ids = [grant.ids(keys) for grant, keys in held]
    if not ids:
        return rows.none()
    return rows.filter(pk__in=ids[0].union(*ids[1:], all=True) if ids[1:] else ids[0])


class _Kept(threading.local):
    """Building these queries costs more than many of them take, so those with the same keys are built once. Each
    thread has its own: a query that is being compiled must not be compiled by another.
    """

    def __init__(self) -> None:
        self.visible = lru_cache(KEPT)(_visible)
        self.gathered = lru_cache(KEPT)(_gathered)


KEPT = 256  # for each of the few threads of a web process that work
_KEPT = _Kept()


def get_visible(
    model: type[M], actor: Actor, lock: bool | Sequence[str] = False, beside: Sequence[str] = (), **lookup: Any
) -> M:
    """One row that the actor may see, and what stands `beside` it. `lock` may name what is locked with it. Raises
    NotFound alike where it is hidden and where it does not exist.
    """
    rows = visible(model, actor).filter(**lookup)
    if beside:
        rows = rows.select_related(*beside)
    if lock:
        rows = rows.select_for_update(of=("self", *(lock if lock is not True else ())))
    try:
        return rows.get()
    except ObjectDoesNotExist:
        raise NotFound from None


def grants_showing(row: Model, actor: Actor, besides: Collection[str] = ()) -> Iterator[str]:
    """Names of the grants, besides these, that show a row to the actor; one query for each that is asked."""
    for grant in grants_on(type(row)):
        keys = () if grant.name in besides else grant.keys(actor)
        if keys and type(row)._default_manager.filter(grant.rows(keys), pk=row.pk).exists():
            yield grant.name


def tokens_of(model: type[Model], actor: Actor) -> frozenset[str]:
    """All tokens by which the search index lets the actor see rows of `model`."""
    return frozenset(token for grant in grants_on(model) for token in grant.tokens_of(actor))


def audiences(model: type[Model], ids: Collection[int]) -> dict[int, set[str]]:
    """The audience tokens of rows: one query a grant, whatever the number of rows."""
    found: dict[int, set[str]] = {pk: set() for pk in ids}
    for grant in grants_on(model):
        rows = model._default_manager.filter(grant.only, among("pk", ids)).exclude(**{f"{grant.lookup}__isnull": True})
        for pk, key in rows.values_list("pk", grant.lookup):
            found[pk].add(f"{grant.name}:{key}")
    return found


@dataclass(frozen=True, slots=True)
class Predicate:
    """`test(actor, thing) -> bool`, with a name for the policy matrix and for messages."""

    name: str
    test: Callable[[Actor, Any], bool]

    def __call__(self, actor: Actor, thing: Any) -> bool:
        """Whether it holds."""
        return self.test(actor, thing)

    def __and__(self, other: "Predicate") -> "Predicate":
        return Predicate(f"{self.name} and {other.name}", lambda a, t: self(a, t) and other(a, t))

    def __or__(self, other: "Predicate") -> "Predicate":
        return Predicate(f"{self.name} or {other.name}", lambda a, t: self(a, t) or other(a, t))

    def __invert__(self) -> "Predicate":
        return Predicate(f"not {self.name}", lambda a, t: not self(a, t))


def predicate(test: Callable[[Actor, Any], bool]) -> Predicate:
    """Make a function of (actor, thing) a predicate under its own name."""
    return Predicate(test.__name__, test)
