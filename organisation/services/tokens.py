"""API tokens: made, looked up, revoked."""

import secrets
from datetime import timedelta

from django.utils import timezone

from organisation.models import Token, User

LIFETIME = timedelta(hours=12)
SCOPES = ("read", "write")


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


def revoke_tokens(user: User) -> int:
    """Make every token of a user worthless at once; returns how many."""
    return Token.objects.filter(user=user).delete()[0]
