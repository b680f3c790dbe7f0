"""Verification, for everybody: a certificate or an extract by the code in its QR code, and a paper by its file."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from config.errors import Invalid, TooLarge
from initiatives.files.uploading import PassingUploadHandler
from organisation.limits import Codes, Papers, limited
from recognition.queries.checking import MOST_BYTES, judge_upload, signatures_of_verdict
from recognition.queries.extracts import since
from recognition.queries.verification import verify


@require_GET
def ask(request: HttpRequest) -> HttpResponse:
    """Where a code is typed in, or a file sent."""
    code = request.GET.get("ma", "").strip()
    return redirect("verification", code) if code else _page(request, {})


@require_GET
@limited(Codes)
def verification(request: HttpRequest, code: str) -> HttpResponse:
    """Valid, replaced, revoked or unknown, in words, colour and icon; what the document says, and who signed it."""
    verdict = verify(code)
    context = {
        "verdict": verdict, "code": code, "certificate": verdict.certificate, "extract": verdict.extract,
        "signatures": signatures_of_verdict(verdict),
    }  # fmt: skip
    return _page(request, context, 404 if verdict.state == "unknown" else 200)


@csrf_exempt  # it changes nothing, and the size must be bounded before anything is read
@require_POST
@limited(Papers)
def check(request: HttpRequest) -> HttpResponse:
    """Whether a file is a paper of ours, whole, and in force."""
    handlers: list[FileUploadHandler] = [PassingUploadHandler(MOST_BYTES)]
    request.upload_handlers = handlers
    try:
        judgement = judge_upload(request.FILES.get("file"))
    except (Invalid, TooLarge) as error:
        return _page(request, {"error": error}, error.status)
    context = {
        "judgement": judgement, "certificate": judgement.certificate, "decision": judgement.decision,
        "extract": judgement.extract, "signatures": judgement.signatures,
    }  # fmt: skip
    return _page(request, context)


def _page(request: HttpRequest, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    extract = context.get("extract")
    context = {**context, "since": since(extract) if extract else None}
    answer = render(request, "register/verify.html", context, status=status)
    answer["X-Robots-Tag"] = "noindex"
    return answer


urlpatterns = [
    path("xac-minh/", ask, name="verify"),
    path("xac-minh/tep/", check, name="verify-file"),
    path("xac-minh/<str:code>/", verification, name="verification"),
]
