"""Dossiers: begun, filled in, taken through the workflow."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as rest
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.errors import NotFound
from initiatives.api import serializers as shapes
from initiatives.api.filters import DossierFilter
from initiatives.api.rows import DOSSIER, DOSSIER_COLUMNS, dossier_rows
from initiatives.api.views import file_row
from initiatives.models import Attachment, Author, Dossier
from initiatives.queries import by_reference, dossiers_visible_to
from initiatives.rules.answers import changes
from initiatives.services import authors, drafts, files, papers
from initiatives.services.content import answers_of
from initiatives.services.dossiers import perform
from initiatives.workflow import WORKFLOW
from organisation.actor import Actor
from organisation.api.serializers import Problem
from organisation.api.views import ReadViewSet, revision_in, with_etag
from organisation.policy import visible

ERRORS = {404: Problem, 409: Problem, 422: Problem}
EDITS = {**ERRORS, 412: Problem, 428: Problem}


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
        return visible(Dossier, self.signed_in()).values(*DOSSIER_COLUMNS, **DOSSIER)

    def rows(self, page: Any) -> list[Any]:
        """With authors."""
        return dossier_rows(page)

    def _given(self, shape: type[rest.Serializer]) -> dict[str, Any]:
        given = shape(data=self.request.data)
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)

    def _answer(self, code: str, status_code: int = 200) -> Response:
        dossier = dossiers_visible_to(self.actor).filter(**by_reference(code)).first()
        if dossier is None:
            raise NotFound
        return with_etag(Response(detail(dossier, self.actor), status=status_code), dossier.work.revision)

    @extend_schema(responses={200: shapes.DossierDetail, 404: Problem})
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Everything about one dossier, and what the asker may do with it now."""
        self.signed_in()
        return self._answer(kwargs["code"])

    @extend_schema(request=shapes.DossierRequest, responses={201: shapes.DossierDetail, 403: Problem, **ERRORS})
    def create(self, request: Request) -> Response:
        """Begin a draft."""
        given = self._given(shapes.DossierRequest)
        dossier = drafts.begin_dossier(
            self.signed_in(), given["round"], given["title"], given["channel"], given.get("received_on")
        )
        return self._answer(dossier.reference, status.HTTP_201_CREATED)

    @extend_schema(request=shapes.AnswersRequest, responses={200: shapes.DossierDetail, **EDITS})
    def partial_update(self, request: Request, code: str) -> Response:
        """Save some answers; If-Match says on which revision."""
        revision = revision_in(request)
        drafts.save_answers(code, self.signed_in(), self._given(shapes.AnswersRequest)["answers"], revision)
        return self._answer(code)

    @extend_schema(request=shapes.AuthorsRequest, responses={200: shapes.DossierDetail, **EDITS})
    @action(detail=True, methods=["put"])
    def authors(self, request: Request, code: str) -> Response:
        """Set the authors; whoever has to agree gets a letter."""
        revision = revision_in(request)
        authors.save_authors(code, self.signed_in(), self._given(shapes.AuthorsRequest)["authors"], revision)
        return self._answer(code)

    @extend_schema(request=shapes.ConfirmRequest, responses={200: shapes.DossierDetail, **ERRORS})
    @action(detail=True, methods=["post"], url_path="authors/confirm")
    def confirm(self, request: Request, code: str) -> Response:
        """Agree to one's own share, or decline it."""
        dossier = dossiers_visible_to(self.signed_in()).filter(**by_reference(code)).first()
        author = dossier and Author.objects.filter(work=dossier.work_id, person=self.actor.person_id).first()
        if not author:
            raise NotFound
        agrees = self._given(shapes.ConfirmRequest)["agrees"]
        authors.answer_invitation(author, agrees, self.actor)
        return self._answer(code) if agrees else Response({"detail": _("You have declined.")})

    @extend_schema(request=shapes.UnitsRequest, responses={200: shapes.DossierDetail, **EDITS})
    @action(detail=True, methods=["put"])
    def units(self, request: Request, code: str) -> Response:
        """Set the further units that take part."""
        revision = revision_in(request)
        drafts.save_units(code, self.signed_in(), self._given(shapes.UnitsRequest)["units"], revision)
        return self._answer(code)

    @extend_schema(methods=["get"], responses={200: shapes.FileRow(many=True), 404: Problem})
    @extend_schema(
        methods=["post"],
        request={"multipart/form-data": shapes.FileRequest},
        responses={201: shapes.FileRow, 413: Problem, **ERRORS},
    )
    @action(detail=True, methods=["get", "post"], pagination_class=None, filterset_class=None)
    def files(self, request: Request, code: str) -> Response:
        """The files of a dossier; post one to attach it to a draft."""
        self.signed_in()
        if request.method == "POST":
            upload = self._given(shapes.FileRequest)["file"]
            return Response(
                file_row(files.attach(code, self.actor, upload.name, upload)), status=status.HTTP_201_CREATED
            )
        dossier = dossiers_visible_to(self.actor).filter(**by_reference(code)).first()
        if dossier is None:
            raise NotFound
        return Response([file_row(file) for file in standing_files(dossier)])

    @extend_schema(request=None, responses={204: None, **ERRORS})
    @action(detail=True, methods=["delete"], url_path=r"files/(?P<number>\d{1,18})")
    def remove_file(self, request: Request, code: str, number: str) -> Response:
        """Take a file out of a draft."""
        files.remove(code, self.signed_in(), int(number))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses={200: OpenApiTypes.OBJECT, 404: Problem})
    @action(detail=True, url_path=r"versions/(?P<number>\d{1,4})")
    def version(self, request: Request, code: str, number: str) -> Response:
        """A frozen version, with what changed against the one before."""
        dossier = dossiers_visible_to(self.signed_in()).filter(**by_reference(code)).first()
        found = dossier and dossier.versions.filter(number=number).first()
        if not dossier or not found:
            raise NotFound
        earlier = dossier.versions.filter(number=found.number - 1).first()
        before = earlier.content["answers"] if earlier else {}
        changed = [
            {"field": c.field, "before": c.before, "after": c.after} for c in changes(before, found.content["answers"])
        ]
        told = {
            "number": found.number,
            "digest": found.digest,
            "submitted_at": found.submitted_at,
            "content": found.content,
        }
        return Response({**told, "changes": changed if earlier else []})

    @extend_schema(request=shapes.TransitionRequest, responses={200: shapes.DossierDetail, 403: Problem, **ERRORS})
    @action(detail=True, methods=["post"], url_path="transitions/(?P<name>[a-z_]+)")
    def transition(self, request: Request, code: str, name: str) -> Response:
        """Take the dossier through a transition that is open to the asker."""
        given = self._given(shapes.TransitionRequest)
        if "reasons" in given:
            given["reasons"] = [dict(reason) for reason in given["reasons"]]
        dossier = perform(code, name, self.signed_in(), **given)
        return self._answer(dossier.reference)

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY, 404: Problem})
    @action(detail=True, url_path="application")
    def application(self, request: Request, code: str) -> HttpResponse:
        """The application as PDF."""
        dossier = dossiers_visible_to(self.signed_in()).filter(**by_reference(code)).first()
        if dossier is None:
            raise NotFound
        return HttpResponse(papers.application_pdf(dossier), content_type="application/pdf")


