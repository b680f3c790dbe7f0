"""Votes and ballots. Nothing here answers, logs or reports who cast what."""

from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from documents.answers import pdf
from organisation.api.serializers import Problem
from organisation.steps import demand_fresh
from reviews.api import rows
from reviews.api.serializers import judging as shapes
from reviews.api.views import DEEDS, NUMBER, READS, Deeds
from reviews.queries.polls import open_polls, poll_of, tally_of
from reviews.services.minutes import tally_pdf
from reviews.services.polls import annul_poll, cast_ballot, close_poll


class Polls(Deeds):
    """Votes on the hearings that the asker sees."""

    lookup_value_regex = NUMBER
    serializer_class = shapes.PollRow

    def _answer(self, pk: str) -> Response:
        poll = poll_of(self.actor, int(pk))
        return Response(rows.poll_row(poll, poll.hearing, self.actor))

    @extend_schema(responses={200: shapes.PollRow, **READS})
    def retrieve(self, request: Request, pk: str) -> Response:
        """How many may cast and have cast."""
        self.signed_in()
        return self._answer(pk)

    @extend_schema(request=None, responses={200: shapes.PollRow, **DEEDS})
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Close it; the box is published to the council."""
        close_poll(int(pk), self.signed_in())
        return self._answer(pk)

    @extend_schema(request=shapes.AnnulRequest, responses={200: shapes.PollRow, **DEEDS})
    @action(detail=True, methods=["post"])
    def annul(self, request: Request, pk: str) -> Response:
        """Annul it, so that another can be opened."""
        annul_poll(int(pk), self.signed_in(), self.given(shapes.AnnulRequest)["reason"])
        return self._answer(pk)

    @extend_schema(responses={200: shapes.BoxRow, 403: Problem, **READS})
    @action(detail=True)
    def box(self, request: Request, pk: str) -> Response:
        """The box of a closed vote, for finding one's receipt and counting again."""
        poll = poll_of(self.signed_in(), int(pk))
        return Response(rows.box_row(poll, tally_of(self.actor, poll)))

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY, **DEEDS})
    @action(detail=True)
    def tally(self, request: Request, pk: str) -> HttpResponse:
        """The tally sheet as PDF."""
        return pdf(tally_pdf(int(pk), self.signed_in()), f"kiem-phieu-{pk}.pdf")


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class Ballots(Deeds):
    """Casting, and one's own entitlements; never anybody else's, and never a choice."""

    serializer_class = shapes.EntitlementRow

    @extend_schema(responses={200: shapes.EntitlementRow(many=True), 401: Problem})
    def list(self, request: Request) -> Response:
        """The votes open now in which the asker may cast, and whether they have."""
        return Response([rows.entitlement_row(right) for right in open_polls(self.signed_in())])

    @extend_schema(request=shapes.BallotRequest, responses={200: shapes.CastAnswer, **DEEDS})
    @method_decorator(sensitive_variables())
    def create(self, request: Request) -> Response:
        """Cast one ballot. Sent again with the same receipt and choice, it changes nothing."""
        actor = self.signed_in()
        demand_fresh(request)
        given = self.given(shapes.BallotRequest)
        cast_ballot(given["poll"], actor, given["choice"], given["receipt"])
        return Response({"poll": given["poll"], "has_cast": True, "receipt": given["receipt"]})
