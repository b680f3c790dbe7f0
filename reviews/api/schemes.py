"""Schemes: read by anybody, tried by anybody, edited and bound by registrars."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.errors import Invalid, NotFound
from initiatives.models import Round
from organisation.api.serializers import Problem
from organisation.api.views import revision_in, with_etag
from reviews.api import rows
from reviews.api.serializers import schemes as shapes
from reviews.api.views import DEEDS, EDITS, Deeds
from reviews.models import SchemeVersion
from reviews.queries.schemes import latest_versions, parsed, version_of, versions_of
from reviews.rules.consistency import InputError
from reviews.rules.trying import try_scheme
from reviews.rules.words.problems import say
from reviews.services.schemes import bind_scheme, edit_scheme

SPAN = [OpenApiParameter("from", int, required=True), OpenApiParameter("to", int, required=True)]
VERSION = OpenApiParameter("version", int, description="The latest, unless said otherwise.")


class Schemes(Deeds):
    """The schemes of judging with their versions. Rules are public."""

    lookup_field = "code"
    lookup_value_regex = r"[a-z0-9-]{1,60}"
    serializer_class = shapes.SchemeRow

    def _version(self, code: str, number: Any = None) -> SchemeVersion:
        text = self.request.query_params.get("version") if number is None else number
        if text in (None, ""):
            return version_of(code)
        if not str(text).isdecimal() or len(str(text)) > 5:
            raise NotFound
        return version_of(code, int(text))

    @extend_schema(responses={200: shapes.SchemeRow(many=True)})
    def list(self, request: Request) -> Response:
        """The latest version of each scheme."""
        return Response([rows.scheme_row(version) for version in latest_versions()])

    @extend_schema(parameters=[VERSION], responses={200: shapes.SchemeDetail, 404: Problem})
    def retrieve(self, request: Request, code: str) -> Response:
        """One version in full; its number is the ETag."""
        version = self._version(code)
        numbers = versions_of(code).values_list("version", flat=True)
        return with_etag(Response(rows.scheme_detail(version, numbers, get_language() or "vi")), version.version)

    @extend_schema(parameters=[VERSION], responses={200: shapes.WordsSection(many=True), 404: Problem})
    @action(detail=True)
    def words(self, request: Request, code: str) -> Response:
        """The scheme in plain words, in the language of the request."""
        return Response(rows.scheme_words(self._version(code), get_language() or "vi"))

    @extend_schema(parameters=SPAN, responses={200: shapes.SchemeDifferences, 404: Problem, 422: Problem})
    @action(detail=True)
    def differences(self, request: Request, code: str) -> Response:
        """What changed from one version to another."""
        numbers = {name: request.query_params.get(name, "") for name in ("from", "to")}
        if missing := [name for name, number in numbers.items() if not number]:
            raise Invalid("", {name: [_("This field is required.")] for name in missing})
        old, new = (self._version(code, number) for number in numbers.values())
        return Response(rows.differences_row(old, new, get_language() or "vi"))

    @extend_schema(request=shapes.TryRequest, responses={200: shapes.TryAnswer, 404: Problem, 422: Problem})
    @action(detail=True, methods=["post"], url_path="try")
    def attempt(self, request: Request, code: str) -> Response:
        """What the scheme says on given sheets, ballots and attendance; nothing is stored."""
        data = request.data
        version = self._version(code, data.get("version") if isinstance(data, dict) else None)
        try:
            return Response(try_scheme(parsed(version), data))
        except InputError as error:
            language = get_language() or "vi"
            raise Invalid("", {problem.path: [say(problem, language)] for problem in error.problems}) from None

    @extend_schema(request=shapes.SchemeEdit, responses={201: shapes.SchemeDetail, **EDITS})
    @action(detail=True, methods=["post"])
    def versions(self, request: Request, code: str) -> Response:
        """Make an edited text the next version; If-Match may say which version was edited."""
        text = self.given(shapes.SchemeEdit)["text"]
        made = edit_scheme(self.signed_in(), text, revision_in(request, required=False), code)
        numbers = versions_of(made.code).values_list("version", flat=True)
        answer = Response(rows.scheme_detail(made, numbers, get_language() or "vi"), status=status.HTTP_201_CREATED)
        return with_etag(answer, made.version)

    @extend_schema(request=shapes.BindRequest, responses={200: shapes.SchemeRow, **DEEDS})
    @action(detail=True, methods=["post"])
    def bind(self, request: Request, code: str) -> Response:
        """Let a round be judged by the scheme."""
        given = self.given(shapes.BindRequest)
        actor = self.signed_in()
        round_ = Round.objects.filter(code=given["round"]).first()
        if round_ is None:
            raise NotFound
        binding = bind_scheme(round_, version_of(code, given.get("version")), actor)
        return Response(rows.scheme_row(binding.scheme))
