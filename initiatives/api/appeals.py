"""Appeals: lodged, taken up, examined, answered."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from documents.answers import pdf
from initiatives.api.contract_detail import acts
from initiatives.api.contract_requests import ActRequest
from initiatives.api.contract_shapes import ActRow
from initiatives.api.filters import AppealFilter
from initiatives.appeal_workflow import APPEALS
from initiatives.choices import AppealState, Contested, Remedy
from initiatives.files.kinds import ENDINGS
from initiatives.models import Appeal, AppealFile
from initiatives.queries.appeals import COLUMNS, appeal_seen_by
from initiatives.services import appeals
from initiatives.services.appeal_files import attach_to_appeal, file_of_appeal
from initiatives.services.appeal_papers import answer_pdf
from organisation.actor import Actor
from organisation.api.parameters import truth
from organisation.api.serializers import Problem, StrictSerializer, Upload
from organisation.api.views import ReadViewSet
from organisation.policy import listed

ERRORS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
ROW = ("code", "state", "contested", "lodged_on", "due_on", "decided_on", "appellant")
TOLD = (
    "channel", "grounds", "wanted", "taken_up_on", "findings", "prolonged_because", "decision_number", "reason",
    "signer_name", "signer_post", "remedy", "carried_out_by",
)  # fmt: skip


class AppealRow(serializers.Serializer[Any]):
    """An appeal as lists show it. `due_on`: the day by which it is to be taken up, then answered."""

    code = serializers.CharField()
    dossier = serializers.CharField()
    title = serializers.CharField()
    authority = serializers.CharField()
    contested = serializers.ChoiceField(choices=Contested.choices)
    state = serializers.ChoiceField(choices=AppealState.choices)
    appellant = serializers.CharField()
    lodged_on = serializers.DateField()
    due_on = serializers.DateField(allow_null=True)
    decided_on = serializers.DateField(allow_null=True)


class AppealFileRow(serializers.Serializer[Any]):
    """A file of an appeal."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    media_type = serializers.CharField()
    digest = serializers.CharField()
    added_at = serializers.DateTimeField()


class AppealDetail(AppealRow):
    """An appeal with its grounds, what was found and the answer. `acted_on` is the day of what it goes against."""

    acted_on = serializers.DateField()
    channel = serializers.CharField()
    grounds = serializers.CharField()
    wanted = serializers.CharField()
    taken_up_on = serializers.DateField(allow_null=True)
    handler = serializers.CharField(allow_null=True)
    findings = serializers.CharField(allow_blank=True)
    prolonged_because = serializers.CharField(allow_blank=True)
    decision_number = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    signer_name = serializers.CharField(allow_blank=True)
    signer_post = serializers.CharField(allow_blank=True)
    remedy = serializers.ChoiceField(choices=Remedy.choices, allow_blank=True)
    carried_out_by = serializers.CharField(allow_blank=True)
    files = AppealFileRow(many=True)
    transitions = ActRow(many=True)


class LodgeRequest(StrictSerializer):
    """Appeal against what was last decided on a dossier: `answers` are {grounds, wanted}; an officer of the authority
    who enters a paper gives {appellant, received_on} too.
    """

    dossier = serializers.CharField(max_length=20)
    answers = serializers.DictField()


class FileOfAppeal(StrictSerializer):
    """A file (multipart)."""

    file = Upload()


