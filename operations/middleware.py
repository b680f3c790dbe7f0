"""What every request passes first: the probes of who watches over the server, an id, a measure, a line in the log."""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from config.tracing import REQUEST_ID
from operations.checks.keeping import pending_migrations
from operations.gate import SINCE
from operations.logs import route_of
from operations.metrics import REQUESTS, SECONDS, exposition

Answer = Callable[[HttpRequest], HttpResponse]
HEADER = "X-Request-ID"
GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
REFUSED = frozenset({401, 403, 404, 429})
METRICS = "text/plain; version=0.0.4; charset=utf-8"
logger = logging.getLogger("operations.requests")


class Probes:
    """`/healthz/`: the process answers; `/readyz/`: so does what it needs; `/metrics/`: for who has a token.

    Before everything else, so that no host name, redirection or session stands in a probe's way.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.probes: dict[str, Answer] = {"/healthz/": _alive, "/readyz/": self._ready, "/metrics/": _metrics}
        self.migrated = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a probe, or let the request on."""
        return self.probes.get(request.path_info, self.get_response)(request)

    def _ready(self, request: HttpRequest) -> HttpResponse:
        failing = [name for name, test in {"database": self._database, "cache": _cache}.items() if not _holds(test)]
        return JsonResponse({"ready": not failing, "failing": failing}, status=503 if failing else 200)

    def _database(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        self.migrated = self.migrated or not pending_migrations()
        return self.migrated


def _alive(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"alive": True})


def _metrics(request: HttpRequest) -> HttpResponse:
    """404 for who has no token, as for an address that is none."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    if not settings.METRICS_TOKEN or not secrets.compare_digest(given, settings.METRICS_TOKEN.encode()):
        return HttpResponse(status=404)
    return HttpResponse(exposition(), content_type=METRICS)


def _cache() -> bool:
    cache.set("readiness", 1, 10)
    return bool(cache.get("readiness") == 1)


def _holds(test: Callable[[], bool]) -> bool:
    try:
        return test()
    except Exception:
        logger.exception("not ready")
        return False


class Observed:
    """Gives each request an id (the proxy's, if it sent one), measures it, and logs its route, never its address; who
    asked, by the number of the account, only where it was refused.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer bears the id."""
        given = request.headers.get(HEADER, "")
        name = given if GIVEN.fullmatch(given) else secrets.token_hex(8)
        request.request_id = name  # type: ignore[attr-defined]
        mark, start = REQUEST_ID.set(name), request.META.get(SINCE) or time.monotonic()
        try:
            response = self.get_response(request)
            _measure(request, response.status_code, time.monotonic() - start)
        finally:
            REQUEST_ID.reset(mark)
        response[HEADER] = name
        return response


class Encrypted:
    """Where pages are led to HTTPS, calls are refused: a client that is led on tells its token in the open each time
    (ASVS 5, 4.1.2).
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """403 for a call that came over HTTP."""
        if not settings.SECURE_SSL_REDIRECT or request.is_secure() or not request.path_info.startswith("/api/"):
            return self.get_response(request)
        told = {"type": "/problems/unencrypted/", "title": _("Calls are taken over HTTPS only."), "status": 403}
        return JsonResponse(told, status=403, content_type="application/problem+json")


def _measure(request: HttpRequest, status: int, seconds: float) -> None:
    method, route = request.method or "", route_of(request)
    REQUESTS.labels(method, route, status).inc()
    SECONDS.labels(route).observe(seconds)
    said = {"method": method, "route": route, "status": status, "milliseconds": round(seconds * 1000, 1)}
    if status in REFUSED:
        said["account"] = _account(request)
    logger.info("request", extra=said)


def _account(request: HttpRequest) -> int | None:
    """The number of the account that was refused (ASVS 5, 16.3.2), where the request got as far as to ask who it is."""
    by_session, by_token = getattr(request, "_cached_user", None), vars(request).get("user")
    user = by_session or (None if type(by_token) is SimpleLazyObject else by_token)
    return getattr(user, "pk", None)
