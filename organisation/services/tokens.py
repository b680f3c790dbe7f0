"""API tokens: made, looked up, revoked."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from organisation.models import Token, User

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
    return (
        Token.objects.select_related("user__person")
        .filter(digest=Token.digest_of(key), expires_at__gt=timezone.now(), user__is_active=True)
        .first()
    )


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
