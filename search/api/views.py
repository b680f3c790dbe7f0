"""Search and suggestions, for everybody; each sees their own."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from organisation.api.parameters import choices, whole
from organisation.api.serializers import Problem
from organisation.api.views import ActorMixin
from search import queries
from search.engines.interface import FACETS, Hit

MOST = 100
DEEPEST = 10_000
SORTS = ("relevance", "newest", "title")


class HitRow(serializers.Serializer[Any]):
    """One hit; `title_pieces` and `summary_pieces` are lists of [text, whether it matched]."""

    code = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.CharField()
    level = serializers.CharField()
    state = serializers.CharField()
    unit = serializers.CharField()
    year = serializers.IntegerField(allow_null=True)
    authors = serializers.ListField(child=serializers.CharField())
    title_pieces = serializers.ListField(child=serializers.ListField())
    summary_pieces = serializers.ListField(child=serializers.ListField())


class SearchAnswer(serializers.Serializer[Any]):
    """`facets`: by name, a list of {value, count}, each under the other facets' choices."""

    total = serializers.IntegerField()
    results = HitRow(many=True)
    facets = serializers.DictField()


class Search(ActorMixin, APIView):
    """Find works and dossiers."""

    @extend_schema(
        parameters=[
            OpenApiParameter("q", str), *[OpenApiParameter(name, str, many=True) for name in FACETS],
            OpenApiParameter("sort", str, enum=SORTS),
            OpenApiParameter("offset", {"type": "integer", "minimum": 0, "maximum": DEEPEST, "default": 0}),
            OpenApiParameter("limit", {"type": "integer", "minimum": 0, "maximum": MOST, "default": 20}),
        ],
        responses={200: SearchAnswer, 400: Problem, 422: Problem},
        auth=[],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Hits with facets. Without sign-in: recognised works only."""
        asked = request.query_params
        chosen = {name: asked.getlist(name) for name in FACETS}
        offset, limit = whole(asked, "offset", 0, 0, DEEPEST), whole(asked, "limit", 20, 0, MOST)
        sort = asked.get("sort", SORTS[0])
        choices([sort], "sort", SORTS)
        words = asked.get("q", "").replace("\x00", "")[:500]
        found = queries.find(self.actor, words, chosen, sort, offset, limit)
        facets = {name: [{"value": v, "count": n} for v, n in counts] for name, counts in found.facets.items()}
        return Response({"total": found.total, "results": [hit_row(hit) for hit in found.hits], "facets": facets})


def hit_row(hit: Hit) -> dict[str, Any]:
    """A hit as the API shows it."""
    names = ("code", "title", "kind", "level", "state", "unit", "year", "authors")
    said = {name: hit.payload.get(name) for name in names}
    return {**said, "title_pieces": [list(p) for p in hit.title], "summary_pieces": [list(p) for p in hit.summary]}


class Suggestions(ActorMixin, APIView):
    """What an unfinished query may lead to."""

    @extend_schema(
        parameters=[OpenApiParameter("q", str, description="Nothing is found without.")],
        responses={200: HitRow(many=True)},
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """At most eight."""
        words = request.query_params.get("q", "").replace("\x00", "")[:200].strip()
        return Response([hit_row(hit) for hit in queries.suggest(self.actor, words)] if words else [])
