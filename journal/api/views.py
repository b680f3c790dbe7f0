"""Seals, for everybody: who has noted one can later prove what the journal was."""

import base64
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from journal.models import Seal
from journal.queries import seals, told


class SealRow(serializers.Serializer[Any]):
    """`hash` is the SHA-256 of the canonical text of the rest; `token` the time stamp (RFC 3161, DER in base64)."""

    number = serializers.IntegerField()
    previous = serializers.CharField()
    first = serializers.IntegerField()
    last = serializers.IntegerField()
    count = serializers.IntegerField()
    root = serializers.CharField()  # type: ignore[assignment]
    at = serializers.CharField(help_text="Exactly as it is hashed.")
    hash = serializers.CharField()
    stamped_at = serializers.DateTimeField(allow_null=True)
    token = serializers.CharField(allow_null=True)


class Seals(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):  # type: ignore[type-arg]
    """The seals of the journal, newest first; the entries themselves are not public."""

    serializer_class = SealRow
    lookup_field = "number"
    lookup_value_regex = r"[0-9]{1,9}"
    ordering = "-number"

    def get_queryset(self) -> QuerySet[Seal]:
        """All."""
        return seals()

    @extend_schema(responses={200: SealRow(many=True)}, auth=[])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page by key."""
        return self.get_paginated_response([_row(seal) for seal in self.paginate_queryset(self.get_queryset()) or []])

    @extend_schema(responses={200: SealRow}, auth=[])
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One seal."""
        return Response(_row(self.get_object()))


def _row(seal: Seal) -> dict[str, Any]:
    stamp = getattr(seal, "stamp", None)
    token = base64.b64encode(bytes(stamp.token)).decode() if stamp else None
    return {**told(seal), "stamped_at": stamp.at if stamp else None, "token": token}
