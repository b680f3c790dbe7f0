"""For administrators: how each part is, what failed and is to be tried again, who is told of events."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from journal.models import Delivery
from operations.checks import examine
from operations.models import FailedTask, Hook
from operations.queries import failed_tasks, failing
from operations.services.hooks import TELLABLE, add_hook, drop_hook
from operations.services.personal import export_own
from operations.services.replay import demand_administrator, replay, run_again
from organisation.api.serializers import Problem, StrictSerializer
from organisation.api.views import ActorMixin
from organisation.services.tokens import make_calendar_key
from organisation.steps import demand_fresh_for_export

MOST = 200
ASKED = {401: Problem, 403: Problem}


class SystemFindingRow(serializers.Serializer[Any]):
    """How one part is: ok, unused, warning or bad; and what to do."""

    name = serializers.CharField()
    state = serializers.ChoiceField(choices=["ok", "unused", "warning", "bad"])
    words = serializers.CharField()


class DeliveryRow(serializers.Serializer[Any]):
    """One event that a follower could not deal with yet."""

    id = serializers.IntegerField()
    follower = serializers.CharField()
    event = serializers.CharField()
    subject = serializers.CharField()
    attempts = serializers.IntegerField()
    not_before = serializers.DateTimeField()
    given_up_at = serializers.DateTimeField(allow_null=True, help_text="Since when it waits for a person.")
    error = serializers.CharField()


class FailedTaskRow(serializers.Serializer[Any]):
    """A planned task that was tried in vain; gone when it succeeds."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    times = serializers.IntegerField()
    failed_at = serializers.DateTimeField()
    error = serializers.CharField()


class HookRow(serializers.Serializer[Any]):
    """An address that is told; the secret is shown once, to whoever adds it."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    address = serializers.CharField()
    wants = serializers.ListField(child=serializers.CharField())
    since = serializers.DateTimeField()
    secret = serializers.CharField(required=False)


class HookRequest(StrictSerializer):
    """Which address, and which events."""

    name = serializers.CharField(max_length=80)
    address = serializers.URLField(max_length=500)
    wants = serializers.ListField(
        child=serializers.ChoiceField(choices=TELLABLE), min_length=1, max_length=len(TELLABLE)
    )


class CalendarAnswer(serializers.Serializer[Any]):
    """Shown once."""

    address = serializers.URLField()


class CalendarView(ActorMixin, APIView):
    """One's own calendar under a private address."""

    @extend_schema(request=None, responses={200: CalendarAnswer, 401: Problem})
    def post(self, request: Request) -> Response:
        """Make a new address; the one before ends."""
        self.signed_in()
        key = make_calendar_key(request.user)  # type: ignore[arg-type]
        return Response({"address": f"{settings.BASE_URL}/lich/{key}.ics"})


class OwnDataAnswer(serializers.Serializer[Any]):
    """Rows by model, as `docs/reference/personal-data.md` lists them."""

    account = serializers.CharField()
    at = serializers.DateTimeField()
    data = serializers.DictField(child=serializers.ListField(child=serializers.DictField()))  # type: ignore[assignment]


class OwnData(ActorMixin, APIView):
    """What is kept about the asker."""

    @extend_schema(request=None, responses={200: OwnDataAnswer, **ASKED})
    def post(self, request: Request) -> Response:
        """Everything; the journal notes that it was fetched. A token needs the scope `export`."""
        self.signed_in()
        demand_fresh_for_export(request)
        return Response(export_own(request.user), headers={"Cache-Control": "no-store"})  # type: ignore[arg-type]


class System(ActorMixin, APIView):
    """Every part of the installation."""

    @extend_schema(responses={200: SystemFindingRow(many=True), **ASKED})
    def get(self, request: Request) -> Response:
        """Examine all of them now."""
        demand_administrator(self.signed_in())
        return Response([{"name": one.name, "state": one.state, "words": one.words} for one in examine()])


class Deliveries(ActorMixin, APIView):
    """What failed."""

    @extend_schema(responses={200: DeliveryRow(many=True), **ASKED})
    def get(self, request: Request) -> Response:
        """Two hundred, those that were given up first."""
        demand_administrator(self.signed_in())
        return Response([_delivery(row) for row in failing()[:MOST]])


class Replay(ActorMixin, APIView):
    """One of them, again."""

    @extend_schema(request=None, responses={200: DeliveryRow, 404: Problem, **ASKED})
    def post(self, request: Request, number: int) -> Response:
        """Try it now."""
        return Response(_delivery(replay(self.signed_in(), number)))


class FailedTasks(ActorMixin, APIView):
    """Tasks that failed however often they were tried."""

    @extend_schema(responses={200: FailedTaskRow(many=True), **ASKED})
    def get(self, request: Request) -> Response:
        """The newest two hundred."""
        demand_administrator(self.signed_in())
        return Response([_task(row) for row in failed_tasks()[:MOST]])


class RunAgain(ActorMixin, APIView):
    """One of them, again."""

    @extend_schema(request=None, responses={202: FailedTaskRow, 404: Problem, 503: Problem, **ASKED})
    def post(self, request: Request, number: int) -> Response:
        """Have it carried out now."""
        return Response(_task(run_again(self.signed_in(), number)), status=status.HTTP_202_ACCEPTED)


class Hooks(ActorMixin, APIView):
    """Webhooks."""

    @extend_schema(responses={200: HookRow(many=True), **ASKED})
    def get(self, request: Request) -> Response:
        """Who is told."""
        demand_administrator(self.signed_in())
        rows: QuerySet[Hook] = Hook.objects.filter(active=True).order_by("pk")
        return Response([_hook(row) for row in rows])

    @extend_schema(request=HookRequest, responses={201: HookRow, 400: Problem, 422: Problem, **ASKED})
    def post(self, request: Request) -> Response:
        """Tell one more address."""
        actor = self.signed_in()
        asked = HookRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        hook = add_hook(actor, **asked.validated_data)
        return Response({**_hook(hook), "secret": hook.secret}, status=status.HTTP_201_CREATED)


class HookView(ActorMixin, APIView):
    """One of them."""

    @extend_schema(responses={204: None, 404: Problem, **ASKED})
    def delete(self, request: Request, number: int) -> Response:
        """Tell it no more."""
        drop_hook(self.signed_in(), number)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _delivery(row: Delivery) -> dict[str, Any]:
    return {
        "id": row.pk, "follower": row.follower, "event": row.event.name, "subject": row.event.subject,
        "attempts": row.attempts, "not_before": row.not_before, "given_up_at": row.given_up_at,
        "error": row.error,
    }  # fmt: skip


def _task(row: FailedTask) -> dict[str, Any]:
    return {"id": row.pk, "name": row.name, "times": row.times, "failed_at": row.failed_at, "error": row.error}


def _hook(row: Hook) -> dict[str, Any]:
    return {"id": row.pk, "name": row.name, "address": row.address, "wants": row.wants, "since": row.since}
