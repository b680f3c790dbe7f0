"""The few errors of the domain. Raised where they are known, turned into pages and problem documents in one place.

Each is an RFC 9457 problem: a stable `type` slug, a title, an HTTP status, and the fields it concerns.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Fields = Mapping[str, Sequence[Any]]


class DomainError(Exception):
    """Base of all: `message` is a sentence for people (may be lazy), `fields` maps field path to messages."""

    status = 400
    slug = "error"

    def __init__(self, message: Any = "", fields: Fields | None = None, **extra: Any) -> None:
        super().__init__(str(message))
        self.message = message
        self.fields: dict[str, list[Any]] = {name: list(texts) for name, texts in (fields or {}).items()}
        self.extra = extra


class Invalid(DomainError):
    """Input or state does not meet a need: says what to mend, at which field."""

    status = 422
    slug = "invalid"


class Forbidden(DomainError):
    """The actor may see the thing but may not do this to it."""

    status = 403
    slug = "forbidden"


class NotFresh(DomainError):
    """The actor must sign in again first: the sign-in is too long ago for this."""

    status = 403
    slug = "sign-in-again"


class NotFound(DomainError):
    """There is no such thing, or the actor may not know that there is."""

    status = 404
    slug = "not-found"


class StateConflict(DomainError):
    """Somebody else was first: the thing has moved on."""

    status = 409
    slug = "conflict"


class Stale(DomainError):
    """The edit was made on an older revision; `extra` carries the current one."""

    status = 412
    slug = "stale"


class RevisionRequired(DomainError):
    """A change must say on which revision it was made (If-Match)."""

    status = 428
    slug = "revision-required"


class TooLarge(DomainError):
    """More bytes than allowed."""

    status = 413
    slug = "too-large"


class TooMany(DomainError):
    """Asked for too often from one address; `retry_after` says in how many seconds it may be tried again."""

    status = 429
    slug = "too-many"

    def __init__(self, message: Any = "", retry_after: int = 60) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(DomainError):
    """A service that this needs is down, or a paper is still being made; try again in `retry_after` seconds."""

    status = 503
    slug = "unavailable"
    retry_after = 60
