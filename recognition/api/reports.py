"""Reports: issued, kept, fetched, counted again; and whether they come by mail."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.errors import Forbidden
from initiatives.models import Blob
from initiatives.services.storage import open_blob
from organisation.api.serializers import Problem, StrictSerializer
from organisation.api.views import ReadViewSet
from recognition.models import Report, ReportSubscription
from recognition.policy import reads_reports
from recognition.services.reports import PDF, XLSX, issue_report, recount, subscribe

ERRORS = {403: Problem, 404: Problem, 422: Problem}


class ReportRow(serializers.Serializer[Any]):
    """An issued report: its day, the version of the definitions, the digests (SHA-256) of content and files."""

    id = serializers.IntegerField()
    as_of = serializers.DateField()
    definitions = serializers.CharField()
    digest = serializers.CharField()
    paper = serializers.CharField()
    book = serializers.CharField()
    issued_at = serializers.DateTimeField()


class ReportDetail(ReportRow):
    """With all figures; each has the query string of the register's list that it counts."""

    content = serializers.DictField()


class ReportRequest(StrictSerializer):
    """The day reported on; it must be over."""

    as_of = serializers.DateField()


class RecountRow(serializers.Serializer[Any]):
    """A place at which the register says something else now."""

    place = serializers.CharField()
    reported = serializers.JSONField(allow_null=True)
    counted = serializers.JSONField(allow_null=True)


class RecountAnswer(serializers.Serializer[Any]):
    """Whether the register gives the same figures and files to the byte today, and what differs."""

    same = serializers.BooleanField()
    same_bytes = serializers.BooleanField()
    differences = RecountRow(many=True)


class SubscriptionShape(StrictSerializer):
    """Whether the monthly report comes by mail."""

    subscribed = serializers.BooleanField()


class Reports(ReadViewSet):
    """Reports for leaders and registrars."""

    serializer_class = ReportRow
    filter_backends = ()
    ordering = ("-as_of", "-id")
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Report]:
        """Those that were issued. Raises Forbidden for others than leaders and registrars."""
        if getattr(self, "swagger_fake_view", False):
            return Report.objects.none()
        if not reads_reports(self.signed_in(), None):
            raise Forbidden(_("Reports are for leaders and registrars."))
        return Report.objects.select_related("paper", "book")

    def rows(self, page: Any) -> list[Any]:
        """Plain rows."""
        return [_row(report) for report in page]

    @extend_schema(responses={200: ReportDetail, **ERRORS})
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One report with its figures."""
        report = self.get_object()
        return Response({**_row(report), "content": report.content})

    @extend_schema(request=ReportRequest, responses={201: ReportRow, **ERRORS})
    def create(self, request: Request) -> Response:
        """Issue the report as on a day: the one that was issued before, where there is one."""
        actor, given = self.signed_in(), ReportRequest(data=request.data)
        given.is_valid(raise_exception=True)
        return Response(_row(issue_report(actor, given.validated_data["as_of"])), status=status.HTTP_201_CREATED)

    @extend_schema(responses={(200, PDF): OpenApiTypes.BINARY, **ERRORS})
    @action(detail=True)
    def paper(self, request: Request, pk: str) -> HttpResponse:
        """The report as PDF, as it was issued."""
        return _file(self.get_object().paper, PDF)

    @extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY, **ERRORS})
    @action(detail=True)
    def book(self, request: Request, pk: str) -> HttpResponse:
        """The same figures as a workbook, as it was issued."""
        return _file(self.get_object().book, XLSX)

    @extend_schema(responses={200: RecountAnswer, **ERRORS})
    @action(detail=True)
    def recount(self, request: Request, pk: str) -> Response:
        """Produce it again from the register, and compare."""
        found = recount(self.get_object())
        rows = [{"place": place, "reported": then, "counted": now} for place, then, now in found.differences]
        return Response({"same": found.same, "same_bytes": found.same_bytes, "differences": rows})

    @extend_schema(methods=["GET"], responses={200: SubscriptionShape})
    @extend_schema(methods=["PUT"], request=SubscriptionShape, responses={200: SubscriptionShape, **ERRORS})
    @action(detail=False, methods=["get", "put"], pagination_class=None)
    def subscription(self, request: Request) -> Response:
        """Whether the monthly report comes by mail to the asker; subscribe or unsubscribe."""
        actor = self.signed_in()
        if request.method == "PUT":
            given = SubscriptionShape(data=request.data)
            given.is_valid(raise_exception=True)
            subscribe(actor, given.validated_data["subscribed"])
        return Response({"subscribed": ReportSubscription.objects.filter(person=actor.person_id or 0).exists()})


def _row(report: Report) -> dict[str, Any]:
    return {
        "id": report.pk,
        "as_of": report.as_of,
        "definitions": report.definitions,
        "digest": report.digest,
        "paper": report.paper.digest,
        "book": report.book.digest,
        "issued_at": report.issued_at,
    }


def _file(blob: Blob, media_type: str) -> HttpResponse:
    with open_blob(blob) as stream:
        return HttpResponse(stream.read(), content_type=media_type, headers={"X-Content-Type-Options": "nosniff"})
