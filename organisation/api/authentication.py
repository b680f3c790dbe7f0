"""Who calls the API: `Authorization: Token …`, or the session of the pages with CSRF."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from organisation.services.tokens import token_of

SAFE = {"GET", "HEAD", "OPTIONS"}


class TokenAuthentication(BaseAuthentication):
    """A token that has expired, is unknown or lacks the scope for the method is refused."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """Returns (user, token), or nothing when no token was sent."""
        kind, _blank, key = get_authorization_header(request).decode("latin-1").partition(" ")
        if kind.lower() != "token":
            return None
        token = token_of(key.strip())
        if token is None:
            raise AuthenticationFailed(_("The token is unknown or has expired. Get a new one."))
        if ("read" if request.method in SAFE else "write") not in token.scopes:
            raise PermissionDenied(_("This token does not allow that."))
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """What to send."""
        return "Token"


class SessionWithCsrf(SessionAuthentication):
    """The session of the pages; 401 (not 403) for who has not signed in."""

    def authenticate_header(self, request: Request) -> str:
        """Makes DRF answer 401."""
        return "Token"


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema describes tokens."""

    target_class = "organisation.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A header."""
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "`Token …`"}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema describes the session of the pages."""

    target_class = "organisation.api.authentication.SessionWithCsrf"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A cookie."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