class Appeals(ReadViewSet):
    """Appeals against refusals, conclusions and decisions: the parties' own, and those before one's authority."""

    serializer_class = AppealRow
    filterset_class = AppealFilter
    lookup_field = "code"
    lookup_value_regex = r"KN-[0-9]{4}-[0-9]{4,6}"

    def get_queryset(self) -> QuerySet[Appeal, dict[str, Any]]:
        """Plain rows, scoped by policy."""
        if getattr(self, "swagger_fake_view", False):
            return Appeal.objects.none()  # type: ignore[return-value]
        rows: QuerySet[Appeal, dict[str, Any]] = listed(Appeal, self.signed_in()).values(*COLUMNS)
        return rows

    def rows(self, page: Iterable[dict[str, Any]]) -> list[Any]:
        """As lists show them."""
        return [
            {
                **{name: row[name] for name in ROW}, "dossier": row["dossier__code"],
                "title": row["dossier__work__title"], "authority": row["dossier__authority__code"],
            }
            for row in page
        ]  # fmt: skip

    def _answer(self, code: str, status_code: int = 200) -> Response:
        return Response(_detail(appeal_seen_by(self.actor, code), self.actor), status=status_code)

    @extend_schema(responses={200: AppealDetail, 401: Problem, 404: Problem})
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """An appeal."""
        self.signed_in()
        return self._answer(kwargs["code"])

    @extend_schema(request=LodgeRequest, responses={201: AppealDetail, **ERRORS})
    def create(self, request: Request) -> Response:
        """Lodge an appeal (author, filer, unit; on paper: the authority)."""
        actor, given = self.signed_in(), _given(LodgeRequest, request)
        code = appeals.lodge_appeal(given["dossier"], actor, given["answers"]).code
        return self._answer(code, status.HTTP_201_CREATED)

    @extend_schema(request=ActRequest, responses={200: AppealDetail, **ERRORS})
    @action(detail=True, methods=["post"], url_path="transitions/(?P<name>[a-z_]{1,30})")
    def transition(self, request: Request, code: str, name: str) -> Response:
        """Take it up or not, examine, prolong, uphold, reject, withdraw."""
        actor, answers = self.signed_in(), _given(ActRequest, request)["answers"]
        appeals.perform_on_appeal(code, name, actor, answers)
        return self._answer(code)

    @extend_schema(
        request={"multipart/form-data": FileOfAppeal}, responses={201: AppealFileRow, 413: Problem, **ERRORS}
    )
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def files(self, request: Request, code: str) -> Response:
        """Attach a file to an open appeal (parties, the authority)."""
        actor, given = self.signed_in(), _given(FileOfAppeal, request)
        [file] = attach_to_appeal(code, actor, [given["file"]])
        return Response(_file_row(file), status=status.HTTP_201_CREATED)

    @extend_schema(
        parameters=[OpenApiParameter("xem", bool, description="Shown in the page (PDF and pictures only).")],
        responses={**{(200, kind): OpenApiTypes.BINARY for kind in ENDINGS}, 401: Problem, 404: Problem},
    )
    @action(detail=True, url_path="files/(?P<file>[0-9]{1,18})", filterset_class=None, pagination_class=None)
    def file(self, request: Request, code: str, file: str) -> FileResponse:
        """The bytes of a file."""
        return file_of_appeal(code, self.signed_in(), int(file), truth(request.query_params, "xem"))

    @extend_schema(
        responses={
            (200, "application/pdf"): OpenApiResponse(OpenApiTypes.BINARY),
            401: Problem,
            404: Problem,
            503: Problem,
        }
    )
    @action(detail=True)
    def paper(self, request: Request, code: str) -> HttpResponse:
        """The answer as PDF."""
        return pdf(answer_pdf(appeal_seen_by(self.signed_in(), code)))


def _given(shape: "type[serializers.Serializer[Any]]", request: Request) -> dict[str, Any]:
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def _detail(appeal: Appeal, actor: Actor) -> dict[str, Any]:
    dossier = appeal.dossier
    return {
        **{name: getattr(appeal, name) for name in (*ROW, *TOLD)},
        "dossier": dossier.reference, "title": dossier.work.title, "authority": dossier.authority.code,
        "acted_on": timezone.localdate(appeal.acted_at),
        "handler": appeal.handler.full_name if appeal.handler else None,
        "files": [_file_row(file) for file in appeal.files.select_related("blob").defer("blob__pages")],
        "transitions": acts(APPEALS, actor, appeal),
    }  # fmt: skip


def _file_row(file: AppealFile) -> dict[str, Any]:
    return {
        "id": file.pk, "name": file.name, "size": file.blob.size, "media_type": file.blob.media_type,
        "digest": file.blob.digest, "added_at": file.added_at,
    }  # fmt: skip
