"""What a sign-in by the provider counts for: how fresh it is, and whether it stands for the second step."""

from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.http import HttpRequest

STANDS = "second_step"


def note_claims(request: HttpRequest, user: Any, claims: dict[str, Any]) -> None:
    """Keep with the sign-in when the person proved who they are (a provider that does not say: long ago), and how."""
    records = [*get_authentication_records(request, user)]
    if not records:
        return
    told = claims.get("amr") or []
    ways = {str(claims.get("acr")), *(map(str, told) if isinstance(told, list) else [str(told)])}
    at = claims.get("auth_time")
    proved = float(at) if isinstance(at, int | float) else 0.0
    stands = bool(ways & settings.IDENTITY.second_step)
    records[-1] = {**records[-1], "at": min(records[-1]["at"], proved), STANDS: stands}
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = records


def stands_for_second_step(request: HttpRequest, user: Any) -> bool:
    """Whether the provider asked for a second step in this very sign-in, and the operator believes it."""
    return any(record.get(STANDS) for record in get_authentication_records(request, user))


class SecondStepStage(AuthenticateStage):  # type: ignore[misc]
    """Our own second step, unless the provider's stands for it."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return super()._should_handle(request) and not stands_for_second_step(request, self.login.user)
