"""allauth's provider, held to the whole of OpenID Connect Core 1.0, 3.1.3.7: it leaves some checks to the caller."""

import secrets
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

MINUTE = 60
SIGNED_WITH = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]


class IdentityClient(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Believes an id token only with the provider's signature, from the issuer that the operator named, for us."""

    @property
    def openid_config(self) -> Any:
        """The provider's description of itself. Raises OAuth2Error where it names another issuer."""
        config = super().openid_config
        if config.get("issuer") != settings.IDENTITY.issuer:
            raise OAuth2Error("The provider names another issuer")
        return config

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Who it is: what the id token says, and what is told of the same subject."""
        if not (text := kwargs["response"].get("id_token")):
            raise OAuth2Error("No id token")
        told = {"id_token": self._decode_id_token(app, text), "userinfo": self._fetch_user_info(token.token)}
        if told["id_token"].get("sub") != told["userinfo"].get("sub"):
            raise OAuth2Error("Told of somebody else")
        return self.get_provider().sociallogin_from_response(request, told)

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        """The claims. The signature is always checked, and never with a secret that we share. Raises OAuth2Error."""
        try:
            key = self._key(jwt.get_unverified_header(id_token).get("kid"))
            demanded: Any = {"require": ["iss", "sub", "aud", "exp", "iat"]}
            claims: dict[str, Any] = jwt.decode(
                id_token, key, SIGNED_WITH, demanded, audience=app.client_id, issuer=settings.IDENTITY.issuer
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("Invalid id token") from error
        return claims

    def _key(self, named: str | None) -> Any:
        """The provider's key of that name; its only one where a token names none. Raises KeyError."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
        answer.raise_for_status()
        keys = [key for key in jwt.PyJWKSet.from_dict(answer.json()).keys if key.public_key_use in (None, "sig")]
        fitting = [key for key in keys if named is None or key.key_id == named]
        if len(fitting) != 1:
            raise KeyError(named)
        return fitting[0]


class IdentityProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """Asks with PKCE and a nonce, and for a sign-in that is not older than what binds may rest upon."""

    package = "organisation.identity"
    oauth2_adapter_class = IdentityClient
    pkce_enabled_default = True

    def get_auth_params_from_request(self, request: HttpRequest, action: Any) -> dict[str, Any]:
        """Nothing that stands in the address is passed on."""
        return {}

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """Nor from there."""
        return list(self.get_scope())

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """To the provider. The nonce is kept in the session with the state; `pre_social_login` compares it."""
        nonce = secrets.token_urlsafe(24)
        params = {"nonce": nonce, "max_age": settings.REAUTHENTICATE_MINUTES * MINUTE or None}
        if request.user.is_authenticated:
            params["prompt"] = "login"
        kwargs["auth_params"] = {name: value for name, value in params.items() if value is not None}
        answer: HttpResponse = super().redirect(request, process, next_url, data, nonce=nonce, **kwargs)
        return answer
