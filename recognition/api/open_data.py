"""Open data: for everybody, streamed, answered 304 while nothing has changed."""

import hashlib
from datetime import date, timedelta
from typing import Any, ClassVar

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.errors import NotFound
from organisation.api.parameters import day
from organisation.api.serializers import Problem
from organisation.api.views import ActorMixin
from recognition.definitions import version
from recognition.queries.open_data import DATA_SETS, DataSet, state_of_publication
from recognition.services.exports import as_csv, as_json
from recognition.services.open_data import data_package

ASKED = [
    OpenApiParameter("as_of", OpenApiTypes.DATE, description="As the register stood at the end of that day."),
    OpenApiParameter("name", str, "path", enum=list(DATA_SETS)),
]
ROWS = {"type": "array", "items": {"type": "object"}}
FRESH = "public, max-age=300"
QUIET = timedelta(minutes=1)  # what is younger may be followed within its second, which a date cannot tell


class Package(ActorMixin, APIView):
    """What there is."""

    @extend_schema(responses={200: OpenApiTypes.OBJECT}, auth=[])
    def get(self, request: Request) -> Response:
        """The description of all data sets, after the Data Package standard."""
        return Response(data_package(), headers={"Access-Control-Allow-Origin": "*", "Cache-Control": FRESH})


class _File(ActorMixin, APIView):
    """One data set in one form."""

    media_type: ClassVar[str]

    def written(self, one: DataSet, as_of: date | None) -> Any:
        """The bytes."""
        raise NotImplementedError

    def answer(self, request: Request, name: str, form: str) -> HttpResponseBase:
        """The file, or 304 for who has it. Raises NotFound."""
        one = DATA_SETS.get(name)
        if one is None:
            raise NotFound
        as_of, (state, at) = day(request.query_params, "as_of"), state_of_publication()
        tag = quote_etag(hashlib.sha256(f"{state} {version()} {name} {as_of} {form}".encode()).hexdigest()[:32])
        moment = int(at.timestamp()) if at and at < timezone.now() - QUIET else None
        known = get_conditional_response(request._request, tag, moment)
        found = known or StreamingHttpResponse(self.written(one, as_of), content_type=self.media_type)
        return _headed(found, tag, moment, f"{name}.{form}")


def _headed(answer: HttpResponseBase, tag: str, moment: int | None, name: str) -> HttpResponseBase:
    answer["ETag"] = tag
    if moment is not None:
        answer["Last-Modified"] = http_date(moment)
    answer["Cache-Control"] = FRESH
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


class CsvFile(_File):
    """A data set as CSV."""

    media_type = "text/csv; charset=utf-8"

    @extend_schema(
        parameters=ASKED,
        responses={(200, "text/csv"): OpenApiTypes.BINARY, 304: None, 400: Problem, 404: Problem},
        auth=[],
    )
    def get(self, request: Request, name: str) -> HttpResponseBase:
        """All rows; the first line has the names of the fields."""
        return self.answer(request, name, "csv")

    def written(self, one: DataSet, as_of: date | None) -> Any:
        """Lines."""
        return as_csv(one.rows(as_of), one.columns, [column.name for column in one.columns])


class JsonFile(_File):
    """A data set as JSON."""

    media_type = "application/json"

    @extend_schema(
        parameters=ASKED, responses={(200, "application/json"): ROWS, 304: None, 400: Problem, 404: Problem}, auth=[]
    )
    def get(self, request: Request, name: str) -> HttpResponseBase:
        """All rows as an array of objects."""
        return self.answer(request, name, "json")

    def written(self, one: DataSet, as_of: date | None) -> Any:
        """Objects."""
        return as_json(one.rows(as_of), one.columns)
