"""What every API endpoint shares: orjson out, keyset pages, problem documents (RFC 9457)."""

import json
import logging
from collections.abc import Mapping
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.pagination import CursorPagination
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response

from config.errors import DomainError

logger = logging.getLogger(__name__)


class OrjsonRenderer(BaseRenderer):
    """JSON by orjson: dates as ISO 8601, decimals as strings (shares and scores stay exact)."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """Return the bytes; nothing for an empty answer."""
        if data is None:
            return b""
        try:
            return orjson.dumps(data, default=str, option=orjson.OPT_NON_STR_KEYS)
        except orjson.JSONEncodeError:  # half a letter that a caller sent, told back to them
            return json.dumps(data, default=str).encode()


class KeysetPagination(CursorPagination):
    """Pages by key, so that page 1 000 costs what page 1 costs. A view sets `ordering`; `page_size` up to 500."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 500
    ordering = "-id"

    def get_page_size(self, request: Any) -> int:
        """The size asked for; one that is none is refused, not passed over."""
        from organisation.api.parameters import whole

        return whole(request.query_params, "page_size", self.page_size, 1, self.max_page_size)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """As the schema tells of it, with the limits of the size."""
        told = super().get_schema_operation_parameters(view)
        limits = {"minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        return [
            {**one, "schema": {**one["schema"], **limits}} if one["name"] == self.page_size_query_param else one
            for one in told
        ]

    def get_ordering(self, request: Any, queryset: Any, view: Any) -> Any:
        """The view's own stable order."""
        ordering = getattr(view, "ordering", self.ordering)
        return (ordering,) if isinstance(ordering, str) else tuple(ordering)

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> Any:
        """One page. A cursor that somebody made up is answered 404, as one that cannot be read."""
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValueError, ValidationError, DataError) as error:
            raise exceptions.NotFound(self.invalid_cursor_message) from error


def _flatten(detail: Any, path: str = "") -> list[dict[str, str]]:
    """DRF's nested error detail as a flat list of {field, message}; paths as in `authors.0.share`."""
    if isinstance(detail, Mapping):
        return [row for key, value in detail.items() for row in _flatten(value, f"{path}.{key}".lstrip("."))]
    if isinstance(detail, list):
        nested = any(isinstance(item, Mapping | list) for item in detail)
        return [
            row
            for number, item in enumerate(detail)
            for row in _flatten(item, f"{path}.{number}".lstrip(".") if nested else path)
        ]
    field = path.replace("non_field_errors", "").strip(".")
    return [{"field": field, "message": str(detail)}]


def _document(status: int, slug: str, title: Any, errors: list[dict[str, str]], **extra: Any) -> dict[str, Any]:
    document = {"type": f"/problems/{slug}/", "title": str(title), "status": status, **extra}
    return {**document, "errors": errors} if errors else document


def _from_domain(error: DomainError) -> dict[str, Any]:
    errors = [{"field": name, "message": str(text)} for name, texts in error.fields.items() for text in texts]
    return _document(
        error.status, error.slug, error.message or _("The request cannot be carried out."), errors, **error.extra
    )


def _from_rest(error: exceptions.APIException) -> dict[str, Any]:
    if isinstance(error, exceptions.ValidationError):
        return _document(error.status_code, "invalid", _("Some fields need mending."), _flatten(error.detail))
    slug = str(error.default_code).replace("_", "-")
    return _document(
        error.status_code, slug, error.detail if isinstance(error.detail, str) else error.default_detail, []
    )


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every error is an `application/problem+json` that names the fields concerned."""
    from rest_framework.views import set_rollback  # its views read the settings that name this module

    headers: dict[str, str] = {}
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, DomainError):
        document = _from_domain(error)
        if wait := getattr(error, "retry_after", None):
            headers["Retry-After"] = str(wait)
    elif isinstance(error, exceptions.APIException):
        document = _from_rest(error)
        if challenge := getattr(error, "auth_header", None):
            headers["WWW-Authenticate"] = challenge
        if wait := getattr(error, "wait", None):
            headers["Retry-After"] = str(int(wait))
    else:
        return None
    set_rollback()
    return Response(document, status=document["status"], headers=headers, content_type="application/problem+json")
