"""Decisions, certificates, the register, targets, statistics."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.errors import Forbidden, Invalid, NotFound
from documents.answers import pdf
from initiatives.choices import Kind, Level
from initiatives.services.stages import file_next
from initiatives.services.storage import open_blob
from organisation.actor import Actor
from organisation.api.parameters import choices, day, whole
from organisation.api.serializers import Problem
from organisation.api.views import ActorMixin, ReadViewSet
from organisation.limits import Codes
from organisation.models import Sector, Unit
from organisation.policy import get_visible, visible
from organisation.steps import demand_fresh
from recognition.api import serializers as shapes
from recognition.api.issuing import signature_rows
from recognition.api.tagged import SEEN, tagged
from recognition.definitions import version
from recognition.models import Certificate, Decision, Recognition
from recognition.policy import drafts_decisions
from recognition.queries.checking import signatures_of_verdict
from recognition.queries.decisions import Line, later_decisions, lines_of
from recognition.queries.extracts import told_of
from recognition.queries.register import RegisterFilter, register
from recognition.queries.register import rows as plain
from recognition.queries.statistics import counted
from recognition.queries.verification import code_of, verify
from recognition.services import changes, decisions
from recognition.services.extracts import extract_of
from recognition.services.papers import certificate_paper, decision_paper

Rows = list[Any]
YEARS = (1900, 9999)
ERRORS = {403: Problem, 404: Problem, 409: Problem, 422: Problem}
NARROWED = [
    OpenApiParameter("level", str, many=True, enum=Level.values),
    OpenApiParameter("kind", str, many=True, enum=Kind.values),
    OpenApiParameter("field", str, many=True),
    OpenApiParameter("unit", str),
    OpenApiParameter("sector", str, enum=Sector.values),
    OpenApiParameter("linked", str, enum=["1"], description="Works with units on all three sides of the link."),
    OpenApiParameter("units", str, enum=["then", "now"], description="Units as they then were, or as they are now."),
    OpenApiParameter("year", {"type": "integer", "minimum": YEARS[0], "maximum": YEARS[1]}),
    OpenApiParameter("from", OpenApiTypes.DATE),
    OpenApiParameter("to", OpenApiTypes.DATE),
    OpenApiParameter("as_of", OpenApiTypes.DATE, description="What the register said at the end of that day."),
    OpenApiParameter("credited", str, description="One unit by itself, without those below it."),
    OpenApiParameter("authority", str, description="The authority that decided."),
    OpenApiParameter(
        "revoked", str, enum=["1", "all"], description="What had been revoked instead of what stood; or both."
    ),
]


def narrowed(query: Any) -> RegisterFilter:
    """What the address asks for. Raises ValidationError at a parameter that cannot be understood."""
    for name in ("from", "to", "as_of"):
        day(query, name)
    whole(query, "year", YEARS[0], *YEARS)
    choices(query.getlist("level"), "level", Level.values)
    choices(query.getlist("kind"), "kind", Kind.values)
    choices(query.getlist("sector"), "sector", Sector.values)
    choices(query.getlist("linked"), "linked", ["1"])
    choices(query.getlist("units"), "units", ["then", "now"])
    choices(query.getlist("revoked"), "revoked", ["1", "all"])
    return RegisterFilter.read(query)


class Recognitions(ReadViewSet):
    """The register: public, narrowed down as the statistics are, as of any day."""

    serializer_class = shapes.RecognitionRow
    filter_backends = ()
    ordering = ("-held_from", "-id")
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Recognition, dict[str, Any]]:
        """Plain rows."""
        return plain(register(narrowed(self.request.query_params)))

    @extend_schema(parameters=NARROWED)
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page of the register."""
        return super().list(request, *args, **kwargs)

    def rows(self, page: Any) -> Rows:
        """As they are."""
        return list(page)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One recognition."""
        return Response(self.get_object())

    @extend_schema(
        parameters=NARROWED,
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, 400: Problem, 401: Problem, 422: Problem},
    )
    @action(detail=False, pagination_class=None)
    def extract(self, request: Request) -> HttpResponse:
        """The extract as a paper: at most 500 recognitions, for whoever has signed in."""
        self.signed_in()
        return pdf(extract_of(narrowed(request.query_params)), "trich-so-dang-ky.pdf")

    @extend_schema(request=shapes.NominationRequest, responses={201: shapes.NominationAnswer, **ERRORS})
    @action(detail=True, methods=["post"])
    def nominate(self, request: Request, pk: str) -> Response:
        """Nominate the work to the city level: a new draft dossier."""
        given = shapes.NominationRequest(data=request.data)
        given.is_valid(raise_exception=True)
        row = Recognition.objects.select_related("dossier").filter(pk=pk).first()
        if row is None:
            raise NotFound
        actor = self.signed_in()
        try:
            dossier = file_next(actor, row.dossier.reference, given.validated_data["round"])
        except NotFound:  # the dossier is not theirs to see; that it was recognised is no secret
            raise Forbidden(_("The authors or the officer of their unit file the next dossier.")) from None
        return Response({"code": dossier.reference}, status=status.HTTP_201_CREATED)


class Decisions(ReadViewSet):
    """Published decisions for everybody; drafts for their authority."""

    serializer_class = shapes.DecisionRow
    filter_backends = ()
    lookup_field = "code"
    lookup_value_regex = r"[A-Za-z0-9.-]{3,40}"

    def get_queryset(self) -> QuerySet[Decision]:
        """Scoped by policy."""
        return visible(Decision, self.actor).select_related("authority", "refers_to")

    def rows(self, page: Any) -> Rows:
        """Plain rows."""
        return [decision_row(decision) for decision in page]

    def _answer(self, decision: Decision, code: int = 200) -> Response:
        own = drafts_decisions(self.actor, decision) and decision.state == Decision.State.DRAFT
        items = [item_row(line) for line in lines_of(decision, with_certificates=own)]
        later = list(later_decisions(decision).values_list("code", flat=True))
        said = {**decision_row(decision), "reason": decision.reason, "changed_by": later, "items": items}
        return Response(said, status=code)

    @extend_schema(responses={200: shapes.DecisionDetail, 404: Problem})
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One decision with its list."""
        return self._answer(get_visible(Decision, self.actor, code=kwargs["code"]))

    @extend_schema(request=shapes.DecisionDraftRequest, responses={201: shapes.DecisionDetail, **ERRORS})
    def create(self, request: Request) -> Response:
        """Draft a decision."""
        given = shapes.DecisionDraftRequest(data=request.data)
        given.is_valid(raise_exception=True)
        said, actor = given.validated_data, self.signed_in()
        if said["kind"] != Decision.Kind.RECOGNITION:
            return self._answer(drafted_change(actor, said), status.HTTP_201_CREATED)
        authority = Unit.objects.filter(code=said.get("authority", "")).first()
        if authority is None or "level" not in said:
            raise Invalid(_("Say which authority decides, and at which level."), {"authority": [_("Unknown unit.")]})
        decision = decisions.draft_decision(
            actor, authority, said["level"], said.get("dossiers", []), said.get("title", "")
        )
        return self._answer(decision, status.HTTP_201_CREATED)

    @extend_schema(responses={204: None, **ERRORS})
    def destroy(self, request: Request, code: str) -> Response:
        """Throw a draft away."""
        decisions.drop_draft(code, self.signed_in())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=shapes.SignRequest, responses={200: shapes.DecisionDetail, **ERRORS})
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, code: str) -> Response:
        """Sign off: the number is given, the recognitions are entered."""
        demand_fresh(request)
        given = shapes.SignRequest(data=request.data)
        given.is_valid(raise_exception=True)
        return self._answer(decisions.sign_decision(code, self.signed_in(), **given.validated_data))

    @extend_schema(request=None, responses={200: shapes.DecisionDetail, **ERRORS})
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, code: str) -> Response:
        """Publish, and issue the certificates."""
        return self._answer(decisions.publish_decision(code, self.signed_in()))

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY, 404: Problem, 503: Problem})
    @action(detail=True)
    def paper(self, request: Request, code: str) -> HttpResponse:
        """The decision as PDF."""
        return stored(decision_paper(get_visible(Decision, self.actor, code=code)))


