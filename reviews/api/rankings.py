"""Who competes for a task, and who came first."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.errors import NotFound
from initiatives.choices import State
from initiatives.models import Task
from initiatives.queries.tasks import task_seen_by
from organisation.api.serializers import Problem, StrictSerializer
from organisation.api.views import ActorMixin
from reviews.queries.rankings import reads_ranking, standings
from reviews.services.rankings import settle_ranking


class CompetitorRow(serializers.Serializer[Any]):
    """A dossier that competes; `place` is null and `total` empty while it has none."""

    dossier = serializers.CharField()
    unit = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(choices=State.choices)
    outcome = serializers.CharField(allow_blank=True)
    total = serializers.CharField(allow_blank=True)
    place = serializers.IntegerField(allow_null=True)
    by_chair = serializers.BooleanField()
    wins = serializers.BooleanField()


class RankingStep(serializers.Serializer[Any]):
    """Why, in a sentence, with its source."""

    text = serializers.CharField()
    holds = serializers.BooleanField()
    source = serializers.CharField()  # type: ignore[assignment]


class RankingRow(serializers.Serializer[Any]):
    """The ranking as it was settled, or as it stands; `waits` are dossiers not concluded yet."""

    task = serializers.CharField()
    outcome = serializers.CharField(allow_blank=True)
    settled = serializers.BooleanField()
    waits = serializers.ListField(child=serializers.CharField())
    competitors = CompetitorRow(many=True)
    steps = RankingStep(many=True)
    reason = serializers.CharField(allow_blank=True)


class RankingRequest(StrictSerializer):
    """Empty, but where the rules cannot part the first."""

    winner = serializers.CharField(max_length=20, required=False, default="", allow_blank=True)
    reason = serializers.CharField(max_length=5_000, required=False, default="", allow_blank=True)


class TaskRanking(ActorMixin, APIView):
    """The ranking of a task, for the offices of its authority and the members of the council."""

    @extend_schema(responses={200: RankingRow, 401: Problem, 404: Problem})
    def get(self, request: Request, code: str) -> Response:
        """Who competes, with totals, places and the explanation."""
        actor = self.signed_in()
        task = task_seen_by(actor, code)
        if not reads_ranking(actor, task):
            raise NotFound
        return Response(_row(task))

    @extend_schema(
        request=RankingRequest,
        responses={200: RankingRow, 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem},
    )
    def post(self, request: Request, code: str) -> Response:
        """Settle it: the first is proposed as the holder; where nobody passed, the task may be called anew."""
        actor, given = self.signed_in(), RankingRequest(data=request.data)
        given.is_valid(raise_exception=True)
        task = task_seen_by(actor, code)  # with its call, which a task that may be called anew loses
        settle_ranking(code, actor, **given.validated_data)
        return Response(_row(task))


def _row(task: Task) -> dict[str, Any]:
    found = standings(task)
    hidden = task.round is not None and task.round.blind and found.settled is None
    return {
        "task": task.code, "outcome": found.outcome, "settled": found.settled is not None, "waits": list(found.waits),
        "competitors": [
            {
                "dossier": one.dossier.reference, "unit": None if hidden else one.dossier.unit.code,
                "state": one.dossier.state, "outcome": one.outcome, "total": one.total, "place": one.place or None,
                "by_chair": one.by_chair, "wins": one.wins,
            }
            for one in found.competitors
        ],
        "steps": [{"text": step.text, "holds": step.holds, "source": step.source} for step in found.steps],
        "reason": found.settled.reason if found.settled else "",
    }  # fmt: skip
