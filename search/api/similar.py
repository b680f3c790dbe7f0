"""Works like a dossier's, and what people found on them."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from initiatives.models import Dossier
from initiatives.queries import by_reference
from organisation.api.serializers import Problem, StrictSerializer
from organisation.api.views import ActorMixin
from organisation.policy import get_visible
from search.models import LikenessVerdict, Relation
from search.services.verdicts import LONGEST, judge_likeness, verdicts_on
from search.similar import Similar, similar_to


class SimilarRow(serializers.Serializer[Any]):
    """An earlier work like a dossier's. `work` is its id; `text` the share of the dossier's text that stands there too,
    from 0 to 1; `passages` lists [ours, theirs]; `relation` and `reason`
    are the verdict that stands on the two, or empty.
    """

    work = serializers.IntegerField()
    code = serializers.CharField(allow_blank=True)
    title = serializers.CharField()
    unit = serializers.CharField(allow_blank=True)
    year = serializers.IntegerField(allow_null=True)
    state = serializers.CharField()
    text = serializers.FloatField()
    likely_copy = serializers.BooleanField()
    passages = serializers.ListField(child=serializers.ListField())
    relation = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)


class SimilarVerdict(serializers.Serializer[Any]):
    """A verdict as stored."""

    work = serializers.IntegerField()
    relation = serializers.CharField()
    reason = serializers.CharField()
    judged_at = serializers.DateTimeField()


class VerdictRequest(StrictSerializer):
    """How the dossier stands to the work, and why."""

    work = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    relation = serializers.ChoiceField(choices=Relation.choices)
    reason = serializers.CharField(max_length=LONGEST)


class SimilarWorks(ActorMixin, APIView):
    """Earlier works most like a dossier's, among everything ever filed that the asker may see."""

    @extend_schema(responses={200: SimilarRow(many=True), 401: Problem, 404: Problem, 503: Problem})
    def get(self, request: Request, code: str) -> Response:
        """At most eight, likely copies first."""
        actor = self.signed_in()
        dossier = get_visible(Dossier, actor, **by_reference(code))
        found = similar_to(actor, dossier, limit=8)
        said = verdicts_on(dossier.work_id, [one.payload["work"] for one in found])
        return Response([_similar_row(one, said.get(one.payload["work"])) for one in found])

    @extend_schema(
        request=VerdictRequest,
        responses={201: SimilarVerdict, 400: Problem, 401: Problem, 403: Problem, 404: Problem, 422: Problem},
    )
    def post(self, request: Request, code: str) -> Response:
        """Say how the dossier stands to one of them; the latest word stands, earlier ones are kept."""
        actor = self.signed_in()
        asked = VerdictRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        row = judge_likeness(actor, code, given["work"], given["relation"], given["reason"])
        told = {"work": row.other_id, "relation": row.relation, "reason": row.reason, "judged_at": row.judged_at}
        return Response(told, status=201)


def _similar_row(one: Similar, verdict: LikenessVerdict | None) -> dict[str, Any]:
    shown = {name: one.payload[name] for name in ("work", "code", "title", "unit", "year", "state")}
    return {
        **shown,
        "text": round(one.likeness.text, 3),
        "likely_copy": one.likeness.copy,
        "passages": [list(pair) for pair in one.passages],
        "relation": verdict.relation if verdict else "",
        "reason": verdict.reason if verdict else "",
    }
