"""What an administrator does to somebody's account, each time for a reason."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from operations.api.views import ASKED
from operations.services.replay import demand_administrator
from organisation.actor import Actor
from organisation.api.serializers import Problem, StrictSerializer
from organisation.api.views import ActorMixin
from organisation.models import Person
from organisation.services.accounts import REASON, close_account, reset_second_step, sign_out
from organisation.steps import demand_fresh

DONE: dict[int, Any] = {204: None, 400: Problem, 404: Problem, 422: Problem, **ASKED}


class AccountReason(StrictSerializer):
    """Why."""

    reason = serializers.CharField(min_length=REASON, max_length=500)


class AccountDeed(ActorMixin, APIView):
    """Something that is done to the account of a person with a staff code."""

    def _done(self, request: Request, code: str, deed: Callable[[Actor, str, str], Person]) -> Response:
        """Do it, for the reason that is given."""
        actor = self.signed_in()
        demand_administrator(actor)
        demand_fresh(request)
        asked = AccountReason(data=request.data)
        asked.is_valid(raise_exception=True)
        deed(actor, code, asked.validated_data["reason"])
        return Response(status=status.HTTP_204_NO_CONTENT)


class CloseAccount(AccountDeed):
    """The end of an account."""

    @extend_schema(request=AccountReason, responses=DONE)
    def post(self, request: Request, code: str) -> Response:
        """Somebody has left: roles, sessions and tokens end at once."""
        return self._done(request, code, close_account)


class SignOut(AccountDeed):
    """Sessions and tokens of somebody else."""

    @extend_schema(request=AccountReason, responses=DONE)
    def post(self, request: Request, code: str) -> Response:
        """All of them end at once, the account goes on; the person is told by mail."""
        return self._done(request, code, sign_out)


class ResetSecondStep(AccountDeed):
    """A second step whose owner has lost what it needs."""

    @extend_schema(request=AccountReason, responses=DONE)
    def post(self, request: Request, code: str) -> Response:
        """It is taken away, sessions and tokens end; the reason says how it was made sure who asked."""
        return self._done(request, code, reset_second_step)