def drafted_change(actor: Actor, said: dict[str, Any]) -> Decision:
    """The draft of a decision that changes an earlier one. Raises Invalid where that is not named."""
    if not (old := said.get("refers_to")):
        raise Invalid(_("Say which decision is changed."), {"refers_to": [_("Give its code.")]})
    works, reason, title = said.get("changes", {}), said.get("reason", ""), said.get("title", "")
    if said["kind"] == Decision.Kind.CORRECTION:
        return changes.draft_correction(actor, old, works, reason, title)
    if said["kind"] == Decision.Kind.REVOCATION:
        return changes.draft_revocation(actor, old, said.get("dossiers", []), reason, title)
    return changes.draft_replacement(actor, old, works, said.get("left_out", []), reason, title)


def item_row(line: Line) -> dict[str, Any]:
    """A dossier of a decision as the API shows it."""
    return {
        "dossier": line.code, "title": line.title, "authors": line.authors, "unit": line.unit,
        "result": line.item.result, "grade": line.grade, "certificates": len(line.certificates),
        "changes": [{"name": one.name, "before": one.before, "after": one.after} for one in line.changes],
    }  # fmt: skip


def decision_row(decision: Decision) -> dict[str, Any]:
    """A decision as the API shows it."""
    return {
        "code": decision.code,
        "number": decision.reference,
        "kind": decision.kind,
        "level": decision.level,
        "authority": decision.authority.code,
        "title": decision.title,
        "state": decision.state,
        "signed_on": decision.signed_on,
        "refers_to": decision.refers_to.code if decision.refers_to else "",
    }


