"""Answers that carry a digest of themselves, so that who asks again is told only whether anything has changed."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import orjson
from drf_spectacular.utils import OpenApiParameter
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

SEEN = OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER, description="The ETag of the last answer.")


def tagged(request: Request, told: Mapping[str, Any]) -> Response:
    """The answer with its digest as ETag; 304 where the caller has it already."""
    tag = f'"{sha256(orjson.dumps(told, default=str, option=orjson.OPT_NON_STR_KEYS)).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Vary": "Accept-Language"}
    if request.headers.get("If-None-Match") == tag:
        return Response(status=status.HTTP_304_NOT_MODIFIED, headers=headers)
    return Response(told, headers=headers)
