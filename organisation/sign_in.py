"""How allauth signs people in here: accounts are made by an administrator, never by sign-up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse

from organisation.devices import known_device, remember_device
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

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt: of a known device for itself, so that no stranger's guesses keep its owner out."""
        device = known_device(request, str(credentials.get("username") or credentials.get("email") or ""))
        if not device:
            super().pre_authenticate(request, **credentials)
            return
        counted = {"app": "allauth.account", "action": "login_failed_at_known_device", "key": device}
        self._login_failed_rl_usage = ratelimit.consume(request, **counted)
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """The device is known from now on."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_device(request, response, user)
        return response

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """User names are given, never generated."""