def stored(blob: Any) -> HttpResponse:
    """A stored paper."""
    with open_blob(blob) as stream:
        return pdf(stream.read())


class Certificates(ReadViewSet):
    """One's own certificates; anybody verifies one by its code."""

    serializer_class = shapes.CertificateRow
    filter_backends = ()
    lookup_field = "serial"
    lookup_value_regex = r"[A-Za-z0-9.-]{3,40}"

    def get_queryset(self) -> QuerySet[Certificate]:
        """Those of the asker."""
        if getattr(self, "swagger_fake_view", False):
            return Certificate.objects.none()
        return Certificate.objects.filter(person=self.signed_in().person_id).select_related("recognition__decision")

    def rows(self, page: Any) -> Rows:
        """Plain rows."""
        return [certificate_row(certificate) for certificate in page]

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One of one's own."""
        return Response(certificate_row(self.get_object()))

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY, 404: Problem, 503: Problem})
    @action(detail=True)
    def paper(self, request: Request, serial: str) -> HttpResponse:
        """The certificate as PDF."""
        return stored(certificate_paper(self.get_object()))

    @extend_schema(responses={200: shapes.VerdictAnswer, 404: Problem, 429: Problem}, auth=[])
    @action(detail=False, url_path=r"verify/(?P<code>[A-Za-z0-9_-]{8,60})", throttle_classes=[Codes])
    def verify(self, request: Request, code: str) -> Response:
        """Whether a certificate or an extract of the register is real, by the code in its QR code. An unknown code
        answers 404 and says nothing.
        """
        verdict = verify(code)
        if verdict.state == "unknown":
            raise NotFound
        certificate, extract = verdict.certificate, verdict.extract
        return Response({
            "state": verdict.state, "serial": certificate.serial if certificate else "",
            "content": told_of(extract) if extract else verdict.content,
            "extract": extract.reference if extract else "",
            "signatures": signature_rows(signatures_of_verdict(verdict)),
        })  # fmt: skip


def certificate_row(certificate: Certificate) -> dict[str, Any]:
    """A certificate as the API shows it."""
    return {
        "serial": certificate.serial,
        "verification": code_of(certificate),
        "state": certificate.state,
        "full_name": certificate.content["full_name"],
        "title": certificate.content["title"],
        "issued_on": certificate.issued_on,
    }


class Recognised(ActorMixin, APIView):
    """Counts of the register."""

    @extend_schema(
        parameters=[
            OpenApiParameter("by", str, description="unit, level, year, kind, field, sector; several with commas"),
            *NARROWED,
            SEEN,
        ],
        responses={200: shapes.CountAnswer, 304: None, 422: Problem},
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """Recognised works by the dimensions asked for; each figure with its list."""
        by = tuple(filter(None, request.query_params.get("by", "level,year").split(",")))
        table = counted(by, narrowed(request.query_params))
        told = {"by": by, "rows": list(table.plain()), "total": table.total, "credited": table.credited}
        return tagged(request, told | {"definitions": version()})
