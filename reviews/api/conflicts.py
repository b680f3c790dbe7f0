"""Conflicts: one's own, named by authors, decided by who conducts the council."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from organisation.api.serializers import Problem
from reviews.api import assigning_rows as rows
from reviews.api.serializers import assignments as shapes
from reviews.api.views import DEEDS, NUMBER, Deeds
from reviews.queries.conflicts import own_conflicts
from reviews.services.conflicts import dismiss_claim, dispute_conflict, name_conflict, uphold_claim


class Conflicts(Deeds):
    """What ties people to dossiers."""

    lookup_value_regex = NUMBER
    serializer_class = shapes.OwnConflictRow

    @extend_schema(responses={200: shapes.OwnConflictRow(many=True), 401: Problem})
    def list(self, request: Request) -> Response:
        """What the record says against the asker in councils on which they sit; never on which dossier."""
        return Response([rows.own_conflict_row(one) for one in own_conflicts(self.signed_in())])

    @extend_schema(request=shapes.NamedRequest, responses={201: shapes.NamedRow, **DEEDS})
    def create(self, request: Request) -> Response:
        """As an author, name somebody who should not judge the dossier."""
        given = self.given(shapes.NamedRequest)
        made = name_conflict(given["dossier"], self.signed_in(), given["person"], given["ground"])
        return Response(rows.named_row(made), status=status.HTTP_201_CREATED)

    @extend_schema(request=shapes.DisputeRequest, responses={200: shapes.OwnConflictRow, **DEEDS})
    @action(detail=True, methods=["post"])
    def dispute(self, request: Request, pk: str) -> Response:
        """Say why what the record says against oneself is wrong."""
        text = self.given(shapes.DisputeRequest)["text"]
        return Response(rows.own_conflict_row(dispute_conflict(int(pk), self.signed_in(), text)))

    @extend_schema(request=None, responses={204: None, **DEEDS})
    @action(detail=True, methods=["post"])
    def uphold(self, request: Request, pk: str) -> Response:
        """Recuse the member whom an author has named."""
        uphold_claim(int(pk), self.signed_in())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=shapes.WhyRequest, responses={204: None, **DEEDS})
    @action(detail=True, methods=["post"])
    def dismiss(self, request: Request, pk: str) -> Response:
        """Let the member judge whom an author has named."""
        dismiss_claim(int(pk), self.signed_in(), self.given(shapes.WhyRequest)["reason"])
        return Response(status=status.HTTP_204_NO_CONTENT)
