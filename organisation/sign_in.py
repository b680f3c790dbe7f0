"""How allauth signs people in here: accounts are made by an administrator, never by sign-up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from organisation.identity.stages import note_claims


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers themselves."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's own work."""
        return "/"

    def get_login_stages(self) -> list[str]:
        """Where a second step is asked for, that of the provider may stand for it."""
        own = {"allauth.mfa.stages.AuthenticateStage": "organisation.identity.stages.SecondStepStage"}
        return [own.get(stage, stage) for stage in super().get_login_stages()]

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """What the provider told of a sign-in counts with it."""
        if by_provider := (kwargs.get("signal_kwargs") or {}).get("sociallogin"):
            note_claims(request, user, by_provider.account.extra_data["id_token"])
        return super().pre_login(request, user, **kwargs)

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """User names are given, never generated."""
