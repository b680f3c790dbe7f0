"""How long what is kept about people stays; the wish to be forgotten and its answer."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from operations.api.views import ASKED
from operations.rules.retention import RULES, answer_by
from operations.services.forgetting import ask_to_be_forgotten, decide_erasure
from operations.services.replay import demand_administrator
from operations.services.retention import due
from organisation.api.serializers import Problem, StrictSerializer
from organisation.api.views import ActorMixin
from organisation.models import ErasureRequest, Role, Viewing
from organisation.services.accounts import REASON
from organisation.steps import demand_fresh

MOST = 200


class RetentionRow(serializers.Serializer[Any]):
    """One rule; `due` is how many rows it would touch now, told to administrators."""

    name = serializers.CharField()
    what = serializers.CharField()
    begins = serializers.CharField()
    days = serializers.IntegerField()
    then = serializers.CharField()
    basis = serializers.CharField()
    due = serializers.IntegerField(allow_null=True)


class ErasureRow(serializers.Serializer[Any]):
    """A wish to be forgotten."""

    id = serializers.IntegerField()
    person = serializers.CharField(help_text="The staff code.")
    reason = serializers.CharField()
    asked_at = serializers.DateTimeField()
    answer_by = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=ErasureRequest.State.choices)
    decided_at = serializers.DateTimeField(allow_null=True)
    answer = serializers.CharField()


class ErasureAsk(StrictSerializer):
    """Why, if one wants to say so."""

    reason = serializers.CharField(max_length=500, required=False, allow_blank=True)


class ErasureDecision(StrictSerializer):
    """What is decided, and the sentence that the person is told."""

    grant = serializers.BooleanField()
    answer = serializers.CharField(min_length=REASON, max_length=500)


class Retention(ActorMixin, APIView):
    """The table of periods."""

    @extend_schema(responses={200: RetentionRow(many=True), 401: Problem})
    def get(self, request: Request) -> Response:
        """Every rule."""
        actor = self.signed_in()
        found = due(timezone.now()) if actor.over(Role.ADMINISTRATOR) else {}
        told = ("name", "what", "begins", "days", "then", "basis")
        return Response(
            [{**{name: getattr(rule, name) for name in told}, "due": found.get(rule.name)} for rule in RULES.values()]
        )


class OwnErasure(ActorMixin, APIView):
    """One's own wish to be forgotten."""

    @extend_schema(responses={200: ErasureRow(many=True), 401: Problem})
    def get(self, request: Request) -> Response:
        """What one has asked, and what was decided."""
        actor = self.signed_in()
        rows = ErasureRequest.objects.filter(person=actor.person_id or 0).select_related("person")
        return Response([_row(row) for row in rows[:MOST]])

    @extend_schema(request=ErasureAsk, responses={201: ErasureRow, 400: Problem, 409: Problem, 422: Problem, **ASKED})
    def post(self, request: Request) -> Response:
        """Ask for it; an administrator decides."""
        self.signed_in()
        demand_fresh(request)
        asked = ErasureAsk(data=request.data)
        asked.is_valid(raise_exception=True)
        row = ask_to_be_forgotten(request.user, asked.validated_data.get("reason", ""))  # type: ignore[arg-type]
        return Response(_row(row), status=status.HTTP_201_CREATED)


class ViewingRow(serializers.Serializer[Any]):
    """An administrator saw the system as the asker does."""

    administrator = serializers.CharField()
    reason = serializers.CharField()
    began_at = serializers.DateTimeField()
    until = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class OwnViewings(ActorMixin, APIView):
    """Who has seen the system as oneself. Beginning it has no endpoint: no token looks through another's eyes."""

    @extend_schema(responses={200: ViewingRow(many=True), 401: Problem})
    def get(self, request: Request) -> Response:
        """The newest two hundred."""
        self.signed_in()
        rows = Viewing.objects.filter(seen=request.user.pk).select_related("administrator__person")
        told = ("reason", "began_at", "until", "ended_at")
        return Response(
            [
                {"administrator": row.administrator.get_full_name(), **{name: getattr(row, name) for name in told}}
                for row in rows[:MOST]
            ]
        )


class Erasures(ActorMixin, APIView):
    """Wishes of people."""

    @extend_schema(responses={200: ErasureRow(many=True), **ASKED})
    def get(self, request: Request) -> Response:
        """The newest two hundred."""
        demand_administrator(self.signed_in())
        return Response([_row(row) for row in ErasureRequest.objects.select_related("person")[:MOST]])


class DecideErasure(ActorMixin, APIView):
    """One of them, decided."""

    @extend_schema(
        request=ErasureDecision,
        responses={200: ErasureRow, 400: Problem, 404: Problem, 409: Problem, 422: Problem, **ASKED},
    )
    def post(self, request: Request, number: int) -> Response:
        """Grant or refuse it."""
        actor = self.signed_in()
        demand_administrator(actor)
        demand_fresh(request)
        asked = ErasureDecision(data=request.data)
        asked.is_valid(raise_exception=True)
        return Response(_row(decide_erasure(actor, number, **asked.validated_data)))


def _row(row: ErasureRequest) -> dict[str, Any]:
    return {
        "id": row.pk, "person": row.person.code, "reason": row.reason, "asked_at": row.asked_at,
        "answer_by": answer_by(row.asked_at), "state": row.state, "decided_at": row.decided_at, "answer": row.answer,
    }  # fmt: skip
