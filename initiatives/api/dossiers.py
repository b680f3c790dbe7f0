"""Dossiers: begun, filled in, taken through the workflow."""

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as rest
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from config.errors import NotFound
from documents.answers import pdf
from initiatives.api import serializers as shapes
from initiatives.api.detail import detail, standing_files, version_row
from initiatives.api.filters import DossierFilter
from initiatives.api.rows import DOSSIER, DOSSIER_COLUMNS, dossier_rows, file_row, redacted_row
from initiatives.files.kinds import ENDINGS
from initiatives.models import Author, Dossier, Version
from initiatives.queries import by_reference, dossiers_visible_to, history_of
from initiatives.rules.answers import content_changes
from initiatives.services import authors, blinding, drafts, files, papers
from initiatives.services.content import for_reader
from initiatives.services.dossiers import perform
from initiatives.services.points import answer_points
from initiatives.services.stages import file_next
from organisation.api.serializers import Problem
from organisation.api.views import IF_MATCH, PREFER, ReadViewSet, minimal, revision_in, wants_minimal, with_etag
from organisation.policy import listed

ERRORS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
EDITS = {**ERRORS, 412: Problem, 428: Problem}
SEEN = {401: Problem, 404: Problem}
TAKEN = {200: shapes.DossierDetail, 204: None, **ERRORS}
EDITED = {200: shapes.DossierDetail, 204: None, **EDITS}


