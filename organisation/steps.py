"""Second steps: for whom a second factor is demanded, and for what a sign-in must be fresh."""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from config.errors import Forbidden, NotFresh
from organisation.actor import Actor
from organisation.identity.stages import stands_for_second_step
from organisation.services.tokens import EXPORT

MINUTE = 60
OPEN = ("/tai-khoan/", "/ngon-ngu/", "/static/")
SET_UP = "second_step_is_set_up"


def demand_fresh(request: Any) -> None:
    """What binds (a ballot, a signature) asks for a sign-in of a short while ago. Raises NotFresh.

    A token is made with password and second factor for its purpose, expires, and is asked nothing more.
    """
    if getattr(request, "viewing", None) is not None:
        raise Forbidden(_("Not while you see the system as somebody else: end that first."))
    limit = settings.REAUTHENTICATE_MINUTES * MINUTE
    if not limit or getattr(request, "auth", None) is not None or not request.user.is_authenticated:
        return
    records = get_authentication_records(getattr(request, "_request", request), request.user)
    if not records or time.time() - records[-1]["at"] > limit:
        raise NotFresh(_("Enter your password again: this binds, and your sign-in is some time ago."))


def demand_fresh_for_export(request: Any) -> None:
    """A file with more than what is public asks for a fresh sign-in; of a token, the scope `export`, which a token has
    only where it was asked for by name. What anybody may fetch, anybody may. Raises NotFresh, Forbidden.
    """
    token = getattr(request, "auth", None)
    if token is not None and EXPORT not in token.scopes:
        raise Forbidden(_("This token does not export: make one with the scope `export`."))
    demand_fresh(request)


def lacks_second_step(actor: Actor, user: Any) -> bool:
    """Whether a role of theirs demands a second factor that they have not set up."""
    return bool(actor.roles & set(settings.MFA_REQUIRED_ROLES)) and not is_mfa_enabled(user)


def code_holds(user: Any, code: str) -> bool:
    """Whether a code is one of the user's second factor: of the moment, or a recovery code, which is then spent."""
    factors = {row.type: row for row in Authenticator.objects.filter(user=user)}
    named = [factors[kind] for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES) if kind in factors]
    return bool(code) and any(row.wrap().validate_code(code) for row in named)


class SecondStep:
    """Who must have a second factor and has none is taken to where it is set up, and sees nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Costs nothing where no role demands it, and little once it has been set up in this session."""
        if settings.MFA_REQUIRED_ROLES and not request.path_info.startswith(OPEN) and self._lacks(request):
            return redirect(f"{reverse('mfa_index')}?buoc=1")
        return self.get_response(request)

    def _lacks(self, request: Any) -> bool:
        if not request.user.is_authenticated or request.session.get(SET_UP):
            return False
        if lacks_second_step(request.actor, request.user) and not stands_for_second_step(request, request.user):
            return True
        request.session[SET_UP] = True
        return False
