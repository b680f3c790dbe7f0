"""The lexicon over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from organisation.api.serializers import Problem, StrictSerializer
from organisation.api.views import IF_MATCH, ActorMixin, revision_in, with_etag
from search.lexicon import parse
from search.services.lexicon import LONGEST, current_text, keep_lexicon


class LexiconAnswer(serializers.Serializer[Any]):
    """`version` is 0 for the shipped one; `text` is tab-separated: kind, direction, members divided by `|`."""

    version = serializers.IntegerField()
    entries = serializers.IntegerField()
    text = serializers.CharField()


class LexiconRequest(StrictSerializer):
    """A whole lexicon, and what changed in it."""

    text = serializers.CharField(max_length=LONGEST, trim_whitespace=False)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class LexiconView(ActorMixin, APIView):
    """Abbreviations, synonyms and English terms that queries are expanded by."""

    @extend_schema(responses={200: LexiconAnswer, 401: Problem})
    def get(self, request: Request) -> Response:
        """The lexicon that stands."""
        self.signed_in()
        version, text = current_text()
        return _told(version, text)

    @extend_schema(
        request=LexiconRequest,
        parameters=[IF_MATCH],
        responses={
            200: LexiconAnswer, 400: Problem, 401: Problem, 403: Problem, 409: Problem, 422: Problem, 428: Problem,
        },
    )  # fmt: skip
    def put(self, request: Request) -> Response:
        """Keep another one. Nothing is indexed again; it holds from the next search on."""
        actor = self.signed_in()
        asked = LexiconRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        row = keep_lexicon(actor, given["text"], given["note"], revision_in(request))
        return _told(row.pk, row.text)


def _told(version: int, text: str) -> Response:
    entries = sum(1 for _entry in parse(text.splitlines()))
    return with_etag(Response({"version": version, "entries": entries, "text": text}), version)
