"""Search and suggestions, for everybody; each sees their own."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from organisation.api.serializers import Problem
from organisation.api.views import ActorMixin
from search import queries
from search.engines.interface import FACETS, Hit

MOST = 100
DEEPEST = 10_000


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
            OpenApiParameter("sort", str, enum=["relevance", "newest", "title"]), OpenApiParameter("offset", int),
            OpenApiParameter("limit", int),
        ],
        responses={200: SearchAnswer, 422: Problem},
        auth=[],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Hits with facets. Without sign-in: recognised works only."""
        asked = request.query_params
        chosen = {name: asked.getlist(name) for name in FACETS}
        offset, limit = _whole(asked.get("offset"), 0, DEEPEST), _whole(asked.get("limit"), 20, MOST)
        words = asked.get("q", "").replace("\x00", "")[:500]
        found = queries.find(self.actor, words, chosen, asked.get("sort", "relevance"), offset, limit)
        facets = {name: [{"value": v, "count": n} for v, n in counts] for name, counts in found.facets.items()}
        return Response({"total": found.total, "results": [hit_row(hit) for hit in found.hits], "facets": facets})


def _whole(text: str | None, default: int, most: int) -> int:
    """A number within limits; what is none is the default."""
    return min(int(text), most) if text and text.isascii() and text.isdecimal() and len(text) < 9 else default


def hit_row(hit: Hit) -> dict[str, Any]:
    """A hit as the API shows it."""
    names = ("code", "title", "kind", "level", "state", "unit", "year", "authors")
    said = {name: hit.payload.get(name) for name in names}
    return {**said, "title_pieces": [list(p) for p in hit.title], "summary_pieces": [list(p) for p in hit.summary]}


class Suggestions(ActorMixin, APIView):
    """What an unfinished query may lead to."""

    @extend_schema(parameters=[OpenApiParameter("q", str, required=True)], responses={200: HitRow(many=True)}, auth=[])
    def get(self, request: Request) -> Response:
        """At most eight."""
        words = request.query_params.get("q", "").replace("\x00", "")[:200].strip()
        return Response([hit_row(hit) for hit in queries.suggest(self.actor, words)] if words else [])
