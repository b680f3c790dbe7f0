"""What every page goes through: the content security policy, and the errors of the domain turned into pages."""

import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django_htmx.http import HttpResponseClientRedirect

from config.errors import DomainError, NotFresh, TooMany, Unavailable
from frontend.pages import errors
from organisation.viewing import refusal

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}
TRUSTED_TYPES = {"require-trusted-types-for": "'script'", "trusted-types": "default sangkien-read"}
"""See `static/js/trusted.js`. The API reference, whose scripts are somebody else's, goes without."""
TEXTS = {"text/html", "application/json", "application/problem+json", "text/csv", "application/vnd.oai.openapi"}
HEADER = "Content-Security-Policy"


class Compression(GZipMiddleware):
    """Compress what goes over a slow line (Django pads it at random against BREACH).

    Not what carries an entity tag: compressed it would be a weak one, which If-Match refuses (RFC 9110, 13.1.1).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress pages and answers of the API."""
        if response.has_header("ETag") or response.streaming or not _is_text(response):
            return response
        return super().process_response(request, response)


def _is_text(response: HttpResponseBase) -> bool:
    return response.get("Content-Type", "").partition(";")[0] in TEXTS


class KeptByNobody:
    """What is answered to somebody, by session or token, is kept by no browser and no store between, unless it says so
    itself (ASVS 5, 14.3.2). Visitors without a session may have the public pages from wherever they lie.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the header."""
        response = self.get_response(request)
        known = settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
        if known and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response


class ContentSecurityPolicy:
    """Nothing runs or is loaded but what this host serves; no script or style stands in a page.

    `request.csp_nonce` allows one inline element of somebody else's page (the API reference); the policy carries the
    nonce only where a template asked for it. A view that must allow inline styles is wrapped in `with_inline_styles`.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the header unless the view has set its own."""
        used: list[str] = []
        request.csp_nonce = SimpleLazyObject(lambda: _nonce(used))  # type: ignore[attr-defined]
        response = self.get_response(request)
        if HEADER not in response:
            response[HEADER] = _policy(used, getattr(response, "inline_styles", False))
        return response


def _nonce(used: list[str]) -> str:
    used.append(secrets.token_urlsafe(16))
    return used[0]


def _policy(nonces: list[str], inline_styles: bool) -> str:
    allowed = "".join(f" 'nonce-{nonce}'" for nonce in nonces)
    rules = {**POLICY, "script-src": POLICY["script-src"] + allowed}
    rules["form-action"] += f" {settings.IDENTITY.origin}" if settings.IDENTITY else ""
    rules["style-src"] += " 'unsafe-inline'" if inline_styles else allowed
    if not inline_styles:
        rules |= TRUSTED_TYPES
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def with_inline_styles(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wrap a view of somebody else whose page styles itself inline (the API reference)."""

    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.inline_styles = True  # type: ignore[attr-defined]
        return response

    return wrapped


def _sign_in_again(request: Any, why: str) -> HttpResponse:
    """To the password, and back to the page. What was sent is not kept: a ballot must lie nowhere beside a name."""
    came_from = urlsplit(request.headers.get("Referer", "")).path or "/"
    back = request.get_full_path() if request.method == "GET" else came_from
    messages.info(request, why)
    there = "account_reauthenticate" if request.user.has_usable_password() else "sign_in_again"
    address = f"{reverse(there)}?{urlencode({'next': back})}"
    return HttpResponseClientRedirect(address) if request.headers.get("HX-Request") else redirect(address)


class DomainErrors:
    """Turns an error of the domain that a page raises into a page, a notice (htmx) or a problem document (scripts)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """What only takes what a button sends answers GET with a page too: signing in leads people back to it."""
        response = self.get_response(request)
        if request.method != "GET" or not isinstance(response, HttpResponseNotAllowed) or response.content:
            return response
        told = errors.answer(request, errors.TROUBLES[response.status_code])
        told["Allow"] = response["Allow"]
        return told

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """What is closed while an administrator sees the system as somebody else."""
        refused = refusal(request, view)
        return errors.answer(request, errors.trouble_of(refused)) if refused else None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for the error; addresses of the API are left to DRF."""
        if not isinstance(error, DomainError) or request.path.startswith("/api/"):
            return None
        if isinstance(error, NotFresh):
            return _sign_in_again(request, str(error.message))
        response = errors.answer(request, errors.trouble_of(error))
        if isinstance(error, TooMany | Unavailable):
            response["Retry-After"] = str(error.retry_after)
        return response
