"""API tokens: made, looked up, revoked."""

import secrets
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from itertools import islice
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Model
from django.utils import timezone

from organisation.models import Person, Token, User
from organisation.prepared import Prepared, prepared_rows

LIFETIME = timedelta(hours=12)
SCOPES = ("read", "write")
EXPORT = "export"
ASKABLE = (*SCOPES, EXPORT)
CALENDAR = "calendar"
A_YEAR = timedelta(days=365)


def make_token(user: User, scopes: list[str] | None = None, name: str = "") -> tuple[str, Token]:
    """Returns the key (shown once, never stored) and its row."""
    key = secrets.token_urlsafe(32)
    Token.objects.filter(user=user, expires_at__lte=timezone.now()).delete()
    row = Token.objects.create(
        digest=Token.digest_of(key),
        user=user,
        name=name,
        scopes=scopes or list(SCOPES),
        expires_at=timezone.now() + LIFETIME,
    )
    return key, row


def token_of(key: str) -> Token | None:
    """The live token with that key, its user and person beside it."""
    found = _by_digest().given(Token.digest_of(key)).rows()
    if not found:
        return None
    row = iter(found[0])
    token: Token | None
    user: User | None
    token, user, person = (_one(model, row) for model in _TOLD)
    if token is None or user is None or token.expires_at <= timezone.now() or not user.is_active:
        return None
    token.user, user.person = user, person
    return token


_TOLD: dict[type[Model], str] = {Token: "", User: "user__", Person: "user__person__"}


@cache
def _by_digest() -> Prepared:
    """Asked by every call of the API."""
    names = [before + field.attname for model, before in _TOLD.items() for field in model._meta.concrete_fields]
    return prepared_rows(Token.objects.filter(digest="").order_by().values_list(*names))


def _one(model: type[Model], row: Iterator[Any]) -> Any:
    """A thing made of the columns that are next, unless there is none."""
    fields = [field.attname for field in model._meta.concrete_fields]
    values = list(islice(row, len(fields)))
    return model.from_db(DEFAULT_DB_ALIAS, fields, values) if values[0] is not None else None


@transaction.atomic
def make_calendar_key(user: User) -> str:
    """A key that shows one's calendar and opens nothing else; the one before ends."""
    Token.objects.filter(user=user, name=CALENDAR).delete()
    key, row = make_token(user, [CALENDAR], CALENDAR)
    row.expires_at = timezone.now() + A_YEAR
    row.save(update_fields=["expires_at"])
    return key


def calendar_owner(key: str) -> User | None:
    """Whose calendar a key shows."""
    row = token_of(key)
    return row.user if row is not None and CALENDAR in row.scopes else None


def revoke_tokens(user: User) -> int:
    """Make every token of a user worthless at once; returns how many."""
    return Token.objects.filter(user=user).delete()[0]
