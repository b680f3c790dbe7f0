"""Certificates made many at a time; and whether a file is a paper that was issued here."""

from dataclasses import asdict
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from documents.signing.reading import SignatureFound
from initiatives.files.uploading import PassingUploadHandler
from organisation.api.serializers import Problem
from organisation.api.views import ActorMixin
from organisation.limits import Papers
from organisation.steps import demand_fresh_for_export
from recognition.api import serializers as shapes
from recognition.queries.batches import own_decision, served_zip, stand_of
from recognition.queries.checking import MOST_BYTES, judge_upload
from recognition.queries.extracts import told_of
from recognition.services.batches import start_batch, stop_batch

ERRORS = {403: Problem, 404: Problem, 409: Problem}


class Batch(ActorMixin, APIView):
    """How far the certificates of a decision are."""

    @extend_schema(responses={200: shapes.BatchAnswer, 403: Problem, 404: Problem})
    def get(self, request: Request, code: str) -> Response:
        """For the registrar of its authority."""
        stand = stand_of(own_decision(code, self.signed_in()))
        return Response({**asdict(stand), "complete": stand.complete})


class BatchStart(ActorMixin, APIView):
    """Make all certificates of a decision in the background."""

    @extend_schema(request=None, responses={202: shapes.BatchAnswer, **ERRORS})
    def post(self, request: Request, code: str) -> Response:
        """Begin, or go on after a stop."""
        stand = stand_of(start_batch(code, self.signed_in()).decision)
        return Response({**asdict(stand), "complete": stand.complete}, status=status.HTTP_202_ACCEPTED)


class BatchStop(ActorMixin, APIView):
    """Stop making certificates."""

    @extend_schema(request=None, responses={200: shapes.BatchAnswer, **ERRORS})
    def post(self, request: Request, code: str) -> Response:
        """After the one in hand."""
        stand = stand_of(stop_batch(code, self.signed_in()).decision)
        return Response({**asdict(stand), "complete": stand.complete})


class BatchFile(ActorMixin, APIView):
    """All certificates of a decision in one ZIP."""

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY, **ERRORS})
    def get(self, request: Request, code: str) -> StreamingHttpResponse:
        """Once they are all made."""
        demand_fresh_for_export(request)
        return served_zip(own_decision(code, self.signed_in()))


class Check(ActorMixin, APIView):
    """Whether a PDF was issued here, is whole, and in force."""

    parser_classes = (MultiPartParser,)
    throttle_classes = (Papers,)

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """Bound the size before anything is read."""
        handlers: list[FileUploadHandler] = [PassingUploadHandler(MOST_BYTES)]
        request.upload_handlers = handlers
        return super().initialize_request(request, *args, **kwargs)

    @extend_schema(
        request={"multipart/form-data": shapes.CheckRequest},
        responses={200: shapes.CheckAnswer, 413: Problem, 422: Problem, 429: Problem},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """The file is looked at and not kept."""
        found = judge_upload(request.FILES.get("file"))
        certificate, decision, extract = found.certificate, found.decision, found.extract
        return Response({
            "outcome": found.outcome.value,
            "serial": certificate.serial if certificate else "",
            "decision": decision.reference if decision else "",
            "extract": extract.reference if extract else "",
            "content": certificate.content if certificate else told_of(extract) if extract else {},
            "signatures": signature_rows(found.signatures),
        })  # fmt: skip


def signature_rows(signatures: Any) -> list[dict[str, Any]] | None:
    """Signatures as the API shows them."""
    return None if signatures is None else [_row(one) for one in signatures]


def _row(one: SignatureFound) -> dict[str, Any]:
    return {
        "name": one.name, "issuer": one.issuer, "intact": one.intact, "whole": one.whole, "trusted": one.trusted,
        "stamped": one.stamped, "holds": one.holds, "at": one.at,
    }  # fmt: skip
