"""Search, suggestions and exports of hits, for everybody; each sees their own."""

from typing import Any

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.errors import Invalid
from organisation.api.parameters import choices, whole
from organisation.api.serializers import Problem
from organisation.api.views import ActorMixin
from organisation.steps import demand_fresh_for_export
from search import queries
from search.asking import explained
from search.engines.interface import FACETS, Hit
from search.exports import FORMATS

MOST = 100
DEEPEST = 10_000
LONGEST = 500
SORTS = ("relevance", "newest", "title")
ASKED = [
    OpenApiParameter("q", str, description="Words, and `unit: year: level: state: kind: field: author: title: code:`."),
    *[OpenApiParameter(name, str, many=True) for name in FACETS],
    OpenApiParameter("sort", str, enum=SORTS),
]

ROWS = {"type": "array", "items": {"type": "object"}}
FILES = {(200, kind): ROWS if name == "json" else OpenApiTypes.BINARY for name, (_, kind) in FORMATS.items()}


class PageOfFile(serializers.Serializer[Any]):
    """The page of an attached file that a passage is from."""

    file = serializers.CharField()
    number = serializers.IntegerField()


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
    page = PageOfFile(allow_null=True)


class FacetRow(serializers.Serializer[Any]):
    """How many hits have a value, which is as it is asked for: years too are text."""

    value = serializers.CharField()
    count = serializers.IntegerField()


class SearchAnswer(serializers.Serializer[Any]):
    """`facets`: by name, each under the other facets' choices. `meant`: the query that was
    probably meant, empty where it is this one. `degraded`: the index cannot be reached, and the database has
    answered by plain comparison, without facets.
    """

    total = serializers.IntegerField()
    results = HitRow(many=True)
    facets = serializers.DictField(child=serializers.ListField(child=FacetRow()))
    meant = serializers.CharField(allow_blank=True)
    degraded = serializers.BooleanField()


class Search(ActorMixin, APIView):
    """Find works and dossiers."""

    @extend_schema(
        parameters=[
            *ASKED,
            OpenApiParameter("offset", {"type": "integer", "minimum": 0, "maximum": DEEPEST, "default": 0}),
            OpenApiParameter("limit", {"type": "integer", "minimum": 0, "maximum": MOST, "default": 20}),
        ],
        responses={200: SearchAnswer, 400: Problem, 422: Problem},
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """Hits with facets. Without sign-in: recognised works only. What cannot be read in `q` is answered by 422, with
        the place: `problems` lists {start, end, reason}.
        """
        asked = request.query_params
        offset, limit = whole(asked, "offset", 0, 0, DEEPEST), whole(asked, "limit", 20, 0, MOST)
        answer = queries.answer(self.actor, *_asked(request), offset, limit)
        refuse(answer.problems)
        found = answer.found
        facets = {name: [{"value": str(v), "count": n} for v, n in counts] for name, counts in found.facets.items()}
        rows = [hit_row(hit) for hit in found.hits]
        told = {"meant": answer.meant, "degraded": answer.degraded}
        return Response({"total": found.total, "results": rows, "facets": facets, **told})


class Export(ActorMixin, APIView):
    """All hits as a file."""

    @extend_schema(
        parameters=[*ASKED, OpenApiParameter("as", str, enum=list(FORMATS))],
        responses={**FILES, 400: Problem, 422: Problem},
        auth=[],
    )
    def get(self, request: Request) -> HttpResponseBase:
        """The same hits as a search finds, in the same order; CSV unless asked otherwise."""
        name = request.query_params.get("as", "csv")
        choices([name], "as", FORMATS)
        write, media_type = FORMATS[name]
        demand_fresh_for_export(request)
        rows, problems = queries.every(self.actor, *_asked(request))
        refuse(problems)
        answer = StreamingHttpResponse(write(rows), content_type=media_type)
        answer["Content-Disposition"] = f'attachment; filename="tim-kiem.{name}"'
        return answer


def refuse(problems: Any) -> None:
    """Raises Invalid that points at what cannot be read, if there is anything."""
    if problems:
        places = [{"start": one.start, "end": one.end, "reason": one.reason} for one in problems]
        said = [explained(one) for one in problems]
        raise Invalid(said[0], {"q": said}, problems=places)


def _asked(request: Request) -> tuple[str, dict[str, list[str]], str]:
    """Query, choices and order. Raises ValidationError at an order that is none."""
    asked = request.query_params
    chosen = {name: asked.getlist(name) for name in FACETS}
    sort = asked.get("sort", SORTS[0])
    choices([sort], "sort", SORTS)
    return asked.get("q", "").replace("\x00", "")[:LONGEST], chosen, sort


def hit_row(hit: Hit) -> dict[str, Any]:
    """A hit as the API shows it."""
    names = ("code", "title", "kind", "level", "state", "unit", "year", "authors")
    said = {name: hit.payload.get(name) for name in names}
    page = {"file": hit.page.file, "number": hit.page.number} if hit.page else None
    return {**said, "title_pieces": hit.title, "summary_pieces": hit.summary, "page": page}


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
