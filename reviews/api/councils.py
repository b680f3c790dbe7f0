"""Councils: set up, given dossiers and sessions."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.errors import Invalid
from documents.answers import pdf
from initiatives.models import Round
from initiatives.services.storage import open_blob
from organisation.api.serializers import Problem
from organisation.api.views import ReadViewSet
from reviews.api import rows
from reviews.api.assignments import Assigning
from reviews.api.filters import CouncilFilter
from reviews.api.serializers import councils as shapes
from reviews.api.views import DEEDS, READS, read
from reviews.models import Council
from reviews.policy import may_conduct
from reviews.queries.calibration import calibration_of
from reviews.queries.councils import council_of, councils_of, hearings_of, progress_matrix
from reviews.queries.papers import session_from
from reviews.services.councils import assign_dossiers, change_seats, name_alternates, set_up_council
from reviews.services.minutes import decision_of
from reviews.services.sessions import plan_session
from reviews.services.terms import set_term


class Councils(Assigning, ReadViewSet):
    """The councils on which the asker sits, or whose authority they serve."""

    serializer_class = shapes.CouncilRow
    filterset_class = CouncilFilter
    lookup_field = "code"
    lookup_value_regex = r"[A-Za-z0-9-]{1,20}"

    def get_queryset(self) -> QuerySet[Council]:
        """Scoped by policy."""
        if getattr(self, "swagger_fake_view", False):
            return Council.objects.none()
        return councils_of(self.signed_in())

    def rows(self, page: Any) -> list[Any]:
        """Plain rows."""
        return [rows.council_row(council) for council in page]

    def _detail(self, code: str, status_code: int = 200) -> Response:
        council = council_of(self.signed_in(), code)
        seats = [rows.seat_row(seat) for seat in council.seats.all()]
        conducts = may_conduct(self.actor, council)
        more = {"seats": seats, "conducts": conducts, "session_from": session_from(self.actor, council)}
        return Response({**rows.council_row(council), **more}, status=status_code)

    @extend_schema(responses={200: shapes.CouncilDetail, **READS})
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A council with its seats."""
        return self._detail(kwargs["code"])

    @extend_schema(request=shapes.CouncilRequest, responses={201: shapes.CouncilDetail, **DEEDS})
    def create(self, request: Request) -> Response:
        """Set a council up; its composition is held against the scheme of the round."""
        actor, given = self.signed_in(), read(shapes.CouncilRequest, request.data)
        round_ = Round.objects.select_related("authority").filter(code=given.pop("round")).first()
        if round_ is None:
            raise Invalid(_("Choose a round."), {"round": [_("Choose from the list.")]})
        return self._detail(set_up_council(actor, round_, **given).code, status.HTTP_201_CREATED)

    @extend_schema(responses={200: shapes.CalibrationRow, **DEEDS})
    @action(detail=True, pagination_class=None, filterset_class=None)
    def calibration(self, request: Request, code: str) -> Response:
        """How members score and which dossiers need discussion; a diagnosis that changes no score."""
        actor = self.signed_in()
        return Response(rows.calibration_row(calibration_of(council_of(actor, code), actor)))

    @extend_schema(request=shapes.SeatsRequest, responses={200: shapes.CouncilDetail, **DEEDS})
    @action(detail=True, methods=["put"])
    def seats(self, request: Request, code: str) -> Response:
        """Set the seats anew, before judging has begun."""
        change_seats(code, self.signed_in(), read(shapes.SeatsRequest, request.data)["seats"])
        return self._detail(code)

    @extend_schema(request=shapes.AlternatesRequest, responses={200: shapes.CouncilDetail, **DEEDS})
    @action(detail=True, methods=["put"])
    def alternates(self, request: Request, code: str) -> Response:
        """Set the alternates anew, also while the council judges; who has stood in stays."""
        given = read(shapes.AlternatesRequest, request.data)
        name_alternates(code, self.signed_in(), given["seats"], given["reason"])
        return self._detail(code)

    @extend_schema(request=shapes.TermRequest, responses={200: shapes.CouncilDetail, **DEEDS})
    @action(detail=True, methods=["put"])
    def term(self, request: Request, code: str) -> Response:
        """Change the term in which the council may meet."""
        set_term(code, self.signed_in(), **read(shapes.TermRequest, request.data))
        return self._detail(code)

    @extend_schema(request=shapes.DossierCodes, responses={201: shapes.HearingRow(many=True), **DEEDS})
    @action(detail=True, methods=["post"], pagination_class=None, filterset_class=None)
    def dossiers(self, request: Request, code: str) -> Response:
        """Put admitted dossiers before the council."""
        made = assign_dossiers(code, self.signed_in(), read(shapes.DossierCodes, request.data)["codes"])
        return Response([rows.hearing_row(hearing, code) for hearing in made], status=status.HTTP_201_CREATED)

    @extend_schema(responses={200: shapes.HearingRow(many=True), **READS})
    @action(detail=True, pagination_class=None, filterset_class=None)
    def hearings(self, request: Request, code: str) -> Response:
        """The dossiers before the council, without those that concern the asker."""
        council = council_of(self.signed_in(), code)
        return Response([rows.hearing_row(hearing, code) for hearing in hearings_of(self.actor, council)])

    @extend_schema(responses={200: shapes.ProgressRow(many=True), **READS})
    @action(detail=True, pagination_class=None, filterset_class=None)
    def progress(self, request: Request, code: str) -> Response:
        """Member × dossier: how far each sheet is, never what it says."""
        council = council_of(self.signed_in(), code)
        return Response([rows.progress_row(row, code) for row in progress_matrix(self.actor, council)])

    @extend_schema(methods=["get"], responses={200: shapes.SessionRow(many=True), **READS})
    @extend_schema(methods=["post"], request=shapes.SessionRequest, responses={201: shapes.SessionRow, **DEEDS})
    @action(detail=True, methods=["get", "post"], pagination_class=None, filterset_class=None)
    def sessions(self, request: Request, code: str) -> Response:
        """The council's sessions; post one to plan it."""
        actor = self.signed_in()
        if request.method == "POST":
            session = plan_session(code, actor, **read(shapes.SessionRequest, request.data))
            return Response(rows.session_row(session, actor), status=status.HTTP_201_CREATED)
        return Response(rows.session_rows(council_of(actor, code).sessions.select_related("council"), actor))

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY, 403: Problem, **READS})
    @action(detail=True, pagination_class=None, filterset_class=None)
    def decision(self, request: Request, code: str) -> HttpResponse:
        """The decision that set it up, as PDF."""
        with open_blob(decision_of(code, self.signed_in())) as stream:
            return pdf(stream.read(), f"quyet-dinh-{code}.pdf")