def standing_files(dossier: Dossier) -> QuerySet[Attachment]:
    """The files that a dossier has now."""
    return Attachment.objects.filter(dossier=dossier, removed_at=None).select_related("blob", "dossier").order_by("pk")


def detail(dossier: Dossier, actor: Actor) -> dict[str, Any]:
    """A dossier with everything that belongs to it."""
    work = dossier.work
    named = list(work.authors.select_related("person").order_by("position"))
    return {
        "code": dossier.reference, "title": work.title, "kind": work.kind, "state": dossier.state, "level": dossier.level,
        "purpose": dossier.purpose, "round": dossier.round.code, "authority": dossier.authority.code, "unit": work.unit.code,
        "channel": dossier.channel, "submitted_at": dossier.submitted_at, "due_on": dossier.due_on,
        "result_due_on": dossier.result_due_on, "outcome": dossier.outcome, "grade": dossier.grade,
        "revision": work.revision, "work": work.pk, "answers": answers_of(dossier),
        "authors": [
            {"person": a.person.code, "full_name": a.person.full_name, "share": str(a.share), "confirmation": a.confirmation}
            for a in named
        ],
        "units": list(work.participations.order_by("unit__code").values_list("unit__code", flat=True)),
        "files": [file_row(file) for file in standing_files(dossier)],
        "versions": [
            {"number": v.number, "digest": v.digest, "submitted_at": v.submitted_at} for v in dossier.versions.order_by("number")
        ],
        "notices": [
            {"kind": n.kind, "rule": n.rule, "reasons": n.reasons, "answer_by": n.answer_by, "made_at": n.made_at}
            for n in dossier.notices.order_by("made_at")
        ],
        "transitions": [{"name": t.name, "title": _(t.title), "asks": list(t.asks)} for t in WORKFLOW.open_to(actor, dossier)],
    }  # fmt: skip