class Dossiers(ReadViewSet):
    """Dossiers that the asker may see; transitions are posted to `transitions/{name}/`."""

    serializer_class = shapes.DossierRow
    filterset_class = DossierFilter
    lookup_field = "code"
    lookup_value_regex = r"[A-Z0-9-]{3,20}"

    def get_queryset(self) -> QuerySet[Dossier, dict[str, Any]]:
        """Plain rows, scoped by policy."""
        if getattr(self, "swagger_fake_view", False):
            return Dossier.objects.none()  # type: ignore[return-value]
        rows: QuerySet[Dossier, dict[str, Any]] = listed(Dossier, self.signed_in()).values(*DOSSIER_COLUMNS, **DOSSIER)
        return rows

    def rows(self, page: Any) -> list[Any]:
        """With authors."""
        return dossier_rows(page)

    def _given(self, shape: "type[rest.Serializer[Any]]") -> dict[str, Any]:
        given = shape(data=self.request.data)
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)

    def _seen(self, code: str) -> Dossier:
        dossier = dossiers_visible_to(self.signed_in()).filter(**by_reference(code)).first()
        if dossier is None:
            raise NotFound
        return dossier

    def _answer(self, code: str, status_code: int = 200) -> Response:
        dossier = self._seen(code)
        return with_etag(Response(detail(dossier, self.actor), status=status_code), dossier.work.revision)

    def _changed(self, dossier: Dossier, made: bool = False) -> Response:
        """What a deed answers: the dossier as it is now, or for who prefers that, its revision alone."""
        if wants_minimal(self.request):
            answer = minimal(dossier.work.revision, made)
        else:
            answer = self._answer(dossier.reference, status.HTTP_201_CREATED if made else status.HTTP_200_OK)
        if made:
            answer["Location"] = self.reverse_action("detail", args=[dossier.reference])
        return answer

    @extend_schema(responses={200: shapes.DossierDetail, **SEEN})
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Everything about one dossier, and what the asker may do with it now."""
        return self._answer(kwargs["code"])

    @extend_schema(request=shapes.DossierRequest, responses={201: shapes.DossierDetail, **ERRORS}, parameters=[PREFER])
    def create(self, request: Request) -> Response:
        """Begin a draft."""
        actor, given = self.signed_in(), self._given(shapes.DossierRequest)
        dossier = drafts.begin_dossier(
            actor, given["round"], given["title"], given["channel"], given.get("received_on"), given["task"]
        )
        return self._changed(dossier, made=True)

    @extend_schema(request=shapes.AnswersRequest, responses=EDITED, parameters=[IF_MATCH, PREFER])
    def partial_update(self, request: Request, code: str) -> Response:
        """Save some answers; If-Match says on which revision. `Prefer: return=minimal` spares a slow line."""
        actor, revision = self.signed_in(), revision_in(request)
        saved = drafts.save_answers(code, actor, self._given(shapes.AnswersRequest)["answers"], revision)
        return self._changed(saved)

    @extend_schema(request=shapes.AuthorsRequest, responses=EDITED, parameters=[IF_MATCH, PREFER])
    @action(detail=True, methods=["put"])
    def authors(self, request: Request, code: str) -> Response:
        """Set the authors; whoever has to agree gets a letter."""
        actor, revision = self.signed_in(), revision_in(request)
        return self._changed(authors.save_authors(code, actor, self._given(shapes.AuthorsRequest)["authors"], revision))

    @extend_schema(
        request=shapes.ConfirmRequest,
        responses={200: shapes.DossierDetail, 202: shapes.Declined, **ERRORS},
    )
    @action(detail=True, methods=["post"], url_path="authors/confirm")
    def confirm(self, request: Request, code: str) -> Response:
        """Agree to one's own share, or decline it."""
        dossier = self._seen(code)
        author = Author.objects.filter(work=dossier.work_id, person=self.actor.person_id).first()
        if author is None:
            raise NotFound
        agrees = self._given(shapes.ConfirmRequest)["agrees"]
        authors.answer_invitation(author, agrees, self.actor)
        if agrees:
            return self._answer(code)
        return Response({"detail": _("You have declined.")}, status=status.HTTP_202_ACCEPTED)

    @extend_schema(request=shapes.PointsRequest, responses=EDITED, parameters=[IF_MATCH, PREFER])
    @action(detail=True, methods=["put"])
    def points(self, request: Request, code: str) -> Response:
        """Answer the points for which a council has sent the dossier back."""
        actor, revision = self.signed_in(), revision_in(request)
        given = self._given(shapes.PointsRequest)["answers"]
        return self._changed(answer_points(code, actor, {one["point"]: one["text"] for one in given}, revision))

    @extend_schema(request=shapes.UnitsRequest, responses=EDITED, parameters=[IF_MATCH, PREFER])
    @action(detail=True, methods=["put"])
    def units(self, request: Request, code: str) -> Response:
        """Set the further units that take part."""
        actor, revision = self.signed_in(), revision_in(request)
        return self._changed(drafts.save_units(code, actor, self._given(shapes.UnitsRequest)["units"], revision))

    @extend_schema(methods=["get"], responses={200: shapes.FileRow(many=True), **SEEN})
    @extend_schema(
        methods=["post"],
        request={"multipart/form-data": shapes.FileRequest},
        responses={201: shapes.FileRow, 413: Problem, **ERRORS},
    )
    @action(
        detail=True,
        methods=["get", "post"],
        pagination_class=None,
        filterset_class=None,
        parser_classes=[MultiPartParser],
    )
    def files(self, request: Request, code: str) -> Response:
        """The files of a dossier; post one to attach it to a draft."""
        actor = self.signed_in()
        if request.method == "POST":
            upload = self._given(shapes.FileRequest)["file"]
            file = files.attach(code, actor, upload.name, upload)
            return Response(file_row(file), status=status.HTTP_201_CREATED)
        return Response([file_row(file) for file in standing_files(self._seen(code))])

    @extend_schema(request=None, responses={204: None, **ERRORS})
    @action(detail=True, methods=["delete"], url_path=r"files/(?P<number>[0-9]{1,18})")
    def remove_file(self, request: Request, code: str, number: str) -> Response:
        """Take a file out of a draft."""
        files.remove(code, self.signed_in(), int(number))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        methods=["get"],
        responses={**{(200, kind): OpenApiTypes.BINARY for kind in ENDINGS}, **SEEN},
    )
    @extend_schema(
        methods=["post"],
        request={"multipart/form-data": shapes.FileRequest},
        responses={201: shapes.RedactedRow, 413: Problem, **ERRORS},
    )
    @action(
        detail=True,
        methods=["get", "post"],
        url_path=r"files/(?P<number>[0-9]{1,18})/redacted",
        pagination_class=None,
        filterset_class=None,
        parser_classes=[MultiPartParser],
    )
    def redacted(self, request: Request, code: str, number: str) -> Response | FileResponse:
        """The copy of a file that names nobody, which the council of a blind round reads; post one to replace it."""
        actor = self.signed_in()
        if request.method == "POST":
            upload = self._given(shapes.FileRequest)["file"]
            copy = blinding.add_redacted_copy(code, actor, int(number), upload.name, upload)
            return Response(redacted_row(copy), status=status.HTTP_201_CREATED)
        copy = blinding.redacted_copy(code, actor, int(number))
        return files.served(copy.name, copy.blob, inline=False)

    @extend_schema(responses={200: shapes.VersionDetail, **SEEN})
    @action(detail=True, url_path=r"versions/(?P<number>[0-9]{1,4})")
    def version(self, request: Request, code: str, number: str) -> Response:
        """A frozen version, with what changed against the one before."""
        dossier = self._seen(code)
        found = self._version(dossier, int(number))
        content = for_reader(found.content, dossier, self.actor)
        digests = {row["digest"] for row in content["files"]}
        kept = files.readable([dossier]).filter(blob__digest__in=digests).order_by("pk")
        changed = self._changes(dossier, found, found.number - 1) if found.number > 1 else []
        rows = [file_row(file) for file in kept]
        return Response({**version_row(found), "content": content, "files": rows, "changes": changed})

    @extend_schema(
        parameters=[OpenApiParameter("against", int, description="Number of the earlier version; the one before.")],
        responses={200: shapes.ChangeRow(many=True), **SEEN},
    )
    @action(
        detail=True,
        url_path=r"versions/(?P<number>[0-9]{1,4})/changes",
        pagination_class=None,
        filterset_class=None,
    )
    def changes(self, request: Request, code: str, number: str) -> Response:
        """What a version changed against an earlier one."""
        dossier = self._seen(code)
        against = request.query_params.get("against", str(int(number) - 1))
        if not (against.isascii() and against.isdecimal() and len(against) <= len("9999")):
            raise NotFound
        return Response(self._changes(dossier, self._version(dossier, int(number)), int(against)))

    def _changes(self, dossier: Dossier, later: Version, against: int) -> list[dict[str, Any]]:
        earlier = self._version(dossier, against)
        before, after = (for_reader(version.content, dossier, self.actor) for version in (earlier, later))
        return [{"field": c.field, "before": c.before, "after": c.after} for c in content_changes(before, after)]

    def _version(self, dossier: Dossier, number: int) -> Version:
        version: Version | None = dossier.versions.filter(number=number).first()
        if version is None:
            raise NotFound
        return version

    @extend_schema(request=shapes.TransitionRequest, responses=TAKEN, parameters=[PREFER])
    @action(detail=True, methods=["post"], url_path="transitions/(?P<name>[a-z_]{1,30})")
    def transition(self, request: Request, code: str, name: str) -> Response:
        """Take the dossier through a transition that is open to the asker, with what it asks for."""
        actor, given = self.signed_in(), self._given(shapes.TransitionRequest)
        return self._changed(perform(code, name, actor, **given))

    @extend_schema(request=shapes.NextRequest, responses={201: shapes.DossierDetail, **ERRORS}, parameters=[PREFER])
    @action(detail=True, methods=["post"])
    def next(self, request: Request, code: str) -> Response:
        """Begin the dossier of the stage that follows: acceptance after a selection, the city after the base."""
        return self._changed(file_next(self.signed_in(), code, self._given(shapes.NextRequest)["round"]), made=True)

    @extend_schema(responses={200: shapes.EventRow(many=True), **SEEN})
    @action(detail=True, pagination_class=None, filterset_class=None)
    def history(self, request: Request, code: str) -> Response:
        """What happened to the dossier, the latest first."""
        events = history_of(self._seen(code), self.actor)
        return Response([{"at": one.at, "event": one.event, "actor": one.who or None} for one in events])

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY, **SEEN})
    @action(detail=True)
    def application(self, request: Request, code: str) -> HttpResponse:
        """The application as PDF: as it was submitted, or as the draft stands."""
        dossier = self._seen(code)
        return pdf(papers.application_pdf(dossier, self.actor), f"{dossier.reference}.pdf")
