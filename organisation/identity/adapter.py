"""Who comes in by the provider: whose identity is linked, whom the office knows by a verified e-mail, nobody else."""

import logging
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext as _

from journal.services.record import record
from organisation.services.people import known_by_email, register_author

PROVIDER_ID = "co-quan"
logger = logging.getLogger("organisation.identity")


class IdentityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """One provider, from the environment; none from the database."""

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:
        """The provider of the office, if it is the one asked for."""
        office = settings.IDENTITY
        asked = provider in (None, "openid_connect", PROVIDER_ID) and client_id in (None, office.client_id)
        if not office or not asked:
            return []
        told = {"server_url": office.issuer.rstrip("/")}
        return [
            SocialApp(
                provider="openid_connect", provider_id=PROVIDER_ID, name=office.name, client_id=office.client_id,
                secret=office.secret, settings=told,
            )
        ]  # fmt: skip

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Link somebody whom the office knows; refuse whom it does not."""
        told = sociallogin.account.extra_data
        nonce = sociallogin.state.get("nonce")
        if not nonce or told["id_token"].get("nonce") != nonce:
            _refuse(request, _("This answer of the provider was not meant for this sign-in. Begin again."))
        if sociallogin.state.get("process") == "connect":
            return
        if not sociallogin.is_existing:
            self._know(request, sociallogin, told["userinfo"] | told["id_token"])
        elif not sociallogin.user.is_active:
            _refuse(request, _unknown())

    def _know(self, request: HttpRequest, sociallogin: Any, claims: dict[str, Any]) -> None:
        if claims.get("email_verified") is not True or not claims.get("email"):
            _refuse(request, _("The provider has not verified your e-mail address, so we cannot tell who you are."))
        user = known_by_email(claims["email"])
        if user is None and settings.IDENTITY.self_registration:
            user = register_author(claims["email"], str(claims.get("name", "")))
        if user is None:
            _refuse(request, _unknown())
        sociallogin.connect(request, user)
        record(user.pk, "identity_linked", f"user:{user.pk}", {"issuer": settings.IDENTITY.issuer})

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """For the operator: what was wrong, and nothing of who it was."""
        logger.warning("sign-in by the provider failed: %s", exception if exception is not None else error)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never by allauth's form: whoever may come in has an account by now."""
        return False

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """Never by addresses that people entered themselves."""
        return False


def _unknown() -> str:
    return _("No account belongs to this e-mail address. The administrator of your unit gives accounts.")


def _refuse(request: HttpRequest, why: str) -> NoReturn:
    raise ImmediateHttpResponse(render(request, "socialaccount/refused.html", {"why": why}, status=403))
