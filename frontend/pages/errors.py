"""Pages for what goes wrong: calm, in words, with what to do next and a way back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.errors import DomainError

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Trouble:
    """What happened and what to do. `fields` maps a field to its messages; `extra` goes to scripts only."""

    status: int
    title: Words
    advice: Words
    icon: str = "alert-triangle"
    slug: str = "error"
    message: Words = ""
    fields: Mapping[str, Sequence[Words]] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)


TROUBLES = {
    400: Trouble(
        400,
        _("The request could not be read"),
        _("Go back and try again. If it happens again, start from the home page."),
        slug="bad-request",
    ),
    403: Trouble(
        403,
        _("This is not open to you"),
        _("Your roles do not include this. If your work needs it, ask the administrator of your unit."),
        "lock",
        "forbidden",
    ),
    404: Trouble(
        404,
        _("There is no such page"),
        _("The address may be mistyped, or the thing is not open to you. Search for it, or start from the home page."),
        "search",
        "not-found",
    ),
    405: Trouble(
        405,
        _("This has not been done"),
        _("A button does this, and nothing was sent, perhaps because the session had ended. Press the button again."),
        "refresh",
        "method-not-allowed",
    ),
    409: Trouble(
        409,
        _("Somebody else was first"),
        _("This has moved on meanwhile. Load the page again to see where it stands."),
        "refresh",
        "conflict",
    ),
    412: Trouble(
        412,
        _("This was changed elsewhere"),
        _("Load the page again: you will see the newer version. What you typed is kept on this device."),
        "refresh",
        "stale",
    ),
    413: Trouble(
        413, _("That is too large"), _("Make the files smaller, or send fewer at once."), "file-upload", "too-large"
    ),
    422: Trouble(
        422, _("Something needs mending"), _("Go back to the form: what you typed is still there."), "pencil", "invalid"
    ),
    428: Trouble(
        428,
        _("This page is too old"),
        _("Load the page again, then repeat the change."),
        "refresh",
        "revision-required",
    ),
    429: Trouble(429, _("Too many attempts"), _("Wait a few minutes, then try again."), "clock", "too-many"),
    500: Trouble(
        500,
        _("Something went wrong on our side"),
        _("It has been noted for the administrators. Nothing that was saved is lost. Try again in a minute."),
        slug="server-error",
    ),
    503: Trouble(
        503,
        _("This service is not available just now"),
        _("Try again in a few minutes. Everything that was saved is safe."),
        "cloud-off",
        "unavailable",
    ),
}
FORGED = Trouble(
    403,
    _("The form is too old to be sent"),
    _("It was opened too long ago, or cookies are switched off. Go back, load the page again and send it once more."),
    "clock-exclamation",
    "form-too-old",
)


def trouble_of(error: DomainError) -> Trouble:
    """The trouble of an error of the domain, with its own sentence."""
    known = TROUBLES.get(error.status, TROUBLES[400])
    return Trouble(
        error.status, known.title, known.advice, known.icon, error.slug, error.message, error.fields, error.extra
    )


def answer(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """A page; to htmx a notice in the corner; to a script a problem document (RFC 9457)."""
    if request.headers.get("Accept", "").startswith("application/json") or request.path.startswith("/api/"):
        return _document(trouble)
    if request.headers.get("HX-Request"):
        return _notice(request, trouble)
    return HttpResponse(render_to_string("errors/page.html", {"trouble": trouble}, request), status=trouble.status)


def _document(trouble: Trouble) -> HttpResponse:
    errors = [{"field": name, "message": str(text)} for name, texts in trouble.fields.items() for text in texts]
    document = {
        **trouble.extra,
        "type": f"/problems/{trouble.slug}/",
        "title": str(trouble.message or trouble.title),
        "status": trouble.status,
        "errors": errors,
    }
    return JsonResponse(document, status=trouble.status, content_type="application/problem+json")


def _notice(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    content = render_to_string("errors/notice.html", {"trouble": trouble}, request)
    response = HttpResponse(content, status=trouble.status)
    response["HX-Retarget"] = "#toasts"
    response["HX-Reswap"] = "beforeend"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """`handler400`: without the frame, which asks for the host, for that may be what is wrong."""
    return _bare(request, TROUBLES[400])


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """`handler403`."""
    return answer(request, TROUBLES[403])


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """`handler404`."""
    return answer(request, TROUBLES[404])


def server_error(request: HttpRequest) -> HttpResponse:
    """`handler500`: a page that needs neither the database nor the frame, for either may be what is broken."""
    return _bare(request, TROUBLES[500])


def _bare(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    if request.headers.get("HX-Request") or request.headers.get("Accept", "").startswith("application/json"):
        return answer(request, trouble)
    return HttpResponse(render_to_string("errors/bare.html", {"trouble": trouble}), status=trouble.status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """`CSRF_FAILURE_VIEW`."""
    return answer(request, FORGED)
